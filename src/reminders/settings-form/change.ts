import { z } from 'zod'
import type { Workspace } from '../../members/workspace-store.ts'
import { instantOf, wallClockAt } from '../../time/clock.ts'
import { addMonths, type Month, monthOf, monthsBetween } from '../../time/month.ts'
import { type Calendar, calendarOf, isWorkingDay } from '../../time/working-days.ts'
import { deadlineOf, type DeadlineSettings } from '../../deadlines/deadline.ts'
import { deadlineWithGrace } from '../../deadlines/settings/essay-deadline.ts'
import {
  reminderSettingsOf,
  storedReminderSettings,
  type StoredReminderSettings,
  storedSettingsOf,
} from '../../deadlines/settings/reminder-settings.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'

/** What an admin may set of the workspace; what is missing stays as it is. Made of JSON, so that a button can carry it. */
export const settingsChange = storedReminderSettings.omit({ formerly: true, extended: true }).extend({
  zone: z.string().optional(),
  region: z.string().optional(),
  locale: z.enum(['zh', 'en']).optional(),
})
export type SettingsChange = z.infer<typeof settingsChange>

/** The part of a workspace that settings are. */
export type SetWorkspace = Pick<Workspace, 'zone' | 'region' | 'locale' | 'settings'>

/** How far back it is looked whether a change would touch a deadline that has struck. */
const MONTHS_BACK = 36
/** Deadlines lie within their month, and an extended one some days after it. */
const STRUCK_AT_THE_LATEST = 2

/**
 * The workspace as it is after a change made at `now`. Two rules keep a change fair:
 * a deadline that has struck stays what it was, so that nobody becomes late, or in time, afterwards; and one that has
 * not, but by the new settings lay in the past, stands on its old day, or on the next that is worked.
 * Throws MemberFacingError when the settings contradict each other.
 */
export function changedWorkspace<W extends SetWorkspace>(
  workspace: W,
  change: SettingsChange,
  now: Temporal.Instant,
): W {
  const { zone, region, locale, ...reminders } = change
  const stored: StoredReminderSettings = { ...storedSettingsOf(workspace), ...reminders }
  const wished = { ...workspace, ...pickSet({ zone, region, locale }) }
  const with_ = (part: StoredReminderSettings): W => ({
    ...wished,
    settings: { ...workspace.settings, reminders: part },
  })
  const before = reminderSettingsOf(workspace)
  // Checked also when no deadline moves.
  const after = reminderSettingsOf(with_(stored))
  const struck = lastStruck(before, now)
  const past = monthsBetween(addMonths(struck, -MONTHS_BACK), struck)
  const ahead = monthsBetween(addMonths(struck, 1), addMonths(struck, STRUCK_AT_THE_LATEST + 2))
  const isSame = [...past, ...ahead].every((month) => sameDeadline(month, before, after))
  if (isSame) return with_(stored)
  const formerly = withFormer(stored, { before, after, past, struck })
  const anew = reminderSettingsOf(with_({ ...stored, formerly, extended: keptExtensions(stored, struck) }))
  const extended = {
    ...keptExtensions(stored, struck),
    ...extensions(ahead, { before, after: anew, now }),
  }
  return with_({ ...stored, formerly, extended })
}

function pickSet<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

/** The latest month whose deadline has struck. */
function lastStruck(settings: ReminderSettings, now: Temporal.Instant): Month {
  const present = monthOf(wallClockAt(now, settings.zone).date)
  const months = monthsBetween(addMonths(present, -STRUCK_AT_THE_LATEST), addMonths(present, 1))
  const struck = months.findLast((month) => hasStruck(month, settings, now))
  return struck ?? addMonths(present, -STRUCK_AT_THE_LATEST - 1)
}

/** Handing in at the very moment is still in time. */
function hasStruck(month: Month, settings: DeadlineSettings, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(deadlineOf(month, settings).at, now) <= 0
}

function sameDeadline(month: Month, one: DeadlineSettings, other: DeadlineSettings): boolean {
  const [before, after] = [deadlineWithGrace(month, one), deadlineWithGrace(month, other)]
  return before.at.equals(after.at) && before.graceUntil.equals(after.graceUntil)
}

type Passage = {
  readonly before: ReminderSettings
  readonly after: ReminderSettings
  readonly past: readonly Month[]
  readonly struck: Month
}

function withFormer(
  { formerly = [] }: StoredReminderSettings,
  { before, after, past, struck }: Passage,
): NonNullable<StoredReminderSettings['formerly']> {
  const last = formerly.at(-1)
  if (last !== undefined && last.through >= struck) return formerly
  if (past.every((month) => sameDeadline(month, before, after))) return formerly
  const { zone, region, deadlineRule, deadlineHour, graceDays, overrides } = before
  const days = { daysOff: [...overrides.daysOff], workingDays: [...overrides.workingDays] }
  return [...formerly, { through: struck, zone, region, deadlineRule, deadlineHour, graceDays, ...days }]
}

function keptExtensions(
  { extended = {} }: StoredReminderSettings,
  struck: Month,
): NonNullable<StoredReminderSettings['extended']> {
  return Object.fromEntries(Object.entries(extended).filter(([month]) => month <= struck))
}

function extensions(
  months: readonly Month[],
  { before, after, now }: Pick<Passage, 'before' | 'after'> & { readonly now: Temporal.Instant },
): NonNullable<StoredReminderSettings['extended']> {
  const passed = months.filter((month) => hasStruck(month, after, now))
  return Object.fromEntries(
    passed.map((month) => [month, extendedTo(deadlineOf(month, before).date, after, now).toString()]),
  )
}

/** A year without a working day is no office. */
const MOST_DAYS_AHEAD = 366

function extendedTo(
  old: Temporal.PlainDate,
  after: ReminderSettings,
  now: Temporal.Instant,
): Temporal.PlainDate {
  const calendar: Calendar = calendarOf(after.region, after.overrides)
  const isAhead = (date: Temporal.PlainDate) =>
    Temporal.Instant.compare(instantOf(date, after.deadlineHour, after.zone), now) > 0
  for (let days = 0; days <= MOST_DAYS_AHEAD; days++) {
    const date = old.add({ days })
    if (isWorkingDay(calendar, date) && isAhead(date)) return date
  }
  return old
}
