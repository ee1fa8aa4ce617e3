import type { Family } from '../records/record/record.ts'
import type { WeekCount } from './home.ts'

/** How many records of a family begin on a day; an ISO date. */
export type DayCount = { readonly day: string; readonly family: Family; readonly count: number }

/**
 * A year's weeks with their records, Monday to Sunday. The first week begins on 1 January whatever its weekday, and the
 * last ends on 31 December, so that every record of the year is in exactly one. Weeks after `today` are left out unless
 * a record lies in them or later.
 */
export function weeksOf(today: Temporal.PlainDate, counts: readonly DayCount[]): WeekCount[] {
  const lastCounted = counts.reduce((last, { day }) => (day > last ? day : last), today.toString())
  const weeks = new Map<string, { study: number; activity: number }>()
  for (const start of weekStarts(today.year)) {
    if (start <= lastCounted) weeks.set(start, { study: 0, activity: 0 })
  }
  for (const { day, family, count } of counts) {
    const week = weeks.get(weekStart(Temporal.PlainDate.from(day)))
    if (week !== undefined) week[family] += count
  }
  return [...weeks].map(([startsOn, count]) => ({ startsOn, ...count }))
}

/** The first days of a year's weeks, as `weeksOf` counts them; ISO dates. */
export function weekStarts(year: number): string[] {
  const starts: string[] = []
  let day = new Temporal.PlainDate(year, 1, 1)
  while (day.year === year) {
    starts.push(day.toString())
    day = day.add({ days: 8 - day.dayOfWeek })
  }
  return starts
}

function weekStart(day: Temporal.PlainDate): string {
  const monday = day.subtract({ days: day.dayOfWeek - 1 })
  return (monday.year === day.year ? monday : day.with({ month: 1, day: 1 })).toString()
}
