import { nowOf, type Transacting } from '../context.ts'
import { insertNews, type NewsItem } from './news-store.ts'

/** The queue on which drafts' threads are told what happened to them. */
export const NEWS = 'report-news'

/** Has the draft's thread told, once this transaction commits. What was told before is brought up to date in place. */
export async function tellNews(ctx: Transacting, item: NewsItem): Promise<void> {
  await insertNews(ctx.db, item, nowOf(ctx))
  await ctx.enqueue(NEWS, { ...item })
}
