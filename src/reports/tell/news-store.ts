import type { Schema } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'

/** What a draft's thread is told of: a new version, an approval, one taken back, records that changed. */
export type Notification = Schema['draft_news']['news']

/** One thing to be told. `number`: the version, the approval's number, or the version that records no longer bear out. */
export type NotificationItem = {
  readonly draftId: string
  readonly news: Notification
  readonly number: number
}

export type NotificationState = {
  readonly queuedAt: Date
  /** Somebody has begun to post it, so it may stand in Slack. */
  readonly claimedAt: Date | null
  readonly channel: string | null
  readonly messageTs: string | null
}

/** Writes down that it is to be told; again, when it was told before and has changed since. */
export async function insertNotification(
  db: Db,
  { draftId, news, number }: NotificationItem,
  at: Date,
): Promise<void> {
  await db
    .insertInto('draft_news')
    .values({ draft_id: draftId, news, number, queued_at: at })
    .onConflict((conflict) =>
      conflict.columns(['team_id', 'draft_id', 'news', 'number']).doUpdateSet({ queued_at: at }),
    )
    .execute()
}

/** `lock` holds the row until the commit. */
export async function findNotification(
  db: Db,
  { draftId, news, number }: NotificationItem,
  options: { readonly lock?: boolean } = {},
): Promise<NotificationState | null> {
  const query = db
    .selectFrom('draft_news')
    .selectAll()
    .where('draft_id', '=', draftId)
    .where('news', '=', news)
    .where('number', '=', number)
  const row = await (options.lock === true ? query.forUpdate() : query).executeTakeFirst()
  if (row === undefined) return null
  return {
    queuedAt: row.queued_at,
    claimedAt: row.claimed_at,
    channel: row.channel,
    messageTs: row.message_ts,
  }
}

export async function updateNotification(
  db: Db,
  { draftId, news, number }: NotificationItem,
  change: { readonly claimed_at?: Date; readonly channel?: string; readonly message_ts?: string },
): Promise<void> {
  await db
    .updateTable('draft_news')
    .set(change)
    .where('draft_id', '=', draftId)
    .where('news', '=', news)
    .where('number', '=', number)
    .execute()
}
