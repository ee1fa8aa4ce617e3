import type { RecordRow } from '../../claims/facts/period-records.ts'

/** People by name and by number: who came. */
export function headsOf({ head_count: heads, people }: RecordRow): number {
  return (heads ?? 0) + people.length
}

/** Somebody came, it took its time, or nothing else is known of it; an entry only carries a measure. */
export function isEvent(row: RecordRow): boolean {
  return headsOf(row) > 0 || row.duration_min !== null || row.quantities.length === 0
}

/** 2022-03 */
export function monthOfRow({ starts_on: day }: RecordRow): string {
  return day.slice(0, 7)
}

/** Words most frequent first, of equally frequent ones the earlier, with how often each was met. */
export function frequent(words: readonly string[]): { readonly words: string; readonly times: number }[] {
  const times = new Map<string, number>()
  for (const word of words) {
    const plain = word.replaceAll(/\s+/gu, ' ').trim()
    if (plain !== '') times.set(plain, (times.get(plain) ?? 0) + 1)
  }
  return [...times].map(([words, times]) => ({ words, times })).sort((a, b) => b.times - a.times)
}

/**
 * The title that several records share when what numbers them is taken out of it: 收看“党课开讲啦” of 收看“党课开讲啦”第1课 …,
 * 微信公众号发布 of 微信公众号1月发布 …. Of one record only where
 * its title is numbered. null: they are about different things.
 */
export function seriesOf(titles: readonly string[]): string | null {
  const stems = new Set(titles.map(withoutNumbers))
  const [stem = ''] = stems
  if (stems.size !== 1 || stem === '') return null
  return titles.length > 1 || stem !== titles[0] ? stem : null
}

const NUMBERED =
  /第\s*[\d一二三四五六七八九十百]+\s*[场次课期批篇讲届轮季节号]|\d{4}年|\d{1,2}月份?|[（(][^（()）]{1,10}[)）]\s*$|(?:\bno\.?|\bissue|\bbatch|\bsession|#)\s*\d+|[（(]?\d+[)）]?\s*$/giu

function withoutNumbers(title: string): string {
  return title.replaceAll(NUMBERED, '').replaceAll(/\s+/gu, ' ').trim()
}
