import type { Context } from '../../context.ts'
import { listTeams } from '../../db/tenant.ts'
import type { Jobs } from '../../jobs/queue.ts'
import { everyMinute } from '../../ticking.ts'
import { afterReminders } from './after-reminders.ts'
import { reminderKind } from '../deliver/reminder-kind.ts'
import { sendDueReminders } from '../deliver/send-due-reminders.ts'
import { digestKind } from '../digest/digest-kind.ts'
import { essayTellings } from '../../essays/tellings/tellings.ts'
import { memberTellings } from '../../members/told/told.ts'
import { failuresTelling } from '../failures/note-failures.ts'
import { waitingTelling } from '../waiting/send-notices.ts'
import { leaveTelling, workEarlierSays } from '../leave/say-about-leave.ts'
import { deliveryTimes, type DeliveryTimes } from '../../outbox/deliver/delivery-times.ts'
import type { Kind } from '../../outbox/deliver/kind.ts'
import { createPace } from '../../outbox/deliver/pace.ts'
import { createPoster } from '../../outbox/deliver/poster.ts'
import { recover, workKind } from '../../outbox/deliver/work.ts'
import type { Entry } from '../../outbox/rows/box.ts'
import { tellKind } from '../../outbox/tell/tell-kind.ts'

/** Messages under way whose job was not heard of for so many seconds are queued again: at the start, and later. */
export type LostAfter = { readonly atStart: number; readonly later: number }
const lostAfter: LostAfter = { atStart: 60, later: 600 }

/** What people are told, but for what the slices above tell. */
const tellings = [leaveTelling, waitingTelling, failuresTelling, ...memberTellings, ...essayTellings]

/** What makes reminders go: `tick` plans and claims what is due in every workspace, and resolves when that is done. */
export type Reminders = {
  tick(): Promise<void>
  /** When the last tick ended that went through all workspaces; epoch milliseconds of the host's clock, null before. */
  readonly lastTick: () => number | null
} & AsyncDisposable

/**
 * Works the queues and ticks once a minute, and now. A tick decides nothing: the plan does, from the database. What
 * goes wrong in one workspace is logged and does not keep another from being served.
 */
export async function startReminders(
  context: Context,
  contextFor: (teamId: string) => Context,
  options: {
    readonly times?: DeliveryTimes
    readonly lost?: LostAfter
    readonly others?: readonly Kind[]
  } = {},
): Promise<Reminders> {
  const { jobs, log } = context
  if (jobs === null) throw new Error('reminders need the job queue')
  const { times, lost = lostAfter, others } = options
  const work = await workReminders(jobs, contextFor, times, others)
  let isFirst = true
  let last: number | null = null
  const tick = oneAtATime(async () => {
    const olderThan = isFirst ? lost.atStart : lost.later
    isFirst = false
    try {
      for (const teamId of await listTeams(context.database.base))
        await serve(contextFor(teamId), work.kinds, olderThan)
      last = Date.now()
    } catch (error) {
      log.error({ err: error }, 'a tick failed; the next one comes in a minute')
    }
  })
  const ticking = everyMinute(tick)
  void tick()
  return {
    tick,
    lastTick: () => last,
    [Symbol.asyncDispose]: async () => {
      work[Symbol.dispose]()
      await ticking[Symbol.asyncDispose]()
      await tick.idle()
    },
  }
}

async function serve(ctx: Context, kinds: readonly Kind[], olderThan: number): Promise<void> {
  // Without a token for that workspace another process must serve it.
  if (ctx.slack === null) return
  try {
    let recovered = 0
    for (const kind of kinds) recovered += await recover(ctx, kind, olderThan)
    const claimed = await sendDueReminders(ctx)
    if (recovered + claimed.length > 0)
      ctx.log.info({ team: ctx.teamId, claimed: claimed.length, recovered }, 'reminders')
  } catch (error) {
    ctx.log.error({ err: error, team: ctx.teamId }, 'reminders could not be planned')
  }
  await afterReminders(ctx)
}

/** What is posted, until it is disposed of: then it lets go of what waits for Slack. */
export type Posting = { readonly kinds: readonly Kind[] } & Disposable

/** Starts to post what is claimed. `others`: kinds of messages of the slices above. */
export async function workReminders(
  jobs: Jobs,
  contextFor: (teamId: string) => Context,
  times: DeliveryTimes = deliveryTimes,
  others: readonly Kind[] = [],
): Promise<Posting> {
  const ending = new AbortController()
  const kinds: Kind[] = []
  // What somebody waits to hear does not stand behind a burst of reminders that Slack slows down.
  const [bulk, prompt] = [createPace(ending.signal), createPace(ending.signal)]
  const work = async <E extends Entry>(kind: Kind<E>, concurrency: number, pace = prompt) => {
    kinds.push(kind)
    await workKind(jobs, contextFor, createPoster(kind, pace, times), concurrency)
  }
  await work(reminderKind, 40, bulk)
  await work(digestKind, 2, bulk)
  await work(tellKind(tellings), 4)
  for (const kind of others) await work(kind, 4)
  await workEarlierSays(jobs, contextFor)
  return {
    kinds,
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
