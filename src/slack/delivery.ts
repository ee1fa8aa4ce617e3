import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from '@slack/web-api'
import type { Message } from './blocks.ts'

/** How one post ended. `unknown`: the answer was lost, so it may stand in Slack; look before sending again. */
export type Posted =
  | { readonly kind: 'sent'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'unknown'; readonly channel: string | null }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'refused'; readonly error: string }

/** Marks a message as ours, so that it can be found again in the conversation. */
export type Mark = { readonly event_type: string; readonly event_payload: { readonly id: string } }

/** Opens the person's DM with the bot and posts once. Never repeats a call by itself. */
export async function postToPerson(
  client: WebClient,
  userId: string,
  message: Message,
  mark: Mark,
): Promise<Posted> {
  const opened = await openDm(client, userId)
  if (opened.kind !== 'opened') return opened
  try {
    const posted = await client.chat.postMessage({ channel: opened.channel, ...message, metadata: mark })
    return { kind: 'sent', channel: opened.channel, ts: posted.ts ?? '' }
  } catch (error) {
    const end = endOf(error)
    return end.kind === 'unknown' ? { ...end, channel: opened.channel } : end
  }
}

/** The DM channel of a person. Opening one twice is harmless, so a lost answer only means: try again. */
export async function openDm(
  client: WebClient,
  userId: string,
): Promise<
  { readonly kind: 'opened'; readonly channel: string } | Exclude<Posted, { kind: 'sent' | 'unknown' }>
> {
  try {
    const opened = await client.conversations.open({ users: userId })
    return { kind: 'opened', channel: opened.channel?.id ?? '' }
  } catch (error) {
    const end = endOf(error)
    return end.kind === 'unknown' ? { kind: 'wait', seconds: 5 } : end
  }
}

/** Looks for a marked message in a conversation, not older than `since` (epoch seconds). null: it does not stand there. */
export async function findMarked(
  client: WebClient,
  channel: string,
  mark: Mark,
  since: number,
): Promise<{ readonly ts: string } | null> {
  let cursor: string | undefined
  do {
    const page = await client.conversations.history({
      channel,
      include_all_metadata: true,
      oldest: String(since),
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    })
    for (const message of page.messages ?? []) {
      const payload: Record<string, unknown> = message.metadata?.event_payload ?? {}
      const isMarked =
        message.metadata?.event_type === mark.event_type && payload['id'] === mark.event_payload.id
      if (isMarked && message.ts !== undefined) {
        return { ts: message.ts }
      }
    }
    cursor = page.response_metadata?.next_cursor || undefined
  } while (cursor !== undefined)
  return null
}

function endOf(error: unknown): Exclude<Posted, { kind: 'sent' }> {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'wait', seconds: error.retryAfter }
  if (error instanceof WebAPIPlatformError) {
    // Slack says these before it carries anything out.
    if (error.data.error === 'ratelimited' || error.data.error === 'service_unavailable') {
      return { kind: 'wait', seconds: 30 }
    }
    return { kind: 'refused', error: error.data.error ?? 'unknown_error' }
  }
  if (error instanceof WebAPIHTTPError || error instanceof WebAPIRequestError)
    return { kind: 'unknown', channel: null }
  throw error
}
