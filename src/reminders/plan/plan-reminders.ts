import type { LocalizedText } from '../../locale.ts'
import { formatDate, instantOf, isZone, wallClockAt } from '../../time/clock.ts'
import { type DecidedSteps, indexOf, type PlanIndex, scheduledStep } from './index.ts'
import type { ClaimedStep, Plan, Planned, PlanState, RemindedMember, Skipped, Snooze } from './state.ts'
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
import { offsetOf, type Step } from '../../deadlines/steps.ts'

/**
 * Who is to be reminded at `now`, and why everybody else is not.
 *
 * Per member and month only the newest step whose day has come is planned: steps missed while nothing ran are
 * superseded, never sent in a burst, and a step older than one already decided is never sent, so a clock set back
 * repeats nothing. A message goes on working days, from the reminder hour until quiet hours, by the member's clock if
 * they opted in, else the workspace's; what could not go waits for the next such hour, and stays due until the next
 * step's day, the deadline, or the end of the grace days. A snoozed reminder comes once more after its time, unless a
 * newer step has come by then. Months are independent: last month's overdue reminder and this month's steps may meet.
 */
export function planReminders(state: PlanState, now: Temporal.Instant): Plan {
  return planAt(state, now, () => now)
}

/** What the plan would be on `date` when the reminder hour comes in each member's zone, were nothing to change. */
export function previewReminders(state: PlanState, date: Temporal.PlainDate): Plan {
  const { hour, zone } = state.settings
  return planAt(state, instantOf(date, hour, zone), (zone) => instantOf(date, hour, zone))
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
  if (standing.due === null)
    return standing.nextOn ? skip('not-due-yet', firstOn(standing.nextOn, view)) : skip('over')
  const { step: due, plannedFor } = standing.due
  const decided = index.decided.get(month)?.get(member.id)
  const snoozes = index.snoozes.get(member.id) ?? []
  const step = stepToClaim(
    due,
    decided,
    snoozes.filter((snooze) => snooze.month === month),
    view,
  )
  if (step === null) return skip('already-reminded')
  if (view.closed !== null) return skip(view.closed)
  const supersedes = standing.older.filter((older) => !decided?.steps.has(older))
  const owes = { owed: quota - handedIn, quota, handedIn }
  const { zone } = view
  const { daysLeft } = standing
  return { memberId: member.id, month, step, ...owes, deadline, zone, plannedFor, daysLeft, supersedes }
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

/** The due step, or its repetition after the latest snooze asked for at it; null when there is nothing to claim. */
function stepToClaim(
  due: Step,
  decided: DecidedSteps | undefined,
  snoozes: readonly Snooze[],
  view: ZoneView,
): ClaimedStep | null {
  if (!decided || decided.newest < offsetOf(due)) return due
  const latest = snoozes
    .filter(({ step }) => scheduledStep(step) === due && decided.steps.get(step)?.isSent)
    .sort((one, other) => Temporal.Instant.compare(one.until, other.until))
    .at(-1)
  if (!latest || decided.newest > offsetOf(due)) return null
  const repeated: ClaimedStep = `${due}~${wallClockAt(latest.until, view.workspaceZone).date.toString()}`
  return decided.steps.has(repeated) ? null : repeated
}
