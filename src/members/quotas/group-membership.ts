import { notStored } from '../../storage-words.ts'
import { inTransaction, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Membership } from './quota-writing.ts'
import { listGroupQuotas } from './quotas-store.ts'
import { resolvePeople } from '../people/resolve-people.ts'
import { peopleOfGroups } from '../people/user-groups.ts'
import type { Workspace } from '../workspace-store.ts'

/** Who is in the groups that have a quota; `unread` are those of which Slack did not tell it. */
export type ReadMembership = { readonly membership: Membership; readonly unread: readonly string[] }

/**
 * Reads from Slack who is in each user group that has a quota, and in `more`. People seen for the first time become
 * members.
 */
export async function readMembership(
  ctx: Context,
  workspace: Workspace,
  more: readonly string[] = [],
): Promise<ReadMembership> {
  const client = ctx.slack?.interactive
  const decided = await inTransaction(ctx, async ({ db }) => await listGroupQuotas(db))
  const groupIds = [...new Set([...decided.map(({ groupId }) => groupId), ...more])]
  const membership = new Map<string, readonly string[]>()
  const unread: string[] = []
  for (const id of groupIds) {
    const read = client === undefined ? null : await peopleOfGroups(client, [id])
    if (read === null || read.isUnreadable) unread.push(id)
    else
      membership.set(
        id,
        (await resolvePeople(ctx, read.userIds, workspace)).map((member) => member.id),
      )
  }
  return { membership, unread }
}

/**
 * The same, for a decision about one group. Throws MemberFacingError when Slack does not tell who is in it; of others
 * that cannot be read the members count as in none of them until the next turn of `followGroups`.
 */
export async function membershipFor(
  ctx: Context,
  workspace: Workspace,
  groupId: string,
): Promise<Membership> {
  const { membership, unread } = await readMembership(ctx, workspace, [groupId])
  if (!unread.includes(groupId)) return membership
  throw new MemberFacingError({
    zh: `读不到用户组里有谁，所以${notStored.groups.zh}。请确认用户组还在、应用有 usergroups:read 权限，再试一次。`,
    en: `Slack does not tell who is in the user group, so ${notStored.groups.en}. Check that the group exists and that the app has the scope usergroups:read, and try again.`,
  })
}
