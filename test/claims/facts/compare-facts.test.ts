import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factSheet } from '../../../src/reports/sheet/fact-sheet.ts'
import { comparedPeriod } from '../../../src/claims/claim/compared-period.ts'
import { comparisons } from '../../../src/claims/facts/compare-facts.ts'
import type { Ledger } from '../../../src/claims/facts/fact.ts'
import { loadOutlines } from '../../../src/reports/outline/load-outlines.ts'
import { rawFact, type RawFact } from '../../../src/claims/facts/raw-fact.ts'
import { verifyText } from '../../../src/claims/bind/verify-text.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

describe('the period that is compared with', () => {
  it.each([
    ['2022', '2023-01-05', '2021', '上年'],
    ['2022', '2022-12-31', '2021', '上年'],
    ['2022', '2022-11-18', '2021-01-01..2021-11-18', '上年同期'],
    ['2024', '2024-02-29', '2023-01-01..2023-02-28', '上年同期'],
    ['2022Q3', '2022-11-18', '2022Q2', '上季度'],
    ['2022H2', '2022-11-18', '2022-01-01..2022-05-21', '上期同期'],
    ['2022-11', '2022-11-18', '2022-10-01..2022-10-18', '上月同期'],
    ['2022-03', '2022-03-31', '2022-02', '上月'],
    ['2022-03', '2022-03-30', '2022-02-01..2022-02-28', '上月同期'],
    ['2022-03..2022-10', '2022-11-18', '2021-07-01..2022-02-28', '上期'],
  ])('of %s on %s is %s', (period, asOf, before, words) => {
    const found = comparedPeriod(parsePeriod(period), day(asOf))
    expect([found?.period.label, found?.words.zh]).toEqual([before, words])
  })

  it('is none as long as the period has not begun', () => {
    expect(comparedPeriod(parsePeriod('2023'), day('2022-11-18'))).toBeNull()
  })
})

const YEAR = parsePeriod('2022')
const fact = (
  key: string,
  name: string,
  value: number,
  unit = '次',
  aggregation: 'count' | 'sum' = 'count',
): RawFact =>
  rawFact(
    {
      key,
      label: { zh: `${name}次数`, en: name },
      of: { zh: name, en: name },
      aggregation,
      value,
      unit,
      recordIds: [],
      names: [name],
      about: { family: 'study', kinds: [name] },
    },
    YEAR,
    'zh',
  )
const heads = (value: number): RawFact => ({
  ...fact('d', 'lecture attendances', value, '人次', 'sum'),
  names: ['lecture attendances', 'lectures'],
})
const than = comparedPeriod(YEAR, day('2023-01-01'))!

function ledgerOf(now: readonly RawFact[], before: readonly RawFact[]): Ledger {
  const outline = loadOutlines().of('zh')
  const { facts } = factSheet([...now, ...comparisons(now, before, than, 'zh')], outline)
  return {
    period: { label: '2022', startsOn: '2022-01-01', endsOn: '2022-12-31' },
    facts,
    records: [],
    members: [],
    lexicon: [],
  }
}

describe('comparisons', () => {
  const now = [fact('a', '党课', 8), fact('b', '传达学习', 63), fact('c', 'lectures', 12), heads(90)]
  const before = [fact('a', '党课', 6), fact('b', '传达学习', 70), fact('c', 'lectures', 9), heads(70)]
  const ledger = ledgerOf(now, before)

  it('hold the value then, the difference and, of large numbers, the percentage, each with its formula', () => {
    const told = ledger.facts
      .filter(({ compares }) => compares !== undefined)
      .map(({ key, value, unit, formula }) => [key, `${value}${unit}`, formula])
    expect(told).toContainEqual(['before:a', '6次', '计数（党课），2022'])
    expect(told).toContainEqual(['change:a', '2次', '|8 − 6| = 2，2022 / 2021'])
    expect(told).toContainEqual(['change:b', '7次', '|63 − 70| = 7，2022 / 2021'])
    expect(told).toContainEqual(['percent:b', '10%', '|63 − 70| ÷ 70 = 10%，2022 / 2021'])
    expect(told.map(([key]) => key)).not.toContain('percent:a')
  })

  it.each([
    '党课8次，比上年增加2次。',
    '党课8次，较上年的6次多2次。',
    '党课从6次增加到8次。',
    '传达学习63次，同比下降10%。',
    '传达学习63次，比去年减少7次。',
    'There were 12 lectures, up from 9 the year before.',
    'In 2022, 12 lectures were held, 3 more than the quarter before, with 90 lecture attendances.',
  ])('are never called wrong for being told in words: %s', (text) => {
    expect(verifyText(text, ledger).spans.map(({ state }) => state)).not.toContain('conflict')
  })

  it.each([
    ['党课8次，比上年增加3次。', '3次'],
    ['党课8次，比上年减少2次。', '2次'],
    ['传达学习63次，比上年增加7次。', '7次'],
    ['传达学习63次，同比增长10%。', '10%'],
    ['党课8次，上年为5次。', '5次'],
    ['There were 12 lectures, up from 8 the year before.', '8'],
    ['There were 12 lectures, 3 fewer than the year before.', '3'],
    ['There were 12 lectures, 20 more than the year before.', '20'],
  ])('prove nothing that only words tell: %s', (text, figure) => {
    const span = verifyText(text, ledger).spans.find((one) => one.text.startsWith(figure))
    expect(['unsupported', 'conflict', 'proposed']).toContain(span?.state)
  })

  it('never lend their value to what is no comparison', () => {
    for (const text of [
      '党课6次。',
      '党课2次。',
      '全年党课共2次。',
      '传达学习70次。',
      '传达学习7次。',
      'There were 9 lectures.',
      'There were 3 lectures.',
    ]) {
      const states = verifyText(text, ledger).spans.map(({ state }) => state)
      expect({
        text,
        isProven: states.some((state) => ['exact', 'approximate', 'derived', 'proposed'].includes(state)),
      }).toEqual({ text, isProven: false })
    }
  })

  it('flag a rise that no comparison bears out', () => {
    expect(verifyText('党课明显增加。', ledger).notes.map(({ kind }) => kind)).toEqual(['trend'])
  })

  it('are the plain difference, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (a, b) => {
        const facts = comparisons([fact('a', '党课', a)], [fact('a', '党课', b)], than, 'zh')
        expect(facts.find(({ key }) => key === 'before:a')?.value).toBe(b)
        const change = facts.find(({ key }) => key === 'change:a')
        const signed = (change?.value ?? 0) * (change?.compares?.how === 'fewer' ? -1 : 1)
        expect(b + signed).toBe(a)
      }),
    )
  })

  it('of what one of the two periods lacks are not made', () => {
    expect(comparisons([fact('a', '党课', 8)], [fact('b', '传达学习', 3)], than, 'zh')).toEqual([])
  })
})
