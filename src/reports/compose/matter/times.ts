import type { LocalizedText } from '../../../locale.ts'
import type { Fact } from '../../../claims/facts/fact.ts'
import type { DraftBasis } from '../../basis/draft-basis.ts'

const NAMES = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** 2022-03 → 3月 / March. The period says the year. */
export function monthWords(month: string): LocalizedText {
  const number = Number(month.slice(5, 7))
  return { zh: `${number}月`, en: NAMES[number - 1] ?? month }
}

/**
 * Months without a gap between them as a range (1月至10月 / from January to October); null when there are fewer than three,
 * a gap, or several years.
 */
export function monthRange(months: readonly string[]): LocalizedText | null {
  const numbers = months.map((month) => Number(month.slice(5, 7)))
  const isOneYear = new Set(months.map((month) => month.slice(0, 4))).size === 1
  const isRow = numbers.every((number, at) => at === 0 || number === (numbers[at - 1] ?? 0) + 1)
  if (months.length < 3 || !isOneYear || !isRow) return null
  const [first, last] = [monthWords(months[0] ?? ''), monthWords(months.at(-1) ?? '')]
  return { zh: `${first.zh}至${last.zh}`, en: `from ${first.en} to ${last.en}` }
}

/** Months by name, side by side. */
export function monthList(months: readonly string[]): LocalizedText {
  const words = months.map(monthWords)
  const en = words.map((one) => one.en)
  return {
    zh: words.map((one) => one.zh).join('、'),
    en: en.length < 2 ? en.join('') : `${en.slice(0, -1).join(', ')} and ${en.at(-1)}`,
  }
}

/** What was held in one quarter of the period. */
export type Quarter = {
  readonly words: LocalizedText
  readonly count: Fact
  readonly heads: Fact | null
}

const QUARTERS: readonly LocalizedText[] = [
  { zh: '一季度', en: 'Q1' },
  { zh: '二季度', en: 'Q2' },
  { zh: '三季度', en: 'Q3' },
  { zh: '四季度', en: 'Q4' },
]

/** The quarters of a family that have events, in order. */
export function quartersOf(family: 'study' | 'activity', details: ReadonlyMap<string, Fact>): Quarter[] {
  const prefix = `quarter.count:${family}:`
  return [...details.values()]
    .filter(({ key }) => key.startsWith(prefix))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap((count) => {
      const day = count.key.slice(prefix.length)
      const words = QUARTERS[(Number(day.slice(5, 7)) - 1) / 3]
      const heads = details.get(`quarter.heads:${family}:${day}`) ?? null
      return words === undefined ? [] : [{ words, count, heads: heads?.value === 0 ? null : heads }]
    })
}

/** The one quarter in which less than half of an average quarter was held; null: there is none. */
export function thinQuarter(quarters: readonly Quarter[]): Quarter | null {
  const average = quarters.reduce((sum, { count }) => sum + count.value, 0) / quarters.length
  const thin = quarters.filter(({ count }) => 2 * count.value < average)
  return quarters.length > 2 && thin.length === 1 ? (thin[0] ?? null) : null
}

type Family = 'study' | 'activity' | 'essays'

/** Months that were over and have no record of these families. */
export type EmptyMonths = { readonly months: readonly string[]; readonly families: readonly Family[] }

/** Months without records, families with the same months together. */
export function emptyMonths({ digest }: DraftBasis): EmptyMonths[] {
  if (digest === undefined) return []
  const groups = new Map<string, EmptyMonths>()
  for (const family of ['study', 'activity', 'essays'] as const) {
    const months = digest.empty[family]
    if (months.length === 0) continue
    const key = months.join(' ')
    groups.set(key, { months, families: [...(groups.get(key)?.families ?? []), family] })
  }
  return [...groups.values()]
}
