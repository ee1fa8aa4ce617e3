import { describe, expect, it } from 'vitest'
import { MemberFacingError } from '../../src/errors.ts'
import {
  checkZone,
  formatDate,
  fixedClock,
  instantOf,
  isZone,
  formatMoment,
  parseTime,
  systemClock,
  today,
  wallClockAt,
  weekdayName,
} from '../../src/time/clock.ts'

const date = (text: string) => Temporal.PlainDate.from(text)

/** Every moment from 2004 to 2035 at which some zone's clocks change. */
function* clockChanges(): Generator<{ zone: string; change: Temporal.ZonedDateTime }> {
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    let moment = Temporal.ZonedDateTime.from(`2004-01-01T00:00[${zone}]`).getTimeZoneTransition('next')
    for (; moment && moment.year <= 2035; moment = moment.getTimeZoneTransition('next'))
      yield { zone, change: moment }
  }
}

describe('the moment of a wall-clock time', () => {
  it('is the first at which the wall shows it or more, around every change of clocks 2004–2035, all zones', () => {
    let changes = 0
    const wrong: string[] = []
    const zones = new Set<string>()
    for (const { zone, change } of clockChanges()) {
      changes++
      zones.add(zone)
      for (const minutes of [-61, -30, 0, 29, 61]) {
        const wall = change.toPlainDateTime().add({ minutes })
        const moment = instantOf(wall.toPlainDate(), wall.toPlainTime().toString(), zone)
        const shown = moment.toZonedDateTimeISO(zone).toPlainDateTime()
        const justBefore = moment.subtract({ seconds: 1 }).toZonedDateTimeISO(zone).toPlainDateTime()
        const first = Temporal.PlainDateTime.compare(shown, wall) >= 0
        const wasBefore = Temporal.PlainDateTime.compare(justBefore, wall) < 0
        if (!first || !wasBefore) wrong.push(`${zone} ${wall.toString()}`)
      }
    }
    expect(wrong).toEqual([])
    expect(zones.size).toBeGreaterThan(200)
    expect(changes).toBeGreaterThan(5000)
  }, 15_000)

  it.each([
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['2026-03-08', '09:30', 'America/New_York', '2026-03-08T13:30:00Z'],
    ['2026-11-01', '09:30', 'America/New_York', '2026-11-01T14:30:00Z'],
    ['2011-12-30', '09:30', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['2022-11-21', '09:30', 'Asia/Shanghai', '2022-11-21T01:30:00Z'],
    ['2024-02-29', '23:59', 'Asia/Kathmandu', '2024-02-29T18:14:00Z'],
  ])('%s %s in %s is %s', (day, time, zone, moment) => {
    expect(instantOf(date(day), time, zone).toString()).toBe(moment)
  })

  it('reads back from the wall', () => {
    const { date: day, time } = wallClockAt(Temporal.Instant.from('2026-12-31T23:30Z'), 'Asia/Shanghai')
    expect(`${day.toString()} ${time.toString()}`).toBe('2027-01-01 07:30:00')
  })
})

describe('zones', () => {
  it('are known by name, whatever the case', () => {
    expect(checkZone(' asia/shanghai ')).toBe('Asia/Shanghai')
    expect(checkZone('UTC')).toBe('UTC')
    for (const zone of Intl.supportedValuesOf('timeZone')) expect(isZone(checkZone(zone))).toBe(true)
    expect(isZone('Mars/Olympus')).toBe(false)
  })

  it.each(['', '+08:00', 'GMT+8', '北京时间', 'Mars/Olympus', '<!channel>'])(
    '%j is refused by name',
    (text) => {
      expect(() => checkZone(text)).toThrow(MemberFacingError)
      expect(() => checkZone(text)).toThrow(`"${text}" is not a time zone`)
    },
  )
})

describe('words for times', () => {
  it.each([
    ['9:30', '09:30'],
    ['09：30', '09:30'],
    ['18点', '18:00'],
    ['18点30分', '18:30'],
    ['0:00', '00:00'],
  ])('%s is %s', (text, time) => {
    expect(parseTime(text)).toBe(time)
  })

  it.each(['', '24:00', '9:60', '9.30', 'noon', '9:30pm'])('%j is no time of day', (text) => {
    expect(() => parseTime(text)).toThrow(`"${text}" is not a time of day`)
  })

  it('name the weekday, and the year only when it is another', () => {
    const [day, sameYear, nextYear] = [date('2022-11-30'), date('2022-01-01'), date('2023-01-01')]
    expect(formatDate(day, 'zh', sameYear)).toBe('11月30日（星期三）')
    expect(formatDate(day, 'en', sameYear)).toBe('Wed 30 Nov')
    expect(formatDate(day, 'zh', nextYear)).toBe('2022年11月30日（星期三）')
    expect(formatDate(day, 'en', nextYear)).toBe('Wed 30 Nov 2022')
    expect([1, 7].map((weekday) => weekdayName(weekday, 'zh'))).toEqual(['星期一', '星期日'])
    const moment = Temporal.Instant.from('2022-11-30T10:00Z')
    expect(formatMoment(moment, 'Asia/Shanghai', 'zh', sameYear)).toBe('11月30日（星期三）18:00')
    expect(formatMoment(moment, 'America/New_York', 'en', sameYear)).toBe('Wed 30 Nov, 05:00')
  })
})

describe('clocks', () => {
  it('show the date on the wall of a zone', () => {
    const clock = fixedClock('2026-12-31T20:00Z')
    expect(today(clock, 'Asia/Shanghai').toString()).toBe('2027-01-01')
    expect(today(clock, 'America/New_York').toString()).toBe('2026-12-31')
    expect(Temporal.Instant.compare(clock.now(), clock.now())).toBe(0)
    expect(Math.abs(systemClock.now().epochMilliseconds - Date.now())).toBeLessThan(1000)
  })
})
