import type { LocalizedText } from '../../locale.ts'
import { wallClockAt } from '../../time/clock.ts'
import type { Month } from '../../time/month.ts'
import { deadlineOf } from '../../deadlines/deadline.ts'
import { indexOf } from './index.ts'
import { awayReason, ownReason, zoneOf } from './plan-reminders.ts'
import type { NudgeStep, Planned, PlanState } from './state.ts'
import { closedAt } from '../../deadlines/settings/schedule.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'
import { reasonWith, type SkipCode } from './skip-reasons.ts'

export function isNudge(step: string): step is NudgeStep {
  return step.startsWith('nudge~')
}

/** The day that a nudge counts for, by the member's clock: at most one a day. ISO date. */
export function nudgeDay(state: PlanState, now: Temporal.Instant): string {
  const [member] = state.members
  return wallClockAt(
    now,
    member === undefined ? state.settings.zone : zoneOf(member, state.settings),
  ).date.toString()
}

/**
 * Whether a leader may nudge a member about a month now; else why not. The rules are those of a reminder, but for the
 * steps: nobody who owes nothing, is exempt, away or let be until tomorrow, on no day off, and not in quiet hours.
 */
export function planNudge(
  state: PlanState,
  nudge: { readonly memberId: string; readonly month: Month; readonly step: NudgeStep },
  now: Temporal.Instant,
): Planned | { readonly code: SkipCode; readonly said: LocalizedText } {
  const refuse = (code: SkipCode, detail: LocalizedText | null = null) => ({
    code,
    said: reasonWith(code, detail),
  })
  const { memberId, month, step } = nudge
  const { settings } = state
  const member = state.members.find(({ id }) => id === memberId)
  if (member === undefined) return refuse('left')
  const zone = zoneOf(member, settings)
  const wall = wallClockAt(now, zone)
  const index = indexOf(state)
  const own = ownReason(member, wall.date, false)
  if (own !== null) return refuse(own)
  const obligation = index.obligations.get(month)?.get(memberId)
  if (obligation === undefined || obligation.quota <= 0) return refuse('owes-nothing')
  const { quota, handedIn, exemption } = obligation
  if (exemption !== null) return refuse('exempt', { zh: exemption, en: exemption })
  if (handedIn >= quota) return refuse('handed-in')
  const away = awayReason(memberId, { now, today: wall.date }, index)
  if (away !== null) return refuse(away)
  const closed = closedAt(wall, anyHour(settings))
  if (closed !== null) return refuse(closed)
  const deadline = deadlineOf(month, settings)
  const dueOn = wallClockAt(deadline.at, zone).date
  const daysLeft = wall.date.until(dueOn, { largestUnit: 'day' }).days
  const owes = { owed: quota - handedIn, quota, handedIn }
  return { memberId, month, step, ...owes, deadline, zone, plannedFor: now, daysLeft, supersedes: [] }
}

/** A person who nudges need not wait for the reminder hour; quiet hours and days off hold. */
function anyHour(settings: ReminderSettings): ReminderSettings {
  return { ...settings, hour: '00:00' }
}
