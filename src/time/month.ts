import { MemberFacingError } from '../errors.ts'

/** A calendar month as `YYYY-MM`; sorts as text. */
export type Month = `${string}-${string}`

/** Years that periods and months may name; outside them a typing slip is likelier than a wish. */
export const earliestYear = 1900
export const latestYear = 2199

/** Reads `2026-11`, `2026-1`, `2026/11`, `2026.11` and `2026年11月`, also full-width. Throws MemberFacingError. */
export function parseMonth(text: string): Month {
  const month = readMonth(text)
  if (month !== null) return month
  throw new MemberFacingError({
    zh: `“${text}”不是月份。请写成 2026-11 或 2026年11月。`,
    en: `"${text}" is not a month. Write it like 2026-11.`,
  })
}

function readMonth(text: string): Month | null {
  const match = /^(\d{4})(?:[-/.]|\s*年\s*)(\d{1,2})\s*月?$/u.exec(text.normalize('NFKC').trim())
  const [year, month] = [Number(match?.[1]), Number(match?.[2])]
  const known = year >= earliestYear && year <= latestYear && month >= 1 && month <= 12
  return known ? monthNumbered(year, month) : null
}

/** `monthNumbered(2026, 3)` → `2026-03`. */
export function monthNumbered(year: number, month: number): Month {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`
}

export function monthOf(date: { readonly year: number; readonly month: number }): Month {
  return monthNumbered(date.year, date.month)
}

/** The month `count` months later, or earlier when negative. */
export function addMonths(month: Month, count: number): Month {
  const [year, number] = numbersOf(month)
  const index = year * 12 + (number - 1) + count
  return monthNumbered(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1)
}

export function firstDay(month: Month): Temporal.PlainDate {
  const [year, number] = numbersOf(month)
  return new Temporal.PlainDate(year, number, 1)
}

export function lastDay(month: Month): Temporal.PlainDate {
  const first = firstDay(month)
  return first.with({ day: first.daysInMonth })
}

/** Every month from `first` to `last`, both included, in order; none when `last` is earlier. */
export function monthsBetween(first: Month, last: Month): Month[] {
  const months: Month[] = []
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month)
  return months
}

function numbersOf(month: Month): [year: number, month: number] {
  return [Number(month.slice(0, 4)), Number(month.slice(5))]
}
