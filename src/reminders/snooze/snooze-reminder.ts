import { type Context, inTransaction } from '../../context.ts'
import type { Member } from '../../members/member.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { instantOf, isZone, wallClockAt } from '../../time/clock.ts'
import type { Month } from '../../time/month.ts'
import { addWorkingDays, calendarOf } from '../../time/working-days.ts'
import { deadlineOf } from '../../deadlines/deadline.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'
import { upsertSnooze } from './store.ts'

export type Snoozed = {
  readonly until: Temporal.Instant
  /** The zone the member reads. */
  readonly zone: string
  readonly today: Temporal.PlainDate
  /** The deadline strikes before the reminder comes again; null when it does not, or has struck already. */
  readonly deadlineBefore: Temporal.Instant | null
}

/** Lets a member be until the reminder hour of the next day on which reminders go; then that step comes once more. */
export async function snoozeReminder(
  ctx: Context,
  snooze: {
    readonly member: Member
    readonly month: Month
    readonly step: string
    readonly requestId: string
  },
): Promise<Snoozed> {
  return await inTransaction(
    ctx,
    async ({ db, clock }) => {
      const settings = reminderSettingsOf(await readWorkspace(db))
      const now = clock.now()
      const zone = zoneOf(snooze.member, settings)
      const today = wallClockAt(now, zone).date
      const until = snoozedUntil(now, zone, settings)
      await upsertSnooze(db, { memberId: snooze.member.id, month: snooze.month, step: snooze.step, until })
      const { at } = deadlineOf(snooze.month, settings)
      const isBetween = Temporal.Instant.compare(now, at) < 0 && Temporal.Instant.compare(at, until) < 0
      return { until, zone, today, deadlineBefore: isBetween ? at : null }
    },
    { once: snooze.requestId },
  )
}

function zoneOf({ ownZone, zone }: Member, settings: ReminderSettings): string {
  return ownZone && zone !== null && isZone(zone) ? zone : settings.zone
}

/** When a reminder comes again to somebody who asks at `now` to be let be: at the hour of the next day on which any go. */
export function snoozedUntil(
  now: Temporal.Instant,
  zone: string,
  settings: ReminderSettings,
): Temporal.Instant {
  return instantOf(nextDay(wallClockAt(now, zone).date, settings), settings.hour, zone)
}

function nextDay(today: Temporal.PlainDate, settings: ReminderSettings): Temporal.PlainDate {
  if (!settings.workingDaysOnly) return today.add({ days: 1 })
  return addWorkingDays(calendarOf(settings.region, settings.overrides), today, 1)
}
