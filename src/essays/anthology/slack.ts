import { inTransaction } from '../../context.ts'
import type { Caller } from '../../members/caller.ts'
import { requireAbility } from '../../members/member.ts'
import type { CommandCall, FormCall, Listeners } from '../../slack/listener.ts'
import { readMemo, readNumber } from '../../slack/memo.ts'
import { unescapeText } from '../../slack/mrkdwn.ts'
import {
  ANTHOLOGY_FORM,
  anthologyCompiled,
  anthologyForm,
  anthologyList,
  anthologyOnItsWay,
  nothingToCompile,
  anthologyMemo,
} from './messages.ts'
import { listAnthologies } from './store.ts'
import { compileAnthology, LONGEST_ANTHOLOGY_TITLE, planAnthology, sendAgain } from './compile.ts'
import { audienceOf, type EssayVerb } from '../slack/verb.ts'

/** `/essay anthology`: the next issue; `/essay anthology list`: those there are; `/essay anthology 3`: that one again. */
export const anthologyVerb: EssayVerb = {
  names: ['anthology', '文集'],
  carryOut: async (call, rest) => {
    const { caller, reply } = call
    if (['list', '列表'].includes(rest.toLowerCase())) {
      requireAbility(caller.member, 'exchange and select essays')
      const issues = await inTransaction(caller.ctx, async ({ db }) => await listAnthologies(db))
      await reply(anthologyList(issues, audienceOf(caller)))
      return
    }
    const issue = /^第?\s*(\d{1,6})\s*期?$/u.exec(rest.normalize('NFKC'))?.[1]
    if (issue === undefined) await openNext(call, unescapeText(rest))
    else await again(call, Number(issue))
  },
}

/** Registers the form and the buttons of the anthology. */
export function registerAnthology(listeners: Listeners<Caller>): void {
  listeners.action('essay.anthology', async (call) => await again(call, readNumber(call.value)))
  listeners.action('essay.anthology.next', async (call) => await openNext(call, ''))
  listeners.form(ANTHOLOGY_FORM, takeAnthology)
}

async function openNext(
  {
    caller,
    reply,
    openForm,
    responseUrl,
  }: Pick<CommandCall<Caller>, 'caller' | 'reply' | 'openForm'> & { readonly responseUrl: string | null },
  title: string,
): Promise<void> {
  const plan = await planAnthology(caller.ctx, caller.member)
  if (plan.essays.length === 0) return await reply(nothingToCompile(caller.locale))
  // The title is printed, so it is in the office's language.
  const usual = caller.workspace.locale === 'zh' ? '优秀习作选' : 'Selected essays'
  const wanted = title === '' ? usual : title.slice(0, LONGEST_ANTHOLOGY_TITLE)
  await openForm(anthologyForm(plan, wanted, responseUrl, caller.locale))
}

async function again(
  { caller, reply }: Pick<CommandCall<Caller>, 'caller' | 'reply'>,
  issue: number,
): Promise<void> {
  const { ctx, member: by, requestId, locale } = caller
  await reply(anthologyOnItsWay(await sendAgain(ctx, { issue, by, requestId }), locale))
}

async function takeAnthology({ caller, values, metadata, replyAt }: FormCall<Caller>): Promise<void> {
  const { stamp, responseUrl } = readMemo(anthologyMemo, metadata)
  const { ctx, member: by, requestId, locale } = caller
  const title = (values['title']?.['value']?.value ?? '').trim().replaceAll(/\s+/gu, ' ')
  const compiled = await compileAnthology(ctx, { title, stamp, by, requestId })
  await replyAt(responseUrl)(anthologyCompiled(compiled, locale))
}
