import type { Deadline } from '../../deadlines/deadline.ts'
import { offsetOf, type Step } from '../../deadlines/steps.ts'
import { wallClockAt } from '../../time/clock.ts'
import { type DecidedSteps, scheduledStep } from './index.ts'
import type { ClaimedStep, Snooze } from './state.ts'

/** The deadline that a member was told last when another one holds, which is still to come; else null. */
export function toldOtherwise(
  deadline: Deadline,
  decided: DecidedSteps | undefined,
  now: Temporal.Instant,
): string | null {
  const told = decided?.told?.toldDue ?? null
  if (told === null || told === deadline.wall) return null
  return Temporal.Instant.compare(now, deadline.at) < 0 ? told : null
}

/** Between two steps a moved deadline is told by itself, once. */
export function wordOfMove(decided: DecidedSteps | undefined): ClaimedStep | null {
  const step: ClaimedStep = `moved~${decided?.sent ?? 0}`
  return decided?.steps.has(step) ? null : step
}

type Asked = {
  readonly deadline: Deadline
  readonly decided: DecidedSteps | undefined
  /** Of this month. */
  readonly snoozes: readonly Snooze[]
  /** The workspace's. */
  readonly zone: string
}

/** The due step, or its repetition after the latest snooze asked for at it; null when there is nothing to claim. */
export function stepToClaim(due: Step, asked: Asked): ClaimedStep | null {
  const { decided, snoozes, zone } = asked
  if (!decided) return due
  if (decided.newest < offsetOf(due)) return anew(due, decided, asked)
  const latest = snoozes
    .filter(({ step }) => scheduledStep(step) === due && decided.steps.get(step)?.isSent)
    .sort((one, other) => Temporal.Instant.compare(one.until, other.until))
    .at(-1)
  if (!latest || decided.newest > offsetOf(due)) return null
  const repeated: ClaimedStep = `${due}~${wallClockAt(latest.until, zone).date.toString()}`
  return decided.steps.has(repeated) ? null : repeated
}

/** The due step; under a name of its own when it was decided for a deadline that has moved since. */
function anew(due: Step, { steps }: DecidedSteps, { deadline }: Asked): ClaimedStep | null {
  if (!steps.has(due)) return due
  const step: ClaimedStep = `${due}~due${deadline.wall}`
  return steps.has(step) ? null : step
}
