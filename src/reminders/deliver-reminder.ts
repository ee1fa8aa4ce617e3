import { inTransaction, nowOf, type Context, type Transacting } from '../context.ts'
import { TryAgainLater } from '../jobs/queue.ts'
import { postToPerson, type Posted } from '../slack/delivery.ts'
import type { Message } from '../slack/blocks.ts'
import type { SlackClients } from '../slack/clients.ts'
import { reminderMessage } from './messages.ts'
import { loadPlan } from './plan-store.ts'
import { reminderWords } from './reminder-words.ts'
import {
  findReminder,
  markSending,
  noteQueued,
  releaseClaim,
  secondsHeld,
  settleReminder,
  type Outcome,
  type Reminder,
} from './reminders-store.ts'
import type { Pace } from './pace.ts'
import { reminderMark, settleByHistory } from './settle-by-history.ts'
import { endOfRefusal } from './slack-refusals.ts'
import { stillDue } from './still-due.ts'

/**
 * Longer than a post can take: the bulk client gives up opening the DM after 30 s, and posting after 30 s more. Whoever
 * still holds a reminder after that has died.
 */
const LEASE = 75
/** A lost answer's message may still be on its way to the history. */
const SETTLE_AFTER = 5
/** A job ends before it is taken for dead: 120 s, of which waiting for Slack and posting may take 45 and 60. */
const LOOPS_FOR = 15_000
/** While the bot itself may not post, as with a revoked token. */
const BARRED_FOR = 300

/**
 * Posts a claimed reminder; the job that carries it may run any number of times, in any process, and be killed at any
 * instant. That a post begins is committed before Slack is called. So a row found `sending` long after, or `unknown`,
 * is looked for in the DM's history before anything is posted again.
 * Throws TryAgainLater when it is to be run again.
 */
export async function deliverReminder(ctx: Context, reminderId: string, pace: Pace): Promise<void> {
  const { slack } = ctx
  if (slack === null) throw new TryAgainLater(30)
  const end = performance.now() + LOOPS_FOR
  for (let again = true; again;) {
    await pace.wait()
    again = await attempt(ctx, slack, reminderId, pace)
    if (again && performance.now() > end) await later(ctx, reminderId, 1)
  }
}

/** True when Slack asked to wait, and the pace now holds. */
async function attempt(ctx: Context, slack: SlackClients, id: string, pace: Pace): Promise<boolean> {
  const seen = await readOpen(ctx, id)
  if (seen === null) return false
  const open = seen.state === 'claimed' ? seen : await settle(ctx, slack, seen)
  if (open === null) return false
  const begun = await begin(ctx, open)
  if (begun === null) return false
  const posted = await postToPerson(slack.bulk, begun.userId, begun.message, reminderMark(id))
  if (posted.kind !== 'wait') {
    await conclude(ctx, begun.reminder, posted)
    return false
  }
  // Refused before anything was carried out, so nothing is there to look for.
  await write(ctx, begun.reminder, { state: 'claimed' })
  pace.hold(posted.seconds)
  return true
}

/** null: nothing is left to do. Throws TryAgainLater while another process is at it. */
async function readOpen(ctx: Context, id: string): Promise<Reminder | null> {
  const { seen, held } = await inTransaction(ctx, async ({ db }) => {
    const seen = await findReminder(db, id)
    return { seen, held: seen?.state === 'sending' ? await secondsHeld(db, id, LEASE) : 0 }
  })
  if (seen === null || seen.state === 'sent' || seen.state === 'cancelled' || seen.state === 'failed')
    return null
  if (held > 0) await later(ctx, id, held)
  return seen
}

/** What may have been posted is looked for. null: it stands there. Else the reminder, free to be posted. */
async function settle(ctx: Context, slack: SlackClients, seen: Reminder): Promise<Reminder | null> {
  const found = await settleByHistory(ctx, slack.bulk, seen)
  switch (found.kind) {
    case 'wait':
      return await later(ctx, seen.id, found.seconds)
    case 'barred':
      ctx.log.error({ reminder: seen.id, error: found.error }, 'a reminder cannot be looked for in Slack')
      await write(ctx, seen, { state: seen.state, reason: `slack:${found.error}` })
      return await later(ctx, seen.id, BARRED_FOR)
    case 'stands': {
      const { ts, channel } = found
      await write(ctx, seen, {
        state: 'sent',
        sentAt: new Date(Number(ts) * 1000),
        channel,
        ts,
        reason: null,
      })
      return null
    }
    case 'absent':
      break
  }
  await write(ctx, seen, { state: 'claimed' })
  return { ...seen, state: 'claimed' }
}

type Begun = { readonly reminder: Reminder; readonly userId: string; readonly message: Message }

/** Looks once more whether it is still due, and says so in the row. null: it is not, or another process was quicker. */
async function begin(ctx: Context, open: Reminder): Promise<Begun | null> {
  return await inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now()
    const { memberId, month } = open
    const { state } = await loadPlan(ctx.db, now, { memberId, month })
    const verdict = stillDue(state, open, now)
    const userId = state.members[0]?.slackUserId ?? null
    if (verdict.kind !== 'send' || userId === null) {
      await putAside(ctx, open, verdict)
      return null
    }
    if (!(await markSending(ctx.db, open, verdict.planned.owed))) return null
    const words = reminderWords(verdict.planned, now, state.settings)
    const message = reminderMessage(words, state.members[0]?.locale ?? 'zh')
    return { reminder: { ...open, state: 'sending' as const, attempts: open.attempts + 1 }, userId, message }
  })
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

async function conclude(
  ctx: Context,
  reminder: Reminder,
  posted: Exclude<Posted, { kind: 'wait' }>,
): Promise<void> {
  switch (posted.kind) {
    case 'sent':
      await write(ctx, reminder, {
        state: 'sent',
        sentAt: nowOf(ctx),
        channel: posted.channel,
        ts: posted.ts,
        reason: null,
      })
      return
    case 'unknown':
      await markUnknown(ctx, reminder, posted.channel)
      return
    case 'refused':
      await refuse(ctx, reminder, posted.error)
  }
}

async function refuse(ctx: Context, reminder: Reminder, error: string): Promise<void> {
  const reason = `slack:${error}`
  switch (endOfRefusal(error)) {
    case 'may-stand':
      await markUnknown(ctx, reminder, null)
      return
    case 'person':
      ctx.log.warn({ reminder: reminder.id, error }, 'Slack refuses a reminder')
      await write(ctx, reminder, { state: 'failed', reason })
      return
    case 'bot':
      // Nobody else's will pass either until an operator mends it; then these go, if they are still due.
      ctx.log.error({ reminder: reminder.id, error }, 'Slack bars the bot; reminders wait')
      await write(ctx, reminder, { state: 'claimed', reason })
      await later(ctx, reminder.id, BARRED_FOR)
  }
}

async function markUnknown(ctx: Context, reminder: Reminder, channel: string | null): Promise<void> {
  const channelIfKnown = channel === null ? {} : { channel }
  await write(ctx, reminder, { state: 'unknown', ...channelIfKnown })
  await later(ctx, reminder.id, SETTLE_AFTER)
}

async function write(ctx: Context, seen: Reminder, outcome: Outcome): Promise<void> {
  const isOurs = await inTransaction(ctx, async ({ db }) => await settleReminder(db, seen, outcome))
  if (!isOurs)
    ctx.log.warn({ reminder: seen.id, outcome: outcome.state }, 'a reminder was taken over meanwhile')
}

async function later(ctx: Context, id: string, seconds: number): Promise<never> {
  await inTransaction(ctx, async ({ db }) => {
    await noteQueued(db, id, seconds)
  })
  throw new TryAgainLater(seconds)
}
