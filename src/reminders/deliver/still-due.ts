import type { Month } from '../../time/month.ts'
import { isNudge, planNudge } from '../plan/plan-nudge.ts'
import { planReminders } from '../plan/plan-reminders.ts'
import type { NudgeStep, Plan, Planned, PlanState } from '../plan/state.ts'
import type { SkipCode } from '../plan/skip-reasons.ts'

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

export type ClaimedReminder = { readonly memberId: string; readonly month: Month; readonly step: string }

/**
 * Looks at claimed reminders again with what is known now, and returns a verdict on each; `state` holds their members
 * alone. One is sent only if the plan, were it not claimed, would plan the very same; in between essays may have been
 * handed in, the member may have left, a newer step may have come, or the day may have ended.
 */
export function stillDue(
  state: PlanState,
  claims: readonly ClaimedReminder[],
  now: Temporal.Instant,
): Verdict[] {
  const claimed = new Set(claims.map(keyOf))
  const unclaimed = state.decisions.filter((decision) => !claimed.has(keyOf(decision)))
  const plan = planReminders({ ...state, decisions: unclaimed }, now)
  return claims.map((claim) => {
    const { step } = claim
    return isNudge(step) ? nudgeStillDue(state, { ...claim, step }, now) : verdictOn(claim, plan, state)
  })
}

function keyOf({ memberId, month, step }: ClaimedReminder): string {
  return `${memberId} ${month} ${step}`
}

function verdictOn(claim: ClaimedReminder, plan: Plan, state: PlanState): Verdict {
  const { memberId, month } = claim
  const planned = plan.planned.find((one) => one.memberId === memberId && one.month === month)
  if (planned?.step === claim.step) return { kind: 'send', planned: withDetails(planned, state) }
  if (planned !== undefined) return { kind: 'cancel', reason: 'superseded' }
  const skip = plan.skipped.find(
    (one) => one.memberId === memberId && (one.month === null || one.month === month),
  )
  if (skip === undefined) return { kind: 'cancel', reason: 'over' }
  if (skip.code === 'already-reminded') return { kind: 'cancel', reason: 'superseded' }
  return PASSING.has(skip.code) ? { kind: 'later', code: skip.code } : { kind: 'cancel', reason: skip.code }
}

/** A nudge waits for no other hour: what cannot go now is given up, and the leader may nudge another day. */
function nudgeStillDue(
  state: PlanState,
  claim: ClaimedReminder & { readonly step: NudgeStep },
  now: Temporal.Instant,
): Verdict {
  const planned = planNudge(state, claim, now)
  return 'code' in planned
    ? { kind: 'cancel', reason: planned.code }
    : { kind: 'send', planned: withDetails(planned, state) }
}

function withDetails(planned: Planned, { details }: PlanState): Planned {
  const own = details?.get(planned.memberId)
  return own === undefined ? planned : { ...planned, details: own }
}
