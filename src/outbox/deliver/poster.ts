import { inTransaction, type Context } from '../../context.ts'
import { inBatches } from '../../batch.ts'
import type { Entry } from '../rows/box.ts'
import { settleSent, type Sent } from '../rows/store.ts'
import { beginPosts, type Begun } from './begin-posts.ts'
import { deliveryTimes, type DeliveryTimes } from './delivery-times.ts'
import type { Kind } from './kind.ts'
import { createPace, type Pace } from './pace.ts'

/** How one process posts messages of a kind: at one pace, and with few transactions for the many posted at once. */
export type Poster<E extends Entry = Entry> = {
  readonly kind: Kind<E>
  readonly pace: Pace
  readonly times: DeliveryTimes
  /** See `beginPosts`. */
  begin(ctx: Context, id: string): Promise<Begun<E>>
  /** Writes down that a post stands; false when its attempt is not the latest any more. */
  settle(ctx: Context, sent: Sent): Promise<boolean>
}

/** Few enough that somebody's command need not wait long behind them on the one connection of the embedded database. */
const MOST = 50

/** `pace`: of all kinds that one process posts. */
export function createPoster<E extends Entry>(
  kind: Kind<E>,
  pace: Pace = createPace(new AbortController().signal),
  times: DeliveryTimes = deliveryTimes,
): Poster<E> {
  return {
    kind,
    pace,
    times,
    begin: inBatches(
      async (ctx, ids: readonly string[]) => await beginPosts(ctx, kind, ids, times.lease),
      MOST,
    ),
    settle: inBatches(async (ctx, sent: readonly Sent[]) => {
      const written = new Set(
        await inTransaction(ctx, async ({ db }) => await settleSent(db, kind.box, sent)),
      )
      return sent.map(({ seen }) => written.has(seen.id))
    }, MOST),
  }
}
