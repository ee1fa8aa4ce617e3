import { inTransaction, nowOf, type Context } from '../../context.ts'
import { TryAgainLater } from '../../jobs/queue.ts'
import type { SlackClients } from '../../slack/connection/clients.ts'
import { openDm, type Place, type Posted } from '../../slack/connection/delivery.ts'
import type { Entry } from '../rows/box.ts'
import { findEntry, noteQueued, settle, type Outcome } from '../rows/store.ts'
import type { Kind } from './kind.ts'
import type { Poster } from './poster.ts'
import { whomItConcerns } from './slack-refusals.ts'

type Ended<E extends Entry> = {
  readonly entry: E
  readonly to: Place
  readonly posted: Exclude<Posted, { kind: 'wait' | 'unsent' }>
}

/** Writes down how a post ended. Throws TryAgainLater when something is left to do. */
export async function conclude<E extends Entry>(
  ctx: Context,
  slack: SlackClients,
  { entry, to, posted }: Ended<E>,
  poster: Poster<E>,
): Promise<void> {
  switch (posted.kind) {
    case 'sent': {
      const isOurs = await poster.settle(ctx, { seen: entry, ...posted, at: nowOf(ctx) })
      if (!isOurs) await withdrawIfTaken(ctx, slack, poster.kind, entry, posted)
      return
    }
    case 'unknown':
      await markUnknown(ctx, entry, poster)
      return
    case 'refused':
      await refused(ctx, slack, { entry, to, error: posted.error }, poster)
  }
}

type Standing = { readonly channel: string; readonly ts: string }

export function sentAs({ channel, ts }: Standing, sentAt: Date): Outcome {
  return { state: 'sent', sentAt, channel, ts, reason: null }
}

/**
 * The row was taken over between the deadline and now, so another message may stand or be on its way. When ours was
 * found, or nobody has begun another, ours is the one; else it is deleted again.
 */
async function withdrawIfTaken<E extends Entry>(
  ctx: Context,
  slack: SlackClients,
  { name, box }: Kind<E>,
  { id, attempts }: Entry,
  { channel, ts }: Standing,
): Promise<void> {
  const at = { channel, ts }
  const isTheOne = await inTransaction(ctx, async ({ db }) => {
    const now = await findEntry(db, box, id)
    if (now === null || now.ts === at.ts) return now !== null
    const isOpen = now.state === 'claimed' || now.state === 'unknown'
    return isOpen && (await settle(db, box, { ...now, attempts }, sentAs(at, nowOf(ctx))))
  })
  if (isTheOne) return
  ctx.log.warn(
    { [name]: id, ...at },
    'a message posted late is deleted: another stands for it, or none is due',
  )
  await slack.bulk.chat.delete(at)
}

async function refused<E extends Entry>(
  ctx: Context,
  slack: SlackClients,
  { entry, to, error }: { readonly entry: E; readonly to: Place; readonly error: string },
  poster: Poster<E>,
): Promise<void> {
  const { kind, pace, times } = poster
  const reason = `slack:${error}`
  const concerned = await whomItConcerns(slack.bulk, error)
  if (concerned !== 'may-stand' && (await moveElsewhere(ctx, slack, { entry, to, error }, kind))) return
  switch (concerned) {
    case 'may-stand':
      await markUnknown(ctx, entry, poster)
      return
    case 'person':
      ctx.log.warn({ [kind.name]: entry.id, error }, 'Slack refuses a message')
      await write(ctx, kind, entry, { state: 'failed', reason })
      return
    case 'bot':
      // Nobody else's will pass either until an operator mends it; then these go, if they are still due.
      ctx.log.error({ [kind.name]: entry.id, error }, 'Slack bars the bot; messages wait')
      pace.hold(times.barredFor)
      await write(ctx, kind, entry, { state: 'claimed', reason })
      await later(ctx, kind, entry.id, times.barredFor)
  }
}

/** The conversation is gone or closed to the bot: whoever else is to be told is, in their DM. Not there: false. */
async function moveElsewhere<E extends Entry>(
  ctx: Context,
  slack: SlackClients,
  { entry, to, error }: { readonly entry: E; readonly to: Place; readonly error: string },
  kind: Kind<E>,
): Promise<boolean> {
  if (kind.elsewhere === undefined || 'userId' in to) return false
  const other = await inTransaction(ctx, async ({ db }) => (await kind.elsewhere?.(db, entry)) ?? null)
  const opened = other === null ? null : await openDm(slack.bulk, other.userId)
  if (opened?.kind !== 'opened' || opened.channel === to.channel) return false
  ctx.log.warn({ [kind.name]: entry.id, error }, 'a conversation refuses a message; it goes into a DM')
  await write(ctx, kind, entry, { state: 'claimed', channel: opened.channel })
  return await later(ctx, kind, entry.id, 1)
}

/** A message that is only brought up to date stands where it stood, so there is nothing to look for. */
async function markUnknown<E extends Entry>(
  ctx: Context,
  entry: E,
  { kind, times }: Poster<E>,
): Promise<void> {
  await write(ctx, kind, entry, { state: entry.ts === null ? 'unknown' : 'claimed' })
  await later(ctx, kind, entry.id, times.settleAfter)
}

/** False: another process has taken the row over since it was read. */
export async function write<E extends Entry>(
  ctx: Context,
  { name, box }: Kind<E>,
  seen: Entry,
  outcome: Outcome,
): Promise<boolean> {
  const isOurs = await inTransaction(ctx, async ({ db }) => await settle(db, box, seen, outcome))
  if (!isOurs) ctx.log.warn({ [name]: seen.id, outcome: outcome.state }, 'a message was taken over meanwhile')
  return isOurs
}

export async function later<E extends Entry>(
  ctx: Context,
  { box }: Kind<E>,
  id: string,
  seconds: number,
): Promise<never> {
  await inTransaction(ctx, async ({ db }) => {
    await noteQueued(db, box, id, seconds)
  })
  throw new TryAgainLater(seconds)
}
