import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import { inTransaction, type Context } from '../../context.ts'
import { findMember } from '../../members/members-store.ts'
import { findMarked, openDm, type Mark } from '../../slack/connection/delivery.ts'
import type { Reminder } from './store.ts'
import { whomItConcerns } from './slack-refusals.ts'

/** What the DM's history says about a reminder that may have been posted. */
type Settled =
  | { readonly kind: 'stands'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'wait'; readonly seconds: number }
  /** Slack does not let us look, so nothing may be posted either. */
  | { readonly kind: 'barred'; readonly error: string }
  /** The member has no Slack account any more. */
  | { readonly kind: 'unreachable' }

/** How far before the decision the history is read, in seconds: Slack's clock is not ours. */
const DAY = 24 * 3600

export function reminderMark(reminderId: string): Mark {
  return { event_type: 'wenshu_reminder', event_payload: { id: reminderId } }
}

export async function settleByHistory(ctx: Context, client: WebClient, reminder: Reminder): Promise<Settled> {
  try {
    const place = await placeOf(ctx, client, reminder)
    if (typeof place !== 'string') return place
    const found = await findMarked(client, place, reminderMark(reminder.id), searchFrom(ctx, reminder))
    return found === null ? { kind: 'absent' } : { kind: 'stands', channel: place, ts: found.ts }
  } catch (error) {
    return endOfSearch(error)
  }
}

/** The DM in which a reminder stands, or would. */
export async function placeOf(
  ctx: Context,
  client: WebClient,
  { channel, memberId }: Reminder,
): Promise<string | Settled> {
  if (channel !== null) return channel
  const member = await inTransaction(ctx, async ({ db }) => await findMember(db, memberId))
  const userId = member?.slackUserId ?? null
  if (userId === null) return { kind: 'unreachable' }
  const opened = await openDm(client, userId)
  if (opened.kind === 'opened') return opened.channel
  if (opened.kind === 'wait') return opened
  // Where no DM can be opened with the person, nothing can have been posted into it.
  const concerned = await whomItConcerns(client, opened.error)
  return concerned === 'person' ? { kind: 'absent' } : { kind: 'barred', error: opened.error }
}

/** Before the decision by whatever clock: the program's own may have been moved since, and Slack has another. */
export function searchFrom(ctx: Context, { decidedAt }: Reminder): number {
  const earliest = Math.min(decidedAt.getTime(), ctx.clock.now().epochMilliseconds, Date.now())
  return Math.floor(earliest / 1000) - DAY
}

function endOfSearch(error: unknown): Settled {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'wait', seconds: error.retryAfter }
  if (error instanceof WebAPIPlatformError) return { kind: 'barred', error: error.data.error }
  // The line was cut, or Slack is down: the history says nothing yet.
  return { kind: 'wait', seconds: 10 }
}
