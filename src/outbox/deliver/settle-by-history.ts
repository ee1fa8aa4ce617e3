import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import { inTransaction, type Context } from '../../context.ts'
import { listFlagged, openDm, type Conversation } from '../../slack/connection/delivery.ts'
import type { Entry } from '../rows/box.ts'
import { findHearer } from '../rows/hearers.ts'
import type { Kind } from './kind.ts'
import { whomItConcerns } from './slack-refusals.ts'

/** What the conversation says about a message that may have been posted. */
type Settled =
  | { readonly kind: 'stands'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'absent' }
  /** A thread that the bot may write into and not read. */
  | { readonly kind: 'unseen' }
  | { readonly kind: 'wait'; readonly seconds: number }
  /** Slack does not let us look, so nothing may be posted either. */
  | { readonly kind: 'barred'; readonly error: string }
  /** The member has no Slack account any more, or what it was to be said about is gone. */
  | { readonly kind: 'unreachable' }

/** How far before the decision the history is read, in seconds: Slack's clock is not ours. */
const DAY = 24 * 3600

export async function settleByHistory<E extends Entry>(
  ctx: Context,
  client: WebClient,
  kind: Kind<E>,
  entry: E,
): Promise<Settled> {
  const place = await placeOf(ctx, client, kind, entry)
  if ('kind' in place) return place
  try {
    const [oldest] = await listFlagged(client, place, kind.mark(entry), searchFrom(ctx, entry))
    return oldest === undefined ? { kind: 'absent' } : { kind: 'stands', channel: place.channel, ts: oldest }
  } catch (error) {
    return endOfSearch(error, place)
  }
}

/** The conversation in which a message stands, or would; or why there is none. */
export async function placeOf<E extends Entry>(
  ctx: Context,
  client: WebClient,
  kind: Kind<E>,
  entry: E,
): Promise<Conversation | Settled> {
  const { channel, memberId } = entry
  if (channel !== null && kind.placeOf === undefined) return { channel, threadTs: null }
  const place = await inTransaction(ctx, async ({ db }) =>
    kind.placeOf === undefined ? await findHearer(db, memberId) : await kind.placeOf(db, entry),
  )
  if (place === null) return { kind: 'unreachable' }
  if ('channel' in place) return place
  const opened = await openDm(client, place.userId)
  if (opened.kind === 'opened') return { channel: opened.channel, threadTs: null }
  if (opened.kind === 'wait') return opened
  // Where no DM can be opened with the person, nothing can have been posted into it.
  const concerned = await whomItConcerns(client, opened.error)
  return concerned === 'person' ? { kind: 'absent' } : { kind: 'barred', error: opened.error }
}

/** Before the decision by whatever clock: the program's own may have been moved since, and Slack has another. */
export function searchFrom(ctx: Context, { decidedAt }: Entry): number {
  const earliest = Math.min(decidedAt.getTime(), ctx.clock.now().epochMilliseconds, Date.now())
  return Math.floor(earliest / 1000) - DAY
}

function endOfSearch(error: unknown, { threadTs }: Conversation): Settled {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'wait', seconds: error.retryAfter }
  if (error instanceof WebAPIPlatformError) {
    // The bot reads its DMs; of a channel it asks no right to read what people say there.
    return threadTs === null ? { kind: 'barred', error: error.data.error } : { kind: 'unseen' }
  }
  // The line was cut, or Slack is down: the history says nothing yet.
  return { kind: 'wait', seconds: 10 }
}
