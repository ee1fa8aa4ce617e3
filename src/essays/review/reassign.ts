import { type Context, inTransaction, nowOf } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { FieldIssues } from '../../errors.ts'
import { may, type Member } from '../../members/member.ts'
import { findMember, listMembers } from '../../members/members-store.ts'
import { requireMove } from '../essay/moves.ts'
import type { Essay } from '../essay/essay.ts'
import { essayNow, moveEssay } from '../essay/store.ts'
import { TOLD, tellMove } from '../tell/tell.ts'
import { authorOf, overtaken } from './review.ts'

export type Reassigned = {
  readonly essay: Essay
  readonly author: Member
  readonly reviewer: Member
  /** The message to the reviewer; null when it was theirs already, and nobody need be told again. */
  readonly toldId: string | null
}

/**
 * Passes an essay on to another reviewer, in whose queue it then comes first; others may still review it, so that nothing
 * waits for who is away. Throws when it is no longer as the reviewer saw it, or for who may not review it.
 */
export async function reassignEssay(
  ctx: Context,
  wish: {
    readonly id: string
    readonly revision: number
    readonly reviewerId: string
    readonly by: Member
    readonly requestId: string
  },
): Promise<Reassigned> {
  return await inTransaction(
    ctx,
    async (ctx) => {
      const before = await essayNow(ctx.db, wish.id)
      requireMove('reassign', before, wish.by)
      const reviewer = await findMember(ctx.db, wish.reviewerId)
      if (reviewer === null || !mayReview(reviewer, before)) throw notAReviewer()
      const author = await authorOf(ctx.db, before)
      if (before.reviewerId === reviewer.id) return { essay: before, author, reviewer, toldId: null }
      if (before.revision !== wish.revision) throw await overtaken(ctx, before)
      const made = { move: 'reassign', by: wish.by.id, at: nowOf(ctx), comment: reviewer.id } as const
      const essay = await moveEssay(ctx.db, before, made, { reviewerId: reviewer.id })
      return { essay, author, reviewer, toldId: await tellMove(ctx, TOLD.passedOn, essay, reviewer.id) }
    },
    { once: wish.requestId },
  )
}

/** Who could review an essay, in the office's order. */
export async function listReviewersOf(db: Db, essay: Pick<Essay, 'memberId'>): Promise<Member[]> {
  return (await listMembers(db)).filter((member) => mayReview(member, essay))
}

function mayReview(member: Member, essay: Pick<Essay, 'memberId'>): boolean {
  const isThere = member.leftOn === null && !member.deactivated && !member.isBot
  return isThere && member.id !== essay.memberId && may(member, 'review essays')
}

function notAReviewer(): FieldIssues {
  return new FieldIssues({
    reviewer: {
      zh: '这个人不能审阅这篇习作（是作者本人、不是审阅人，或已离开）。请另选一位。',
      en: 'This person cannot review it: they wrote it, are no reviewer, or have left. Choose another.',
    },
  })
}
