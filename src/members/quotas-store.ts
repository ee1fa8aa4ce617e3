import type { Db } from '../db/tenant.ts'

/** From this month on, a member owes so many essays a month; the newest decision for a month counts. */
export type QuotaDecision = {
  readonly memberId: string
  /** 2022-11 */
  readonly fromMonth: string
  readonly quota: number
  readonly decidedAt: Date
  readonly decidedBy: string | null
}

export async function insertQuotas(db: Db, decisions: readonly QuotaDecision[]): Promise<void> {
  for (let from = 0; from < decisions.length; from += 1000) {
    await db
      .insertInto('member_quotas')
      .values(
        decisions.slice(from, from + 1000).map((decision) => ({
          member_id: decision.memberId,
          from_month: decision.fromMonth,
          quota: decision.quota,
          decided_at: decision.decidedAt,
          decided_by: decision.decidedBy,
        })),
      )
      .execute()
  }
}

/** Every quota decision, in the order in which it takes effect: by month, then by when it was decided. */
export async function listQuotas(db: Db): Promise<QuotaDecision[]> {
  const rows = await db
    .selectFrom('member_quotas')
    .selectAll()
    .orderBy('from_month')
    .orderBy('decided_at')
    .execute()
  return rows.map((row) => ({
    memberId: row.member_id,
    fromMonth: row.from_month,
    quota: row.quota,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  }))
}
