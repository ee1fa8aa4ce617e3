import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { listFacts } from '../../../src/reports/write/draft-section.ts'
import type { Fact } from '../../../src/claims/facts/fact.ts'
import { fixedClock } from '../../../src/time/clock.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { freshDatabase } from '../../helpers/databases.ts'
import { officeOn, SAMPLE_OFFICE } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

type Row = Readonly<Record<string, string>>
const table = (name: string): Row[] =>
  parse<Row>(readFileSync(`${SAMPLE_OFFICE}${name}.csv`, 'utf8'), { columns: true, bom: true })
const [study, activities, essays, measures] = ['study', 'activities', 'essays', 'measures'].map(table) as [
  Row[],
  Row[],
  Row[],
  Row[],
]

const MONTHS = Array.from({ length: 12 }, (_, at) => `2022-${String(at + 1).padStart(2, '0')}`)
const PERIODS = [
  '2022',
  '2022H1',
  '2022H2',
  '2022Q1',
  '2022Q2',
  '2022Q3',
  '2022Q4',
  ...MONTHS,
  '2022-03..2022-10',
]

/** The same figures, added up from the CSV files without a database: key → value. */
function byHand(period: string): Record<string, number> {
  const { startsOn, endsOn } = parsePeriod(period)
  const isIn = (day: string) => day >= startsOn.toString() && day <= endsOn.toString()
  const found: Record<string, number> = {}
  const add = (key: string, value: number) => {
    found[key] = (found[key] ?? 0) + value
  }
  const people = new Set<string>()
  const months = { study: new Set<string>(), activity: new Set<string>() }
  for (const row of study.filter(({ date }) => isIn(date ?? ''))) {
    const attendees = (row['attendees'] ?? '').split(';').filter((one) => one !== '')
    add('study.sessions', 1)
    add(`study.count:${row['kind']}`, 1)
    add('study.attendance', attendees.length)
    add(`study.attendance:${row['kind']}`, attendees.length)
    for (const one of attendees) people.add(one)
    months.study.add((row['date'] ?? '').slice(0, 7))
  }
  if (people.size > 0) found['study.people'] = people.size
  const lastOf = new Map<string, string>()
  for (const row of activities.filter(({ date }) => isIn(date ?? ''))) {
    add('activity.records', 1)
    add(`activity.count:${row['kind']}`, 1)
    const heads = Number(row['participant_count'] || 0)
    if (heads > 0) {
      add('activity.attendance', heads)
      add(`activity.headcount:${row['kind']}`, heads)
    }
    months.activity.add((row['date'] ?? '').slice(0, 7))
    for (const part of (row['quantities'] ?? '').split(';').filter((one) => one.trim() !== '')) {
      const [, measure = '', number = ''] = /^\s*(.+?)\s*=\s*([\d.]+)/.exec(part) ?? []
      const aggregation = measures.find((one) => one['measure'] === measure)?.['aggregation'] ?? ''
      const key = `measure.${aggregation}:${measure}`
      if (aggregation === 'sum') add(key, Number(number))
      else if ((lastOf.get(key) ?? '') <= (row['date'] ?? '')) {
        lastOf.set(key, row['date'] ?? '')
        found[key] = Number(number)
      }
    }
  }
  if (months.study.size > 0) found['study.months'] = months.study.size
  if (months.activity.size > 0) found['activity.months'] = months.activity.size
  const written = essays.filter(
    ({ month = '' }) => month >= startsOn.toString().slice(0, 7) && month <= endsOn.toString().slice(0, 7),
  )
  const approved = written.filter(({ status }) => status === 'approved')
  const count = (key: string, rows: readonly Row[]) => {
    if (rows.length > 0) found[key] = rows.length
  }
  count('essay.count:submitted', written)
  count('essay.count:approved', approved)
  count(
    'essay.count:returned',
    written.filter(({ status }) => status === 'returned'),
  )
  count(
    'essay.count:waiting',
    written.filter(({ status }) => status === 'submitted'),
  )
  count(
    'essay.count:excellent',
    approved.filter(({ excellent }) => excellent === 'yes'),
  )
  count(
    'essay.count:contest',
    approved.filter(({ contest }) => contest !== ''),
  )
  const writers = new Set(written.map((row) => row['member_id']))
  if (writers.size > 0) found['essay.writers'] = writers.size
  const issues = new Set(approved.map((row) => row['anthology_issue']).filter((one) => one !== ''))
  if (issues.size > 0) found['essay.issues'] = issues.size
  for (const kind of new Set(approved.map((row) => row['kind'])))
    count(
      `essay.kind:${kind}`,
      approved.filter((row) => row['kind'] === kind),
    )
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value > 0))
}

describe('the facts of the sample year', () => {
  const database = shared(() => freshDatabase('pglite'))
  const office = shared(() =>
    officeOn(database, { sample: true, clock: fixedClock('2023-02-01T09:00:00+08:00') }),
  )
  const facts = new Map<string, readonly Fact[]>()
  beforeAll(async () => {
    for (const period of PERIODS) facts.set(period, await listFacts(office, { period: parsePeriod(period) }))
  })
  const plain = (period: string): Fact[] =>
    (facts.get(period) ?? []).filter(({ compares }) => compares === undefined)
  const valueOf = (period: string, key: string): number =>
    (facts.get(period) ?? []).find((fact) => fact.key === key)?.value ?? 0

  it.each(PERIODS)('are what the files add up to by hand: %s', (period) => {
    const expected = byHand(period)
    const found = Object.fromEntries(plain(period).map(({ key, value }) => [key, value]))
    for (const [key, value] of Object.entries(expected))
      expect([period, key, found[key]]).toEqual([period, key, value])
    // What is not among them is hours, issues of a series, and what is missing.
    const beyond = Object.keys(found).filter((key) => !(key in expected))
    expect(
      beyond.filter(
        (key) =>
          !/^(?:(?:study|activity)\.hours$|title\.issues:|gap\.|essay\.count:(?:late|exchanged|compiled)$)/.test(
            key,
          ),
      ),
    ).toEqual([])
  })

  it('of the months add up to those of the year, where a sum is meant', () => {
    const added = plain('2022').filter(
      ({ aggregation, key }) =>
        (aggregation === 'count' || aggregation === 'sum') &&
        !key.startsWith('gap.') &&
        !key.endsWith('.hours'),
    )
    expect(added.length).toBeGreaterThan(30)
    for (const { key, value } of added) {
      const sum = MONTHS.reduce((all, month) => all + valueOf(month, key), 0)
      expect([key, sum]).toEqual([key, value])
    }
  })

  it('never add up a stock or a percentage: the year has the value of its last month', () => {
    const levels = plain('2022').filter(
      ({ aggregation }) => aggregation === 'latest' || aggregation === 'ratio',
    )
    expect(levels.length).toBeGreaterThanOrEqual(3)
    for (const { key, value } of levels) {
      const last = MONTHS.findLast((month) => valueOf(month, key) > 0) ?? ''
      expect([key, value]).toEqual([key, valueOf(last, key)])
    }
  })

  it('never count a member more often than there are members, nor a month more often than months', () => {
    for (const period of PERIODS) {
      expect(valueOf(period, 'study.people')).toBeLessThanOrEqual(60)
      expect(valueOf(period, 'study.attendance')).toBeGreaterThanOrEqual(valueOf(period, 'study.people'))
    }
    expect(valueOf('2022', 'study.months')).toBe(
      MONTHS.filter((month) => valueOf(month, 'study.sessions') > 0).length,
    )
  })

  it('compare each period with the one before, by its own facts', () => {
    let compared = 0
    for (const [period, before] of [
      ['2022Q2', '2022Q1'],
      ['2022Q3', '2022Q2'],
      ['2022H2', '2022H1'],
      ['2022-05', '2022-04'],
    ] as const) {
      for (const fact of facts.get(period) ?? []) {
        if (fact.compares === undefined) continue
        const [now, then] = [valueOf(period, fact.compares.of), valueOf(before, fact.compares.of)]
        const signed = fact.compares.how === 'fewer' ? then - now : now - then
        const expected =
          fact.compares.how === 'before'
            ? then
            : fact.unit === '%'
              ? Math.round((1000 * signed) / then) / 10
              : Math.round(signed * 1e6) / 1e6
        expect([fact.label, fact.value]).toEqual([fact.label, expected])
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(50)
    expect((facts.get('2022') ?? []).filter(({ compares }) => compares !== undefined)).toEqual([])
  })

  it('name the records they come from, as many as they count', () => {
    for (const { key, aggregation, value, recordIds } of plain('2022')) {
      if (aggregation !== 'count' || key.startsWith('gap.')) continue
      expect([key, new Set(recordIds).size]).toEqual([key, value])
    }
  })
})
