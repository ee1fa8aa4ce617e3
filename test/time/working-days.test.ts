import * as chineseDays from 'chinese-days'
import * as fc from 'fast-check'
import { officialDays } from '../../src/time/holidays/public-holidays.ts'
import { describe, expect, it } from 'vitest'
import { lastDay, monthsBetween, type Month } from '../../src/time/month.ts'
import {
  addWorkingDays,
  calendarKnows,
  calendarOf,
  isWorkingDay,
  knownYears,
  lastWorkingDayOf,
  noLocalDays,
  nthWorkingDayOf,
  unknownYears,
  workingDaysBetween,
  workingDaysOf,
} from '../../src/time/working-days.ts'

const date = (text: string) => Temporal.PlainDate.from(text)
const firstOfAll = date('2004-01-01')
const day = fc.integer({ min: 0, max: 11_687 }).map((days) => firstOfAll.add({ days }))
const localDays = fc
  .record({ off: fc.array(day, { maxLength: 20 }), worked: fc.array(day, { maxLength: 20 }) })
  .map(({ off, worked }) => ({
    daysOff: new Set(off.map((day) => day.toString())),
    workingDays: new Set(worked.map((day) => day.toString())),
  }))
const calendar = fc
  .tuple(fc.constantFrom('CN', 'none', 'DE', 'US-NY', 'SA', 'JP'), localDays)
  .map(([region, local]) => calendarOf(region, local))

describe("China's working days", () => {
  it('are those that the State Council named, on every day of 2004 to 2026', () => {
    const china = calendarOf('CN')
    const wrong: string[] = []
    for (let day = firstOfAll; day.year <= 2026; day = day.add({ days: 1 })) {
      if (isWorkingDay(china, day) !== chineseDays.isWorkday(day.toString())) wrong.push(day.toString())
    }
    expect(wrong).toEqual([])
  })

  it.each([
    ['2022-10-07', false],
    ['2022-10-08', true],
    ['2022-10-09', true],
    ['2024-02-04', true],
    ['2024-02-29', true],
    ['2025-01-28', false],
  ])('%s is worked: %s', (iso, worked) => {
    expect(isWorkingDay(calendarOf('CN'), date(iso))).toBe(worked)
  })

  it('of a year not yet announced are Monday to Friday but for the feasts by law, and it says that it does not know', () => {
    const china = calendarOf('CN')
    const known = knownYears(china, 1990, 2099)
    expect(known.slice(0, 23)).toEqual(Array.from({ length: 23 }, (_, index) => 2004 + index))
    expect(unknownYears(china, 2003, 2099)).toHaveLength(97 - known.length)
    for (const year of [2003, 2090, 2096]) {
      expect(calendarKnows(china, year)).toBe(false)
      expect(
        [...officialDays('CN', year).holidays].filter((day) => /-(?:01-01|05-01|10-0[123])$/.test(day)),
      ).toHaveLength(5)
      for (let day = date(`${year}-01-01`); day.year === year; day = day.add({ days: 1 })) {
        const isFeast = officialDays('CN', year).holidays.has(day.toString())
        expect(isWorkingDay(china, day)).toBe(day.dayOfWeek <= 5 && !isFeast)
      }
    }
  })
})

describe('other regions', () => {
  it.each([
    ['DE', '2026-10-02', true],
    ['DE', '2026-04-03', false],
    ['DE', '2026-12-24', true],
    ['DE', '2026-11-01', false],
    ['DE-BY', '2027-01-06', false],
    ['DE-BE', '2027-01-06', true],
    ['US', '2026-07-03', false],
    ['US', '2026-11-26', false],
    ['JP', '2019-05-02', false],
    ['GB', '2027-12-27', false],
    ['HK', '2026-10-01', false],
    ['SA', '2026-11-20', false],
    ['SA', '2026-11-22', true],
    ['SA', '2026-03-21', false],
    ['none', '2026-12-25', true],
    ['none', '2026-12-26', false],
  ])('in %s, %s is worked: %s', (region, iso, worked) => {
    expect(isWorkingDay(calendarOf(region), date(iso))).toBe(worked)
  })

  it('know 2004 to 2035, and say so when movable feasts are out of reach', () => {
    for (const region of ['DE', 'US', 'SA', 'TR', 'IL', 'JP', 'none']) {
      expect(unknownYears(calendarOf(region), 2004, 2035)).toEqual([])
    }
    expect(calendarKnows(calendarOf('TR'), 2077)).toBe(false)
    expect(calendarKnows(calendarOf('MO'), 2026)).toBe(false)
  })
})

describe('local days', () => {
  it('win over the official ones, and a day named as both is off', () => {
    const local = {
      daysOff: new Set(['2022-11-21', '2022-11-23']),
      workingDays: new Set(['2022-11-26', '2022-11-23']),
    }
    const calendar = calendarOf('CN', local)
    const worked = ['2022-11-21', '2022-11-22', '2022-11-23', '2022-11-26', '2022-11-27']
    expect(worked.map((iso) => isWorkingDay(calendar, date(iso)))).toEqual([false, true, false, true, false])
  })

  it('that leave no working day are a fault, not an endless search', () => {
    const days = Array.from({ length: 3000 }, (_, index) => firstOfAll.add({ days: index }).toString())
    const calendar = calendarOf('none', { ...noLocalDays, daysOff: new Set(days) })
    expect(() => addWorkingDays(calendar, firstOfAll, 1)).toThrow('working days around')
    expect(lastWorkingDayOf(calendar, '2005-03')).toBeNull()
  })
})

describe('counting', () => {
  it('walks exactly as many working days as asked, either way', () => {
    fc.assert(
      fc.property(calendar, day, fc.integer({ min: -45, max: 45 }), (calendar, from, count) => {
        const to = addWorkingDays(calendar, from, count)
        expect(workingDaysBetween(calendar, from, to)).toBe(count)
        expect(Temporal.PlainDate.compare(to, from)).toBe(Math.sign(count))
        expect(count === 0 || isWorkingDay(calendar, to)).toBe(true)
        expect(!isWorkingDay(calendar, from) || addWorkingDays(calendar, to, -count).equals(from)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('finds the last and the nth working day of every month of 2004 to 2035', () => {
    const months = fc.constantFrom(...monthsBetween('2004-01', '2035-12'))
    fc.assert(
      fc.property(calendar, months, (calendar, month: Month) => {
        const brute = Array.from({ length: lastDay(month).day }, (_, index) =>
          lastDay(month).with({ day: index + 1 }),
        )
          .filter((day) => isWorkingDay(calendar, day))
          .map((day) => day.toString())
        expect(workingDaysOf(calendar, month).map((day) => day.toString())).toEqual(brute)
        expect(lastWorkingDayOf(calendar, month)?.toString()).toBe(brute.at(-1))
        expect(nthWorkingDayOf(calendar, month, 3)?.toString()).toBe(brute[2])
        expect(nthWorkingDayOf(calendar, month, 32)).toBeNull()
      }),
      { numRuns: 500 },
    )
  })
})
