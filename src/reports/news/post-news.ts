import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import { TryAgainLater } from '../../jobs/queue.ts'
import { listMembers } from '../../members/members-store.ts'
import type { Message } from '../../slack/blocks.ts'
import { openDm, outcomeOfLook, type Looked, type Mark } from '../../slack/connection/delivery.ts'
import { findDraft, type Draft } from '../draft/drafts-store.ts'
import { mayStandTwice, notificationMessage } from './news-message.ts'
import {
  findNotification,
  updateNotification,
  type NotificationItem,
  type NotificationState,
} from '../tell/news-store.ts'

/**
 * Posts one piece of news into the draft's thread, or into the DM of whoever asked for the draft. It is claimed before it
 * is posted and noted after: a job that was cut off in between looks in the thread first, and where the bot may not look,
 * the message says that it may stand twice. Throws TryAgainLater when Slack asks to wait.
 */
export async function postNotification(ctx: Context, item: NotificationItem): Promise<void> {
  const client = ctx.slack?.interactive
  if (client === undefined) throw new Error('news of drafts are posted into Slack, and there is none here')
  const prepared = await prepare(ctx, item)
  if (prepared === null) return
  try {
    await post(ctx, client, item, prepared)
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) throw new TryAgainLater(error.retryAfter)
    throw error
  }
}

type Prepared = {
  readonly draft: Draft
  readonly before: NotificationState
  readonly message: Message
  readonly slackUserId: string | null
}

async function prepare(ctx: Context, item: NotificationItem): Promise<Prepared | null> {
  return await inTransaction(ctx, async (ctx) => {
    const before = await findNotification(ctx.db, item, { lock: true })
    const draft = await findDraft(ctx.db, item.draftId)
    if (before === null || draft === null) return null
    const members = new Map((await listMembers(ctx.db)).map((member) => [member.id, member]))
    const message = await notificationMessage(ctx.db, draft, item, members)
    // Nothing to say any more, and nothing that was said.
    if (message === null) return null
    await updateNotification(ctx.db, item, { claimed_at: nowOf(ctx) })
    const slackUserId = members.get(draft.requestedBy ?? '')?.slackUserId ?? null
    return { draft, before, message, slackUserId }
  })
}

async function post(
  ctx: Context,
  client: WebClient,
  item: NotificationItem,
  prepared: Prepared,
): Promise<void> {
  const { draft, before, message } = prepared
  const mark = markOf(item)
  const place = before.channel ?? draft.channel ?? (await dmOf(client, prepared.slackUserId))
  if (place === null) return
  const threadTs = place === draft.channel ? draft.threadTs : null
  const found: Looked =
    before.claimedAt === null || before.messageTs !== null
      ? { kind: 'absent' }
      : await outcomeOfLook(findInThread(client, place, threadTs, mark))
  if (found.kind === 'wait') throw new TryAgainLater(found.seconds)
  const stands = before.messageTs ?? (found.kind === 'found' ? found.ts : null)
  if (stands !== null) {
    await client.chat.update({ channel: place, ts: stands, ...message })
    await note(ctx, item, place, stands)
    return
  }
  const threaded = threadTs === null ? {} : { thread_ts: threadTs }
  const said =
    found.kind === 'unreadable' ? mayStandTwice(message, draft.basis?.locale ?? ctx.config.locale) : message
  try {
    const posted = await client.chat.postMessage({ channel: place, ...threaded, ...said, metadata: mark })
    await note(ctx, item, place, posted.ts ?? '')
  } catch (error) {
    // The channel is gone or closed to the bot: whoever asked for the draft is told.
    const dm =
      error instanceof WebAPIPlatformError && error.data.error !== 'ratelimited'
        ? await dmOf(client, prepared.slackUserId)
        : null
    if (dm === null || dm === place) throw error
    const posted = await client.chat.postMessage({ channel: dm, ...message, metadata: mark })
    await note(ctx, item, dm, posted.ts ?? '')
  }
}

async function note(ctx: Context, item: NotificationItem, channel: string, ts: string): Promise<void> {
  await inTransaction(ctx, async ({ db }) => {
    await updateNotification(db, item, { channel, message_ts: ts })
  })
}

function markOf({ draftId, news, number }: NotificationItem): Mark {
  return { event_type: 'wenshu_news', event_payload: { id: `${draftId}:${news}:${number}` } }
}

async function dmOf(client: WebClient, slackUserId: string | null): Promise<string | null> {
  if (slackUserId === null) return null
  const opened = await openDm(client, slackUserId)
  if (opened.kind === 'wait') throw new TryAgainLater(opened.seconds)
  return opened.kind === 'opened' ? opened.channel : null
}

/** The ts of a marked reply; null: it does not stand there. Where the bot may not read, Slack's refusal is thrown. */
async function findInThread(
  client: WebClient,
  channel: string,
  threadTs: string | null,
  mark: Mark,
): Promise<{ readonly ts: string } | null> {
  if (threadTs === null) return null
  const { messages } = await client.conversations.replies({
    channel,
    ts: threadTs,
    include_all_metadata: true,
    limit: 1000,
  })
  const found = (messages ?? []).find(({ metadata }) => {
    const payload: Record<string, unknown> = metadata?.event_payload ?? {}
    return metadata?.event_type === mark.event_type && payload['id'] === mark.event_payload.id
  })
  return found?.ts === undefined ? null : { ts: found.ts }
}
