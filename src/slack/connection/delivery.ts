import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from '@slack/web-api'
import type { Message } from '../blocks.ts'
import { DeadlinePassed } from './deadline-guard.ts'

/** How one post ended. */
export type Posted =
  | { readonly kind: 'sent'; readonly channel: string; readonly ts: string }
  /** The answer was lost, so it may stand in Slack; look before sending again. */
  | { readonly kind: 'unknown' }
  /** It never left this process: the client's fence was closed. */
  | { readonly kind: 'unsent' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'refused'; readonly error: string }

/** `threadTs` null: not in a thread, as in a DM. */
export type Conversation = { readonly channel: string; readonly threadTs: string | null }

/** Where a message is posted: a conversation, or a person's DM with the bot, which Slack opens if need be. */
export type Place = Conversation | { readonly userId: string }

/** Marks a message as ours, so that it can be found again in the conversation. */
export type Mark = { readonly event_type: string; readonly event_payload: { readonly id: string } }

/**
 * Posts once. A person's DM with the bot is opened by Slack if need be: opening it by a call of its own would be limited
 * to fifty a minute. `inPlaceOf`: of a message that stands already, which is brought up to date. Never repeats a call by
 * itself.
 */
export async function post(
  client: WebClient,
  to: Place,
  message: Message,
  { mark, inPlaceOf = null }: { readonly mark: Mark; readonly inPlaceOf?: string | null },
): Promise<Posted> {
  const channel = 'userId' in to ? to.userId : to.channel
  const thread = 'userId' in to || to.threadTs === null ? {} : { thread_ts: to.threadTs }
  try {
    const posted =
      inPlaceOf === null
        ? await client.chat.postMessage({ channel, ...thread, ...message, metadata: mark })
        : await client.chat.update({ channel, ts: inPlaceOf, ...message })
    return { kind: 'sent', channel: posted.channel ?? channel, ts: posted.ts ?? '' }
  } catch (error) {
    return endOf(error)
  }
}

/** Posts once into the person's DM with the bot. */
export async function postToPerson(
  client: WebClient,
  userId: string,
  message: Message,
  mark: Mark,
): Promise<Posted> {
  return await post(client, { userId }, message, { mark })
}

/** The DM channel of a person. Opening one twice is harmless, so a lost answer only means: try again. */
export async function openDm(
  client: WebClient,
  userId: string,
): Promise<
  { readonly kind: 'opened'; readonly channel: string } | Extract<Posted, { kind: 'wait' | 'refused' }>
> {
  try {
    const opened = await client.conversations.open({ users: userId })
    return { kind: 'opened', channel: opened.channel?.id ?? '' }
  } catch (error) {
    const end = endOf(error)
    return end.kind === 'wait' || end.kind === 'refused' ? end : { kind: 'wait', seconds: 5 }
  }
}

/**
 * Looks for a marked message in a conversation, not older than `since` (epoch seconds). null: it does not stand there.
 * Should it stand there more than once, the oldest.
 */
export async function findMarked(
  client: WebClient,
  channel: string,
  mark: Mark,
  since: number,
): Promise<{ readonly ts: string } | null> {
  const [oldest] = await listFlagged(client, { channel, threadTs: null }, mark, since)
  return oldest === undefined ? null : { ts: oldest }
}

/** What looking for a message of ours came to. `unreadable`: the bot may not read there, so nobody knows. */
export type Looked =
  | { readonly kind: 'found'; readonly ts: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'wait'; readonly seconds: number }

/** Tells a refusal to read from a conversation without the message. Whatever else hinders the look is thrown. */
export async function outcomeOfLook(look: Promise<{ readonly ts: string } | null>): Promise<Looked> {
  try {
    const found = await look
    return found === null ? { kind: 'absent' } : { kind: 'found', ts: found.ts }
  } catch (error) {
    const end = endOf(error)
    if (end.kind === 'wait') return end
    if (end.kind === 'refused') return { kind: 'unreadable' }
    throw error
  }
}

/** The timestamps of all messages so marked, oldest first. */
export async function listFlagged(
  client: WebClient,
  { channel, threadTs }: Conversation,
  mark: Mark,
  since: number,
): Promise<string[]> {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const where = {
      channel,
      include_all_metadata: true,
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    }
    const page =
      threadTs === null
        ? await client.conversations.history({ ...where, oldest: String(since) })
        : await client.conversations.replies({ ...where, ts: threadTs })
    for (const { metadata, ts } of page.messages ?? []) {
      const payload: Record<string, unknown> = metadata?.event_payload ?? {}
      const isMarked = metadata?.event_type === mark.event_type && payload['id'] === mark.event_payload.id
      if (isMarked && ts !== undefined) found.push(ts)
    }
    cursor = page.response_metadata?.next_cursor || undefined
  } while (cursor !== undefined)
  return found.sort()
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
  if (error instanceof WebAPIRequestError && error.original instanceof DeadlinePassed)
    return { kind: 'unsent' }
  if (error instanceof WebAPIHTTPError || error instanceof WebAPIRequestError) return { kind: 'unknown' }
  throw error
}
