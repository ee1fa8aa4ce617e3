import type { EssayDeadline } from '../../deadlines/settings/essay-deadline.ts'
import type { Essay } from './essay.ts'

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
