import { lastDay, monthNumbered, type Month } from '../../time/month.ts'
import {
  calendarKnows,
  calendarOf,
  isWorkingDay,
  workingDaysOf,
  type Calendar,
} from '../../time/working-days.ts'
import { deadlineOf, type Deadline } from '../../deadlines/deadline.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'

/** One month of the office's calendar. Days are ISO dates, in order. */
export type CalendarMonth = {
  readonly month: Month
  readonly deadline: Deadline
  readonly workingDays: number
  /** Not worked though it is no weekend, by the official calendar or an admin. */
  readonly off: readonly string[]
  /** Worked though it is a weekend. */
  readonly worked: readonly string[]
}

export type CalendarYear = {
  readonly year: number
  readonly region: string
  readonly isKnown: boolean
  readonly months: readonly CalendarMonth[]
  readonly localDays: readonly { readonly day: string; readonly isWorked: boolean; readonly reason: string }[]
}

/** The deadlines of a year, and which days count as worked. */
export function calendarYear(
  year: number,
  settings: ReminderSettings,
  reasons: Readonly<Record<string, string>>,
): CalendarYear {
  const calendar = calendarOf(settings.region, settings.overrides)
  const { daysOff, workingDays } = settings.overrides
  const local = [
    ...[...daysOff].map((day) => ({ day, isWorked: false })),
    // A day named as both is off.
    ...[...workingDays].filter((day) => !daysOff.has(day)).map((day) => ({ day, isWorked: true })),
  ]
  return {
    year,
    region: settings.region,
    isKnown: calendarKnows(calendar, year),
    months: Array.from({ length: 12 }, (_, index) =>
      monthOf(monthNumbered(year, index + 1), calendar, settings),
    ),
    localDays: local
      .filter(({ day }) => day.startsWith(`${year}-`))
      .map((one) => ({ ...one, reason: reasons[one.day] ?? '' }))
      .sort((one, other) => (one.day < other.day ? -1 : 1)),
  }
}

function monthOf(month: Month, calendar: Calendar, settings: ReminderSettings): CalendarMonth {
  const last = lastDay(month)
  const days = Array.from({ length: last.day }, (_, index) => last.with({ day: index + 1 }))
  const isWeekend = (day: Temporal.PlainDate) => calendar.weekend.has(day.dayOfWeek)
  return {
    month,
    deadline: deadlineOf(month, settings),
    workingDays: workingDaysOf(calendar, month).length,
    off: days.filter((day) => !isWeekend(day) && !isWorkingDay(calendar, day)).map((day) => day.toString()),
    worked: days.filter((day) => isWeekend(day) && isWorkingDay(calendar, day)).map((day) => day.toString()),
  }
}
