import type { Workspace } from '../../members/workspace-store.ts'
import { instantOf } from '../../time/clock.ts'
import type { Month } from '../../time/month.ts'
import { addWorkingDays, calendarOf } from '../../time/working-days.ts'
import { deadlineOf, type DeadlineSettings, rulesFor } from '../deadline.ts'
import { reminderSettingsOf } from './reminder-settings.ts'

/** When a month's essays are due, and until when a returned one may come back without being late. */
export type EssayDeadline = {
  readonly at: Temporal.Instant
  readonly graceUntil: Temporal.Instant
}

/**
 * The workspace's deadline for a month's essays, as the essays ask for it. A returned essay may come back until the
 * deadline's hour on the last of the grace days, which are working days.
 */
export function essayDeadline(month: Month, workspace: Workspace): EssayDeadline {
  return deadlineWithGrace(month, reminderSettingsOf(workspace))
}

/** The same by the settings. */
export function deadlineWithGrace(month: Month, settings: DeadlineSettings): EssayDeadline {
  const { date, at } = deadlineOf(month, settings)
  const { region, overrides, graceDays, deadlineHour, zone } = rulesFor(month, settings)
  const lastDay = addWorkingDays(calendarOf(region, overrides), date, graceDays)
  return { at, graceUntil: instantOf(lastDay, deadlineHour, zone) }
}
