import { type Context, inTransaction } from '../../context.ts'
import type { Member } from '../../members/member.ts'
import { findMembersByIds } from '../../members/members-store.ts'
import { requireReadable } from './access.ts'
import type { Essay } from '../essay/essay.ts'
import { essayNow, listMoves } from '../essay/store.ts'

/** One entry of an essay's history, with its people. */
export type MoveSeen = {
  readonly move: string
  readonly at: Date
  readonly by: Member | null
  /** What the reviewer wrote, the contest, or the issue. */
  readonly comment: string | null
  /** To whom it was passed on. */
  readonly to: Member | null
}

export type EssayDetail = {
  readonly essay: Essay
  readonly author: Member | null
  readonly reviewer: Member | null
  readonly moves: readonly MoveSeen[]
}

/** An essay with everything that was done with it. Throws what to say when there is none or it is not theirs to read. */
export async function essayDetail(ctx: Context, id: string, member: Member): Promise<EssayDetail> {
  return await inTransaction(ctx, async ({ db }) => {
    const essay = await essayNow(db, id)
    requireReadable(essay, member)
    const moves = await listMoves(db, essay.id)
    const named = moves.flatMap(({ move, by, comment }) => [by, move === 'reassign' ? comment : null])
    const ids = [essay.memberId, essay.reviewerId, ...named].filter((one) => one !== null)
    const people = new Map((await findMembersByIds(db, [...new Set(ids)])).map((one) => [one.id, one]))
    const personOf = (one: string | null) => (one === null ? null : (people.get(one) ?? null))
    return {
      essay,
      author: personOf(essay.memberId),
      reviewer: personOf(essay.reviewerId),
      moves: moves.map(({ move, by, at, comment }) => ({
        move,
        at,
        by: personOf(by),
        comment: move === 'reassign' ? null : comment,
        to: move === 'reassign' ? personOf(comment) : null,
      })),
    }
  })
}
