import type { LocalizedText } from '../locale.ts'
import { addMonths, firstDay, lastDay, monthNumbered, monthOf, monthsBetween, type Month } from './month.ts'

export type PeriodKind = 'year' | 'half' | 'quarter' | 'month' | 'range'

/**
 * A stretch of whole days, both ends included. `label` is its short form, which `parsePeriod` reads back:
 * `2026`, `2026H1`, `2026Q3`, `2026-11`, `2026-01-05..2026-03-31`.
 */
export type Period = {
  readonly kind: PeriodKind
  readonly label: string
  readonly startsOn: Temporal.PlainDate
  readonly endsOn: Temporal.PlainDate
}

export function yearPeriod(year: number): Period {
  return monthsPeriod('year', String(year), year, 1, 12)
}

/** `half` is 1 or 2. */
export function halfPeriod(year: number, half: number): Period {
  return monthsPeriod('half', `${year}H${half}`, year, half * 6 - 5, 6)
}

/** `quarter` is 1 to 4. */
export function quarterPeriod(year: number, quarter: number): Period {
  return monthsPeriod('quarter', `${year}Q${quarter}`, year, quarter * 3 - 2, 3)
}

export function monthPeriod(month: Month): Period {
  return { kind: 'month', label: month, startsOn: firstDay(month), endsOn: lastDay(month) }
}

/** Both ends included. A caller checks first that `startsOn` is not after `endsOn`. */
export function rangePeriod(startsOn: Temporal.PlainDate, endsOn: Temporal.PlainDate): Period {
  return { kind: 'range', label: `${startsOn.toString()}..${endsOn.toString()}`, startsOn, endsOn }
}

function monthsPeriod(kind: PeriodKind, label: string, year: number, first: number, count: number): Period {
  const month = monthNumbered(year, first)
  return { kind, label, startsOn: firstDay(month), endsOn: lastDay(addMonths(month, count - 1)) }
}

/**
 * The one of the same kind just before: 2026 → 2025, 2026H1 → 2025H2, 2026Q1 → 2025Q4, 2026-01 → 2025-12.
 * A range of whole months → as many months before; any other range → as many days before.
 */
export function previousPeriod(period: Period): Period {
  const { year, month } = period.startsOn
  switch (period.kind) {
    case 'year':
      return yearPeriod(year - 1)
    case 'half':
      return month === 1 ? halfPeriod(year - 1, 2) : halfPeriod(year, 1)
    case 'quarter':
      return month === 1 ? quarterPeriod(year - 1, 4) : quarterPeriod(year, (month - 1) / 3)
    case 'month':
      return monthPeriod(addMonths(monthOf(period.startsOn), -1))
    case 'range':
      break
  }
  return rangeBefore(period)
}

function rangeBefore(period: Period): Period {
  const dayBefore = period.startsOn.subtract({ days: 1 })
  const wholeMonths = period.startsOn.day === 1 && period.endsOn.day === period.endsOn.daysInMonth
  const startsOn = wholeMonths
    ? firstDay(addMonths(monthOf(period.startsOn), -monthsOf(period).length))
    : dayBefore.subtract({ days: daysOf(period) - 1 })
  return rangePeriod(startsOn, dayBefore)
}

/** Every month that the period touches, in order, also when it holds only a part of it. */
export function monthsOf(period: Period): Month[] {
  return monthsBetween(monthOf(period.startsOn), monthOf(period.endsOn))
}

/** How many days, both ends counted. */
export function daysOf(period: Period): number {
  return period.startsOn.until(period.endsOn, { largestUnit: 'day' }).days + 1
}

export function isWithin(period: Period, date: Temporal.PlainDate): boolean {
  const { PlainDate } = Temporal
  return PlainDate.compare(date, period.startsOn) >= 0 && PlainDate.compare(date, period.endsOn) <= 0
}

/** The year, half, quarter or month that is exactly these days (ISO, both included); any others are a range. */
export function periodOfDays(from: string, to: string): Period {
  const startsOn = Temporal.PlainDate.from(from)
  const endsOn = Temporal.PlainDate.from(to)
  const { year, month } = startsOn
  const isWhole = startsOn.day === 1 && endsOn.equals(lastDay(monthOf(endsOn))) && endsOn.year === year
  const months = isWhole ? endsOn.month - month + 1 : 0
  if (months === 12) return yearPeriod(year)
  if (months === 6 && month % 6 === 1) return halfPeriod(year, (month + 5) / 6)
  if (months === 3 && month % 3 === 1) return quarterPeriod(year, (month + 2) / 3)
  if (months === 1) return monthPeriod(monthOf(startsOn))
  return rangePeriod(startsOn, endsOn)
}

/** As a person reads it: 2022年上半年 / the first half of 2022. */
export function formatPeriod(period: Period): LocalizedText {
  const { startsOn: start, endsOn: end } = period
  switch (period.kind) {
    case 'year':
      return { zh: `${start.year}年`, en: String(start.year) }
    case 'half':
      return start.month === 1
        ? { zh: `${start.year}年上半年`, en: `the first half of ${start.year}` }
        : { zh: `${start.year}年下半年`, en: `the second half of ${start.year}` }
    case 'quarter': {
      const quarter = (start.month + 2) / 3
      return { zh: `${start.year}年第${'一二三四'[quarter - 1]}季度`, en: `Q${quarter} ${start.year}` }
    }
    case 'month':
      return { zh: `${start.year}年${start.month}月`, en: `${monthNames[start.month - 1]} ${start.year}` }
    case 'range':
      break
  }
  if (start.equals(end)) return { zh: dayZh(start), en: dayEn(start) }
  return { zh: `${dayZh(start)}至${dayZh(end)}`, en: `${dayEn(start)} to ${dayEn(end)}` }
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

function dayZh(date: Temporal.PlainDate): string {
  return `${date.year}年${date.month}月${date.day}日`
}

function dayEn(date: Temporal.PlainDate): string {
  return `${date.day} ${monthNames[date.month - 1]!.slice(0, 3)} ${date.year}`
}
