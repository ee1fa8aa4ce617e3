import type { Month } from '../time/month.ts'
import { isNudge, planNudge } from './plan-nudge.ts'
import { planReminders } from './plan-reminders.ts'
import type { NudgeStep, Planned, PlanState } from './plan-state.ts'
import type { SkipCode } from './skip-reasons.ts'

/** What to do about a claimed reminder when its turn to be posted has come. */
export type Verdict =
  | { readonly kind: 'send'; readonly planned: Planned }
  /** Not at this moment: the claim is given up, and the plan decides again. */
  | { readonly kind: 'later'; readonly code: SkipCode }
  | { readonly kind: 'cancel'; readonly reason: SkipCode | 'superseded' }

/** Reasons that pass by themselves while the same step may still be due. */
const PASSING: ReadonlySet<SkipCode> = new Set([
  'snoozed',
  'not-due-yet',
  'not-yet-joined',
  'day-off',
  'before-hour',
  'quiet-hours',
])

/**
 * Looks at a claimed reminder again with what is known now: `state` holds its member alone. It is sent only if the
 * plan, were it not claimed, would plan the very same; in between essays may have been handed in, the member may have
 * left, a newer step may have come, or the day may have ended.
 */
export function stillDue(
  state: PlanState,
  claim: { readonly memberId: string; readonly month: Month; readonly step: string },
  now: Temporal.Instant,
): Verdict {
  if (isNudge(claim.step)) return nudgeStillDue(state, { ...claim, step: claim.step }, now)
  const isClaim = (other: { memberId: string; month: string | null; step: string | null }) =>
    other.memberId === claim.memberId && other.month === claim.month && other.step === claim.step
  const { planned, skipped } = planReminders(
    { ...state, decisions: state.decisions.filter((decision) => !isClaim(decision)) },
    now,
  )
  const same = planned.find(isClaim)
  if (same !== undefined) return { kind: 'send', planned: withDetails(same, state) }
  if (planned.some(({ month }) => month === claim.month)) return { kind: 'cancel', reason: 'superseded' }
  const skip = skipped.find(({ month }) => month === null || month === claim.month)
  if (skip === undefined) return { kind: 'cancel', reason: 'over' }
  if (skip.code === 'already-reminded') return { kind: 'cancel', reason: 'superseded' }
  return PASSING.has(skip.code) ? { kind: 'later', code: skip.code } : { kind: 'cancel', reason: skip.code }
}

/** A nudge waits for no other hour: what cannot go now is given up, and the leader may nudge another day. */
function nudgeStillDue(
  state: PlanState,
  claim: { readonly memberId: string; readonly month: Month; readonly step: NudgeStep },
  now: Temporal.Instant,
): Verdict {
  const planned = planNudge(state, claim, now)
  return 'code' in planned
    ? { kind: 'cancel', reason: planned.code }
    : { kind: 'send', planned: withDetails(planned, state) }
}

function withDetails(planned: Planned, { details }: PlanState): Planned {
  return details === undefined ? planned : { ...planned, details }
}
