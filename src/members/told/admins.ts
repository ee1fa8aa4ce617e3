import type { Transacting } from '../../context.ts'
import { tell } from '../../outbox/tell/tell.ts'
import { listMembers } from '../members-store.ts'

/** Has every admin who can act told one thing of a kind; `key` says which, so that it is told once. */
export async function tellAdmins(ctx: Transacting, kind: string, key: string): Promise<void> {
  for (const { id, role, isGuest, leftOn, deactivated, slackUserId } of await listMembers(ctx.db)) {
    if (role !== 'admin' || isGuest || leftOn !== null || deactivated || slackUserId === null) continue
    await tell(ctx, { kind, key: `${id}:${key}`, memberId: id, payload: {} })
  }
}
