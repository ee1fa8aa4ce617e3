import type { Selectable } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'
import type { Month } from '../../time/month.ts'

/** Somebody need not hand in for a month, and why; `revokedAt` null while it stands. */
export type Exemption = {
  readonly memberId: string
  readonly month: Month
  readonly reason: string
  readonly decidedBy: string | null
  readonly decidedAt: Date
  readonly revokedBy: string | null
  readonly revokedAt: Date | null
}

/** The exemption that stands for a member's month; null without one. */
export async function findExemption(db: Db, memberId: string, month: Month): Promise<Exemption | null> {
  const row = await db
    .selectFrom('essay_exemptions')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('month', '=', month)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row === undefined ? null : exemptionOf(row)
}

/** A member's exemptions, revoked ones too: the latest month first, and of a month the newest decision. */
export async function listExemptionsOf(db: Db, memberId: string, limit: number): Promise<Exemption[]> {
  const rows = await db
    .selectFrom('essay_exemptions')
    .selectAll()
    .where('member_id', '=', memberId)
    .orderBy('month', 'desc')
    .orderBy('decided_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(exemptionOf)
}

/** Every exemption that stands for a month or a later one, in the order of months. */
export async function listExemptionsFrom(db: Db, month: Month): Promise<Exemption[]> {
  const rows = await db
    .selectFrom('essay_exemptions')
    .selectAll()
    .where('month', '>=', month)
    .where('revoked_at', 'is', null)
    .orderBy('month')
    .orderBy('decided_at')
    .execute()
  return rows.map(exemptionOf)
}

export async function insertExemption(
  db: Db,
  exemption: Omit<Exemption, 'revokedBy' | 'revokedAt'>,
): Promise<void> {
  await db
    .insertInto('essay_exemptions')
    .values({
      member_id: exemption.memberId,
      month: exemption.month,
      reason: exemption.reason,
      decided_by: exemption.decidedBy,
      decided_at: exemption.decidedAt,
    })
    .execute()
}

/** Ends the exemption that stands; its row stays. */
export async function endExemption(
  db: Db,
  { memberId, month }: Pick<Exemption, 'memberId' | 'month'>,
  end: { readonly by: string; readonly at: Date },
): Promise<void> {
  await db
    .updateTable('essay_exemptions')
    .set({ revoked_at: end.at, revoked_by: end.by })
    .where('member_id', '=', memberId)
    .where('month', '=', month)
    .where('revoked_at', 'is', null)
    .execute()
}

function exemptionOf(row: Selectable<Schema['essay_exemptions']>): Exemption {
  return {
    memberId: row.member_id,
    month: row.month as Month,
    reason: row.reason,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    revokedBy: row.revoked_by,
    revokedAt: row.revoked_at,
  }
}
