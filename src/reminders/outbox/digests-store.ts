import { sql, type Selectable } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'
import type { Month } from '../../time/month.ts'
import { monthAsStored } from '../../deadlines/settings/month-as-stored.ts'
import type { Outcome, Reminder } from './store.ts'

/** One leader's digest of a month; it is delivered as a reminder is. */
export type Digest = Reminder

/** What a digest has where a reminder has its step. */
const STEP = 'digest'

/** Leaders to whom a digest of these months was decided, as `2022-11 member`. */
export async function listDecidedDigests(db: Db, months: readonly Month[]): Promise<ReadonlySet<string>> {
  if (months.length === 0) return new Set()
  const rows = await db
    .selectFrom('digests')
    .select(['month', 'member_id'])
    .where('month', 'in', months)
    .execute()
  return new Set(rows.map(({ month, member_id }) => `${month} ${member_id}`))
}

/** Claims what nobody has claimed yet. Returns the ids of those that are ours. `reason`: why none is sent. */
export async function insertDigests(
  db: Db,
  digests: readonly { readonly id: string; readonly month: Month; readonly memberId: string }[],
  decided: { readonly at: Date; readonly reason: string | null },
): Promise<string[]> {
  if (digests.length === 0) return []
  const rows = await db
    .insertInto('digests')
    .values(
      digests.map(({ id, month, memberId }) => ({
        digest_id: id,
        month,
        member_id: memberId,
        state: decided.reason === null ? ('claimed' as const) : ('cancelled' as const),
        reason: decided.reason,
        decided_at: decided.at,
      })),
    )
    .onConflict((conflict) => conflict.columns(['team_id', 'month', 'member_id']).doNothing())
    .returning('digest_id')
    .execute()
  return rows.map((row) => row.digest_id)
}

export async function findDigest(db: Db, id: string): Promise<Digest | null> {
  const row = await db.selectFrom('digests').selectAll().where('digest_id', '=', id).executeTakeFirst()
  return row === undefined ? null : digestOf(row)
}

/** Seconds until whoever began to post it must be taken for dead; 0 when that is so. By the database's clock. */
export async function secondsDigestHeld(db: Db, id: string, lease: number): Promise<number> {
  const left = sql<number>`ceil(greatest(0, ${lease} - extract(epoch from clock_timestamp() - sending_since)))`
  const row = await db
    .selectFrom('digests')
    .select(left.as('held'))
    .where('digest_id', '=', id)
    .where('state', '=', 'sending')
    .executeTakeFirst()
  return row?.held ?? 0
}

/** Begins a post, unless another process changed the row since it was read. Committed before Slack is called. */
export async function markDigestSending(db: Db, seen: Digest): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('digests')
    .set({ state: 'sending', attempts: seen.attempts + 1, sending_since: sql<Date>`clock_timestamp()` })
    .where('digest_id', '=', seen.id)
    .where('state', '=', seen.state)
    .where('attempts', '=', seen.attempts)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Writes what became of the attempt that `seen` describes; nothing when another one has begun since. */
export async function settleDigest(db: Db, seen: Digest, outcome: Outcome): Promise<boolean> {
  const { state, sentAt, channel, ts, reason } = outcome
  const { numUpdatedRows } = await db
    .updateTable('digests')
    .set({
      state,
      ...(sentAt === undefined ? {} : { sent_at: sentAt }),
      ...(channel === undefined ? {} : { channel }),
      ...(ts === undefined ? {} : { message_ts: ts }),
      ...(reason === undefined ? {} : { reason }),
    })
    .where('digest_id', '=', seen.id)
    .where('state', '=', seen.state)
    .where('attempts', '=', seen.attempts)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Notes that the row's job comes again in so many seconds, so that nobody takes it for lost before. */
export async function noteDigestQueued(db: Db, id: string, inSeconds: number): Promise<void> {
  await db
    .updateTable('digests')
    .set({ queued_at: sql<Date>`clock_timestamp() + make_interval(secs => ${inSeconds})` })
    .where('digest_id', '=', id)
    .execute()
}

/** Takes over digests under way whose job was not heard of for so many seconds; each falls to one taker. */
export async function takeOverDigests(db: Db, olderThan: number): Promise<string[]> {
  const rows = await db
    .updateTable('digests')
    .set({ queued_at: sql<Date>`clock_timestamp()` })
    .where('digest_id', 'in', (eb) =>
      eb
        .selectFrom('digests')
        .select('digest_id')
        .where('state', 'in', ['claimed', 'sending', 'unknown'])
        .where('queued_at', '<=', sql<Date>`clock_timestamp() - make_interval(secs => ${olderThan})`)
        .forUpdate()
        .skipLocked(),
    )
    .returning('digest_id')
    .execute()
  return rows.map((row) => row.digest_id)
}

/** How many leaders have a month's digest, and how many could not be given it. */
export async function countDigests(
  db: Db,
  month: Month,
): Promise<{ readonly sent: number; readonly failed: number }> {
  const rows = await db
    .selectFrom('digests')
    .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
    .where('month', '=', month)
    .where('state', 'in', ['sent', 'failed'])
    .groupBy('state')
    .execute()
  const of = (state: string) => rows.find((row) => row.state === state)?.count ?? 0
  return { sent: of('sent'), failed: of('failed') }
}

function digestOf(row: Selectable<Schema['digests']>): Digest {
  return {
    id: row.digest_id,
    memberId: row.member_id,
    month: monthAsStored(row.month),
    step: STEP,
    state: row.state,
    decidedAt: row.decided_at,
    attempts: row.attempts,
    channel: row.channel,
    ts: row.message_ts,
    reason: row.reason,
  }
}
