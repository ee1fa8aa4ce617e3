import type { Caller } from '../../members/caller.ts'
import type { Listeners } from '../../slack/listener.ts'
import { cancelDraft } from './cancel-draft.ts'
import { cancelAnswer } from './draft-parent.ts'
import { settleParent } from './settle-parent.ts'

/** Registers the Cancel button on the message under which a draft is written. */
export function registerCancel(listeners: Listeners<Caller>): void {
  listeners.action('report.cancel', async ({ caller, value, client, reply }) => {
    const { draft, was } = await cancelDraft(caller.ctx, { id: value, by: caller.member })
    // Also when it was cancelled before: the button may still be there because Slack did not take its removal.
    await settleParent(caller.ctx, client, draft)
    await reply(cancelAnswer(draft, was, caller.locale))
  })
}
