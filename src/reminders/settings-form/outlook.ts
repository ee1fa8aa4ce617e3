import { wallClockAt } from '../../time/clock.ts'
import { addMonths, monthOf, monthsBetween } from '../../time/month.ts'
import type { Deadline } from '../../deadlines/deadline.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import { fallbackYears, type Schedule, scheduleOf } from '../../deadlines/settings/schedule.ts'
import type { SetWorkspace } from './change.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'

/** Months that are shown before settings are saved: the present one and five to come. */
const MONTHS_SHOWN = 6

/** One month under some settings. */
export type OutlookMonth = Schedule & {
  /** `past`: it has struck and stays; `extended`: a change put it off; `moved`: not the day the rule names. */
  readonly standing: 'past' | 'extended' | 'moved' | 'plain'
}

/** What settings mean in dates. */
export type Outlook = {
  readonly months: readonly OutlookMonth[]
  readonly settings: ReminderSettings
  readonly today: Temporal.PlainDate
  /** Years whose holidays are not known in full yet, so that weekends and fixed feasts count. */
  readonly fallbackYears: readonly number[]
  /** The deadline strikes before the reminder hour, so that the reminder of the day itself never goes. */
  readonly dayItselfIsLost: boolean
}

export function outlookOf(workspace: SetWorkspace, now: Temporal.Instant): Outlook {
  const settings = reminderSettingsOf(workspace)
  const today = wallClockAt(now, settings.zone).date
  const present = monthOf(today)
  const schedules = monthsBetween(present, addMonths(present, MONTHS_SHOWN - 1)).map((month) =>
    scheduleOf(month, settings),
  )
  return {
    months: schedules.map((schedule) => ({
      ...schedule,
      standing: standingOf(schedule.deadline, settings, now),
    })),
    settings,
    today,
    fallbackYears: fallbackYears(settings, schedules),
    dayItselfIsLost: settings.steps.includes('T-0') && settings.deadlineHour <= settings.hour,
  }
}

function standingOf(
  deadline: Deadline,
  settings: ReminderSettings,
  now: Temporal.Instant,
): OutlookMonth['standing'] {
  if (Temporal.Instant.compare(deadline.at, now) <= 0) return 'past'
  if (settings.extended.has(deadline.month)) return 'extended'
  return deadline.movedFrom === null ? 'plain' : 'moved'
}
