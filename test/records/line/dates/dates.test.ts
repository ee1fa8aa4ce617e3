import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemberFacingError } from '../../../../src/errors.ts'
import { parseDateText } from '../../../../src/records/line/read-line.ts'
import {
  lastWeekdays,
  latestDayOfMonth,
  latestMonthDay,
  latestWeekday,
  weekdayOfWeek,
} from '../../../../src/records/line/dates/rules.ts'

const friday = Temporal.PlainDate.from('2022-11-18')
const day = fc
  .integer({ min: 0, max: 12_000 })
  .map((days) => Temporal.PlainDate.from('2004-01-01').add({ days }))
const weekday = fc.integer({ min: 1, max: 7 })
const compare = (left: Temporal.PlainDate, right: Temporal.PlainDate): number =>
  Temporal.PlainDate.compare(left, right)
const names = '一二三四五六日'
const englishNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function one(text: string, today = friday): string {
  const { startsOn, endsOn } = parseDateText(text, today)
  return startsOn.equals(endsOn) ? startsOn.toString() : `${startsOn.toString()}/${endsOn.toString()}`
}

function fault(text: string, today = friday): string {
  try {
    return `no fault: ${one(text, today)}`
  } catch (error) {
    if (error instanceof MemberFacingError) return error.in('en')
    throw error
  }
}

/** By counting days, not by the arithmetic under test. */
function countBack(
  today: Temporal.PlainDate,
  wanted: (day: Temporal.PlainDate) => boolean,
): Temporal.PlainDate {
  let day = today
  while (!wanted(day)) day = day.subtract({ days: 1 })
  return day
}

function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return countBack(day, ({ dayOfWeek }) => dayOfWeek === 1)
}

describe('weekdays', () => {
  it('reads a bare weekday as the latest one not after today, in both languages', () => {
    fc.assert(
      fc.property(day, weekday, (today, weekday) => {
        const expected = countBack(today, ({ dayOfWeek }) => dayOfWeek === weekday)
        expect(latestWeekday(today, weekday).equals(expected)).toBe(true)
        expect(one(`周${names.charAt(weekday - 1)}`, today)).toBe(expected.toString())
        expect(one(`on ${englishNames[weekday - 1]}`, today)).toBe(expected.toString())
      }),
    )
  })

  it('reads 上周X as that day of the week from Monday to Sunday before this one', () => {
    fc.assert(
      fc.property(day, weekday, (today, weekday) => {
        const read = weekdayOfWeek(today, weekday, -1)
        expect(read.dayOfWeek).toBe(weekday)
        expect(mondayOf(read).until(mondayOf(today)).days).toBe(7)
        expect(one(`上周${names.charAt(weekday - 1)}`, today)).toBe(read.toString())
        expect(one(`上个星期${names.charAt(weekday - 1)}`, today)).toBe(read.toString())
      }),
    )
  })

  it('asks about "last X" just when X has passed in this week, and else takes the week before', () => {
    fc.assert(
      fc.property(day, weekday, (today, weekday) => {
        const passed = weekday < today.dayOfWeek
        const days = lastWeekdays(today, weekday)
        expect(days.length).toBe(passed ? 2 : 1)
        for (const day of days) {
          expect(day.dayOfWeek).toBe(weekday)
          expect(compare(day, today)).toBe(-1)
        }
        const text = `last ${englishNames[weekday - 1]}`
        const said = passed ? `"${text.toLowerCase()}" can mean different days. Choose one.` : 'no fault'
        expect(fault(text, today).split(':')[0]).toBe(said)
        expect(days.at(-1)?.equals(weekdayOfWeek(today, weekday, -1))).toBe(true)
      }),
    )
  })

  it('asks when 本周X has not come yet', () => {
    fc.assert(
      fc.property(day, weekday, (today, weekday) => {
        const text = `本周${names.charAt(weekday - 1)}`
        const day = mondayOf(today)
          .add({ days: weekday - 1 })
          .toString()
        const coming = `"${text}" is ${day}, which has not come yet. Log what is done: change the date.`
        expect(fault(text, today)).toBe(weekday > today.dayOfWeek ? coming : `no fault: ${day}`)
      }),
    )
  })
})

describe('days without a year', () => {
  it('is the latest such day not after today, over leap years and the turn of the year', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 182 }), (today, back) => {
        const written = today.subtract({ days: back })
        expect(latestMonthDay(today, written.month, written.day)?.toString()).toBe(written.toString())
        expect(one(`${written.month}月${written.day}日`, today)).toBe(written.toString())
        expect(one(`${written.month}月${written.day}号`, today)).toBe(written.toString())
      }),
    )
  })

  it('is asked about when it lies more than half a year back', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 184, max: 363 }), (today, back) => {
        const written = today.subtract({ days: back })
        if (written.month === 2 && written.day === 29) return
        expect(fault(`${written.month}月${written.day}日`, today)).toContain('Confirm the year')
      }),
    )
  })

  it('never lies in the future, also for a bare day of the month', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 31 }), (today, number) => {
        const read = latestDayOfMonth(today, number)
        expect(read?.day).toBe(number)
        expect(read === null ? 1 : compare(read, today)).toBeLessThanOrEqual(0)
        expect(read === null ? 99 : read.until(today).days).toBeLessThanOrEqual(61)
      }),
    )
  })

  it('reads a range so that its end is the first such day on or after its start', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 1, max: 40 }),
        (today, back, length) => {
          const endsOn = today.subtract({ days: back })
          const startsOn = endsOn.subtract({ days: length })
          const text = `${startsOn.month}月${startsOn.day}日至${endsOn.month}月${endsOn.day}日`
          expect(one(text, today)).toBe(`${startsOn.toString()}/${endsOn.toString()}`)
        },
      ),
    )
  })
})

describe('full dates', () => {
  it('reads every usual way of writing a day alike', () => {
    fc.assert(
      fc.property(day, (written) => {
        const { year, month, day } = written
        const short = written.toLocaleString('en-US', { month: 'short' })
        const ways = [
          written.toString(),
          `${year}/${month}/${day}`,
          `${year}.${month}.${day}`,
          `${year}年${month}月${day}日`,
          `${day} ${short} ${year}`,
          `${short} ${day}, ${year}`,
        ]
        expect(ways.map((text) => [text, one(text, written)])).toEqual(
          ways.map((text) => [text, written.toString()]),
        )
      }),
    )
  })
})

describe('relative days', () => {
  it.each([
    ['今天', '2022-11-18'],
    ['昨天', '2022-11-17'],
    ['前天', '2022-11-16'],
    ['大前天', '2022-11-15'],
    ['三天前', '2022-11-15'],
    ['一周前', '2022-11-11'],
    ['yesterday', '2022-11-17'],
    ['the day before yesterday', '2022-11-16'],
    ['two weeks ago', '2022-11-04'],
    ['上个月5号', '2022-10-05'],
    ['去年12月31日', '2021-12-31'],
    ['12-13日', '2022-11-12/2022-11-13'],
    ['5号到10号', '2022-11-05/2022-11-10'],
    ['20221112', '2022-11-12'],
    ['周一到周三', '2022-11-14/2022-11-16'],
    ['10.8-10.10', '2022-10-08/2022-10-10'],
    ['Oct 8-10', '2022-10-08/2022-10-10'],
    ['8 to 10 October', '2022-10-08/2022-10-10'],
    ['１１月１０日（周四）', '2022-11-10'],
  ])('reads %s as %s', (text, expected) => {
    expect(one(text)).toBe(expected)
  })
})

describe('a date that will not do', () => {
  it.each([
    ['90x', '"90x" is not a date. Write it like 20 Nov, yesterday or 2026-11-20.'],
    ['', '"" is not a date. Write it like 20 Nov, yesterday or 2026-11-20.'],
    ['2月30日', '"2月30日" is no day of the calendar. Write it like 20 Nov or 2026-11-20.'],
    ['2022-02-29', '"2022-02-29" is no day of the calendar. Write it like 20 Nov or 2026-11-20.'],
    ['上周', '"上周" does not say which day. Choose the date.'],
    ['明天', '"明天" is 2022-11-19, which has not come yet. Log what is done: change the date.'],
    ['11月17日周五', '2022-11-17 is not 周五. Confirm the date.'],
    ['10/11/2022', '"10/11/2022" can mean different days. Choose one.'],
  ])('says of %s: %s', (text, said) => {
    expect(fault(text)).toBe(said)
  })
})
