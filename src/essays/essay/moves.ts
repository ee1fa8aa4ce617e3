import { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { requireAbility, type Ability, type Member } from '../../members/member.ts'
import { STAGE_WORDS, stageOf, type Essay, type EssayStage, type Staged } from './essay.ts'

/** What can be done with an essay once it is stored. */
export type EssayMove =
  | 'save'
  | 'submit'
  | 'resubmit'
  | 'withdraw'
  | 'approve'
  | 'return'
  | 'reassign'
  | 'exchange'
  | 'select'
  | 'unselect'
  | 'compile'
  | 'contest'
  | 'uncontest'

type Rule = {
  readonly from: readonly EssayStage[]
  /** The author moves their own essay; a reviewer anyone's but their own; who leads the office any. */
  readonly by: 'author' | 'reviewer' | 'leader'
  readonly words: LocalizedText
}

const WAITING: readonly EssayStage[] = ['submitted', 'resubmitted']

/**
 * draft → submitted → returned → resubmitted → approved → exchanged → selected (excellent) → compiled, or to a contest.
 * The author may take back what is not approved; what is excellent may lose that before it is in the anthology.
 */
const RULES: Readonly<Record<EssayMove, Rule>> = {
  save: { from: ['draft', 'returned'], by: 'author', words: { zh: '存草稿', en: 'save it as a draft' } },
  submit: { from: ['draft'], by: 'author', words: { zh: '提交', en: 'hand it in' } },
  resubmit: { from: ['returned'], by: 'author', words: { zh: '重新提交', en: 'hand it in again' } },
  withdraw: {
    from: ['draft', ...WAITING, 'returned'],
    by: 'author',
    words: { zh: '撤回', en: 'withdraw it' },
  },
  approve: { from: WAITING, by: 'reviewer', words: { zh: '通过', en: 'approve it' } },
  return: { from: WAITING, by: 'reviewer', words: { zh: '退回', en: 'return it' } },
  reassign: { from: WAITING, by: 'reviewer', words: { zh: '转交', en: 'pass it on' } },
  exchange: { from: ['approved'], by: 'leader', words: { zh: '交流', en: 'exchange it' } },
  select: { from: ['exchanged'], by: 'leader', words: { zh: '评为优秀', en: 'mark it excellent' } },
  unselect: { from: ['selected'], by: 'leader', words: { zh: '取消优秀', en: 'unmark it' } },
  compile: { from: ['selected'], by: 'leader', words: { zh: '编入文集', en: 'compile it' } },
  contest: {
    from: ['selected', 'compiled'],
    by: 'leader',
    words: { zh: '送去参赛', en: 'send it to a contest' },
  },
  uncontest: {
    from: ['selected', 'compiled'],
    by: 'leader',
    words: { zh: '取消参赛', en: 'take it out of a contest' },
  },
}

const ABILITIES: Readonly<Record<Exclude<Rule['by'], 'author'>, Ability>> = {
  reviewer: 'review essays',
  leader: 'exchange and select essays',
}

type Moved = Pick<Essay, 'id' | 'memberId'> & Staged

/**
 * Throws what to say when this member may not make this move, or when the essay has not come so far or is too far: first
 * who, then what, so that nobody learns the state of an essay that is not theirs to move.
 */
export function requireMove(move: EssayMove, essay: Moved, by: Pick<Member, 'id' | 'role'>): void {
  checkMover(move, essay, by)
  const stage = stageOf(essay)
  const rule = RULES[move]
  if (rule.from.includes(stage)) return
  const allowed = movesFrom(stage, rule.by).map((other) => RULES[other].words)
  const [state, wish] = [STAGE_WORDS[stage], rule.words]
  throw new MemberFacingError({
    zh: `${essay.id} 现在是“${state.zh}”，不能${wish.zh}。${allowed.length > 0 ? `可以：${allowed.map(({ zh }) => zh).join('、')}。` : ''}`,
    en: `${essay.id} is ${state.en}, so you cannot ${wish.en}.${allowed.length > 0 ? ` You can: ${allowed.map(({ en }) => en).join(', ')}.` : ''}`,
  })
}

/** The moves open to the author, a reviewer or a leader at a stage. */
export function movesFrom(stage: EssayStage, by: Rule['by']): EssayMove[] {
  const moves = Object.keys(RULES) as EssayMove[]
  return moves.filter((move) => RULES[move].by === by && RULES[move].from.includes(stage))
}

/** The moves open to this member, whoever they are to the essay. */
export function movesOf(essay: Moved, by: Pick<Member, 'id' | 'role'>): EssayMove[] {
  const moves = Object.keys(RULES) as EssayMove[]
  return moves.filter((move) => {
    try {
      requireMove(move, essay, by)
      return true
    } catch {
      return false
    }
  })
}

/** Throws what to say when this member may not make this move on this essay, whatever its state. */
export function checkMover(
  move: EssayMove,
  essay: Pick<Essay, 'id' | 'memberId'>,
  by: Pick<Member, 'id' | 'role'>,
): void {
  const { by: who, words: wish } = RULES[move]
  const isOwn = essay.memberId === by.id
  if (who === 'author') {
    if (isOwn) return
    throw new MemberFacingError({
      zh: `${essay.id} 不是您的习作，只有作者本人可以${wish.zh}。您的习作见 /essay status。`,
      en: `${essay.id} is not yours; only its author can ${wish.en}. See yours with /essay status.`,
    })
  }
  requireAbility(by, ABILITIES[who])
  // Exchanging and compiling take whole lists, in which one's own may stand; judging is for others.
  if (!isOwn || move === 'exchange' || move === 'compile') return
  throw new MemberFacingError({
    zh: `${essay.id} 是您自己的习作，不能由您${wish.zh}。请另一位审阅人处理。`,
    en: `${essay.id} is your own essay, so you cannot ${wish.en}. Ask another reviewer.`,
  })
}
