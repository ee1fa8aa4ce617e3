import { sql } from 'kysely'
import type { Db } from '../db/tenant.ts'
import { mention } from '../slack/mrkdwn.ts'
import type { Month } from '../time/month.ts'
import { monthAsStored } from './month-as-stored.ts'
import type { MessageDetails } from './plan-state.ts'

/** What a member's message says besides the counts: the essays handed in, and who nudges. */
export async function loadDetails(
  db: Db,
  memberId: string,
  months: readonly Month[],
): Promise<MessageDetails> {
  const essays = await db
    .selectFrom('essays')
    .select(['month', 'title', sql<string>`'E-' || number`.as('id')])
    .where('member_id', '=', memberId)
    .where('month', 'in', months)
    .where('state', 'in', ['submitted', 'returned', 'approved'])
    .orderBy('month')
    .orderBy('seq')
    .execute()
  const nudges = await db
    .selectFrom('nudges')
    .innerJoin('members', 'members.id', 'nudges.by_member')
    .select(['nudges.day', 'members.name', 'members.slack_user_id'])
    .where('nudges.member_id', '=', memberId)
    .where('nudges.month', 'in', months)
    .execute()
  return {
    essays: essays.map((essay) => ({ ...essay, month: monthAsStored(essay.month) })),
    nudges: nudges.map(({ day, name, slack_user_id }) => ({
      step: `nudge~${day}`,
      by: mention({ name, slackUserId: slack_user_id }),
    })),
  }
}
