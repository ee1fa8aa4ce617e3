import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { weeksOf, type DayCount } from '../../src/home/weeks.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const one = (on: string, family: 'study' | 'activity' = 'study'): DayCount => ({ day: on, family, count: 1 })

describe('the weeks of a year', () => {
  it('run from Monday to Sunday', () => {
    const weeks = weeksOf(day('2022-01-20'), [one('2022-01-10'), one('2022-01-16'), one('2022-01-17')])
    expect(weeks.map(({ startsOn, study }) => `${startsOn} ${study}`)).toEqual([
      '2022-01-01 0',
      '2022-01-03 0',
      '2022-01-10 2',
      '2022-01-17 1',
    ])
  })

  it('begin on 1 January, whatever the weekday', () => {
    expect(weeksOf(day('2024-01-01'), []).map(({ startsOn }) => startsOn)).toEqual(['2024-01-01'])
    expect(weeksOf(day('2023-01-03'), []).map(({ startsOn }) => startsOn)).toEqual([
      '2023-01-01',
      '2023-01-02',
    ])
  })

  it('keep study sessions and activities apart', () => {
    const [, week] = weeksOf(day('2022-01-04'), [one('2022-01-04'), one('2022-01-05', 'activity')])
    expect(week).toEqual({ startsOn: '2022-01-03', study: 1, activity: 1 })
  })

  it('end with this week, or with the last that has a record', () => {
    expect(weeksOf(day('2022-01-09'), []).at(-1)?.startsOn).toBe('2022-01-03')
    expect(weeksOf(day('2022-01-09'), [one('2022-01-31')]).at(-1)?.startsOn).toBe('2022-01-31')
  })

  it('hold every record of any year exactly once', () => {
    const counts = fc.integer({ min: 1990, max: 2090 }).chain((year) => {
      const days = fc.record({
        day: fc
          .integer({ min: 1, max: 365 })
          .map((nth) => new Temporal.PlainDate(year, 1, 1).add({ days: nth - 1 }).toString()),
        family: fc.constantFrom('study' as const, 'activity' as const),
        count: fc.integer({ min: 1, max: 9 }),
      })
      return fc.tuple(fc.constant(year), fc.array(days, { maxLength: 40 }))
    })
    fc.assert(
      fc.property(counts, ([year, days]) => {
        const weeks = weeksOf(new Temporal.PlainDate(year, 6, 15), days)
        const total = (family: 'study' | 'activity') =>
          days.reduce((sum, one) => sum + (one.family === family ? one.count : 0), 0)
        expect(weeks.reduce((sum, { study }) => sum + study, 0)).toBe(total('study'))
        expect(weeks.reduce((sum, { activity }) => sum + activity, 0)).toBe(total('activity'))
        for (const { startsOn } of weeks.slice(1)) expect(day(startsOn).dayOfWeek).toBe(1)
      }),
      { numRuns: 200 },
    )
  })
})
