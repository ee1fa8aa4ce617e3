import { describe, expect, it } from 'vitest'
import { decide, tally } from '../../../src/records/import/decide.ts'
import {
  matchRows,
  stemOf,
  dayKey,
  type FreshRow,
  type Known,
} from '../../../src/records/import/match-rows.ts'
import { planSchema, type Choice } from '../../../src/records/import/plan.ts'
import { findLookalike } from '../../../src/records/doubts/lookalike.ts'
import { detailsOf, type LoggedRecord, type RecordDetails } from '../../../src/records/record/record.ts'

const details: RecordDetails = detailsOf({
  kindId: 'party-lecture',
  title: '学习条例',
  startsOn: '2022-11-07',
  endsOn: '2022-11-07',
  materials: [],
  people: ['m1'],
  headCount: { value: 5, unit: '人' },
  expected: null,
  excused: null,
  durationMin: 60,
  place: null,
  partner: null,
  note: null,
  quantities: [],
  evidence: [],
})
const row: FreshRow = { line: 2, family: 'study', details }
const record: LoggedRecord = {
  ...details,
  id: 'S-1',
  family: 'study',
  number: 1,
  loggedBy: null,
  loggedAt: new Date(0),
  revision: 1,
  deletedAt: null,
}
const other = { ...details, headCount: { value: 9, unit: '人' as const } }
const known = (of: Partial<LoggedRecord>, said: RecordDetails | null = details): Known => ({
  record: { ...record, ...of },
  said,
})
/** How rows match records that imports brought, and records of their day. */
const matched = (rows: readonly FreshRow[], imported: readonly Known[], sameDay: readonly Known[] = []) =>
  matchRows(rows, {
    imported: new Map([[stemOf(row), imported]]),
    sameDay: new Map([[dayKey(details), [...imported, ...sameDay]]]),
  })

describe('a row without a number', () => {
  it('that says what its record says changes nothing', () => {
    expect(matched([row], [known({})])).toEqual([{ kind: 'unchanged', corrected: false }])
  })

  it('that says what it said before leaves a corrected record as it is', () => {
    expect(matched([row], [known({ ...other, title: '改过' })])).toEqual([
      { kind: 'unchanged', corrected: true },
    ])
  })

  it('that says something else than before is chosen, also where nobody corrected the record', () => {
    const changed = { ...row, details: other }
    expect(matched([changed], [known({})])).toMatchObject([{ kind: 'choice', group: 'changed' }])
    const corrected = known({ headCount: { value: 7, unit: '人' } })
    expect(matched([changed], [corrected])).toMatchObject([{ kind: 'choice', group: 'corrected' }])
  })

  it('that was deleted here is left out, and chosen when it says something else', () => {
    const gone = known({ deletedAt: new Date(1) })
    expect(matched([row], [gone])).toMatchObject([{ group: 'deleted', settled: true }])
    expect(matched([{ ...row, details: other }], [gone])).toMatchObject([
      { group: 'deleted', settled: false },
    ])
  })

  it('that looks like a record which no import brought is asked about, also when it is the very same', () => {
    for (const title of ['学习条例', '学习《条例》', '学习条例。']) {
      expect(matched([row], [], [known({ title }, null)])).toMatchObject([
        { group: 'alike', record: { id: 'S-1' } },
      ])
    }
    expect(matched([row], [], [known({ title: '观看展览' }, null)])).toEqual([{ kind: 'new' }])
  })

  it('is asked about when the file holds it before, whether that row is new or known', () => {
    const again = { ...row, line: 3 }
    expect(matched([row, again], [])).toMatchObject([{ kind: 'new' }, { group: 'twice', line: 2 }])
    expect(matched([row, again], [known({})])).toMatchObject([
      { kind: 'unchanged' },
      { group: 'twice', line: 2 },
    ])
  })

  it('is held against the record that it equals, whatever the order of the file', () => {
    const two = [known({}), known({ ...other, id: 'S-2' }, other)]
    const rows = [
      { ...row, details: other },
      { ...row, line: 3 },
    ]
    expect(matched(rows, two).map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged'])
  })
})

describe('titles that look alike', () => {
  it.each([
    ['学习条例原文', '学习条例的原文', true],
    ['学习第3期简报', '学习第4期简报', false],
    ['集中学习《条例》', '集中学习《准则》', false],
    ['集中学习《条例》', '学习《条例》', true],
    ['集中学习《条例》', '集中学习条例', true],
    ['2022年度工作总结会', '年度工作总结会', true],
    ['Reading of plan 12', 'Reading of plan 12', true],
  ])('%s and %s: %s', (one, two, areAlike) => {
    expect(findLookalike(one, [{ id: 'S-1', title: two, loggedBy: null }]) !== null).toBe(areAlike)
  })
})

describe('a plan', () => {
  const choice = (of: Partial<Choice>): Choice => ({
    line: 2,
    group: 'changed',
    id: 'S-1',
    baseRevision: 1,
    family: 'study',
    key: 'k:2',
    details,
    shows: { zh: '', en: '' },
    decision: null,
    ...of,
  })
  const counts = { unchanged: 1, refused: 0, faults: [], unknownHeadings: [] }

  it('counts what it will store as it is decided', () => {
    const plan = {
      added: [],
      choices: [choice({}), choice({ id: 'S-2' }), choice({ group: 'alike', id: 'S-3' })],
    }
    expect(tally(plan, counts)).toEqual({ added: 0, changed: 0, unchanged: 1, refused: 0, open: 3 })
    const group = decide(plan, { group: 'changed' }, 'take')
    expect(tally(decide(group, { nth: 2 }, 'both'), counts)).toMatchObject({ added: 1, changed: 2, open: 0 })
    expect(tally(decide(group, { nth: 0 }, 'keep'), counts)).toMatchObject({
      changed: 1,
      unchanged: 2,
      open: 1,
    })
  })

  it('changes no record that is gone', () => {
    const plan = { added: [], choices: [choice({ group: 'deleted' })] }
    expect(decide(plan, { nth: 0 }, 'take')).toEqual(plan)
  })

  it('of an older version is carried out as its preview said', () => {
    const old = { added: [], changed: [{ id: 'A-1', baseRevision: 2, details }] }
    const plan = planSchema.parse(old)
    expect(tally(plan, counts)).toMatchObject({ added: 0, changed: 1, open: 0 })
    expect(plan.choices).toMatchObject([{ id: 'A-1', family: 'activity', baseRevision: 2 }])
  })
})
