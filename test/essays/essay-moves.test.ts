import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EssayState } from '../../src/db/schema.ts'
import { MemberFacingError } from '../../src/errors.ts'
import { movesFrom, stateAfter, type EssayMove } from '../../src/essays/essay-moves.ts'
import { essayIdIn } from '../../src/essays/essay.ts'
import { isLate } from '../../src/essays/lateness.ts'
import type { Role } from '../../src/members/member.ts'

const STATES: readonly EssayState[] = ['draft', 'submitted', 'returned', 'approved', 'withdrawn']
const MOVES: readonly EssayMove[] = ['approve', 'return', 'resubmit', 'withdraw']
const ROLES: readonly Role[] = ['member', 'reviewer', 'editor', 'admin']

/** Every move there is: who, from where, to where. All else is refused. */
const ALLOWED: Readonly<Record<string, EssayState>> = {
  'author resubmit returned': 'submitted',
  'author withdraw submitted': 'withdrawn',
  'author withdraw returned': 'withdrawn',
  'reviewer approve submitted': 'approved',
  'reviewer return submitted': 'returned',
}

/** What an attempt gives; 'refused' when the person is told why not. */
function endOf(attempt: () => EssayState): EssayState | 'refused' {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof MemberFacingError) return 'refused'
    throw error
  }
}

describe('a move', () => {
  const every = MOVES.flatMap((move) =>
    STATES.flatMap((state) =>
      ROLES.flatMap((role) => [true, false].map((isOwn) => ({ move, state, role, isOwn }))),
    ),
  )

  it.each(every)(
    '$move from $state by $role, own: $isOwn, is allowed by the table only',
    ({ move, state, role, isOwn }) => {
      const essay = { id: 'E-1', memberId: 'author', state }
      const by = { id: isOwn ? 'author' : 'somebody', role }
      const isReviewer = !isOwn && (role === 'reviewer' || role === 'admin')
      const expected = isOwn
        ? ALLOWED[`author ${move} ${state}`]
        : isReviewer
          ? ALLOWED[`reviewer ${move} ${state}`]
          : undefined
      expect(endOf(() => stateAfter(move, essay, by))).toBe(expected ?? 'refused')
    },
  )

  it('that is refused names the state and what could be done instead, in both languages', () => {
    const essay = { id: 'E-7', memberId: 'author', state: 'approved' as const }
    const refusal = (move: EssayMove, by: string): unknown => {
      try {
        return stateAfter(move, essay, { id: by, role: 'reviewer' })
      } catch (error) {
        return error
      }
    }
    expect(refusal('return', 'somebody')).toMatchObject({
      said: { zh: 'E-7 现在是“已通过”，不能退回。', en: 'E-7 is approved, so you cannot return it.' },
    })
    expect(refusal('withdraw', 'somebody')).toMatchObject({
      said: { zh: 'E-7 不是您的习作，只有作者本人可以撤回。您的习作见 /essay status。' },
    })
  })

  it('never leads out of approved or withdrawn', () => {
    for (const state of ['approved', 'withdrawn'] as const) {
      expect([...movesFrom(state, 'author'), ...movesFrom(state, 'reviewer')]).toEqual([])
    }
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
