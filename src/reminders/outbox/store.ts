import { sql } from 'kysely'
import type { ReminderState } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'
import type { Box, Entry } from '../../outbox/rows/box.ts'
import type { Month } from '../../time/month.ts'
import { monthAsStored } from '../../deadlines/settings/month-as-stored.ts'

/** What was decided about one member, month and step, and what became of it. */
export type Reminder = Entry & { readonly memberId: string; readonly month: Month; readonly step: string }

export const reminderBox: Box<Reminder> = {
  table: 'reminders',
  id: 'reminder_id',
  read: (entry, row) => ({
    ...entry,
    memberId: row.member_id,
    month: monthAsStored(row.month),
    step: row.step,
  }),
}

export type Claim = {
  readonly id: string
  readonly memberId: string
  readonly month: Month
  readonly step: string
  readonly owed: number
  readonly plannedFor: Date
  readonly decidedAt: Date
  /** The deadline it will tell. */
  readonly toldDue: string
}

/** Claims what nobody has claimed yet. Returns the ids of those that are now ours to send. */
export async function insertClaims(db: Db, claims: readonly Claim[]): Promise<string[]> {
  if (claims.length === 0) return []
  const rows = await db
    .insertInto('reminders')
    .values(
      claims.map((claim) => ({
        member_id: claim.memberId,
        month: claim.month,
        step: claim.step,
        reminder_id: claim.id,
        state: 'claimed' as const,
        owed: claim.owed,
        planned_for: claim.plannedFor,
        decided_at: claim.decidedAt,
        told_due: claim.toldDue,
        queued_at: sql<Date>`clock_timestamp()`,
      })),
    )
    .onConflict((conflict) => conflict.columns(['team_id', 'member_id', 'month', 'step']).doNothing())
    .returning('reminder_id')
    .execute()
  return rows.map((row) => row.reminder_id)
}

/** What a message that is about to be posted tells. */
export type Told = { readonly id: string; readonly owed: number; readonly toldDue: string }

/** Writes down how many essays and which deadline the messages that are about to be posted speak of. */
export async function noteTold(db: Db, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  const [ids, owed, due] = [
    told.map(({ id }) => id),
    told.map((one) => one.owed),
    told.map((one) => one.toldDue),
  ]
  await sql`
    update reminders set owed = seen.owed, told_due = seen.told_due
    from unnest(${ids}::text[], ${owed}::int[], ${due}::text[]) as seen (id, owed, told_due)
    where reminder_id = seen.id
      and (reminders.owed, reminders.told_due) is distinct from (seen.owed, seen.told_due)`.execute(db)
}

/** How many of these reminders are in which state; one that was given up is in none. */
export async function countStates(
  db: Db,
  ids: readonly string[],
): Promise<Partial<Record<ReminderState, number>>> {
  if (ids.length === 0) return {}
  const rows = await db
    .selectFrom('reminders')
    .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
    .where('reminder_id', '=', sql<string>`any(${ids})`)
    .groupBy('state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
