import { sql, type Selectable } from 'kysely'
import type { Schema, ReminderState } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'
import type { Month } from '../../time/month.ts'
import { monthAsStored } from '../../deadlines/settings/month-as-stored.ts'

/** What was decided about one member, month and step, and what became of it. */
export type Reminder = {
  readonly id: string
  readonly memberId: string
  readonly month: Month
  readonly step: string
  readonly state: ReminderState
  readonly decidedAt: Date
  /** Posts begun so far. */
  readonly attempts: number
  /** The DM it stands in, or may stand in. */
  readonly channel: string | null
  /** Which message it is there. */
  readonly ts: string | null
  /** Why it was not sent, as a code: `handed-in`, `slack:cannot_dm_bot`. */
  readonly reason: string | null
}

export type Claim = {
  readonly id: string
  readonly memberId: string
  readonly month: Month
  readonly step: string
  readonly owed: number
  readonly plannedFor: Date
  readonly decidedAt: Date
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
        queued_at: sql<Date>`clock_timestamp()`,
      })),
    )
    .onConflict((conflict) => conflict.columns(['team_id', 'member_id', 'month', 'step']).doNothing())
    .returning('reminder_id')
    .execute()
  return rows.map((row) => row.reminder_id)
}

export async function findReminder(db: Db, id: string): Promise<Reminder | null> {
  const row = await db.selectFrom('reminders').selectAll().where('reminder_id', '=', id).executeTakeFirst()
  return row === undefined ? null : reminderOf(row)
}

export async function findReminders(db: Db, ids: readonly string[]): Promise<Reminder[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('reminders').selectAll().where('reminder_id', 'in', ids).execute()
  return rows.map(reminderOf)
}

/** `secondsHeld`: of one that is being posted, until whoever began must be taken for dead; by the database's clock. */
export type HeldReminder = Reminder & { readonly secondsHeld: number }

/** Locks these reminders until the commit, without those that another transaction has, and in no order. */
export async function lockReminders(db: Db, ids: readonly string[], lease: number): Promise<HeldReminder[]> {
  const rows = await db
    .selectFrom('reminders')
    .selectAll()
    .select(
      sql<number>`
        case when state = 'sending'
          then ceil(greatest(0, ${lease} - extract(epoch from clock_timestamp() - sending_since))) else 0 end`.as(
        'held',
      ),
    )
    .where('reminder_id', 'in', ids)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map((row) => ({ ...reminderOf(row), secondsHeld: row.held }))
}

/**
 * Begins posts, but for those that another process changed since they were read; returns the ids of those begun. Must be
 * committed before Slack is called: from then on a crash leaves a row that says a message may stand.
 */
export async function markSending(
  db: Db,
  seen: readonly (Reminder & { readonly owed: number })[],
): Promise<string[]> {
  if (seen.length === 0) return []
  const { rows } = await sql<{ reminder_id: string }>`
    update reminders set state = 'sending', owed = seen.owed, attempts = seen.attempts + 1,
      sending_since = clock_timestamp(), reason = null
    from unnest(${seen.map(({ id }) => id)}::text[], ${seen.map(({ state }) => state)}::text[],
      ${seen.map(({ attempts }) => attempts)}::int[], ${seen.map(({ owed }) => owed)}::int[])
      as seen (id, state, attempts, owed)
    where reminder_id = seen.id and reminders.state = seen.state and reminders.attempts = seen.attempts
    returning reminder_id`.execute(db)
  return rows.map((row) => row.reminder_id)
}

/** A post of the attempt that `seen` describes stands there. */
export type Sent = {
  readonly seen: Reminder
  readonly channel: string
  readonly ts: string
  readonly at: Date
}

/** Writes down posts that stand, but for those whose attempt is not the latest any more; returns the ids written. */
export async function settleSent(db: Db, sent: readonly Sent[]): Promise<string[]> {
  const { rows } = await sql<{ reminder_id: string }>`
    update reminders set state = 'sent', sent_at = sent.at, channel = sent.channel, message_ts = sent.ts, reason = null
    from unnest(${sent.map(({ seen }) => seen.id)}::text[], ${sent.map(({ seen }) => seen.state)}::text[],
      ${sent.map(({ seen }) => seen.attempts)}::int[], ${sent.map(({ channel }) => channel)}::text[],
      ${sent.map(({ ts }) => ts)}::text[], ${sent.map(({ at }) => at.toISOString())}::timestamptz[])
      as sent (id, state, attempts, channel, ts, at)
    where reminder_id = sent.id and reminders.state = sent.state and reminders.attempts = sent.attempts
    returning reminder_id`.execute(db)
  return rows.map((row) => row.reminder_id)
}

export type Outcome = {
  readonly state: ReminderState
  readonly sentAt?: Date
  readonly channel?: string
  readonly ts?: string
  readonly reason?: string | null
}

/** Writes what became of the attempt that `seen` describes; nothing when another one has begun since. */
export async function settleReminder(db: Db, seen: Reminder, outcome: Outcome): Promise<boolean> {
  const { state, sentAt, channel, ts, reason } = outcome
  const { numUpdatedRows } = await db
    .updateTable('reminders')
    .set({
      state,
      ...(sentAt === undefined ? {} : { sent_at: sentAt }),
      ...(channel === undefined ? {} : { channel }),
      ...(ts === undefined ? {} : { message_ts: ts }),
      ...(reason === undefined ? {} : { reason }),
    })
    .where('reminder_id', '=', seen.id)
    .where('state', '=', seen.state)
    .where('attempts', '=', seen.attempts)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Gives up a claim under which nothing was posted, so that the plan decides again when the time has come. */
export async function releaseClaim(db: Db, seen: Reminder): Promise<void> {
  await db
    .deleteFrom('reminders')
    .where('reminder_id', '=', seen.id)
    .where('state', '=', 'claimed')
    .where('attempts', '=', seen.attempts)
    .execute()
}

/** Notes that the row's job comes again in so many seconds, so that nobody takes it for lost before. */
export async function noteQueued(db: Db, id: string, inSeconds: number): Promise<void> {
  await db
    .updateTable('reminders')
    .set({ queued_at: sql<Date>`clock_timestamp() + make_interval(secs => ${inSeconds})` })
    .where('reminder_id', '=', id)
    .execute()
}

/** Takes over reminders under way whose job was last queued so many seconds ago or more; each falls to one taker. */
export async function takeOver(db: Db, olderThan: number, limit: number): Promise<string[]> {
  const rows = await db
    .updateTable('reminders')
    .set({ queued_at: sql<Date>`clock_timestamp()` })
    .where('reminder_id', 'in', (eb) =>
      eb
        .selectFrom('reminders')
        .select('reminder_id')
        .where('state', 'in', ['claimed', 'sending', 'unknown'])
        .where('queued_at', '<=', sql<Date>`clock_timestamp() - make_interval(secs => ${olderThan})`)
        .orderBy('queued_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning('reminder_id')
    .execute()
  return rows.map((row) => row.reminder_id)
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

function reminderOf(row: Selectable<Schema['reminders']>): Reminder {
  return {
    id: row.reminder_id,
    memberId: row.member_id,
    month: monthAsStored(row.month),
    step: row.step,
    state: row.state,
    decidedAt: row.decided_at,
    attempts: row.attempts,
    channel: row.channel,
    ts: row.message_ts,
    reason: row.reason,
  }
}
