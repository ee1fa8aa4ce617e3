import type { Month } from '../../time/month.ts'
import type { Decision, Leave, Obligation, PlanState, Snooze } from './state.ts'
import { deadlineOf } from '../../deadlines/deadline.ts'
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
  /** The latest step decided under the deadline that holds, in working days from it. */
  readonly newest: number
  readonly steps: ReadonlyMap<string, Decision>
  /** The message that told a deadline last; null when none did, or nobody knows which. */
  readonly told: (Decision & { readonly toldDue: string }) | null
  readonly sent: number
}

export function indexOf(state: PlanState): PlanIndex {
  return {
    obligations: byMonth(state.obligations),
    decided: decidedSteps(state),
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

/** A step decided under a deadline that holds no more says nothing of the steps to the one that does. */
function decidedSteps({ decisions, settings }: PlanState): ByMonth<DecidedSteps> {
  const decided = new Map<Month, Map<string, DecidedSteps & { steps: Map<string, Decision> }>>()
  const deadlines = new Map<Month, string>()
  for (const decision of decisions) {
    const { month, memberId, step, isSent } = decision
    const deadline = deadlines.get(month) ?? deadlineOf(month, settings).wall
    deadlines.set(month, deadline)
    const members = monthIn(decided, month)
    const known = members.get(memberId) ?? nothingDecided()
    const scheduled = scheduledStep(step)
    const counts = scheduled !== null && (decision.toldDue ?? deadline) === deadline
    members.set(memberId, {
      newest: counts ? Math.max(known.newest, offsetOf(scheduled)) : known.newest,
      steps: known.steps.set(step, decision),
      told: laterTold(known.told, decision),
      sent: known.sent + (isSent ? 1 : 0),
    })
  }
  return decided
}

function nothingDecided() {
  const steps = new Map<string, Decision>()
  return { newest: Number.NEGATIVE_INFINITY, steps, told: null, sent: 0 }
}

function laterTold(told: DecidedSteps['told'], decision: Decision): DecidedSteps['told'] {
  const { isSent, toldDue } = decision
  if (!isSent || !toldDue) return told
  const isLater =
    told === null || (decision.sentAt?.epochMilliseconds ?? 0) >= (told.sentAt?.epochMilliseconds ?? 0)
  return isLater ? { ...decision, toldDue } : told
}
