import { wallClockAt } from '../../time/clock.ts'
import type { Month } from '../../time/month.ts'
import { calendarOf, workingDaysBetween } from '../../time/working-days.ts'
import type { Planned } from '../plan/state.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'

/** All that a reminder says. */
export type ReminderWords = {
  readonly month: Month
  readonly step: string
  readonly owed: number
  readonly quota: number
  readonly handedIn: number
  readonly deadlineAt: Temporal.Instant
  /** The deadline that the reader was told before, when it has moved since. */
  readonly movedFrom: Temporal.Instant | null
  /** Where the reader is. */
  readonly zone: string
  readonly today: Temporal.PlainDate
  /** By the calendar; 0 on the day, negative when overdue. */
  readonly daysLeft: number
  /** Working days after today up to and with the deadline's; negative when overdue. */
  readonly workingDaysLeft: number
  /** The deadline has struck. */
  readonly isPast: boolean
  /** What counts as handed in: ids and titles. */
  readonly essays: readonly { readonly id: string; readonly title: string }[]
  /** Who sends it by hand, as mrkdwn; null for a reminder by the calendar. */
  readonly nudgedBy: string | null
}

/** What a planned reminder says when it is read at `now`. */
export function reminderWords(
  planned: Planned,
  now: Temporal.Instant,
  settings: Pick<ReminderSettings, 'region' | 'overrides' | 'zone'>,
): ReminderWords {
  const { month, step, owed, quota, handedIn, deadline, zone, daysLeft } = planned
  const today = wallClockAt(now, zone).date
  const dueOn = wallClockAt(deadline.at, zone).date
  const calendar = calendarOf(settings.region, settings.overrides)
  const workingDaysLeft = workingDaysBetween(calendar, today, dueOn)
  const counts = { owed, quota, handedIn, daysLeft, workingDaysLeft }
  const { essays = [], nudges = [] } = planned.details ?? {}
  return {
    month,
    step,
    ...counts,
    deadlineAt: deadline.at,
    movedFrom: planned.movedFrom ? instantOnWall(planned.movedFrom, settings.zone) : null,
    zone,
    today,
    isPast: Temporal.Instant.compare(deadline.at, now) <= 0,
    essays: essays.filter((essay) => essay.month === month),
    nudgedBy: nudges.find((nudge) => nudge.step === step)?.by ?? null,
  }
}

function instantOnWall(wall: string, zone: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant()
}
