import type { Month } from '../../time/month.ts'
import type { Workspace } from '../../members/workspace-store.ts'
import type { Essay } from './essay.ts'

/** When a month's essays are due, and until when a returned one may come back without being late. */
export type EssayDeadline = {
  readonly at: Temporal.Instant
  readonly graceUntil: Temporal.Instant
}

/** The workspace's rule for deadlines, which belongs to the reminders. */
export type DeadlineFor = (month: Month, workspace: Workspace) => EssayDeadline

/**
 * Whether an essay counts as late: first handed in after the deadline; or handed in again after the grace days, having
 * been returned. Handing in at the very moment of the deadline is in time.
 */
export function isLate(
  { firstSubmittedAt, submittedAt }: Pick<Essay, 'firstSubmittedAt' | 'submittedAt'>,
  deadline: EssayDeadline,
): boolean {
  if (firstSubmittedAt === null) return false
  if (firstSubmittedAt.getTime() > deadline.at.epochMilliseconds) return true
  return (submittedAt ?? firstSubmittedAt).getTime() > deadline.graceUntil.epochMilliseconds
}
