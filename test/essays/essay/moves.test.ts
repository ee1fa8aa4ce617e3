import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movesFrom, movesOf, requireMove, type EssayMove } from '../../../src/essays/essay/moves.ts'
import { essayIdIn, stageOf, type EssayStage, type Staged } from '../../../src/essays/essay/essay.ts'
import { isLate } from '../../../src/essays/essay/lateness.ts'
import type { Role } from '../../../src/members/member.ts'

const ROLES: readonly Role[] = ['member', 'reviewer', 'editor', 'admin']

const first = new Date('2022-11-01T00:00:00Z')
const later = new Date('2022-11-02T00:00:00Z')
const fresh: Staged = {
  state: 'draft',
  firstSubmittedAt: null,
  submittedAt: null,
  exchangedAt: null,
  excellent: false,
  anthologyIssue: null,
}
const handedIn: Staged = { ...fresh, state: 'submitted', firstSubmittedAt: first, submittedAt: first }
const approved: Staged = { ...handedIn, state: 'approved' }
const STAGES: Readonly<Record<EssayStage, Staged>> = {
  draft: fresh,
  submitted: handedIn,
  returned: { ...handedIn, state: 'returned' },
  resubmitted: { ...handedIn, submittedAt: later },
  approved,
  exchanged: { ...approved, exchangedAt: later },
  selected: { ...approved, exchangedAt: later, excellent: true },
  compiled: { ...approved, exchangedAt: later, excellent: true, anthologyIssue: 1 },
  withdrawn: { ...handedIn, state: 'withdrawn' },
}

/** Every move there is, by whom and from where. All else is refused. */
const ALLOWED: Readonly<
  Record<EssayMove, readonly [by: 'author' | 'reviewer' | 'judge' | 'leader', ...EssayStage[]]>
> = {
  save: ['author', 'draft', 'returned'],
  submit: ['author', 'draft'],
  resubmit: ['author', 'returned'],
  withdraw: ['author', 'draft', 'submitted', 'resubmitted', 'returned'],
  approve: ['reviewer', 'submitted', 'resubmitted'],
  return: ['reviewer', 'submitted', 'resubmitted'],
  reassign: ['reviewer', 'submitted', 'resubmitted'],
  exchange: ['leader', 'approved'],
  select: ['judge', 'exchanged'],
  unselect: ['judge', 'selected'],
  compile: ['leader', 'selected'],
  contest: ['judge', 'selected', 'compiled'],
  uncontest: ['judge', 'selected', 'compiled'],
}
const MOVES = Object.keys(ALLOWED) as EssayMove[]

function isAllowed(move: EssayMove, stage: EssayStage, role: Role, isOwn: boolean): boolean {
  const [by, ...from] = ALLOWED[move]
  const reviews = role === 'reviewer' || role === 'admin'
  const leads = reviews || role === 'editor'
  const may = { author: isOwn, reviewer: reviews && !isOwn, judge: leads && !isOwn, leader: leads }[by]
  return may && from.includes(stage)
}

describe('a move', () => {
  const every = MOVES.flatMap((move) =>
    (Object.keys(STAGES) as EssayStage[]).flatMap((stage) =>
      ROLES.flatMap((role) => [true, false].map((isOwn) => ({ move, stage, role, isOwn }))),
    ),
  )

  it('is allowed by the table only, whoever tries it at whatever stage', () => {
    expect(every).toHaveLength(13 * 9 * 4 * 2)
    const wrong = every.filter(({ move, stage, role, isOwn }) => {
      const essay = { id: 'E-1', memberId: 'author', ...STAGES[stage] }
      const by = { id: isOwn ? 'author' : 'somebody', role }
      return movesOf(essay, by).includes(move) !== isAllowed(move, stage, role, isOwn)
    })
    expect(wrong).toEqual([])
  })

  it.each(Object.entries(STAGES))('from %s: the stage is told by what is stored', (stage, staged) => {
    expect(stageOf(staged)).toBe(stage)
  })

  it('that is refused names the stage and what could be done instead, in both languages', () => {
    const essay = { id: 'E-7', memberId: 'author', ...approved }
    const refusal = (move: EssayMove, by: string): unknown => {
      try {
        requireMove(move, essay, { id: by, role: 'reviewer' })
        return null
      } catch (error) {
        return error
      }
    }
    expect(refusal('return', 'somebody')).toMatchObject({
      said: { zh: 'E-7 现在是“已通过”，不能退回。', en: 'E-7 is approved, so you cannot return it.' },
    })
    expect(refusal('select', 'somebody')).toMatchObject({
      said: { zh: 'E-7 现在是“已通过”，不能评为优秀。可以：交流。' },
    })
    expect(refusal('withdraw', 'somebody')).toMatchObject({
      said: { zh: 'E-7 不是您的习作，只有作者本人可以撤回。您的习作见 /essay status。' },
    })
  })

  it('never leads out of withdrawn, nor by the author out of approved', () => {
    for (const by of ['author', 'reviewer', 'leader'] as const) expect(movesFrom('withdrawn', by)).toEqual([])
    expect(movesFrom('approved', 'author')).toEqual([])
  })
})

describe('an essay', () => {
  const deadline = {
    at: Temporal.Instant.from('2022-11-30T18:00:00+08:00'),
    graceUntil: Temporal.Instant.from('2022-12-05T18:00:00+08:00'),
  }
  const times = (first: string | null, latest = first) => ({
    firstSubmittedAt: first === null ? null : new Date(first),
    submittedAt: latest === null ? null : new Date(latest),
  })
  it.each<[string, string | null, string | null, boolean]>([
    ['in time at the very moment of the deadline', '2022-11-30T18:00:00+08:00', null, false],
    ['late a millisecond after it', '2022-11-30T18:00:00.001+08:00', null, true],
    [
      'in time when it comes back within the grace days',
      '2022-11-20T09:00:00+08:00',
      '2022-12-05T18:00:00+08:00',
      false,
    ],
    ['late when it comes back after them', '2022-11-20T09:00:00+08:00', '2022-12-05T18:00:01+08:00', true],
    [
      'late when it was late at first, however soon it comes back',
      '2022-12-01T09:00:00+08:00',
      '2022-12-02T09:00:00+08:00',
      true,
    ],
    ['not late when it was never handed in', null, null, false],
  ])('is %s', (_rule, first, latest, late) => {
    expect(isLate(times(first, latest ?? first), deadline)).toBe(late)
  })
})

describe('an essay’s number', () => {
  it.each([
    ['E-12', 'E-12'],
    ['e12', 'E-12'],
    ['Ｅ－１２', 'E-12'],
    [' E-007 ', 'E-7'],
    ['E-0', null],
    ['S-12', null],
    ['12', null],
    ['E-12; drop table essays', null],
  ])('is read from %j as %j', (text, id) => {
    expect(essayIdIn(text)).toBe(id)
  })

  it('is read from any text without a throw, and only in its own form', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(essayIdIn(text) ?? 'E-1').toMatch(/^E-[1-9]\d*$/)
      }),
    )
  })
})
