import { inTransaction, type Context } from '../../context.ts'
import type { Jobs } from '../../jobs/queue.ts'
import type { Entry } from '../rows/box.ts'
import { takeOver } from '../rows/store.ts'
import { deliver } from './deliver.ts'
import type { Kind } from './kind.ts'
import type { Poster } from './poster.ts'
import { removeTwins } from './settle-doubtful.ts'

/** Few enough that somebody's command need not wait long behind them on the one connection of the embedded database. */
const AT_ONCE = 200

/** Starts to post what is claimed of a kind. */
export async function workKind<E extends Entry>(
  jobs: Jobs,
  contextFor: (teamId: string) => Context,
  poster: Poster<E>,
  concurrency: number,
): Promise<void> {
  const { kind } = poster
  await jobs.work(kind.queue, { concurrency, retries: 5, retryDelay: 5, expireIn: 120 }, async (job) => {
    const ctx = contextFor(job.teamId)
    const id = kind.idOf(job)
    if (job['looksForTwins'] === true && ctx.slack !== null) await removeTwins(ctx, ctx.slack, id, poster)
    else await deliver(ctx, id, poster)
  })
}

/**
 * Queues again what is under way but whose job must have been lost: it was last queued so many seconds ago or more.
 * Handlers stand being run twice, so one too many does no harm. Returns how many.
 */
export async function recover(
  ctx: Context,
  kind: Pick<Kind, 'box' | 'queue' | 'jobOf'>,
  olderThan: number,
): Promise<number> {
  let recovered = 0
  for (let more = true; more;) {
    const count = await inTransaction(ctx, async (ctx) => {
      const ids = await takeOver(ctx.db, kind.box, olderThan, AT_ONCE)
      await ctx.enqueueAll(
        kind.queue,
        ids.map((id) => kind.jobOf(id)),
      )
      return ids.length
    })
    recovered += count
    more = count === AT_ONCE
  }
  return recovered
}
