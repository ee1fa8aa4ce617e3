import { inTransaction, type Context } from '../../context.ts'
import type { Jobs } from '../../jobs/queue.ts'
import { flagDraft } from './corrected-records.ts'
import { hasRecordChanges, takeRecordChanges } from '../marks/marks-store.ts'
import { listTouchedDrafts } from './touched-drafts.ts'
import { CHECKS } from '../tell/tell-news.ts'

/** The channel on which the database tells whose records have changed; its trigger names it too. */
const CHANNEL = 'wenshu_ledger'
/** While changes settle, and after a fault, is looked again after so many milliseconds. */
const AGAIN = 3_000
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
  const follower = lookWhenTold(context)
  const listening = await context.database.listen(CHANNEL, (team) => {
    // Notices may have been missed while nobody listened.
    if (team === null || team === context.teamId) follower.tell()
  })
  return {
    [Symbol.asyncDispose]: async () => {
      await listening[Symbol.asyncDispose]()
      await follower[Symbol.asyncDispose]()
    },
  }
}

/** Looks soon after it is told to, once for many tellings, and again until nothing is left that has to settle. */
function lookWhenTold(context: Context): { readonly tell: () => void } & AsyncDisposable {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> = Promise.resolve()
  let hasEnded = false
  const look = async (): Promise<void> => {
    try {
      await queueChecks(context)
      if (await inTransaction(context, async ({ db }) => await hasRecordChanges(db))) tell()
    } catch (error) {
      context.log.error({ err: error }, 'changes of the records could not be followed; the next try is soon')
      tell()
    }
  }
  const tell = () => {
    if (hasEnded) return
    timer ??= setTimeout(() => {
      timer = null
      running = look()
    }, AGAIN)
  }
  return {
    tell,
    [Symbol.asyncDispose]: async () => {
      hasEnded = true
      if (timer !== null) clearTimeout(timer)
      await running
    },
  }
}

/** Turns what has changed since the last time into one check for each draft that it can have reached. Returns how many. */
export async function queueChecks(
  ctx: Context,
  settled: { readonly quietSeconds: number; readonly longestSeconds: number } = SETTLED,
): Promise<number> {
  return await inTransaction(ctx, async (ctx) => {
    if (!(await takeRecordChanges(ctx.db, settled))) return 0
    const drafts = await listTouchedDrafts(ctx.db)
    await ctx.enqueueAll(
      CHECKS,
      drafts.map((draftId) => ({ draftId })),
    )
    return drafts.length
  })
}
