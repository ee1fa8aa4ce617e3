import { instantOf, type WallClock, wallClockAt } from '../../time/clock.ts'
import { addMonths, type Month, monthOf, monthsBetween } from '../../time/month.ts'
import { addWorkingDays, calendarOf, isWorkingDay, unknownYears } from '../../time/working-days.ts'
import { type Deadline, deadlineOf } from '../deadline.ts'
import { isQuiet, type ReminderSettings } from './settings.ts'
import { isOverdueStep, offsetOf, type Step, stepDate } from '../steps.ts'

/** One month's deadline and the days of its reminders, in time's order; the same in every zone. */
export type Schedule = {
  readonly deadline: Deadline
  readonly steps: readonly { readonly step: Step; readonly date: Temporal.PlainDate }[]
  /** The last day on which an overdue reminder may go; the deadline's own when there is no overdue step. */
  readonly lastDay: Temporal.PlainDate
}

export function scheduleOf(month: Month, settings: ReminderSettings): Schedule {
  const calendar = calendarOf(settings.region, settings.overrides)
  const deadline = deadlineOf(month, settings)
  const steps = [...settings.steps]
    .sort((one, other) => offsetOf(one) - offsetOf(other))
    .map((step) => ({ step, date: stepDate(calendar, deadline, step) }))
  const newest = steps.at(-1)?.step
  const grace = newest && isOverdueStep(newest) ? Math.max(settings.graceDays, offsetOf(newest)) : 0
  return { deadline, steps, lastDay: addWorkingDays(calendar, deadline.date, grace) }
}

/**
 * The months whose reminders could be due somewhere on Earth at `now`, in order, and always the present one. Load
 * the obligations of these for a plan.
 */
export function monthsConcerned(settings: ReminderSettings, now: Temporal.Instant): Month[] {
  return schedulesConcerned(settings, now).map((schedule) => schedule.deadline.month)
}

/** As `monthsConcerned`, with their schedules. */
export function schedulesConcerned(settings: ReminderSettings, now: Temporal.Instant): Schedule[] {
  const day = wallClockAt(now, 'UTC').date
  const [yesterday, tomorrow] = [day.subtract({ days: 1 }), day.add({ days: 1 })]
  const present = monthOf(wallClockAt(now, settings.zone).date)
  const offsets = settings.steps.map((step) => offsetOf(step))
  const behind = monthsReached(Math.max(settings.graceDays, ...offsets))
  const ahead = monthsReached(-Math.min(0, ...offsets))
  return monthsBetween(addMonths(present, -behind), addMonths(present, ahead))
    .map((month) => scheduleOf(month, settings))
    .filter(({ deadline, steps, lastDay }) => {
      if (deadline.month === present) return true
      const begun = steps[0] && Temporal.PlainDate.compare(steps[0].date, tomorrow) <= 0
      return begun && Temporal.PlainDate.compare(lastDay, yesterday) >= 0
    })
}

/** How many months that many working days may reach across, were each to have only ten, and one for luck. */
function monthsReached(workingDays: number): number {
  return Math.ceil(workingDays / 10) + 1
}

/** The years that these schedules touch and whose holidays the calendar does not know. */
export function fallbackYears(settings: ReminderSettings, schedules: readonly Schedule[]): number[] {
  const years = schedules.flatMap(({ deadline, steps, lastDay }) => [
    deadline.date.year,
    lastDay.year,
    ...steps.map(({ date }) => date.year),
  ])
  return unknownYears(calendarOf(settings.region, settings.overrides), Math.min(...years), Math.max(...years))
}

/** Why nothing goes out to anybody in a zone at a moment: a day off, before the hour, or quiet hours. */
export type Closed = 'day-off' | 'before-hour' | 'quiet-hours'

/** Null when reminders may be sent by this clock on the wall. */
export function closedAt({ date, time }: WallClock, settings: ReminderSettings): Closed | null {
  const calendar = calendarOf(settings.region, settings.overrides)
  if (settings.workingDaysOnly && !isWorkingDay(calendar, date)) return 'day-off'
  const minute = time.toString({ smallestUnit: 'minute' })
  if (minute < settings.hour) return 'before-hour'
  return isQuiet(settings.quietHours, minute) ? 'quiet-hours' : null
}

/** Where one month's reminders stand at a moment in one zone. */
export type Standing = {
  readonly schedule: Schedule
  /** The newest step whose day has come, while it may still be sent; null when there is none. */
  readonly due: { readonly step: Step; readonly plannedFor: Temporal.Instant } | null
  /** Steps before the due one, oldest first. */
  readonly older: readonly Step[]
  /** When nothing is due: the day of the step to come, or null when all is over. */
  readonly nextOn: Temporal.PlainDate | null
  /** Days by the calendar on the wall until the deadline's date there; negative when it has passed. */
  readonly daysLeft: number
}

/**
 * A step stays due until the next one's day; those up to the deadline never after the deadline has struck, overdue
 * ones never before it has, nor after the schedule's last day. In zones far from the workspace's the deadline can
 * strike before the hour on its day, or after the hour on the next: then that step does not come, or comes later.
 */
export function standingAt(
  schedule: Schedule,
  now: Temporal.Instant,
  zone: string,
  settings: ReminderSettings,
): Standing {
  const { deadline, steps, lastDay } = schedule
  const { date: today } = wallClockAt(now, zone)
  const struck = Temporal.Instant.compare(now, deadline.at) >= 0
  const over = struck && Temporal.PlainDate.compare(today, lastDay) > 0
  const live = steps.filter(({ step }) => isOverdueStep(step) === struck)
  const begun = live.filter(({ date }) => Temporal.PlainDate.compare(date, today) <= 0)
  const due = over ? undefined : begun.at(-1)
  const dueOn = wallClockAt(deadline.at, zone).date
  return {
    schedule,
    due: due ? { step: due.step, plannedFor: instantOf(due.date, settings.hour, zone) } : null,
    older: due ? steps.slice(0, steps.indexOf(due)).map(({ step }) => step) : [],
    nextOn: over ? null : nextDay(struck ? live : steps, today, struck),
    daysLeft: today.until(dueOn, { largestUnit: 'day' }).days,
  }
}

/** An overdue step whose date is here before the deadline has struck is still to come, hence the second look. */
function nextDay(
  steps: Schedule['steps'],
  today: Temporal.PlainDate,
  struck: boolean,
): Temporal.PlainDate | null {
  const later = steps.find(({ date }) => Temporal.PlainDate.compare(date, today) > 0)
  const overdue = struck ? undefined : steps.find(({ step }) => isOverdueStep(step))
  return (later ?? overdue)?.date ?? null
}
