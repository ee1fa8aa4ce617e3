import type { Month } from '../../time/month.ts'
import type { Decision, Leave, Obligation, PlanState, Snooze } from './state.ts'
import { offsetOf, type Step } from '../../deadlines/steps.ts'

/** The state's rows by what the plan asks them for, so that each member costs the same however many there are. */
export type PlanIndex = {
  readonly obligations: ByMonth<Obligation>
  readonly decided: ByMonth<DecidedSteps>
  readonly leaves: ReadonlyMap<string, readonly Leave[]>
  readonly snoozes: ReadonlyMap<string, readonly Snooze[]>
}

/** Month, then member: a key of both together would be made ten thousand times. */
type ByMonth<T> = ReadonlyMap<Month, ReadonlyMap<string, T>>

/** What is decided for one member and month. */
export type DecidedSteps = {
  /** The latest step decided, in working days from the deadline. */
  readonly newest: number
  readonly steps: ReadonlyMap<string, Decision>
}

export function indexOf(state: PlanState): PlanIndex {
  return {
    obligations: byMonth(state.obligations),
    decided: decidedSteps(state.decisions),
    leaves: Map.groupBy(state.leaves, (leave) => leave.memberId),
    snoozes: Map.groupBy(state.snoozes, (snooze) => snooze.memberId),
  }
}

function byMonth(obligations: readonly Obligation[]): ByMonth<Obligation> {
  const months = new Map<Month, Map<string, Obligation>>()
  for (const obligation of obligations) monthIn(months, obligation.month).set(obligation.memberId, obligation)
  return months
}

function monthIn<T>(months: Map<Month, Map<string, T>>, month: Month): Map<string, T> {
  const known = months.get(month)
  if (known !== undefined) return known
  const fresh = new Map<string, T>()
  months.set(month, fresh)
  return fresh
}

/** The scheduled step behind a claimed one: `T-3~2022-11-26` → `T-3`. Null for anything else, as a nudge by hand. */
export function scheduledStep(step: string): Step | null {
  const scheduled = step.split('~', 1)[0]!
  return isStep(scheduled) ? scheduled : null
}

function isStep(text: string): text is Step {
  return /^T[-+]\d+$/u.test(text)
}

function decidedSteps(decisions: readonly Decision[]): ByMonth<DecidedSteps> {
  const decided = new Map<Month, Map<string, { newest: number; steps: Map<string, Decision> }>>()
  for (const decision of decisions) {
    const scheduled = scheduledStep(decision.step)
    if (scheduled === null) continue
    const members = monthIn(decided, decision.month)
    const known = members.get(decision.memberId) ?? { newest: Number.NEGATIVE_INFINITY, steps: new Map() }
    known.newest = Math.max(known.newest, offsetOf(scheduled))
    known.steps.set(decision.step, decision)
    members.set(decision.memberId, known)
  }
  return decided
}
