import { firstDay, lastDay, type Month } from './month.ts'
import { officialDays } from './holidays/public-holidays.ts'

/**
 * Which days are worked somewhere. `region` is `CN`, another country with an optional state (`DE`, `US-NY`), or
 * `none` for weekends only. The overrides are local and win over everything; ISO dates. A day named in both is off,
 * because a message on a day off is the worse mistake.
 */
export type Calendar = {
  readonly region: string
  readonly daysOff: ReadonlySet<string>
  readonly workingDays: ReadonlySet<string>
  /** ISO weekdays, 1 Monday to 7 Sunday, that are not worked. */
  readonly weekend: ReadonlySet<number>
}

export type LocalDays = { readonly daysOff: ReadonlySet<string>; readonly workingDays: ReadonlySet<string> }

export const noLocalDays: LocalDays = { daysOff: new Set(), workingDays: new Set() }

/**
 * A calendar for `region` (as `readRegion` returns it). The weekend is the region's by Unicode CLDR: Friday and
 * Saturday in Saudi Arabia, Sunday alone in India, Saturday and Sunday in most places and for `none`.
 */
export function calendarOf(region: string, local: LocalDays = noLocalDays): Calendar {
  return { region, daysOff: local.daysOff, workingDays: local.workingDays, weekend: weekendOf(region) }
}

function weekendOf(region: string): ReadonlySet<number> {
  if (region === 'none') return new Set([6, 7])
  return new Set(new Intl.Locale('und', { region: region.slice(0, 2) }).getWeekInfo().weekend)
}

/** False when the region's holidays of that year are not known in full, and weekends and fixed feasts have to do. */
export function calendarKnows(calendar: Calendar, year: number): boolean {
  return calendar.region === 'none' || officialDays(calendar.region, year).isWhole
}

/** The years between the two, both included, that the calendar knows. */
export function knownYears(calendar: Calendar, from: number, to: number): number[] {
  return yearsBetween(from, to).filter((year) => calendarKnows(calendar, year))
}

/** The years between the two, both included, for which weekends and fixed feasts had to do. */
export function unknownYears(calendar: Calendar, from: number, to: number): number[] {
  return yearsBetween(from, to).filter((year) => !calendarKnows(calendar, year))
}

function yearsBetween(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}

/** Local overrides first, then make-up days and public holidays, then the weekend. */
export function isWorkingDay(calendar: Calendar, date: Temporal.PlainDate): boolean {
  const iso = date.toString()
  if (calendar.daysOff.has(iso)) return false
  if (calendar.workingDays.has(iso)) return true
  const official = calendar.region === 'none' ? null : officialDays(calendar.region, date.year)
  if (official?.makeUpDays.has(iso)) return true
  if (official?.holidays.has(iso)) return false
  return !calendar.weekend.has(date.dayOfWeek)
}

/**
 * The date `count` working days later, or earlier when negative; the day itself for 0, worked or not.
 * Throws Error when two years hold too few working days, which only absurd overrides can bring about.
 */
export function addWorkingDays(
  calendar: Calendar,
  date: Temporal.PlainDate,
  count: number,
): Temporal.PlainDate {
  const step = { days: Math.sign(count) }
  let day = date
  let left = Math.abs(count)
  for (let walked = 0; left > 0; walked++) {
    if (walked > 730 + 2 * Math.abs(count))
      throw new Error(`No ${count} working days around ${date.toString()}`)
    day = day.add(step)
    if (isWorkingDay(calendar, day)) left--
  }
  return day
}

/** How many steps of a working day lead from `from` to `to`: working days after `from`, up to and with `to`. */
export function workingDaysBetween(
  calendar: Calendar,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
): number {
  if (Temporal.PlainDate.compare(from, to) > 0)
    return -workingDaysBetween(calendar, to.subtract({ days: 1 }), from.subtract({ days: 1 }))
  let count = 0
  for (let day = from; !day.equals(to);) {
    day = day.add({ days: 1 })
    if (isWorkingDay(calendar, day)) count++
  }
  return count
}

/** All working days of the month, in order. */
export function workingDaysOf(calendar: Calendar, month: Month): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = []
  const last = lastDay(month)
  for (let day = firstDay(month); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (isWorkingDay(calendar, day)) days.push(day)
  }
  return days
}

/** Null when the month has no working day at all. */
export function lastWorkingDayOf(calendar: Calendar, month: Month): Temporal.PlainDate | null {
  let day = lastDay(month)
  for (let left = day.day; left > 0; left--) {
    if (isWorkingDay(calendar, day)) return day
    day = day.subtract({ days: 1 })
  }
  return null
}

/** `nth` counts from 1. Null when the month has fewer working days. */
export function nthWorkingDayOf(calendar: Calendar, month: Month, nth: number): Temporal.PlainDate | null {
  return workingDaysOf(calendar, month)[nth - 1] ?? null
}
