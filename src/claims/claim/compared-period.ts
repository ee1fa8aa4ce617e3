import type { LocalizedText } from '../../locale.ts'
import { previousPeriod, rangePeriod, type Period, type PeriodKind } from '../../time/period.ts'

/** The stretch of time that a period is compared with, and what prose calls it. */
export type ComparedPeriod = { readonly period: Period; readonly words: LocalizedText }

/**
 * What a period is compared with: the one of its kind before. A period that is not over is compared with as much of the
 * one before as has passed of it, so that eleven months do not stand against twelve. null: it has not begun. Pure.
 */
export function comparedPeriod(period: Period, asOf: Temporal.PlainDate): ComparedPeriod | null {
  const { PlainDate } = Temporal
  if (PlainDate.compare(asOf, period.startsOn) < 0) return null
  const before = previousPeriod(period)
  const words = WORDS[period.kind] ?? OTHER
  if (PlainDate.compare(asOf, period.endsOn) >= 0) return { period: before, words }
  const passed = period.startsOn.until(asOf, { largestUnit: 'day' }).days
  const sameDay = period.kind === 'year' ? asOf.subtract({ years: 1 }) : before.startsOn.add({ days: passed })
  const endsOn = PlainDate.compare(sameDay, before.endsOn) > 0 ? before.endsOn : sameDay
  return {
    period: rangePeriod(before.startsOn, endsOn),
    words: { zh: `${words.zh}同期`, en: `the same part of ${words.en}` },
  }
}

const OTHER: LocalizedText = { zh: '上期', en: 'the period before' }
const WORDS: Readonly<Partial<Record<PeriodKind, LocalizedText>>> = {
  year: { zh: '上年', en: 'the year before' },
  quarter: { zh: '上季度', en: 'the quarter before' },
  month: { zh: '上月', en: 'the month before' },
}

/** So many days without a record at the start of a stretch leave it covered: an office does not log on every day. */
const FIRST_DAYS = 7

/** Whether records that begin on `begins` (ISO; null: there are none) cover all of the stretch that starts on `from`. */
export function covers(begins: string | null, from: string): boolean {
  if (begins === null) return false
  return begins < Temporal.PlainDate.from(from).add({ days: FIRST_DAYS }).toString()
}
