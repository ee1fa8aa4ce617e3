import { inTransaction, type Context } from '../../context.ts'
import type { Jobs } from '../../jobs/queue.ts'
import { flagDraft } from './corrected-records.ts'
import { listCurrentDrafts, takeRecordChanges } from '../marks/marks-store.ts'
import { CHECKS } from '../tell/tell-news.ts'

/** How often is asked whether records have changed. The question costs one look at a table that is mostly empty. */
const EVERY = 2_000
/** Corrections that follow upon each other are looked at together: after so many quiet seconds, or so many in all. */
const SETTLED = { quietSeconds: 3, longestSeconds: 30 }

/**
 * Starts to look drafts through after records have changed. The database writes down that they did, in the transaction
 * that changes them; here the list is turned into one job a draft, in one transaction, so that nothing is missed when the
 * process ends in between.
 */
export async function startFollowingChanges(
  context: Context,
  contextFor: (teamId: string) => Context,
  jobs: Jobs,
): Promise<AsyncDisposable> {
  await jobs.work(
    CHECKS,
    { concurrency: 1, retries: 5, retryDelay: 5, expireIn: 120 },
    async ({ teamId, draftId }) => await flagDraft(contextFor(teamId), String(draftId)),
  )
  let running: Promise<void> | null = null
  const look = async (): Promise<void> => {
    try {
      await queueChecks(context)
    } catch (error) {
      context.log.error({ err: error }, 'changes of the records could not be followed; the next try is soon')
    }
    running = null
  }
  const timer = setInterval(() => {
    running ??= look()
  }, EVERY)
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await running
    },
  }
}

/** Turns what has changed since the last time into one check for each draft that counts. Returns how many. */
export async function queueChecks(
  ctx: Context,
  settled: { readonly quietSeconds: number; readonly longestSeconds: number } = SETTLED,
): Promise<number> {
  return await inTransaction(ctx, async (ctx) => {
    if (!(await takeRecordChanges(ctx.db, settled))) return 0
    const drafts = await listCurrentDrafts(ctx.db)
    await ctx.enqueueAll(
      CHECKS,
      drafts.map((draftId) => ({ draftId })),
    )
    return drafts.length
  })
}
