import { inTransaction } from '../../context.ts'
import type { Caller } from '../../members/caller.ts'
import { findMembersByIds } from '../../members/members-store.ts'
import { listReviewQueue } from '../essay/lists-store.ts'
import { isLate } from '../essay/lateness.ts'
import { essayDeadline } from '../../deadlines/settings/essay-deadline.ts'
import type { ReviewCard } from './messages.ts'

/** Cards in one message; two blocks each, of Slack's fifty. */
const CARDS = 10

/** The essays that wait for a reviewer, and how many there are in all. */
export type Queue = { readonly cards: readonly ReviewCard[]; readonly total: number }

export async function loadQueue(
  { ctx, workspace, member }: Pick<Caller, 'ctx' | 'workspace' | 'member'>,
  limit: number = CARDS,
): Promise<Queue> {
  const { essays, total, people } = await inTransaction(ctx, async ({ db }) => {
    const queue = await listReviewQueue(db, member.id, limit)
    const ids = queue.essays.flatMap(({ memberId, reviewerId }) => [memberId, reviewerId ?? memberId])
    const members = await findMembersByIds(db, [...new Set(ids)])
    return { ...queue, people: new Map(members.map((one) => [one.id, one])) }
  })
  const cards = essays.flatMap((essay) => {
    const author = people.get(essay.memberId)
    const late = isLate(essay, essayDeadline(essay.month, workspace))
    const reviewer = essay.reviewerId === null ? null : (people.get(essay.reviewerId) ?? null)
    return author === undefined ? [] : [{ essay, author, isLate: late, reviewer }]
  })
  return { cards, total }
}
