import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import { findEntry } from '../rows/store.ts'
import { tellBox, TELL_QUEUE } from './tells-store.ts'

/** Something that one person is to hear. */
export type Tell = {
  /** Which `Telling` makes its words. */
  readonly kind: string
  /** What is told to whom: a second time under the same key is nothing new. */
  readonly key: string
  readonly memberId: string
  /** Ids of what it is about; texts of people stay where they are. */
  readonly payload: Readonly<Record<string, unknown>>
}

/**
 * Has somebody told in their DM once this transaction commits, and once only. Returns the id under which it is delivered;
 * null: it was told or is being told already. `mayStand`: it is looked for before it is posted. Where no queue runs, as on the command line, the bot's next look at what is
 * under way delivers it.
 */
export async function tell(
  ctx: Transacting,
  told: Tell,
  { mayStand = false }: { readonly mayStand?: boolean } = {},
): Promise<string | null> {
  const { kind, key, memberId } = told
  const row = await ctx.db
    .insertInto('outbox')
    .values({
      id: randomUUID(),
      kind,
      key,
      member_id: memberId,
      payload: JSON.stringify(told.payload),
      state: mayStand ? 'unknown' : 'claimed',
      decided_at: nowOf(ctx),
    })
    .onConflict((conflict) => conflict.columns(['team_id', 'kind', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return null
  if (ctx.hasQueue) await ctx.enqueue(TELL_QUEUE, { messageId: row.id })
  return row.id
}

/** How long who has caused a message waits to hear that it went, in milliseconds, between looks. */
const LOOKS = [30, 60, 120, 240, 480, 800]

/**
 * Whether the person hears it: so that who caused it can tell them in person when not. True also while it is under way;
 * should it fail later, an admin is told.
 */
export async function isHeard(ctx: Context, id: string | null): Promise<boolean> {
  if (id === null) return true
  for (const wait of LOOKS) {
    const entry = await inTransaction(ctx, async ({ db }) => await findEntry(db, tellBox, id))
    if (entry === null || entry.state === 'sent') return true
    if (entry.state === 'cancelled' || entry.state === 'failed') return false
    // Nobody posts here.
    if (ctx.slack === null || ctx.jobs === null) return false
    await sleep(wait)
  }
  return true
}
