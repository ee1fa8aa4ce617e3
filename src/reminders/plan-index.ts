import type { Month } from '../time/month.ts'
import type { Decision, Leave, Obligation, PlanState, Snooze } from './plan-state.ts'
import { offsetOf, type Step } from './steps.ts'

/** The state's rows by what the plan asks them for, so that each member costs the same however many there are. */
export type PlanIndex = {
  readonly obligations: ReadonlyMap<string, Obligation>
  readonly decided: ReadonlyMap<string, DecidedSteps>
  readonly leaves: ReadonlyMap<string, readonly Leave[]>
  readonly snoozes: ReadonlyMap<string, readonly Snooze[]>
}

/** What is decided for one member and month. */
export type DecidedSteps = {
  /** The latest step decided, in working days from the deadline. */
  readonly newest: number
  readonly steps: ReadonlyMap<string, Decision>
}

export function indexOf(state: PlanState): PlanIndex {
  return {
    obligations: new Map(state.obligations.map((row) => [memberMonth(row.memberId, row.month), row])),
    decided: decidedSteps(state.decisions),
    leaves: Map.groupBy(state.leaves, (leave) => leave.memberId),
    snoozes: Map.groupBy(state.snoozes, (snooze) => snooze.memberId),
  }
}

export function memberMonth(memberId: string, month: Month): string {
  return `${month} ${memberId}`
}

/** The scheduled step behind a claimed one: `T-3~2022-11-26` → `T-3`. Null for anything else, as a nudge by hand. */
export function scheduledStep(step: string): Step | null {
  const scheduled = step.split('~', 1)[0]!
  return isStep(scheduled) ? scheduled : null
}

function isStep(text: string): text is Step {
  return /^T[-+]\d+$/u.test(text)
}

function decidedSteps(decisions: readonly Decision[]): Map<string, DecidedSteps> {
  const decided = new Map<string, { newest: number; steps: Map<string, Decision> }>()
  for (const decision of decisions) {
    const scheduled = scheduledStep(decision.step)
    if (scheduled === null) continue
    const key = memberMonth(decision.memberId, decision.month)
    const known = decided.get(key) ?? { newest: Number.NEGATIVE_INFINITY, steps: new Map<string, Decision>() }
    known.newest = Math.max(known.newest, offsetOf(scheduled))
    known.steps.set(decision.step, decision)
    decided.set(key, known)
  }
  return decided
}
