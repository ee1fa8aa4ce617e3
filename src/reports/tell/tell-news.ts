import { nowOf, type Transacting } from '../../context.ts'
import { hasNotification, insertNotification, type NotificationItem } from './news-store.ts'

/** The queue on which drafts' threads are told what happened to them. */
export const NEWS = 'report-news'

/** Has the draft's thread told, once this transaction commits. What was told before is brought up to date in place. */
export async function notifyThread(ctx: Transacting, item: NotificationItem): Promise<void> {
  await insertNotification(ctx.db, item, nowOf(ctx))
  await ctx.enqueue(NEWS, { ...item })
}

/** The queue on which drafts are compared with the records as they are now. */
export const CHECKS = 'report-checks'

/** What was said of an older version is said anew: that there is a newer one. */
export async function retellRecords(ctx: Transacting, draftId: string, version: number): Promise<void> {
  const item = { draftId, news: 'records', number: version } as const
  if (await hasNotification(ctx.db, item)) await notifyThread(ctx, item)
}

/** The queue on which single paragraphs are redrafted. */
export const REDRAFTS = 'report-redrafts'
