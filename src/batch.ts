import type { Context } from './context.ts'
import type { Database } from './db/database.ts'

type Asked<I> = { readonly ctx: Context; readonly item: I }

/**
 * Lets what is asked of one database at the same time be done together, workspace by workspace: with one transaction for
 * fifty commands instead of fifty. Whoever asks is answered after the commit, as before. `work` gets the context of one
 * of those who asked, and returns a result for each item, in their order.
 */
export function inBatches<I, O>(
  work: (ctx: Context, items: readonly I[]) => Promise<readonly O[]>,
  most: number,
): (ctx: Context, item: I) => Promise<O> {
  const queues = new WeakMap<Database, (asked: Asked<I>) => Promise<O>>()
  return async (ctx, item) => {
    const queue =
      queues.get(ctx.database) ?? batch<Asked<I>, O>(async (asked) => await byTeam(asked, work), most)
    queues.set(ctx.database, queue)
    return await queue({ ctx, item })
  }
}

async function byTeam<I, O>(
  asked: readonly Asked<I>[],
  work: (ctx: Context, items: readonly I[]) => Promise<readonly O[]>,
): Promise<O[]> {
  const results = new Map<Asked<I>, O>()
  for (const some of Map.groupBy(asked, ({ ctx }) => ctx.teamId).values()) {
    const done = await work(
      some[0]!.ctx,
      some.map(({ item }) => item),
    )
    some.forEach((one, index) => results.set(one, done[index]!))
  }
  return asked.map((one) => results.get(one)!)
}

type Waiting<I, O> = {
  readonly item: I
  readonly resolve: (result: O) => void
  readonly reject: (error: unknown) => void
}

/** After so many milliseconds the next no longer wait for those that are being done: they may hang for long. */
const PATIENCE = 1000

/**
 * Lets calls that come at the same time be done together: while some are being done, the next gather. `work` takes up to
 * `most` items and returns a result for each, in their order; when it throws, each of its callers is told. What takes
 * longer than a second is left to itself, and the next are done beside it.
 */
export function batch<I, O>(
  work: (items: readonly I[]) => Promise<readonly O[]>,
  most: number,
): (item: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = []
  let isWorking = false
  const doTogether = async (some: readonly Waiting<I, O>[]) => {
    try {
      const results = await work(some.map(({ item }) => item))
      some.forEach(({ resolve }, index) => {
        resolve(results[index]!)
      })
    } catch (error) {
      for (const { reject } of some) reject(error)
    }
  }
  const doAll = async () => {
    while (waiting.length > 0) await doneOrLate(doTogether(waiting.splice(0, most)))
    isWorking = false
  }
  return async (item) =>
    await new Promise<O>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isWorking) return
      isWorking = true
      // What is asked in the same turn comes along.
      setImmediate(() => void doAll())
    })
}

async function doneOrLate(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}
