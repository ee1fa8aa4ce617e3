import type { WebClient } from '@slack/web-api'
import { inTransaction } from '../../context.ts'
import type { Caller } from '../../members/caller.ts'
import { listMembers } from '../../members/members-store.ts'
import { peopleOfGroups } from '../../members/people/user-groups.ts'
import type { PeopleSource } from '../understand/understand-line.ts'

/** The people whom a line may name, as Slack and the office know them. `author`: who typed it, the caller. */
export function peopleOf(
  { ctx, member }: Pick<Caller, 'ctx' | 'member'>,
  client: WebClient,
  author: string | null = member.slackUserId,
): PeopleSource {
  return {
    author,
    inGroups: async (groupIds) => await peopleOfGroups(client, groupIds),
    members: async () => await inTransaction(ctx, async ({ db }) => await listMembers(db)),
  }
}
