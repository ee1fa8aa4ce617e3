import { inTransaction, type Context } from '../../context.ts'
import { enrol } from '../caller.ts'
import type { Member } from '../member.ts'
import { findMembersBySlackIds } from '../members-store.ts'
import type { Workspace } from '../workspace-store.ts'

/** The members of Slack users, in the order given; users seen for the first time become members. */
export async function resolvePeople(
  ctx: Context,
  slackUserIds: readonly string[],
  workspace: Workspace,
): Promise<Member[]> {
  if (slackUserIds.length === 0) return []
  const wanted = [...new Set(slackUserIds)]
  const known = new Map(
    (await inTransaction(ctx, async ({ db }) => await findMembersBySlackIds(db, wanted))).map((member) => [
      member.slackUserId,
      member,
    ]),
  )
  const members: Member[] = []
  for (const id of wanted) members.push(known.get(id) ?? (await enrol(ctx, id, workspace)))
  return members
}
