import { inTransaction, nowOf, type Context } from '../../context.ts'
import { TryAgainLater } from '../../jobs/queue.ts'
import type { SlackClients } from '../../slack/connection/clients.ts'
import type { Posted } from '../../slack/connection/delivery.ts'
import type { DeliveryTimes } from '../outbox/delivery-times.ts'
import type { Poster } from './poster.ts'
import { findReminder, noteQueued, settleReminder, type Outcome, type Reminder } from '../outbox/store.ts'
import { whomItConcerns } from '../outbox/slack-refusals.ts'

/** Writes down how a post ended. Throws TryAgainLater when something is left to do. */
export async function conclude(
  ctx: Context,
  slack: SlackClients,
  reminder: Reminder,
  posted: Exclude<Posted, { kind: 'wait' | 'unsent' }>,
  poster: Poster,
): Promise<void> {
  switch (posted.kind) {
    case 'sent': {
      const isOurs = await poster.settle(ctx, { seen: reminder, ...posted, at: nowOf(ctx) })
      if (!isOurs) await withdrawIfTaken(ctx, slack, reminder, posted)
      return
    }
    case 'unknown':
      await markUnknown(ctx, reminder, poster.times)
      return
    case 'refused':
      await refused(ctx, slack, reminder, posted.error, poster)
  }
}

type Standing = { readonly channel: string; readonly ts: string }

export function sentAs({ channel, ts }: Standing, sentAt: Date): Outcome {
  return { state: 'sent', sentAt, channel, ts, reason: null }
}

/**
 * The row was taken over between the fence and now, so another message may stand or be on its way. When ours was found,
 * or nobody has begun another, ours is the one; else it is deleted again.
 */
async function withdrawIfTaken(
  ctx: Context,
  slack: SlackClients,
  { id, attempts }: Reminder,
  { channel, ts }: Standing,
): Promise<void> {
  const at = { channel, ts }
  const isTheOne = await inTransaction(ctx, async ({ db }) => {
    const now = await findReminder(db, id)
    if (now === null || now.ts === at.ts) return now !== null
    const isOpen = now.state === 'claimed' || now.state === 'unknown'
    return isOpen && (await settleReminder(db, { ...now, attempts }, sentAs(at, nowOf(ctx))))
  })
  if (isTheOne) return
  ctx.log.warn(
    { reminder: id, ...at },
    'a reminder posted late is deleted: another stands for it, or none is due',
  )
  await slack.bulk.chat.delete(at)
}

async function refused(
  ctx: Context,
  slack: SlackClients,
  reminder: Reminder,
  error: string,
  { pace, times }: Poster,
): Promise<void> {
  const reason = `slack:${error}`
  switch (await whomItConcerns(slack.bulk, error)) {
    case 'may-stand':
      await markUnknown(ctx, reminder, times)
      return
    case 'person':
      ctx.log.warn({ reminder: reminder.id, error }, 'Slack refuses a reminder')
      await write(ctx, reminder, { state: 'failed', reason })
      return
    case 'bot':
      // Nobody else's will pass either until an operator mends it; then these go, if they are still due.
      ctx.log.error({ reminder: reminder.id, error }, 'Slack bars the bot; reminders wait')
      pace.hold(times.barredFor)
      await write(ctx, reminder, { state: 'claimed', reason })
      await later(ctx, reminder.id, times.barredFor)
  }
}

async function markUnknown(ctx: Context, reminder: Reminder, { settleAfter }: DeliveryTimes): Promise<void> {
  await write(ctx, reminder, { state: 'unknown' })
  await later(ctx, reminder.id, settleAfter)
}

/** False: another process has taken the row over since it was read. */
export async function write(ctx: Context, seen: Reminder, outcome: Outcome): Promise<boolean> {
  const isOurs = await inTransaction(ctx, async ({ db }) => await settleReminder(db, seen, outcome))
  if (!isOurs)
    ctx.log.warn({ reminder: seen.id, outcome: outcome.state }, 'a reminder was taken over meanwhile')
  return isOurs
}

export async function later(ctx: Context, id: string, seconds: number): Promise<never> {
  await inTransaction(ctx, async ({ db }) => {
    await noteQueued(db, id, seconds)
  })
  throw new TryAgainLater(seconds)
}
