import { randomUUID } from 'node:crypto'
import { nowOf, type Transacting } from '../context.ts'
import { insertRows } from '../db/rows/rows.ts'
import type { Db } from '../db/tenant.ts'

/** Who did what to whom. `by` is a member id, null for the operator or the program itself. */
export type AuditEvent = {
  readonly id: string
  readonly at: Date
  readonly by: string | null
  readonly action: string
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
}

export async function recordAudit(db: Db, { by, details, ...event }: AuditEvent): Promise<void> {
  const row = { ...event, byMember: by, details: JSON.stringify(details) }
  await insertRows(db, 'audit_events', row)
}

/** Records that something was done at this moment, in the transaction that does it. */
export async function audit(
  ctx: Pick<Transacting, 'db' | 'clock'>,
  event: Omit<AuditEvent, 'id' | 'at'>,
): Promise<void> {
  await recordAudit(ctx.db, { id: randomUUID(), at: nowOf(ctx), ...event })
}
