import { sql, type Selectable } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'
import type { GroupQuota, QuotaDecision } from './quota-rules.ts'

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
          source: decision.source,
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
  return rows.map(decisionOf)
}

/** The same for some members. */
export async function listQuotasOf(db: Db, memberIds: readonly string[]): Promise<QuotaDecision[]> {
  const { rows } = await sql<Selectable<Schema['member_quotas']>>`
    select * from member_quotas where member_id = any(${[...memberIds]}::text[])
    order by from_month, decided_at`.execute(db)
  return rows.map(decisionOf)
}

export async function insertGroupQuota(db: Db, decision: GroupQuota): Promise<void> {
  await db
    .insertInto('group_quotas')
    .values({
      group_id: decision.groupId,
      from_month: decision.fromMonth,
      decided_at: decision.decidedAt,
      quota: decision.quota,
      decided_by: decision.decidedBy,
    })
    .execute()
}

/** Every decision for a user group, in the order in which it takes effect. */
export async function listGroupQuotas(db: Db): Promise<GroupQuota[]> {
  const rows = await db
    .selectFrom('group_quotas')
    .selectAll()
    .orderBy('group_id')
    .orderBy('from_month')
    .orderBy('decided_at')
    .execute()
  return rows.map((row) => ({
    groupId: row.group_id,
    fromMonth: row.from_month,
    quota: row.quota,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  }))
}

function decisionOf(row: Selectable<Schema['member_quotas']>): QuotaDecision {
  return {
    memberId: row.member_id,
    fromMonth: row.from_month,
    quota: row.quota,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    source: row.source,
  }
}
