import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemberFacingError } from '../../src/errors.ts'
import {
  addMonths,
  firstDay,
  lastDay,
  monthNumbered,
  monthsBetween,
  parseMonth,
} from '../../src/time/month.ts'
import { parsePeriod } from '../../src/time/parse-period.ts'
import {
  daysOf,
  halfPeriod,
  isWithin,
  monthPeriod,
  monthsOf,
  formatPeriod,
  previousPeriod,
  quarterPeriod,
  rangePeriod,
  yearPeriod,
  type Period,
} from '../../src/time/period.ts'

const today = Temporal.PlainDate.from('2026-11-22')

const year = fc.integer({ min: 2004, max: 2035 })
const day = fc
  .integer({ min: 0, max: 11_600 })
  .map((days) => Temporal.PlainDate.from('2004-01-01').add({ days }))
const period: fc.Arbitrary<Period> = fc.oneof(
  year.map(yearPeriod),
  fc.tuple(year, fc.integer({ min: 1, max: 2 })).map(([year, half]) => halfPeriod(year, half)),
  fc.tuple(year, fc.integer({ min: 1, max: 4 })).map(([year, quarter]) => quarterPeriod(year, quarter)),
  fc
    .tuple(year, fc.integer({ min: 1, max: 12 }))
    .map(([year, month]) => monthPeriod(monthNumbered(year, month))),
  fc.tuple(day, fc.nat(800)).map(([start, days]) => rangePeriod(start, start.add({ days }))),
)

/** Anything else that is thrown is a fault. */
function readOrRefusal(text: string): Period | MemberFacingError {
  try {
    return parsePeriod(text, today)
  } catch (error) {
    if (error instanceof MemberFacingError) return error
    throw error
  }
}

describe('reading a period', () => {
  it.each([
    ['2026', '2026'],
    ['２０２６年', '2026'],
    ['今年', '2026'],
    ['last year', '2025'],
    ['2026-11', '2026-11'],
    ['2026 年 11 月', '2026-11'],
    ['2026/1', '2026-01'],
    ['十一月', '2026-11'],
    ['Sept 2025', '2025-09'],
    ['上月', '2026-10'],
    ['上个月', '2026-10'],
    ['this month', '2026-11'],
    ['2026H1', '2026H1'],
    ['2026年下半年', '2026H2'],
    ['去年上半年', '2025H1'],
    ['2026q3', '2026Q3'],
    ['Q3 2026', '2026Q3'],
    ['2026年第三季度', '2026Q3'],
    ['三季度', '2026Q3'],
    ['上季度', '2026Q3'],
    ['this quarter', '2026Q4'],
    ['上周', '2026-11-09..2026-11-15'],
    ['昨天', '2026-11-21..2026-11-21'],
    ['2026-01-05..2026-03-31', '2026-01-05..2026-03-31'],
    ['2026-01-05至2026-03-31', '2026-01-05..2026-03-31'],
    ['2026-1-5 ～ 2026-3-31', '2026-01-05..2026-03-31'],
    ['2026年1月5日至3月31日', '2026-01-05..2026-03-31'],
    ['10月8-10日', '2026-10-08..2026-10-10'],
    ['2025年10月至2026年2月', '2025-10-01..2026-02-28'],
    ['5 Jan 2026 to 31 Mar 2026', '2026-01-05..2026-03-31'],
    ['2024-02-29', '2024-02-29..2024-02-29'],
  ])('%s is %s', (text, label) => {
    expect(parsePeriod(text, today).label).toBe(label)
  })

  it.each([
    '',
    ' ',
    'junk',
    '2026-13',
    '2026-00',
    '2026-02-29',
    '2026H3',
    '2026Q5',
    '1776',
    '99999',
    '2026-11-',
    '2026-03-31..2026-01-05',
    '2026..',
    '..',
    '2026..2027..2028',
    '第五季度',
    '13月',
    '31 Feb 2026',
    '<!channel>',
  ])('%j is no period, and the refusal names it and the accepted forms', (text) => {
    expect(() => parsePeriod(text, today)).toThrow(MemberFacingError)
    expect(() => parsePeriod(text, today)).toThrow(`"${text}" is not a period. Write one of: 2026, 2026H1`)
  })

  it.each(['今年', '上月', 'last quarter', '本周', '11月', '下半年', 'Q3'])(
    '%s needs to know the day',
    (text) => {
      expect(() => parsePeriod(text)).toThrow(MemberFacingError)
    },
  )

  it('reads back every label, and both sentences, of every period', () => {
    fc.assert(
      fc.property(period, day, (period, today) => {
        const { zh, en } = formatPeriod(period)
        for (const text of [period.label, zh, en]) {
          const read = parsePeriod(text, today)
          expect([read.startsOn.toString(), read.endsOn.toString()]).toEqual([
            period.startsOn.toString(),
            period.endsOn.toString(),
          ])
        }
        expect(parsePeriod(period.label)).toEqual(period)
      }),
      { numRuns: 1000 },
    )
  })

  it('whatever is typed, reads a period or refuses it to the member, at once', () => {
    const piece = fc.constantFrom(
      '2026',
      '年',
      '-',
      '11',
      '..',
      '至',
      'H1',
      '第',
      '季度',
      'last ',
      'month',
      '月',
      '日',
      '３',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(text, (text) => {
        const began = performance.now()
        const read = readOrRefusal(text)
        expect(
          read instanceof MemberFacingError || Temporal.PlainDate.compare(read.startsOn, read.endsOn) <= 0,
        ).toBe(true)
        expect(performance.now() - began).toBeLessThan(50)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('the period before', () => {
  it('is of the same kind, ends the day before, and is as long as its kind says', () => {
    fc.assert(
      fc.property(period, (period) => {
        const before = previousPeriod(period)
        expect(before.kind).toBe(period.kind)
        expect(before.endsOn.add({ days: 1 }).equals(period.startsOn)).toBe(true)
        const wholeMonths = period.startsOn.day === 1 && period.endsOn.add({ days: 1 }).day === 1
        const length = wholeMonths ? (one: Period) => monthsOf(one).length : daysOf
        expect(length(before)).toBe(length(period))
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['2026', '2025'],
    ['2026H1', '2025H2'],
    ['2026Q1', '2025Q4'],
    ['2026-01', '2025-12'],
    ['2026-01-01..2026-03-31', '2025-10-01..2025-12-31'],
    ['2024-03-01..2024-03-10', '2024-02-20..2024-02-29'],
  ])('of %s is %s', (label, before) => {
    expect(previousPeriod(parsePeriod(label)).label).toBe(before)
  })
})

describe('months', () => {
  it('hold each of their days once, 28 to 31, leap years and the year end', () => {
    const months = monthsBetween('2004-01', '2035-12')
    const days = months.flatMap((month) => daysOf(monthPeriod(month)))
    expect(months).toHaveLength(384)
    expect(days.reduce((sum, count) => sum + count, 0)).toBe(11_688)
    expect(new Set(days)).toEqual(new Set([28, 29, 30, 31]))
    for (const month of months) {
      expect(
        lastDay(month)
          .add({ days: 1 })
          .equals(firstDay(addMonths(month, 1))),
      ).toBe(true)
      expect(addMonths(addMonths(month, -17), 17)).toBe(month)
    }
  })

  it('of a range are all that it touches', () => {
    expect(monthsOf(parsePeriod('2025-11-30..2026-02-01'))).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
    ])
    expect(isWithin(parsePeriod('2026-11'), today)).toBe(true)
    expect(isWithin(parsePeriod('2026-10'), today)).toBe(false)
  })

  it('are read as people write them, and refused by name', () => {
    expect(['2026-11', '2026年1月', '２０２６/０３'].map(parseMonth)).toEqual([
      '2026-11',
      '2026-01',
      '2026-03',
    ])
    for (const text of ['2026', '2026-13', '11月', '', '0000-01']) {
      expect(() => parseMonth(text)).toThrow(`"${text}" is not a month`)
    }
  })
})
