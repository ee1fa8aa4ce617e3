import { sql } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'
import type { Box, Entry } from '../../outbox/rows/box.ts'

/** What a draft's thread is told of: a new version, an approval, one taken back, records that changed. */
export type Notification = Schema['draft_news']['news']

/** One thing to be told. `number`: the version, the approval's number, or the version that records no longer bear out. */
export type NotificationItem = {
  readonly draftId: string
  readonly news: Notification
  readonly number: number
}

export type NotificationEntry = Entry & NotificationItem

export const newsBox: Box<NotificationEntry> = {
  table: 'draft_news',
  id: 'news_id',
  read: (entry, row) => ({ ...entry, draftId: row.draft_id, news: row.news, number: row.number }),
}

/** As the database makes it from the row; draft ids have no colon. */
export function newsId({ draftId, news, number }: NotificationItem): string {
  return `${draftId}:${news}:${number}`
}

export function newsOf(id: string): NotificationItem {
  const [draftId = '', news = '', number = ''] = id.split(':')
  return { draftId, news: news as Notification, number: Number(number) }
}

/**
 * Writes down that it is to be told; again, when it was told before and has changed since. What is being posted at this
 * moment says what was true before, so it is put back when that is over.
 */
export async function insertNotification(
  db: Db,
  { draftId, news, number }: NotificationItem,
  at: Date,
): Promise<void> {
  await sql`
    insert into draft_news (draft_id, news, number, queued_at, decided_at)
    values (${draftId}, ${news}, ${number}, clock_timestamp(), ${at.toISOString()}::timestamptz)
    on conflict (team_id, draft_id, news, number) do update set queued_at = excluded.queued_at,
      state = case when draft_news.state in ('sending', 'unknown') then draft_news.state else 'claimed' end,
      stale = draft_news.state in ('sending', 'unknown')`.execute(db)
}

/** Claims again what has changed while it was being posted. */
export async function putStaleBack(db: Db, ids: readonly string[]): Promise<void> {
  await sql`
    update draft_news set state = 'claimed', stale = false
    where news_id = any(${ids}::text[]) and stale and state not in ('sending', 'unknown')`.execute(db)
}

/** Whether it was told before, or is to be. */
export async function hasNotification(db: Db, { draftId, news, number }: NotificationItem): Promise<boolean> {
  const row = await db
    .selectFrom('draft_news')
    .select('number')
    .where('draft_id', '=', draftId)
    .where('news', '=', news)
    .where('number', '=', number)
    .executeTakeFirst()
  return row !== undefined
}
