import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  daysLater,
  formatDateTokens,
  instantOfWall,
  longDate,
  wallTime,
} from '../../../../src/playground/page/base/wall-time.ts'

const friday = new Date('2022-11-18T01:00:00Z')

describe('the clock on the page', () => {
  it('shows the office’s wall time, not the browser’s', () => {
    expect(wallTime(friday, 'Asia/Shanghai')).toBe('2022-11-18T09:00')
    expect(wallTime(friday, 'America/New_York')).toBe('2022-11-17T20:00')
  })

  it('names the day in both languages', () => {
    expect(longDate(friday, 'Asia/Shanghai', 'en')).toBe('Friday 18 November 2022')
    expect(longDate(friday, 'Asia/Shanghai', 'zh')).toBe('2022年11月18日 星期五')
  })

  it('is one day later at the same time on the wall, over months and years', () => {
    expect(daysLater('2022-12-31T09:30', 1)).toBe('2023-01-01T09:30')
    expect(daysLater('2024-02-28T00:05', 1)).toBe('2024-02-29T00:05')
  })

  it('finds the instant of any wall time that exists', () => {
    const zone = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata')
    const seconds = fc
      .integer({ min: 946_684_800, max: 2_524_608_000 })
      .map((second) => second - (second % 60))
    fc.assert(
      fc.property(zone, seconds, (zone, second) => {
        const wall = wallTime(new Date(second * 1000), zone)
        expect(wallTime(new Date(instantOfWall(wall, zone) * 1000), zone)).toBe(wall)
      }),
      { numRuns: 500 },
    )
  })

  it('fills in Slack’s date tokens and leaves unknown ones', () => {
    expect(formatDateTokens('{date_num} {time} {moon}', friday, 'Asia/Shanghai', 'en')).toBe(
      '2022-11-18 09:00 {moon}',
    )
  })
})
