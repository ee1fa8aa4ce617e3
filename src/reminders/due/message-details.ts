import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import { mention } from '../../slack/mrkdwn.ts'
import type { Month } from '../../time/month.ts'
import { monthAsStored } from '../../deadlines/settings/month-as-stored.ts'
import type { MessageDetails } from '../plan/state.ts'

/** What messages say besides the counts, by member: the essays handed in, and who nudges. */
export async function loadDetails(
  db: Db,
  memberIds: readonly string[],
  months: readonly Month[],
): Promise<ReadonlyMap<string, MessageDetails>> {
  const essays = await db
    .selectFrom('essays')
    .select(['member_id', 'month', 'title', sql<string>`'E-' || number`.as('id')])
    .where('member_id', 'in', memberIds)
    .where('month', 'in', months)
    .where('state', 'in', ['submitted', 'returned', 'approved'])
    .orderBy('month')
    .orderBy('seq')
    .execute()
  const nudges = await db
    .selectFrom('nudges')
    .innerJoin('members', 'members.id', 'nudges.by_member')
    .select(['nudges.member_id', 'nudges.day', 'members.name', 'members.slack_user_id'])
    .where('nudges.member_id', 'in', memberIds)
    .where('nudges.month', 'in', months)
    .execute()
  return new Map(
    memberIds.map((memberId) => [
      memberId,
      {
        essays: essays
          .filter(({ member_id }) => member_id === memberId)
          .map(({ id, title, month }) => ({ id, title, month: monthAsStored(month) })),
        nudges: nudges
          .filter(({ member_id }) => member_id === memberId)
          .map(({ day, name, slack_user_id }) => ({
            step: `nudge~${day}`,
            by: mention({ name, slackUserId: slack_user_id }),
          })),
      },
    ]),
  )
}
