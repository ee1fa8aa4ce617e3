import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  inForce,
  stepsByGroups,
  stepsForPerson,
  stepsToDefault,
  stepsToFollowGroups,
  type GroupQuota,
  type QuotaDecision,
} from '../../../src/members/quotas/quota-rules.ts'
import { addMonths, monthsBetween, type Month } from '../../../src/time/month.ts'

const START: Month = '2026-01'
const MONTHS = monthsBetween('2025-10', '2027-06')

/** What an office may do, one thing after the other. `from` counts months from the start. */
type Act =
  | { readonly kind: 'group'; readonly group: string; readonly from: number; readonly quota: number }
  | { readonly kind: 'person'; readonly from: number; readonly quota: number }
  | { readonly kind: 'default'; readonly from: number }

const from = fc.integer({ min: 0, max: 9 })
const quota = fc.integer({ min: 0, max: 5 })
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('group' as const), group: fc.constantFrom('S1', 'S2'), from, quota }),
  fc.record({ kind: fc.constant('person' as const), from, quota }),
  fc.record({ kind: fc.constant('default' as const), from }),
)

type Office = { own: QuotaDecision[]; groups: Map<string, GroupQuota[]> }

function carryOut(office: Office, one: Act, turn: number): Office {
  const fromMonth = addMonths(START, one.from)
  const decidedAt = new Date(turn)
  const groups = new Map(office.groups)
  const inAll = () => [...groups.values()]
  const add = (steps: readonly { fromMonth: string; quota: number }[], source: QuotaDecision['source']) => [
    ...office.own,
    ...steps.map((step) => ({ memberId: 'm', ...step, decidedAt, decidedBy: null, source })),
  ]
  switch (one.kind) {
    case 'group': {
      const decision = { groupId: one.group, fromMonth, quota: one.quota, decidedAt, decidedBy: null }
      groups.set(one.group, [...(groups.get(one.group) ?? []), decision])
      return { groups, own: add(stepsToFollowGroups(office.own, inAll(), fromMonth), 'group') }
    }
    case 'person':
      return { groups, own: add(stepsForPerson(office.own, one.quota, fromMonth), 'member') }
    case 'default':
      return { groups, own: add(stepsToDefault(office.own, inAll(), fromMonth), 'group') }
  }
}

const owedIn = ({ own }: Office, month: Month) => inForce(own, month)?.quota ?? 0
const sourceIn = ({ own }: Office, month: Month) => inForce(own, month)?.source ?? null

describe('a quota', () => {
  it('never changes for months before the one from which it is decided, whatever is decided', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        let office: Office = { own: [], groups: new Map() }
        for (const [turn, one] of acts.entries()) {
          const next = carryOut(office, one, turn + 1)
          const past = MONTHS.filter((month) => month < addMonths(START, one.from))
          expect(past.map((month) => owedIn(next, month))).toEqual(past.map((month) => owedIn(office, month)))
          office = next
        }
      }),
    )
  })

  it('of one person holds from its month on, and no group’s decision changes it until it is given up', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        let office: Office = { own: [], groups: new Map() }
        for (const [turn, one] of acts.entries()) {
          const next = carryOut(office, one, turn + 1)
          const month = addMonths(START, one.from)
          const isPerson = one.kind === 'person'
          expect(!isPerson || (owedIn(next, month) === one.quota && sourceIn(next, month) === 'member')).toBe(
            true,
          )
          const kept =
            one.kind === 'group' ? MONTHS.filter((each) => sourceIn(office, each) === 'member') : []
          expect(kept.map((each) => owedIn(next, each))).toEqual(kept.map((each) => owedIn(office, each)))
          office = next
        }
      }),
    )
  })

  it('is, for who has none of their own, the most that their groups ask that month', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        let office: Office = { own: [], groups: new Map() }
        for (const [turn, one] of acts.entries()) office = carryOut(office, one, turn + 1)
        for (const month of MONTHS.filter((each) => each >= START)) {
          if (sourceIn(office, month) === 'member') continue
          const asked = [...office.groups.values()].map((rows) => inForce(rows, month)?.quota ?? 0)
          expect([month, owedIn(office, month)]).toEqual([month, Math.max(0, ...asked)])
        }
      }),
    )
  })

  it('decided for a group from an earlier month ends where the group has decided otherwise, also when that said nothing new', () => {
    const decided: readonly Act[] = [
      { kind: 'default', from: 0 },
      { kind: 'group', group: 'S2', from: 1, quota: 0 },
      { kind: 'group', group: 'S2', from: 0, quota: 1 },
    ]
    let office: Office = { own: [], groups: new Map() }
    for (const [turn, one] of decided.entries()) office = carryOut(office, one, turn + 1)
    expect(['2026-01', '2026-02'].map((month) => owedIn(office, month as Month))).toEqual([1, 0])
  })

  it('decided twice for a person from the same month is the later one, for all months after it', () => {
    const own: QuotaDecision[] = []
    const decide = (
      steps: readonly { fromMonth: string; quota: number }[],
      turn: number,
      source: QuotaDecision['source'],
    ) => {
      own.push(
        ...steps.map((step) => ({
          memberId: 'm',
          ...step,
          decidedAt: new Date(turn),
          decidedBy: null,
          source,
        })),
      )
    }
    decide(
      [
        { fromMonth: '2026-12', quota: 1 },
        { fromMonth: '2027-02', quota: 2 },
      ],
      1,
      'group',
    )
    decide(stepsForPerson(own, 3, '2026-12'), 2, 'member')
    decide(stepsForPerson(own, 4, '2026-12'), 3, 'member')
    expect(monthsBetween('2026-11', '2027-03').map((month) => inForce(own, month)?.quota ?? 0)).toEqual([
      0, 4, 4, 4, 4,
    ])
  })

  it('is nothing to follow where no group of the member has any', () => {
    expect(stepsByGroups([], '2026-01')).toBeNull()
    expect(stepsToFollowGroups([], [[]], '2026-01')).toEqual([])
  })

  it('from a table comes back when one’s own is given up and no group asks anything', () => {
    const table: QuotaDecision = {
      memberId: 'm',
      fromMonth: '2026-01',
      quota: 2,
      decidedAt: new Date(1),
      decidedBy: null,
      source: 'table',
    }
    const own = [table, { ...table, quota: 5, decidedAt: new Date(2), source: 'member' as const }]
    expect(stepsToDefault(own, [], '2026-03')).toEqual([{ fromMonth: '2026-03', quota: 2 }])
  })
})
