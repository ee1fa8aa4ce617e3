import { plural } from '../../locale.ts'
import { notStored } from '../../storage-words.ts'
import { type Context, inTransaction, nowOf, type Transacting } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { FieldIssues, MemberFacingError } from '../../errors.ts'
import type { Member } from '../../members/member.ts'
import { findMember } from '../../members/members-store.ts'
import { checkMover, requireMove } from '../essay/moves.ts'
import { type Essay, STAGE_WORDS, stageOf } from '../essay/essay.ts'
import { isEmptyEssay } from '../words/check-text.ts'
import { essayNow, moveEssay } from '../essay/store.ts'
import { TOLD, tellMove } from '../tell/tell.ts'

export type ReviewDecision = 'approve' | 'return'

/** `toldId`: the message to the author; null when this reviewer had decided so before, and nobody need be told again. */
export type Reviewed = { readonly essay: Essay; readonly author: Member; readonly toldId: string | null }

/** There is nothing to read in an essay: approving it takes one more word. Nothing was changed. */
export class EssayEmpty extends MemberFacingError {
  readonly essay: Essay

  constructor(essay: Essay) {
    super({
      zh: `${essay.id} 没有正文、文件或链接。`,
      en: `${essay.id} has neither text nor file nor link.`,
    })
    this.essay = essay
  }
}

/** Longest comment, in UTF-16 units: it must fit into one message to the author. */
export const LONGEST_COMMENT = 2000

/**
 * Approves an essay, or returns it with a comment. The decision is on the revision that the reviewer saw: when another
 * reviewer was first, or the author has taken it back, nothing changes and what happened is said. Throws for one's own
 * essay, without the role, and for a return without a comment; EssayEmpty for one to be approved in which there is nothing
 * to read, unless `acceptsEmpty`.
 */
export async function reviewEssay(
  ctx: Context,
  review: {
    readonly id: string
    readonly revision: number
    readonly decision: ReviewDecision
    readonly comment: string | null
    readonly acceptsEmpty?: boolean
    readonly by: Member
    readonly requestId: string
  },
): Promise<Reviewed> {
  checkComment(review.decision, review.comment)
  return await inTransaction(
    ctx,
    async (ctx) => {
      const before = await essayNow(ctx.db, review.id)
      checkMover(review.decision, before, review.by)
      const author = await authorOf(ctx.db, before)
      if (before.revision !== review.revision) {
        if (isDecidedSo(before, review)) return { essay: before, author, toldId: null }
        throw await overtaken(ctx, before)
      }
      requireMove(review.decision, before, review.by)
      const { decision: move, comment, by, acceptsEmpty = false } = review
      if (move === 'approve' && !acceptsEmpty && isEmptyEssay(before)) throw new EssayEmpty(before)
      const made = { move, by: by.id, at: nowOf(ctx), comment }
      const to = move === 'approve' ? 'approved' : 'returned'
      const essay = await moveEssay(ctx.db, before, made, { to })
      return { essay, author, toldId: await tellMove(ctx, TOLD.decided, essay, author.id) }
    },
    { once: review.requestId },
  )
}

function checkComment(decision: ReviewDecision, comment: string | null): void {
  if (decision === 'approve') return
  if (comment === null || comment.trim() === '') {
    throw new FieldIssues({
      comment: { zh: '请写明要改什么，作者会看到。', en: 'Say what to change; the author will read it.' },
    })
  }
  if (comment.length <= LONGEST_COMMENT) return
  throw new FieldIssues({
    comment: {
      zh: `意见有 ${comment.length} 个字，最多 ${LONGEST_COMMENT} 个。`,
      en: `The comment has ${plural(comment.length, 'character')}; ${LONGEST_COMMENT} is the most.`,
    },
  })
}

/** A second click, on the revision before one's own decision. */
function isDecidedSo(
  essay: Essay,
  {
    decision,
    by,
    revision,
  }: { readonly decision: ReviewDecision; readonly by: Member; readonly revision: number },
): boolean {
  const state = decision === 'approve' ? 'approved' : 'returned'
  return essay.state === state && essay.decidedBy === by.id && essay.revision === revision + 1
}

/** Whose essay it is. */
export async function authorOf(db: Db, essay: Essay): Promise<Member> {
  const author = await findMember(db, essay.memberId)
  if (author === null) throw new Error(`the author of ${essay.id} is no member`)
  return author
}

/** What to say of a decision on an essay that has changed since: how it stands, and who was first. */
export async function overtaken({ db }: Pick<Transacting, 'db'>, essay: Essay): Promise<MemberFacingError> {
  const state = STAGE_WORDS[stageOf(essay)]
  const isDecided = essay.state === 'approved' || essay.state === 'returned'
  const first = isDecided && essay.decidedBy !== null ? await findMember(db, essay.decidedBy) : null
  return new MemberFacingError({
    zh: `${essay.id} 已有变化，现在是“${state.zh}”${first === null ? '' : `（${first.name}先处理了）`}；${notStored.decision.zh}。请用 /essay review 重新查看。`,
    en: `${essay.id} has changed and is ${state.en} now${first === null ? '' : ` (${first.name} was first)`}; ${notStored.decision.en}. Look again with /essay review.`,
  })
}
