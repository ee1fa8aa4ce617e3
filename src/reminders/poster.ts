import { inTransaction, type Context } from '../context.ts'
import { gather } from '../jobs/gather.ts'
import { beginPosts, type Begun } from './begin-posts.ts'
import { deliveryTimes, type DeliveryTimes } from './delivery-times.ts'
import { createPace, type Pace } from './pace.ts'
import { settleSent, type Sent } from './reminders-store.ts'

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
  const begin = gather<Asked<string>, Begun>(
    async (asked) => await byContext(asked, async (ctx, ids) => await beginPosts(ctx, ids, times.lease)),
    MOST,
  )
  const settle = gather<Asked<Sent>, boolean>(
    async (asked) =>
      await byContext(asked, async (ctx, sent) => {
        const written = new Set(await inTransaction(ctx, async ({ db }) => await settleSent(db, sent)))
        return sent.map(({ seen }) => written.has(seen.id))
      }),
    MOST,
  )
  return {
    pace: createPace(signal),
    times,
    begin: async (ctx, id) => await begin({ ctx, of: id }),
    settle: async (ctx, sent) => await settle({ ctx, of: sent }),
  }
}

type Asked<T> = { readonly ctx: Context; readonly of: T }

/** Does those of each workspace together, and puts the results in the order of the asking. */
async function byContext<T, R>(
  asked: readonly Asked<T>[],
  work: (ctx: Context, items: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const results = new Map<Asked<T>, R>()
  for (const some of Map.groupBy(asked, ({ ctx }) => ctx.teamId).values()) {
    const [first] = some
    if (first === undefined) continue
    const done = await work(
      first.ctx,
      some.map(({ of }) => of),
    )
    some.forEach((one, index) => results.set(one, done[index]!))
  }
  return asked.map((one) => results.get(one)!)
}
