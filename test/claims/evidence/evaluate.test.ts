import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tidy } from '../../../src/claims/evidence/amounts.ts'
import { evidenceOf } from '../../../src/claims/evidence/evaluate.ts'
import type { Evidence } from '../../../src/claims/evidence/evidence.ts'
import type { EvidenceRows, RecordRow } from '../../../src/claims/evidence/rows.ts'
import { DEPARTMENTS, GENRES, KINDS, MATERIALS, MEMBERS, PLACES, randomRows } from './random-rows.ts'

const YEAR = { from: '2022-01-01', to: '2022-12-31' }
const of = { period: YEAR, covered: { from: '2021-01-01', to: YEAR.to }, asOf: '2023-02-01' }

const days = fc
  .tuple(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 0, max: 364 }))
  .map(([a, b]) =>
    [Math.min(a, b), Math.max(a, b)].map((n) =>
      Temporal.PlainDate.from(YEAR.from).add({ days: n }).toString(),
    ),
  )
  .map(([from = '', to = '']) => ({ from, to }))

const months = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)].map((n) => new Temporal.PlainDate(2022, n, 1)))
  .map(([a, b]) => ({ from: a!.toString(), to: b!.with({ day: b!.daysInMonth }).toString() }))

const within = (day: string | null, { from, to }: { from: string; to: string }): boolean =>
  day !== null && day >= from && day <= to
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)

/** The value, after having looked that the amounts add up to it. */
function valueOf(evidence: Evidence, claim: Parameters<Evidence['valueOf']>[0]) {
  const found = evidence.valueOf(claim)
  if (found === null) return null
  expect(sum(found.amounts.map(([, amount]) => amount))).toBeCloseTo(
    found.value,
    found.unit === '小时' ? 0 : 6,
  )
  expect(found.recordIds).toEqual(found.amounts.map(([id]) => id))
  return { value: found.value, isComplete: found.isComplete }
}

describe('what records prove, against counting by hand', () => {
  it('of a kind on any days, anywhere, about anything', () => {
    const scope = fc.record(
      { place: fc.constantFrom(...PLACES), material: fc.constantFrom(...MATERIALS) },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(randomRows, days, scope, fc.constantFrom(...KINDS), (rows, days, scope, kind) => {
        const evidence = evidenceOf(rows, of)
        const those = rows.records.filter(
          (row) =>
            row.kind === kind &&
            within(row.day, days) &&
            (scope.place === undefined || row.place === scope.place) &&
            (scope.material === undefined || row.materials.includes(scope.material)),
        )
        const isStudy = kind === '党课' || kind === '传达学习'
        const family = isStudy ? 'study' : 'activity'
        const ask = (stem: string) => valueOf(evidence, { stem, name: kind, days, scope } as never)
        expect(ask(`${family}.count`)).toEqual({ value: those.length, isComplete: true })
        expect(ask(isStudy ? 'study.attendance' : 'activity.headcount')).toEqual({
          value: sum(those.map(({ heads }) => heads)),
          isComplete: those.every(({ heads, isEntry }) => heads > 0 || isEntry),
        })
        expect(ask(`${family}.people`)).toEqual({
          value: new Set(those.flatMap(({ people }) => people)).size,
          isComplete: those.every(isAllNamed),
        })
        expect(ask(`${family}.hours`)).toEqual({
          value: Math.round(sum(those.map(({ minutes }) => minutes ?? 0)) / 6) / 10,
          isComplete: those.every(({ minutes, isEntry }) => minutes !== null || isEntry),
        })
        expect(ask(`${family}.months`)?.value).toBe(new Set(those.map(({ day }) => day.slice(0, 7))).size)
      }),
    )
  })

  it('of a member or a department', () => {
    fc.assert(
      fc.property(
        randomRows,
        days,
        fc.constantFrom(...MEMBERS),
        fc.constantFrom(...DEPARTMENTS),
        (rows, days, member, department) => {
          const evidence = evidenceOf(rows, of)
          const study = rows.records.filter(({ family, day }) => family === 'study' && within(day, days))
          const place = MEMBERS.indexOf(member)
          const own = study.filter(({ people }) => people.includes(place))
          const asked = { stem: 'study.attendance', name: null, days } as const
          expect(valueOf(evidence, { ...asked, scope: { member } })).toEqual({
            value: own.length,
            isComplete: study.every(isAllNamed),
          })
          const theirs = study.flatMap(({ people }) =>
            people.filter((one) => DEPARTMENTS[one % 2] === department),
          )
          expect(valueOf(evidence, { ...asked, scope: { department } })?.value).toBe(theirs.length)
          const different = { stem: 'study.people', name: null, days, scope: { department } } as const
          expect(valueOf(evidence, different)?.value).toBe(new Set(theirs).size)
          expect(evidence.valueOf({ ...asked, scope: { department: '宣传部' } })).toBeNull()
        },
      ),
    )
  })

  it('of essays by month, genre, writer and reviewer', () => {
    fc.assert(
      fc.property(
        randomRows,
        months,
        fc.constantFrom(...GENRES),
        fc.constantFrom(...MEMBERS),
        (rows, days, genre, member) => {
          const evidence = evidenceOf(rows, of)
          const those = rows.essays.filter(({ month }) => within(`${month}-15`, days))
          const ask = (name: string, scope: object) =>
            valueOf(evidence, { stem: 'essay.count', name, days, scope } as never)?.value
          const approved = those.filter(({ state }) => state === 'approved')
          expect(ask('submitted', {})).toBe(those.length)
          expect(ask('approved', { genre })).toBe(approved.filter((one) => one.genre === genre).length)
          expect(ask('excellent', { member })).toBe(
            approved.filter((one) => one.excellent && one.member === member).length,
          )
          expect(ask('approved', { reviewer: member })).toBe(
            approved.filter(({ reviewer }) => reviewer === member).length,
          )
          expect(ask('submitted', { by: 'handed-in' })).toBe(
            rows.essays.filter(({ handedIn }) => within(handedIn, days)).length,
          )
        },
      ),
    )
  })

  it('of a measure, of one record, and of the largest', () => {
    fc.assert(
      fc.property(randomRows, days, (rows, days) => {
        const evidence = evidenceOf(rows, of)
        const stated = rows.records.filter(
          ({ day, quantities }) => within(day, days) && quantities.length > 0,
        )
        const news = { stem: 'measure.sum', name: '发布新闻动态', days, scope: {} } as const
        const values = stated.map(({ quantities }) => quantities[0]?.value ?? 0)
        expect(valueOf(evidence, news)?.value ?? 0).toBe(sum(values))
        const largest = evidence.valueOf({ op: 'largest', of: [news], per: 'record' })
        expect(largest?.value).toBe(values.length > 1 ? Math.max(...values) : undefined)
        for (const { id, heads } of stated)
          expect(evidence.valueOf(`record.people:${id}`)?.value ?? 0).toBe(heads)
      }),
    )
  })
})

function isAllNamed({ heads, people, isEntry }: RecordRow): boolean {
  return heads === people.length && (heads > 0 || isEntry)
}

const EMPTY: EvidenceRows = fc.sample(randomRows, { numRuns: 1, seed: 1 })[0]!

describe('formulas of claims', () => {
  const one = (id: string, day: string, people: number[], kind = '党课'): RecordRow => ({
    id,
    number: Number(id.slice(2)),
    family: 'study',
    kind,
    day,
    heads: people.length,
    people,
    minutes: 60,
    place: null,
    partner: null,
    materials: [],
    series: null,
    issue: null,
    quantities: [],
    isEntry: false,
  })
  const records = [
    one('S-1', '2021-12-30', [0]),
    one('S-2', '2022-01-10', [0, 1]),
    one('S-3', '2022-02-10', [0, 1, 2], '传达学习'),
    one('S-4', '2022-02-11', [3], '传达学习'),
    one('S-5', '2022-05-11', [3, 4]),
  ]
  const begins = { records: '2021-12-30', essays: null }
  const rows = { ...EMPTY, records, essays: [], begins }
  const evidence = evidenceOf(rows, of)
  const at = '@2022-01-01..2022-12-31'

  it.each([
    [`sum(study.count:党课${at},study.count:传达学习${at})`, 4],
    [`difference(study.attendance:传达学习${at},study.attendance:党课${at})`, 0],
    [`share(study.attendance:党课${at},study.attendance${at})`, 50],
    [`average(study.attendance${at},study.sessions${at})`, 2],
    [`average(study.sessions${at},study.months${at})`, 4 / 3],
    [`each(study.count:党课${at},study.count:传达学习${at})`, 2],
    [`largest(study.sessions${at},month)`, 2],
    [`largest(study.attendance${at},kind)`, 4],
    [`largest(study.attendance${at},record)`, 3],
    [`smallest(study.sessions${at},quarter)`, 0],
    ['before(study.sessions@2022-05-01..2022-05-31)', 0],
    ['change(study.sessions@2022-04-01..2022-06-30)', 2],
    [`each(study.sessions${at},month)`, null],
    [`sum(study.count:党课${at},study.attendance${at})`, null],
    [`share(study.count:党课${at},study.attendance${at})`, null],
    // The records begin in the middle of the year before.
    [`change(study.sessions${at})`, null],
    ['study.sessions@2020-01-01..2020-12-31', null],
    [`study.count:茶话会${at}`, null],
  ])('%s is %s', (key, value) => {
    const found = evidence.valueOf(key)
    expect(found === null ? null : tidy(found.value)).toBe(value === null ? null : tidy(value))
  })

  it('say where the largest is', () => {
    expect(evidence.valueOf(`largest(study.sessions${at},month)`)?.at?.map(({ zh }) => zh)).toEqual(['2月'])
    expect(evidence.valueOf(`largest(study.sessions${at},kind)`)?.at?.map(({ zh }) => zh)).toEqual([
      '党课',
      '传达学习',
    ])
  })

  it('are as complete as their parts', () => {
    const unnamed = records.map((row) => (row.id === 'S-3' ? { ...row, heads: 10 } : row))
    const partly = evidenceOf({ ...rows, records: unnamed }, of)
    expect(partly.valueOf(`average(study.attendance${at},study.people${at})`)?.isComplete).toBe(false)
    expect(partly.valueOf(`average(study.attendance${at},study.sessions${at})`)?.isComplete).toBe(true)
  })
})
