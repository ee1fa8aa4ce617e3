import type { EssayState } from '../db/schema.ts'
import { MemberFacingError } from '../errors.ts'
import type { Said } from '../locale.ts'
import { requireAbility, type Member } from '../members/member.ts'
import { STATE_WORDS, type Essay } from './essay.ts'

/** What can be done with an essay that was handed in. */
export type EssayMove = 'resubmit' | 'withdraw' | 'approve' | 'return'

type Rule = {
  readonly from: readonly EssayState[]
  readonly to: EssayState
  /** The author moves their own essay; a reviewer anyone's but their own. */
  readonly by: 'author' | 'reviewer'
}

/**
 * The review: submitted → approved, or → returned → submitted again. The author may take back what is not approved.
 * What follows approval (exchanged, excellent, in an anthology, in a contest) are marks, not states.
 */
const RULES: Readonly<Record<EssayMove, Rule>> = {
  resubmit: { from: ['returned'], to: 'submitted', by: 'author' },
  withdraw: { from: ['submitted', 'returned'], to: 'withdrawn', by: 'author' },
  approve: { from: ['submitted'], to: 'approved', by: 'reviewer' },
  return: { from: ['submitted'], to: 'returned', by: 'reviewer' },
}

const MOVE_WORDS: Readonly<Record<EssayMove, Said>> = {
  resubmit: { zh: '重新提交', en: 'hand it in again' },
  withdraw: { zh: '撤回', en: 'withdraw it' },
  approve: { zh: '通过', en: 'approve it' },
  return: { zh: '退回', en: 'return it' },
}

/**
 * The state after a move. Throws what to say when this member may not make it, or when the essay's state does not
 * allow it: first who, then what, so that nobody learns the state of an essay that is not theirs to move.
 */
export function stateAfter(
  move: EssayMove,
  essay: Pick<Essay, 'id' | 'memberId' | 'state'>,
  by: Pick<Member, 'id' | 'role'>,
): EssayState {
  const rule = RULES[move]
  checkMover(move, essay, by)
  if (rule.from.includes(essay.state)) return rule.to
  const [state, wish] = [STATE_WORDS[essay.state], MOVE_WORDS[move]]
  const allowed = movesFrom(essay.state, rule.by).map((other) => MOVE_WORDS[other])
  throw new MemberFacingError({
    zh: `${essay.id} 现在是“${state.zh}”，不能${wish.zh}。${allowed.length > 0 ? `可以：${allowed.map(({ zh }) => zh).join('、')}。` : ''}`,
    en: `${essay.id} is ${state.en}, so you cannot ${wish.en}.${allowed.length > 0 ? ` You can: ${allowed.map(({ en }) => en).join(', ')}.` : ''}`,
  })
}

/** The moves open to the author or to a reviewer in a state. */
export function movesFrom(state: EssayState, by: Rule['by']): EssayMove[] {
  const moves: EssayMove[] = ['approve', 'return', 'resubmit', 'withdraw']
  return moves.filter((move) => RULES[move].by === by && RULES[move].from.includes(state))
}

/** Throws what to say when this member may not make this move on this essay, whatever its state. */
export function checkMover(
  move: EssayMove,
  essay: Pick<Essay, 'id' | 'memberId'>,
  by: Pick<Member, 'id' | 'role'>,
): void {
  const wish = MOVE_WORDS[move]
  const isOwn = essay.memberId === by.id
  if (RULES[move].by === 'author') {
    if (isOwn) return
    throw new MemberFacingError({
      zh: `${essay.id} 不是您的习作，只有作者本人可以${wish.zh}。您的习作见 /essay status。`,
      en: `${essay.id} is not yours; only its author can ${wish.en}. See yours with /essay status.`,
    })
  }
  requireAbility(by, 'review essays')
  if (!isOwn) return
  throw new MemberFacingError({
    zh: `${essay.id} 是您自己的习作，不能由您${wish.zh}。请另一位审阅人处理。`,
    en: `${essay.id} is your own essay, so you cannot ${wish.en}. Ask another reviewer.`,
  })
}
