import type { WebClient } from '@slack/web-api'
import { inTransaction, type Context } from '../../context.ts'
import { listMembers } from '../../members/members-store.ts'
import { draftParent } from './draft-parent.ts'
import type { Draft } from '../draft/drafts-store.ts'

/**
 * Says on the message above a draft how it ended, and takes its Cancel button away. A message that cannot be changed is
 * logged and stays: a late click on it does no harm.
 */
export async function settleParent(ctx: Context, client: WebClient, draft: Draft): Promise<void> {
  const { channel, threadTs, basis } = draft
  if (channel === null || threadTs === null || basis === null) return
  const members = await inTransaction(ctx, async ({ db }) => await listMembers(db))
  const memberOf = (id: string | null) => members.find((member) => member.id === id) ?? null
  const message = draftParent({
    id: draft.id,
    basis,
    asker: memberOf(draft.requestedBy),
    state: draft.state,
    cancelledBy: memberOf(draft.cancelledBy),
    fault: draft.fault,
  })
  try {
    await client.chat.update({ channel, ts: threadTs, ...message })
  } catch (error) {
    ctx.log.warn({ err: error, draft: draft.id }, 'the message above a draft could not be brought up to date')
  }
}
