import { randomUUID } from 'node:crypto'
import { nowOf, type Transacting } from '../context.ts'
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

export async function recordAudit(db: Db, event: AuditEvent): Promise<void> {
  const { id, at, by, action, subject, details } = event
  await db
    .insertInto('audit_events')
    .values({ id, at, by_member: by, action, subject, details: JSON.stringify(details) })
    .execute()
}

/** Records that something was done at this moment, in the transaction that does it. */
export async function audit(
  ctx: Pick<Transacting, 'db' | 'clock'>,
  event: Omit<AuditEvent, 'id' | 'at'>,
): Promise<void> {
  await recordAudit(ctx.db, { id: randomUUID(), at: nowOf(ctx), ...event })
}
