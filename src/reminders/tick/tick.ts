import { schedule } from 'node-cron'
import type { Context } from '../../context.ts'
import { listTeams } from '../../db/tenant.ts'
import type { Jobs } from '../../jobs/queue.ts'
import { afterReminders } from './after-reminders.ts'
import { deliverReminder } from '../deliver/deliver-reminder.ts'
import { deliveryTimes, type DeliveryTimes } from '../outbox/delivery-times.ts'
import { deliverDigest } from '../digest/deliver-digest.ts'
import { SAY_QUEUE, sayAboutLeave } from '../leave/say-about-leave.ts'
import { createPoster } from '../deliver/poster.ts'
import { removeTwins } from '../deliver/settle-doubtful.ts'
import { DIGEST_QUEUE } from '../digest/send-due-digests.ts'
import { recoverReminders, sendDueReminders, SEND_QUEUE } from '../deliver/send-due-reminders.ts'

/** Reminders under way whose job was not heard of for so many seconds are queued again: at the start, and later. */
export type LostAfter = { readonly atStart: number; readonly later: number }
const lostAfter: LostAfter = { atStart: 60, later: 600 }

/** What makes reminders go: `tick` plans and claims what is due in every workspace, and resolves when that is done. */
export type Reminders = { tick(): Promise<void> } & AsyncDisposable

/**
 * Works the queues and ticks once a minute, and now. A tick decides nothing: the plan does, from the database. What
 * goes wrong in one workspace is logged and does not keep another from being served.
 */
export async function startReminders(
  context: Context,
  contextFor: (teamId: string) => Context,
  options: { readonly times?: DeliveryTimes; readonly lost?: LostAfter } = {},
): Promise<Reminders> {
  const { jobs, log } = context
  if (jobs === null) throw new Error('reminders need the job queue')
  const { times, lost = lostAfter } = options
  const work = await workReminders(jobs, contextFor, times)
  let isFirst = true
  const tick = oneAtATime(async () => {
    const olderThan = isFirst ? lost.atStart : lost.later
    isFirst = false
    try {
      for (const teamId of await listTeams(context.database.base)) await serve(contextFor(teamId), olderThan)
    } catch (error) {
      log.error({ err: error }, 'a tick failed; the next one comes in a minute')
    }
  })
  const task = schedule('* * * * *', async () => await tick(), { noOverlap: true })
  void tick()
  return {
    tick,
    [Symbol.asyncDispose]: async () => {
      await task.destroy()
      work[Symbol.dispose]()
      await tick.idle()
    },
  }
}

async function serve(ctx: Context, olderThan: number): Promise<void> {
  // Without a token for that workspace another process must serve it.
  if (ctx.slack === null) return
  try {
    const recovered = await recoverReminders(ctx, olderThan)
    const claimed = await sendDueReminders(ctx)
    if (recovered + claimed.length > 0)
      ctx.log.info({ team: ctx.teamId, claimed: claimed.length, recovered }, 'reminders')
  } catch (error) {
    ctx.log.error({ err: error, team: ctx.teamId }, 'reminders could not be planned')
  }
  await afterReminders(ctx)
}

/** Starts to post what is claimed, and what is to be said about leaves. Disposing lets go of what waits for Slack. */
export async function workReminders(
  jobs: Jobs,
  contextFor: (teamId: string) => Context,
  times: DeliveryTimes = deliveryTimes,
): Promise<Disposable> {
  const ending = new AbortController()
  const poster = createPoster(ending.signal, times)
  await jobs.work(SEND_QUEUE, { concurrency: 40, retries: 5, retryDelay: 5, expireIn: 120 }, async (job) => {
    const ctx = contextFor(job.teamId)
    const id = String(job['reminderId'])
    if (job['looksForTwins'] === true && ctx.slack !== null) await removeTwins(ctx, ctx.slack, id, times)
    else await deliverReminder(ctx, id, poster)
  })
  await jobs.work(SAY_QUEUE, { concurrency: 4, retries: 5, retryDelay: 5, expireIn: 120 }, async (job) => {
    await sayAboutLeave(contextFor(job.teamId), {
      leaveId: String(job['leaveId']),
      memberId: String(job['memberId']),
    })
  })
  await jobs.work(DIGEST_QUEUE, { concurrency: 2, retries: 5, retryDelay: 5, expireIn: 120 }, async (job) => {
    await deliverDigest(contextFor(job.teamId), String(job['digestId']), times)
  })
  return {
    [Symbol.dispose]: () => {
      ending.abort()
    },
  }
}

type Knock = (() => Promise<void>) & { readonly idle: () => Promise<void> }

/** Never twice at once: asked during a run, it runs once more after it, and the asker waits for that. */
function oneAtATime(work: () => Promise<void>): Knock {
  let running: Promise<void> | null = null
  let again = false
  const run = async () => {
    do {
      again = false
      await work()
    } while (again)
    running = null
  }
  const tick = async () => {
    if (running === null) running = run()
    else again = true
    await running
  }
  return Object.assign(tick, { idle: async () => await (running ?? Promise.resolve()) })
}
