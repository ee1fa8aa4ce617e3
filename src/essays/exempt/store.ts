import {
  findRow,
  insertRows,
  listRows,
  rowOf,
  updateRows,
  type RawRow,
  type Row,
} from '../../db/rows/rows.ts'
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
  const row = await findRow(db, 'essay_exemptions', { memberId, month, revokedAt: null })
  return row === null ? null : exemptionOf(row)
}

/** A member's exemptions, revoked ones too: the latest month first, and of a month the newest decision. */
export async function listExemptionsOf(db: Db, memberId: string, limit: number): Promise<Exemption[]> {
  const order = ['month desc', 'decidedAt desc'] as const
  return (await listRows(db, 'essay_exemptions', { memberId }, order, { limit })).map(exemptionOf)
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
  await insertRows(db, 'essay_exemptions', exemption)
}

/** Ends the exemption that stands; its row stays. */
export async function endExemption(
  db: Db,
  { memberId, month }: Pick<Exemption, 'memberId' | 'month'>,
  end: { readonly by: string; readonly at: Date },
): Promise<void> {
  const standing = { memberId, month, revokedAt: null }
  await updateRows(db, 'essay_exemptions', standing, { revokedAt: end.at, revokedBy: end.by })
}

function exemptionOf(row: RawRow<'essay_exemptions'> | Row<'essay_exemptions'>): Exemption {
  const { month, ...exemption } = rowOf<'essay_exemptions'>(row)
  return { ...exemption, month: month as Month }
}
