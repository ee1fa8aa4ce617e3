import { inTransaction, type Context, type Transacting } from '../context.ts'
import { TryAgainLater } from '../jobs/queue.ts'
import type { Message } from '../slack/blocks.ts'
import type { SlackClients } from '../slack/clients.ts'
import { postToPerson } from '../slack/delivery.ts'
import { fenceFor } from '../slack/fence.ts'
import { conclude, later, write } from './conclude-delivery.ts'
import { deliveryTimes, type Delivering, type DeliveryTimes } from './delivery-times.ts'
import { reminderMessage } from './messages.ts'
import { loadPlan } from './plan-store.ts'
import { reminderWords } from './reminder-words.ts'
import {
  findReminder,
  markSending,
  releaseClaim,
  secondsHeld,
  settleReminder,
  type Reminder,
} from './reminders-store.ts'
import type { Pace } from './pace.ts'
import { reminderMark } from './settle-by-history.ts'
import { settleDoubtful } from './settle-doubtful.ts'
import { stillDue } from './still-due.ts'

/** A job ends before it is taken for dead: 120 s, of which waiting for Slack and posting may take 45 and 40. */
const LOOPS_FOR = 15_000

/**
 * Posts a claimed reminder; the job that carries it may run any number of times, in any process, and be killed or put
 * to sleep at any instant. That a post begins is committed before Slack is called, and the request leaves within a time
 * that is over long before others take this process for dead, or not at all. So a row found `sending` after the lease,
 * or `unknown`, is looked for in the DM's history before anything is posted again.
 * Throws TryAgainLater when it is to be run again.
 */
export async function deliverReminder(
  ctx: Context,
  reminderId: string,
  pace: Pace,
  times: DeliveryTimes = deliveryTimes,
): Promise<void> {
  const { slack } = ctx
  if (slack === null) throw new TryAgainLater(30)
  const end = performance.now() + LOOPS_FOR
  for (let again = true; again;) {
    const wait = await pace.wait()
    if (wait > 0) await later(ctx, reminderId, wait)
    again = await attempt(ctx, slack, reminderId, { pace, times })
    if (again && performance.now() > end) await later(ctx, reminderId, 1)
  }
}

/** True when it is to be tried again at once, or when the pace allows. */
async function attempt(
  ctx: Context,
  slack: SlackClients,
  id: string,
  { pace, times }: Delivering,
): Promise<boolean> {
  // Before the row says so by the database's clock, so that it never ends later than the row tells others.
  const fence = fenceFor(times.leaveWithin)
  const begun = await begin(ctx, id, times)
  if (begun === null) return false
  if ('held' in begun) return await later(ctx, id, begun.held)
  if ('doubtful' in begun) return await settleDoubtful(ctx, slack, begun.doubtful, times)
  const { reminder, userId, message } = begun
  const posted = await postToPerson(slack.fenced(fence), userId, message, reminderMark(id))
  if (posted.kind === 'wait') {
    // Refused before anything was carried out, so nothing is there to look for.
    pace.hold(posted.seconds)
    return await write(ctx, reminder, { state: 'claimed' })
  }
  if (posted.kind === 'unsent') {
    ctx.log.warn({ reminder: id }, 'this process slept too long to post a reminder')
    return await write(ctx, reminder, { state: 'claimed' })
  }
  await conclude(ctx, slack, reminder, posted, { pace, times })
  return false
}

type Begun =
  | { readonly reminder: Reminder; readonly userId: string; readonly message: Message }
  /** Somebody else is at it for so many seconds. */
  | { readonly held: number }
  /** It may have been posted. */
  | { readonly doubtful: Reminder }

/** Looks once more whether it is still due, and says in the row that a post begins. null: nothing is left to do. */
async function begin(ctx: Context, id: string, { lease }: DeliveryTimes): Promise<Begun | null> {
  return await inTransaction(ctx, async (ctx) => {
    const seen = await findReminder(ctx.db, id)
    if (seen?.state === 'claimed') return await beginPost(ctx, seen)
    if (seen?.state === 'unknown') return { doubtful: seen }
    if (seen?.state !== 'sending') return null
    const held = await secondsHeld(ctx.db, id, lease)
    return held > 0 ? { held } : { doubtful: seen }
  })
}

async function beginPost(ctx: Transacting, seen: Reminder): Promise<Begun | null> {
  const now = ctx.clock.now()
  const { memberId, month } = seen
  const { state } = await loadPlan(ctx.db, now, { memberId, month })
  const verdict = stillDue(state, seen, now)
  const userId = state.members[0]?.slackUserId ?? null
  if (verdict.kind !== 'send' || userId === null) {
    await putAside(ctx, seen, verdict)
    return null
  }
  // Another process was quicker.
  if (!(await markSending(ctx.db, seen, verdict.planned.owed))) return null
  const words = reminderWords(verdict.planned, now, state.settings)
  const message = reminderMessage(words, state.members[0]?.locale ?? 'zh')
  return { reminder: { ...seen, state: 'sending', attempts: seen.attempts + 1 }, userId, message }
}

async function putAside(
  { db, log }: Transacting,
  open: Reminder,
  verdict: ReturnType<typeof stillDue>,
): Promise<void> {
  if (verdict.kind === 'later') {
    log.info({ reminder: open.id, code: verdict.code }, 'a reminder is put off')
    await releaseClaim(db, open)
    return
  }
  const reason = verdict.kind === 'cancel' ? verdict.reason : 'not-linked'
  await settleReminder(db, open, { state: 'cancelled', reason })
}
