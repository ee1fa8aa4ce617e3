import { inTransaction, type Context } from '../../context.ts'
import { inBatches } from '../../batch.ts'
import { beginPosts, type Begun } from './begin-posts.ts'
import { deliveryTimes, type DeliveryTimes } from '../outbox/delivery-times.ts'
import { createPace, type Pace } from './pace.ts'
import { settleSent, type Sent } from '../outbox/store.ts'

/** How one process posts reminders: at one pace, and with few transactions for the many that are posted at once. */
export type Poster = {
  readonly pace: Pace
  readonly times: DeliveryTimes
  /** See `beginPosts`. */
  begin(ctx: Context, id: string): Promise<Begun>
  /** Writes down that a post stands; false when its attempt is not the latest any more. */
  settle(ctx: Context, sent: Sent): Promise<boolean>
}

/** Few enough that somebody's command need not wait long behind them on the one connection of the embedded database. */
const MOST = 50

/** `signal`: the process is about to end. */
export function createPoster(signal: AbortSignal, times: DeliveryTimes = deliveryTimes): Poster {
  return {
    pace: createPace(signal),
    times,
    begin: inBatches(async (ctx, ids: readonly string[]) => await beginPosts(ctx, ids, times.lease), MOST),
    settle: inBatches(async (ctx, sent: readonly Sent[]) => {
      const written = new Set(await inTransaction(ctx, async ({ db }) => await settleSent(db, sent)))
      return sent.map(({ seen }) => written.has(seen.id))
    }, MOST),
  }
}
