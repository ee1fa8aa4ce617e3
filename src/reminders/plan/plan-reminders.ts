import type { LocalizedText } from '../../locale.ts'
import { formatDate, instantOf, isZone, wallClockAt } from '../../time/clock.ts'
import { indexOf, type PlanIndex } from './index.ts'
import { stepToClaim, toldOtherwise, wordOfMove } from './step-to-claim.ts'
import type { Decision, Plan, Planned, PlanState, RemindedMember, Skipped } from './state.ts'
import {
  type Closed,
  closedAt,
  fallbackYears,
  type Schedule,
  schedulesConcerned,
  type Standing,
  standingAt,
} from '../../deadlines/settings/schedule.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'
import { reasonWith, type SkipCode } from './skip-reasons.ts'

/**
 * Who is to be reminded at `now`, and why everybody else is not.
 *
 * Per member and month only the newest step whose day has come is planned: steps missed while nothing ran are
 * superseded, never sent in a burst, and a step older than one already decided is never sent, so a clock set back
 * repeats nothing. A message goes on working days, from the reminder hour until quiet hours, by the member's clock if
 * they opted in, else the workspace's; what could not go waits for the next such hour, and stays due until the next
 * step's day, the deadline, or the end of the grace days. A snoozed reminder comes once more after its time, unless a
 * newer step has come by then. Steps decided for a deadline that has moved since do not count: the steps to the new one
 * come, and who was told the old one is told the new, with the next step or by itself, once. Months are independent: last month's overdue reminder and this month's steps may meet.
 */
export function planReminders(state: PlanState, now: Temporal.Instant): Plan {
  return planAt(state, now, () => now)
}

/**
 * What the plan would be on `date` when the reminder hour comes in each member's zone, were nothing to change from `now`
 * on: what goes out on the days before counts as sent, so that a message is shown on the day it will come.
 */
export function previewReminders(state: PlanState, date: Temporal.PlainDate, now: Temporal.Instant): Plan {
  const { zone } = state.settings
  const days = Math.min(LOOKED_THROUGH, wallClockAt(now, zone).date.until(date, { largestUnit: 'day' }).days)
  const decisions = [...state.decisions]
  for (let left = days; left > 0; left--) {
    const day = date.subtract({ days: left })
    const earlier = planOn({ ...state, decisions }, day, left === days ? now : null)
    decisions.push(...earlier.planned.map((planned) => asSent(planned, atHour(state, day, planned.zone))))
  }
  return planOn({ ...state, decisions }, date, null)
}

/** Steps reach no further back than this, in days by the calendar. */
const LOOKED_THROUGH = 100

/** `from`: nothing goes before it. */
function planOn(state: PlanState, date: Temporal.PlainDate, from: Temporal.Instant | null): Plan {
  const momentIn = (zone: string) => {
    const hour = atHour(state, date, zone)
    return from !== null && Temporal.Instant.compare(hour, from) < 0 ? from : hour
  }
  return planAt(state, momentIn(state.settings.zone), momentIn)
}

function atHour({ settings }: PlanState, date: Temporal.PlainDate, zone: string): Temporal.Instant {
  return instantOf(date, settings.hour, zone)
}

function asSent({ memberId, month, step, deadline }: Planned, sentAt: Temporal.Instant): Decision {
  return { memberId, month, step, isSent: true, toldDue: deadline.wall, sentAt }
}

function planAt(state: PlanState, now: Temporal.Instant, nowIn: (zone: string) => Temporal.Instant): Plan {
  const { settings } = state
  const schedules = schedulesConcerned(settings, now)
  const index = indexOf(state)
  const views = new Map<string, ZoneView>()
  const planned: Planned[] = []
  const skipped: Skipped[] = []
  for (const member of state.members) {
    const view =
      views.get(member.zone ?? '') ?? zoneView(zoneOf(member, settings), nowIn, schedules, settings)
    views.set(member.zone ?? '', view)
    const own = ownReason(member, view.today, state.includeUnlinked ?? false)
    if (own !== null) {
      skipped.push({ memberId: member.id, month: null, step: null, code: own, said: reasonWith(own, null) })
      continue
    }
    for (const standing of view.standings) {
      const verdict = decide(member, standing, view, index)
      if ('code' in verdict) skipped.push(verdict)
      else planned.push(verdict)
    }
  }
  return { planned, skipped, calendarFallbackYears: fallbackYears(settings, schedules) }
}

/** Everything about a moment that all members of one zone share, computed once. */
type ZoneView = {
  readonly zone: string
  readonly workspaceZone: string
  readonly now: Temporal.Instant
  readonly today: Temporal.PlainDate
  readonly closed: Closed | null
  readonly standings: readonly Standing[]
}

/** A zone that this machine does not know must not keep the whole office from being reminded. */
export function zoneOf(member: RemindedMember, settings: ReminderSettings): string {
  return member.zone !== null && isZone(member.zone) ? member.zone : settings.zone
}

function zoneView(
  zone: string,
  nowIn: (zone: string) => Temporal.Instant,
  schedules: readonly Schedule[],
  settings: ReminderSettings,
): ZoneView {
  const now = nowIn(zone)
  const wall = wallClockAt(now, zone)
  const standings = schedules.map((schedule) => standingAt(schedule, now, zone, settings))
  const closed = closedAt(wall, settings)
  return { zone, workspaceZone: settings.zone, now, today: wall.date, closed, standings }
}

/** Why nobody reminds this member, whatever the month; null when somebody may. */
export function ownReason(
  member: RemindedMember,
  today: Temporal.PlainDate,
  includeUnlinked: boolean,
): SkipCode | null {
  if (member.isBot) return 'bot'
  if (member.isGuest) return 'guest'
  if (member.isDeactivated) return 'deactivated'
  if (member.leftOn && Temporal.PlainDate.compare(today, member.leftOn) >= 0) return 'left'
  if (Temporal.PlainDate.compare(today, member.joinedOn) < 0) return 'not-yet-joined'
  return member.isLinked || includeUnlinked ? null : 'not-linked'
}

function decide(
  member: RemindedMember,
  standing: Standing,
  view: ZoneView,
  index: PlanIndex,
): Planned | Skipped {
  const { deadline } = standing.schedule
  const { month } = deadline
  const skip = (code: SkipCode, detail: LocalizedText | null = null): Skipped => {
    const step = standing.due?.step ?? null
    return { memberId: member.id, month, step, code, said: reasonWith(code, detail) }
  }
  const obligation = index.obligations.get(month)?.get(member.id)
  if (!obligation || obligation.quota <= 0) return skip('owes-nothing')
  const { quota, handedIn, exemption } = obligation
  if (exemption !== null) return skip('exempt', { zh: exemption, en: exemption })
  if (handedIn >= quota) return skip('handed-in')
  const away = awayReason(member.id, view, index)
  if (away !== null) return skip(away)
  const decided = index.decided.get(month)?.get(member.id)
  const snoozes = (index.snoozes.get(member.id) ?? []).filter((snooze) => snooze.month === month)
  const movedFrom = toldOtherwise(deadline, decided, view.now)
  const due =
    standing.due && stepToClaim(standing.due.step, { deadline, decided, snoozes, zone: view.workspaceZone })
  const step = due ?? (movedFrom === null ? null : wordOfMove(decided))
  if (step === null) {
    if (standing.due !== null) return skip('already-reminded')
    return standing.nextOn ? skip('not-due-yet', firstOn(standing.nextOn, view)) : skip('over')
  }
  if (view.closed !== null) return skip(view.closed)
  const supersedes = standing.due === null ? [] : standing.older.filter((older) => !decided?.steps.has(older))
  const owes = { owed: quota - handedIn, quota, handedIn }
  const { zone, now } = view
  const { daysLeft } = standing
  const plannedFor = standing.due?.plannedFor ?? now
  return {
    memberId: member.id,
    month,
    step,
    ...owes,
    deadline,
    zone,
    plannedFor,
    daysLeft,
    movedFrom,
    supersedes,
  }
}

/** On leave, or snoozed; null when neither. */
export function awayReason(
  memberId: string,
  { now, today }: Pick<ZoneView, 'now' | 'today'>,
  index: Pick<PlanIndex, 'leaves' | 'snoozes'>,
): SkipCode | null {
  const onLeave = index.leaves.get(memberId)?.some(({ from, to }) => {
    const returned = to !== null && Temporal.PlainDate.compare(to, today) < 0
    return Temporal.PlainDate.compare(from, today) <= 0 && !returned
  })
  if (onLeave) return 'on-leave'
  const isSnoozed = index.snoozes.get(memberId)?.some(({ until }) => Temporal.Instant.compare(now, until) < 0)
  return isSnoozed ? 'snoozed' : null
}

function firstOn(date: Temporal.PlainDate, { today }: ZoneView): LocalizedText {
  return { zh: formatDate(date, 'zh', today), en: formatDate(date, 'en', today) }
}
