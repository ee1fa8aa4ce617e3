import type { Db } from '../../db/tenant.ts'
import { firstDay, lastDay, type Month } from '../../time/month.ts'
import type { HandIn, LeaveDays } from './office-grid.ts'

/** Every essay of some months that counts as handed in. */
export async function listHandIns(db: Db, months: readonly Month[]): Promise<HandIn[]> {
  if (months.length === 0) return []
  const rows = await db
    .selectFrom('essays')
    .select(['member_id', 'month', 'state', 'first_submitted_at', 'submitted_at'])
    .where('month', 'in', months)
    .where('state', 'in', ['submitted', 'returned', 'approved'])
    .execute()
  return rows.map((row) => ({
    memberId: row.member_id,
    month: row.month as Month,
    isApproved: row.state === 'approved',
    firstSubmittedAt: row.first_submitted_at,
    submittedAt: row.submitted_at,
  }))
}

/** Confirmed leaves that touch some months, which are given in order. */
export async function listLeavesIn(db: Db, months: readonly Month[]): Promise<LeaveDays[]> {
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return []
  const rows = await db
    .selectFrom('leaves')
    .select(['member_id', 'starts_on', 'ends_on'])
    .where('state', '=', 'confirmed')
    .where('starts_on', '<=', lastDay(last).toString())
    .where('ends_on', '>=', firstDay(first).toString())
    .execute()
  return rows.map((row) => ({ memberId: row.member_id, startsOn: row.starts_on, endsOn: row.ends_on }))
}
