import { describe, expect, it } from 'vitest'
import { MemberFacingError } from '../../../src/errors.ts'
import { formatRegion, readRegion } from '../../../src/time/holidays/regions.ts'
import { calendarKnows, calendarOf, isWorkingDay } from '../../../src/time/working-days.ts'

describe('a holiday region', () => {
  it.each([
    ['cn', 'CN'],
    ['China', 'CN'],
    ['中国', 'CN'],
    [' us-ny ', 'US-NY'],
    ['New York', 'US-NY'],
    ['NONE', 'none'],
    ['无', 'none'],
    ['ＤＥ-by', 'DE-BY'],
    ['bayern', 'DE-BY'],
    ['Andalucia', 'ES-AN'],
    ['England', 'GB-ENG'],
    ['苏格兰', 'GB-SCT'],
    ['GB national', 'GB'],
    ['英国 全国', 'GB'],
    ['HK', 'HK'],
  ])('is understood as people write it: %j is %s', (text, region) => {
    expect(readRegion(text)).toBe(region)
  })

  it.each(['', 'XX', 'Chinaa', 'US-ZZ', 'CN-BJ-1', 'constructor', 'US-constructor', '<!here>'])(
    '%j is refused by name',
    (text) => {
      expect(() => readRegion(text)).toThrow(MemberFacingError)
      expect(() => readRegion(text)).toThrow(`"${text}" is not a holiday region`)
    },
  )

  it('asks which part of a country whose parts keep different holidays, and names them', () => {
    for (const text of ['GB', 'United Kingdom', '英国']) {
      expect(() => readRegion(text)).toThrow(
        /GB-ENG England, GB-NIR Northern Ireland, GB-SCT Scotland, GB-WLS Wales/,
      )
    }
    expect(() => readRegion('US')).toThrow(/and 43 more\. .*US national/)
  })

  it('is read back as it is shown, so that a form goes through unchanged', () => {
    for (const region of ['CN', 'GB', 'GB-ENG', 'US', 'DE-BY', 'none', 'HK']) {
      const { zh, en } = formatRegion(region)
      expect([readRegion(zh), readRegion(en)]).toEqual([region, region])
    }
  })
})

describe('a year of which nobody announced the holidays', () => {
  const china = calendarOf('CN')
  const isOff = (day: string) => !isWorkingDay(china, Temporal.PlainDate.from(day))

  it('is not known, and yet the feasts that the law fixes are off', () => {
    expect(calendarKnows(china, 2031)).toBe(false)
    // Weekdays all: New Year, the Spring Festival with its eve, Labour Day and the day after, National Day.
    const days = [
      '2031-01-01',
      '2031-01-22',
      '2031-01-23',
      '2031-01-24',
      '2031-05-01',
      '2031-05-02',
      '2031-10-01',
      '2027-02-05',
      '2027-02-08',
    ]
    expect(days.filter((day) => !isOff(day))).toEqual([])
    expect(
      ['2031-01-02', '2031-01-21', '2031-03-10', '2031-06-02', '2027-02-04', '2027-02-09'].filter(isOff),
    ).toEqual([])
  })

  it('of a country by rule keeps what the rules know', () => {
    const germany = calendarOf('DE')
    expect(calendarKnows(germany, 2077)).toBe(false)
    expect(isWorkingDay(germany, Temporal.PlainDate.from('2077-01-01'))).toBe(false)
  })
})
