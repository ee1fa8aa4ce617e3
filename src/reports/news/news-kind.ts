import type { Transacting } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { findMember, listMembers } from '../../members/members-store.ts'
import { UNSEEN, type Kind, type Prepared } from '../../outbox/deliver/kind.ts'
import type { Entry } from '../../outbox/rows/box.ts'
import { findDraft, type Draft } from '../draft/drafts-store.ts'
import {
  newsBox,
  newsId,
  newsOf,
  putStaleBack,
  type NotificationEntry,
  type Notification,
} from '../tell/news-store.ts'
import { NEWS } from '../tell/tell-news.ts'
import { mayStandTwice, notificationMessage } from './news-message.ts'

/**
 * News of drafts, posted into the draft's thread or into the DM of whoever asked for the draft; what was told before is
 * brought up to date in place. Where the thread's channel is closed to the bot, whoever asked is told.
 */
export const newsKind: Kind<NotificationEntry> = {
  name: 'news',
  box: newsBox,
  queue: NEWS,
  jobOf: (id) => ({ ...newsOf(id) }),
  idOf: ({ draftId, news, number }) =>
    newsId({ draftId: String(draftId), news: news as Notification, number: Number(number) }),
  mark: ({ id }) => ({ event_type: 'wenshu_news', event_payload: { id } }),
  refresh: putStaleBack,
  async prepare(ctx, entries) {
    const members = new Map((await listMembers(ctx.db)).map((member) => [member.id, member]))
    const prepared: Prepared[] = []
    for (const entry of entries) prepared.push(await prepareOne(ctx, entry, members))
    return prepared
  },
  async placeOf(db, entry) {
    const draft = await findDraft(db, entry.draftId)
    return draft === null ? null : await placeIn(db, draft, entry)
  },
  async elsewhere(db, { draftId }) {
    const draft = await findDraft(db, draftId)
    return draft === null ? null : await askerOf(db, draft)
  },
}

async function prepareOne(
  { db, config }: Transacting,
  entry: NotificationEntry,
  members: Parameters<typeof notificationMessage>[3],
): Promise<Prepared> {
  const draft = await findDraft(db, entry.draftId)
  const message = draft === null ? null : await notificationMessage(db, draft, entry, members)
  if (draft === null || message === null) return { kind: 'cancel', reason: 'over' }
  const to = await placeIn(db, draft, entry)
  if (to === null) return { kind: 'cancel', reason: 'not-linked' }
  const locale = draft.basis?.locale ?? config.locale
  return { kind: 'post', to, message: entry.reason === UNSEEN ? mayStandTwice(message, locale) : message }
}

async function placeIn(db: Db, draft: Draft, entry: Entry) {
  const channel = entry.channel ?? draft.channel
  if (channel === null) return await askerOf(db, draft)
  return { channel, threadTs: channel === draft.channel ? draft.threadTs : null }
}

async function askerOf(db: Db, { requestedBy }: Draft): Promise<{ readonly userId: string } | null> {
  const asker = requestedBy === null ? null : await findMember(db, requestedBy)
  const userId = asker?.slackUserId ?? null
  return userId === null ? null : { userId }
}
