import { instantOf } from '../time/clock.ts'
import { firstDay, lastDay, type Month } from '../time/month.ts'
import {
  type Calendar,
  calendarOf,
  isWorkingDay,
  lastWorkingDayOf,
  type LocalDays,
  workingDaysOf,
} from '../time/working-days.ts'
import type { DeadlineRule } from './deadline-rule.ts'

/** What a deadline is computed from. `deadlineHour` is wall-clock time in `zone`: `18:00`. */
export type DeadlineRules = {
  readonly zone: string
  /** Holiday region: `CN`, `US-NY`, `none`. */
  readonly region: string
  readonly overrides: LocalDays
  readonly deadlineRule: DeadlineRule
  readonly deadlineHour: string
  /** Working days after the deadline within which a returned essay may come back. */
  readonly graceDays: number
}

/** Rules that were in force for months up to and with `through` when they were changed. */
export type FormerRules = DeadlineRules & { readonly through: Month }

export type DeadlineSettings = DeadlineRules & {
  /** In months' order: a deadline that has struck stays what it was, whatever is set later. */
  readonly formerly: readonly FormerRules[]
  /** Months whose deadline a change of settings would have put into the past, and where it stands instead. */
  readonly extended: ReadonlyMap<Month, Temporal.PlainDate>
}

/** The rules in force for a month. */
export function rulesFor(month: Month, settings: DeadlineSettings): DeadlineRules {
  return settings.formerly.find(({ through }) => month <= through) ?? settings
}

export type Deadline = {
  readonly month: Month
  readonly date: Temporal.PlainDate
  /** Handing in at this very moment is still in time; later is late. */
  readonly at: Temporal.Instant
  /** The same as the office's clock shows it: `2022-11-30T18:00`. */
  readonly wall: string
  /** The day the rule names, when that is not worked and the deadline therefore moved; else null. */
  readonly movedFrom: Temporal.PlainDate | null
}

/**
 * The deadline of a month's essays; it lies in that same month, unless it was extended.
 * A day that the month lacks (31 April, a fifth Friday, a 23rd working day) becomes its last one. A day that is not
 * worked moves to the working day before, so that nobody must hand in on a holiday nor gets more time than the rule
 * says; when the month has none before it, to the next one after. In a month without any working day the named day
 * stands.
 */
export function deadlineOf(month: Month, settings: DeadlineSettings): Deadline {
  const rules = rulesFor(month, settings)
  const calendar = calendarOf(rules.region, rules.overrides)
  const named = dayNamed(rules.deadlineRule, calendar, month)
  const date = settings.extended.get(month) ?? movedToWorkingDay(calendar, month, named)
  return {
    month,
    date,
    at: instantOf(date, rules.deadlineHour, rules.zone),
    wall: `${date.toString()}T${rules.deadlineHour}`,
    movedFrom: date.equals(named) ? null : named,
  }
}

function dayNamed(rule: DeadlineRule, calendar: Calendar, month: Month): Temporal.PlainDate {
  const last = lastDay(month)
  switch (rule.kind) {
    case 'last-working-day':
      return lastWorkingDayOf(calendar, month) ?? last
    case 'working-day': {
      const days = workingDaysOf(calendar, month)
      return days[rule.nth - 1] ?? days.at(-1) ?? last
    }
    case 'day':
      return last.with({ day: Math.min(rule.day, last.day) })
    case 'weekday':
      break
  }
  return weekdayOf(month, rule.weekday, rule.nth)
}

function weekdayOf(month: Month, weekday: number, nth: number | 'last'): Temporal.PlainDate {
  const first = firstDay(month)
  const earliest = 1 + ((weekday - first.dayOfWeek + 7) % 7)
  const latest = earliest + 7 * Math.floor((first.daysInMonth - earliest) / 7)
  return first.with({ day: nth === 'last' ? latest : Math.min(earliest + 7 * (nth - 1), latest) })
}

function movedToWorkingDay(calendar: Calendar, month: Month, day: Temporal.PlainDate): Temporal.PlainDate {
  if (isWorkingDay(calendar, day)) return day
  const days = workingDaysOf(calendar, month)
  const before = days.findLast((other) => Temporal.PlainDate.compare(other, day) < 0)
  return before ?? days[0] ?? day
}
