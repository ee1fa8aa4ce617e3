import { insertRows, listRows } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'
import type { GroupQuota, QuotaDecision } from './quota-rules.ts'

export async function insertQuotas(db: Db, decisions: readonly QuotaDecision[]): Promise<void> {
  for (let from = 0; from < decisions.length; from += 1000) {
    await insertRows(db, 'member_quotas', decisions.slice(from, from + 1000))
  }
}

/** Every quota decision, in the order in which it takes effect: by month, then by when it was decided. */
export async function listQuotas(db: Db): Promise<QuotaDecision[]> {
  return await listRows(db, 'member_quotas', {}, ['fromMonth', 'decidedAt'])
}

/** The same for some members. */
export async function listQuotasOf(db: Db, memberIds: readonly string[]): Promise<QuotaDecision[]> {
  return await listRows(db, 'member_quotas', { memberId: memberIds }, ['fromMonth', 'decidedAt'])
}

export async function insertGroupQuota(db: Db, decision: GroupQuota): Promise<void> {
  await insertRows(db, 'group_quotas', decision)
}

/** Every decision for a user group, in the order in which it takes effect. */
export async function listGroupQuotas(db: Db): Promise<GroupQuota[]> {
  return await listRows(db, 'group_quotas', {}, ['groupId', 'fromMonth', 'decidedAt'])
}
