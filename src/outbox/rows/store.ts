import { sql } from 'kysely'
import type { ReminderState } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'
import { entryOf, type Box, type Entry, type StoredEntry } from './box.ts'

export async function findEntries<E extends Entry>(
  db: Db,
  box: Box<E>,
  ids: readonly string[],
): Promise<E[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<StoredEntry>`
    select *, ${sql.ref(box.id)} as entry_id from ${sql.table(box.table)}
    where ${sql.ref(box.id)} = any(${ids}::text[])`.execute(db)
  return rows.map((row) => entryOf(box, row))
}

export async function findEntry<E extends Entry>(db: Db, box: Box<E>, id: string): Promise<E | null> {
  const [entry] = await findEntries(db, box, [id])
  return entry ?? null
}

/** `secondsHeld`: of one that is being posted, until whoever began must be taken for dead; by the database's clock. */
export type Held<E extends Entry> = { readonly entry: E; readonly secondsHeld: number }

/** Locks these messages until the commit, without those that another transaction has, and in no order. */
export async function lockEntries<E extends Entry>(
  db: Db,
  box: Box<E>,
  ids: readonly string[],
  lease: number,
): Promise<Held<E>[]> {
  const { rows } = await sql<StoredEntry & { held: number }>`
    select *, ${sql.ref(box.id)} as entry_id, case when state = 'sending'
      then ceil(greatest(0, ${lease} - extract(epoch from clock_timestamp() - sending_since)))::int else 0 end as held
    from ${sql.table(box.table)} where ${sql.ref(box.id)} = any(${ids}::text[])
    for update skip locked`.execute(db)
  return rows.map((row) => ({ entry: entryOf(box, row), secondsHeld: row.held }))
}

/**
 * Begins posts, but for those that another process changed since they were read; returns the ids of those begun. Must be
 * committed before Slack is called: from then on a crash leaves a row that says a message may stand.
 */
export async function markSending(db: Db, box: Box, seen: readonly Entry[]): Promise<string[]> {
  if (seen.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    update ${sql.table(box.table)} as entry set state = 'sending', attempts = seen.attempts + 1,
      sending_since = clock_timestamp(), reason = null
    from unnest(${seen.map(({ id }) => id)}::text[], ${seen.map(({ state }) => state)}::text[],
      ${seen.map(({ attempts }) => attempts)}::int[]) as seen (id, state, attempts)
    where ${sql.ref(`entry.${box.id}`)} = seen.id and entry.state = seen.state and entry.attempts = seen.attempts
    returning seen.id`.execute(db)
  return rows.map(({ id }) => id)
}

/** A post of the attempt that `seen` describes stands there. */
export type Sent = {
  readonly seen: Entry
  readonly channel: string
  readonly ts: string
  readonly at: Date
}

/** Writes down posts that stand, but for those whose attempt is not the latest any more; returns the ids written. */
export async function settleSent(db: Db, box: Box, sent: readonly Sent[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update ${sql.table(box.table)} as entry
    set state = 'sent', sent_at = sent.at, channel = sent.channel, message_ts = sent.ts, reason = null
    from unnest(${sent.map(({ seen }) => seen.id)}::text[], ${sent.map(({ seen }) => seen.state)}::text[],
      ${sent.map(({ seen }) => seen.attempts)}::int[], ${sent.map(({ channel }) => channel)}::text[],
      ${sent.map(({ ts }) => ts)}::text[], ${sent.map(({ at }) => at.toISOString())}::timestamptz[])
      as sent (id, state, attempts, channel, ts, at)
    where ${sql.ref(`entry.${box.id}`)} = sent.id and entry.state = sent.state and entry.attempts = sent.attempts
    returning sent.id`.execute(db)
  return rows.map(({ id }) => id)
}

export type Outcome = {
  readonly state: ReminderState
  readonly sentAt?: Date
  readonly channel?: string
  readonly ts?: string
  readonly reason?: string | null
}

/** Writes what became of the attempt that `seen` describes; false when another one has begun since. */
export async function settle(db: Db, box: Box, seen: Entry, outcome: Outcome): Promise<boolean> {
  const { state, sentAt, channel, ts, reason } = outcome
  const changes = [
    sql`state = ${state}`,
    ...(sentAt === undefined ? [] : [sql`sent_at = ${sentAt.toISOString()}::timestamptz`]),
    ...(channel === undefined ? [] : [sql`channel = ${channel}`]),
    ...(ts === undefined ? [] : [sql`message_ts = ${ts}`]),
    ...(reason === undefined ? [] : [sql`reason = ${reason}`]),
  ]
  const { numAffectedRows } = await sql`
    update ${sql.table(box.table)} set ${sql.join(changes)}
    where ${sql.ref(box.id)} = ${seen.id} and state = ${seen.state} and attempts = ${seen.attempts}`.execute(
    db,
  )
  return numAffectedRows === 1n
}

/** Gives up a claim under which nothing was posted, so that whoever plans decides again when the time has come. */
export async function releaseClaim(db: Db, box: Box, { id, attempts }: Entry): Promise<void> {
  await sql`
    delete from ${sql.table(box.table)}
    where ${sql.ref(box.id)} = ${id} and state = 'claimed' and attempts = ${attempts}`.execute(db)
}

/** Notes that the row's job comes again in so many seconds, so that nobody takes it for lost before. */
export async function noteQueued(db: Db, box: Box, id: string, inSeconds: number): Promise<void> {
  await sql`
    update ${sql.table(box.table)} set queued_at = clock_timestamp() + make_interval(secs => ${inSeconds})
    where ${sql.ref(box.id)} = ${id}`.execute(db)
}

/** Takes over messages under way whose job was last queued so many seconds ago or more; each falls to one taker. */
export async function takeOver(db: Db, box: Box, olderThan: number, limit: number): Promise<string[]> {
  const id = sql.ref(box.id)
  const { rows } = await sql<{ id: string }>`
    update ${sql.table(box.table)} set queued_at = clock_timestamp() where ${id} in (
      select ${id} from ${sql.table(box.table)}
      where state in ('claimed', 'sending', 'unknown')
        and queued_at <= clock_timestamp() - make_interval(secs => ${olderThan})
      order by queued_at limit ${limit} for update skip locked)
    returning ${id} as id`.execute(db)
  return rows.map((row) => row.id)
}
