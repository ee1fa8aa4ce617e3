import { type Context, inTransaction } from '../../context.ts'
import type { Member } from '../../members/member.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { instantOf, isZone, wallClockAt } from '../../time/clock.ts'
import type { Month } from '../../time/month.ts'
import { addWorkingDays, calendarOf } from '../../time/working-days.ts'
import { deadlineOf } from '../../deadlines/deadline.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'
import type { LocalizedText } from '../../locale.ts'
import { loadPlan } from '../due/store.ts'
import { planReminders } from '../plan/plan-reminders.ts'
import { reasonWith } from '../plan/skip-reasons.ts'
import type { PlanState, Snooze } from '../plan/state.ts'
import { upsertSnooze } from './store.ts'

export type Snoozed = {
  /** When the next reminder of the month comes; null when none does. */
  readonly next: Temporal.Instant | null
  /** Whether that is the day they asked to be reminded on. */
  readonly isAsAsked: boolean
  /** Why nothing comes on that day. */
  readonly reason: LocalizedText | null
  /** The zone the member reads. */
  readonly zone: string
  readonly today: Temporal.PlainDate
  /** The deadline strikes before a reminder comes again; null when it does not, or has struck already. */
  readonly deadlineBefore: Temporal.Instant | null
}

/**
 * Lets a member be until the reminder hour of the next day on which reminders go; then that step comes once more. The
 * plan is asked whether it does: when nothing would come then, nothing is put off, and what comes next is told.
 */
export async function snoozeReminder(
  ctx: Context,
  snooze: {
    readonly member: Member
    readonly month: Month
    readonly step: string
    readonly requestId: string
  },
): Promise<Snoozed> {
  const { member, month, step } = snooze
  return await inTransaction(
    ctx,
    async ({ db, clock }) => {
      const settings = reminderSettingsOf(await readWorkspace(db))
      const now = clock.now()
      const zone = zoneOf(member, settings)
      const today = wallClockAt(now, zone).date
      const wish: Snooze = { memberId: member.id, month, step, until: snoozedUntil(now, zone, settings) }
      const { state } = await loadPlan(db, wish.until, { memberId: member.id, month, since: now })
      const { next, reason } = whatComes(state, wish, zone)
      if (reason === null) await upsertSnooze(db, wish)
      const { at } = deadlineOf(month, settings)
      const isBetween = Temporal.Instant.compare(now, at) < 0 && isBefore(at, next)
      return { next, reason, isAsAsked: reason === null, zone, today, deadlineBefore: isBetween ? at : null }
    },
    { once: snooze.requestId },
  )
}

function isBefore(at: Temporal.Instant, next: Temporal.Instant | null): boolean {
  return next === null || Temporal.Instant.compare(at, next) < 0
}

/** Days looked through for the next reminder of a month: its overdue one comes at most so much later. */
const DAYS_AHEAD = 70

/** What the plan holds for the member's month from the end of the snooze on; `reason`: why nothing comes right then. */
function whatComes(
  state: PlanState,
  wish: Snooze,
  zone: string,
): { readonly next: Temporal.Instant | null; readonly reason: LocalizedText | null } {
  const snoozes = [...state.snoozes.filter(({ month }) => month !== wish.month), wish]
  const at = (moment: Temporal.Instant, snoozes: readonly Snooze[]) => {
    const { planned, skipped } = planReminders({ ...state, snoozes }, moment)
    const comes = planned.some(({ month }) => month === wish.month)
    const skip = skipped.find(({ month }) => month === null || month === wish.month)
    return comes ? null : (skip?.said ?? reasonWith('over', null))
  }
  const reason = at(wish.until, snoozes)
  if (reason === null) return { next: wish.until, reason }
  for (let days = 1; days <= DAYS_AHEAD; days++) {
    const later = wish.until.toZonedDateTimeISO(zone).add({ days }).toInstant()
    if (at(later, state.snoozes) === null) return { next: later, reason }
  }
  return { next: null, reason }
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
