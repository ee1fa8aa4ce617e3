import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { AlreadyHandled, SendAgain } from '../errors.ts'

/** A form that was opened. `replace` gives it another content, unless it was closed or changed since: false then. */
export type OpenedForm = { readonly replace: (view: ModalView) => Promise<boolean> }
export type OpenForm = (view: ModalView) => Promise<OpenedForm>

/**
 * Opens a form by a person's trigger; `push` puts it on top of the one that is open. A trigger that was used already
 * comes from a redelivered request: AlreadyHandled. Throws SendAgain when Slack's three seconds were over.
 */
export async function openView(
  client: WebClient,
  request: { readonly trigger_id: string; readonly view: ModalView },
  how: 'open' | 'push' = 'open',
): Promise<OpenedForm> {
  try {
    return openedForm(client, await client.views[how](request))
  } catch (error) {
    const code = slackError(error)
    if (code === 'exchanged_trigger_id') throw new AlreadyHandled()
    if (code === 'expired_trigger_id' || code === 'trigger_expired') throw tooLate(error)
    throw error
  }
}

function tooLate(cause: unknown): SendAgain {
  return new SendAgain(
    {
      zh: '表单没能打开：准备得太慢，Slack 只等三秒。请再按一次。',
      en: 'The form could not be opened: it took too long, and Slack waits three seconds. Press again.',
    },
    { cause },
  )
}

function openedForm(
  client: WebClient,
  { view: opened }: { view?: { id?: string; hash?: string } },
): OpenedForm {
  return {
    replace: async (view) => {
      if (opened?.id === undefined) return false
      const change = { view_id: opened.id, view, ...(opened.hash === undefined ? {} : { hash: opened.hash }) }
      try {
        await client.views.update(change)
        return true
      } catch (error) {
        const code = slackError(error)
        if (code === 'not_found' || code === 'hash_conflict') return false
        throw error
      }
    },
  }
}

function slackError(error: unknown): string | undefined {
  return (error as { data?: { error?: string } }).data?.error
}
