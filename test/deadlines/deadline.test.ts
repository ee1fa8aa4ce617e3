import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemberFacingError } from '../../src/errors.ts'
import {
  formatDeadlineRule,
  parseDeadlineRule,
  type DeadlineRule,
} from '../../src/deadlines/deadline-rule.ts'
import { deadlineOf } from '../../src/deadlines/deadline.ts'
import { scheduleOf } from '../../src/deadlines/settings/schedule.ts'
import {
  checkReminderSettings,
  defaultReminderSettings,
  isQuiet,
} from '../../src/deadlines/settings/settings.ts'
import { isOverdueStep, offsetOf, parseSteps } from '../../src/deadlines/steps.ts'
import { monthOf, monthsBetween } from '../../src/time/month.ts'
import { calendarOf, isWorkingDay, workingDaysBetween } from '../../src/time/working-days.ts'
import { isWorkday, momentOf } from '../reminders/oracle.ts'

const months = monthsBetween('2004-01', '2035-12')
const rule: fc.Arbitrary<DeadlineRule> = fc.oneof(
  fc.constant({ kind: 'last-working-day' } as const),
  fc.integer({ min: 1, max: 31 }).map((day) => ({ kind: 'day', day }) as const),
  fc.integer({ min: 1, max: 23 }).map((nth) => ({ kind: 'working-day', nth }) as const),
  fc
    .record({ nth: fc.constantFrom(1, 2, 3, 4, 5, 'last' as const), weekday: fc.integer({ min: 1, max: 7 }) })
    .map((weekday) => ({ kind: 'weekday', ...weekday }) as const),
)

function deadline(month: string, text: string, region = 'CN') {
  const [year, number] = month.split('-')
  const settings = { ...defaultReminderSettings, region, deadlineRule: parseDeadlineRule(text) }
  return deadlineOf(`${year!}-${number!}`, settings)
}

describe('the deadline of a month', () => {
  it.each([
    ['2022-11', 'last working day', '2022-11-30'],
    ['2022-12', 'last working day', '2022-12-30'],
    ['2022-01', 'last working day', '2022-01-30'],
    ['2024-02', 'last working day', '2024-02-29'],
    ['2022-11', '25', '2022-11-25'],
    ['2022-11', '3rd working day', '2022-11-03'],
    ['2022-10', '1st working day', '2022-10-08'],
    ['2022-11', '第三个星期五', '2022-11-18'],
    ['2022-11', 'last Friday', '2022-11-25'],
  ])('%s, %s, is %s', (month, text, day) => {
    expect(deadline(month, text).date.toString()).toBe(day)
    expect(deadline(month, text).movedFrom).toBeNull()
  })

  it.each([
    ['2022-11', '26', '2022-11-25', '2022-11-26'],
    ['2022-10', '3', '2022-10-08', '2022-10-03'],
    ['2022-10', '1st Saturday', '2022-10-08', '2022-10-01'],
    ['2023-04', '31', '2023-04-28', '2023-04-30'],
    ['2023-02', '30', '2023-02-28', null],
    ['2022-11', '5th Friday', '2022-11-25', null],
    ['2022-10', '23rd working day', '2022-10-31', null],
  ])('%s, %s, moves to %s', (month, text, day, from) => {
    const moved = deadline(month, text)
    expect(moved.date.toString()).toBe(day)
    expect(moved.movedFrom?.toString() ?? null).toBe(from)
  })

  it('strikes at the hour in the zone of the workspace', () => {
    expect(deadline('2022-11', 'last working day').at.toString()).toBe('2022-11-30T10:00:00Z')
  })

  it('lies in that month, on the working day that a plain search finds, at its hour in any zone, 2004–2035', () => {
    const anyMonth = fc.constantFrom(...months)
    fc.assert(
      fc.property(
        anyMonth,
        rule,
        fc.constantFrom('CN' as const, 'none' as const),
        fc.constantFrom(...zonesWithSummerTime()),
        fc.constantFrom('00:00', '02:30', '18:00', '23:45'),
        (month, deadlineRule, region, zone, deadlineHour) => {
          fc.pre(region === 'none' || (month >= '2004' && month < '2027'))
          const settings = { ...defaultReminderSettings, region, deadlineRule, zone, deadlineHour }
          const { date, at } = deadlineOf(month, settings)
          expect(monthOf(date)).toBe(month)
          expect(date.toString()).toBe(searched(month, deadlineRule, region))
          expect(at.epochMilliseconds).toBe(momentOf(date.toString(), deadlineHour, zone))
        },
      ),
      { numRuns: 300 },
    )
  })
})

/** Every zone whose clocks change between 2004 and 2035. */
function zonesWithSummerTime(): string[] {
  const start = Temporal.Instant.from('2004-01-01T00:00Z')
  return Intl.supportedValuesOf('timeZone').filter((zone) => {
    const change = start.toZonedDateTimeISO(zone).getTimeZoneTransition('next')
    return change !== null && change.year <= 2035
  })
}

describe('every single month of 2004 to 2035', () => {
  it.each(['last working day', '30', '2nd working day', 'last Friday', '1st Monday'])(
    '%s: months of 28 to 31 days, leap years and the year’s end',
    (text) => {
      const lengths = new Map<number, number>()
      const wrong: string[] = []
      const rule = parseDeadlineRule(text)
      for (const month of months) {
        const { date, movedFrom } = deadline(month, text, 'none')
        const wanted = searched(month, rule, 'none')
        const isMovedForNothing = movedFrom !== null && isWorkday(movedFrom.toString(), 'none')
        if (date.toString() !== wanted || isMovedForNothing) wrong.push(`${month} ${date.toString()}`)
        lengths.set(date.daysInMonth, (lengths.get(date.daysInMonth) ?? 0) + 1)
      }
      expect(wrong).toEqual([])
      expect([...lengths].sort(([one], [other]) => one - other)).toEqual([
        [28, 24],
        [29, 8],
        [30, 128],
        [31, 224],
      ])
    },
  )
})

/** The rule once more over a list of the month's days as text. */
function searched(month: string, rule: DeadlineRule, region: 'CN' | 'none'): string {
  const days = Array.from(
    { length: 31 },
    (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`,
  ).filter((day) => new Date(`${day}T00:00Z`).toISOString().startsWith(day))
  const worked = days.filter((day) => isWorkday(day, region))
  const named = daysNamed(days, worked, rule)
  const wish = rule.kind === 'day' ? rule.day : 'nth' in rule && rule.nth !== 'last' ? rule.nth : 99
  const day = named[Math.min(wish, named.length) - 1]!
  return worked.findLast((other) => other <= day) ?? worked[0]!
}

function daysNamed(days: string[], worked: string[], rule: DeadlineRule): string[] {
  if (rule.kind === 'day') return days
  if (rule.kind !== 'weekday') return worked
  return days.filter((day) => new Date(`${day}T00:00Z`).getUTCDay() === rule.weekday % 7)
}

describe('the rule in words', () => {
  it('reads back to the same rule in both languages', () => {
    fc.assert(
      fc.property(rule, (rule) => {
        const { zh, en } = formatDeadlineRule(rule)
        expect([parseDeadlineRule(zh), parseDeadlineRule(en)]).toEqual([rule, rule])
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['last working day', { kind: 'last-working-day' }],
    ['最后一个工作日', { kind: 'last-working-day' }],
    ['２５', { kind: 'day', day: 25 }],
    ['每月25日', { kind: 'day', day: 25 }],
    ['二十五号', { kind: 'day', day: 25 }],
    ['十日', { kind: 'day', day: 10 }],
    ['月底', { kind: 'day', day: 31 }],
    ['第3个工作日', { kind: 'working-day', nth: 3 }],
    ['每个月的第十二个工作日', { kind: 'working-day', nth: 12 }],
    ['The 3rd Working Day of the month', { kind: 'working-day', nth: 3 }],
    ['第三个周五', { kind: 'weekday', nth: 3, weekday: 5 }],
    ['最后一个礼拜天', { kind: 'weekday', nth: 'last', weekday: 7 }],
    ['3rd Fri', { kind: 'weekday', nth: 3, weekday: 5 }],
    ['last Wednesday', { kind: 'weekday', nth: 'last', weekday: 3 }],
  ])('%s', (text, rule) => {
    expect(parseDeadlineRule(text)).toEqual(rule)
  })

  it.each([
    '',
    '0',
    '32',
    '第六个星期五',
    '24th working day',
    'whenever',
    '第周五',
    '-1',
    '99999999999',
    '<!here>',
  ])('%j is refused by name', (text) => {
    expect(() => parseDeadlineRule(text)).toThrow(MemberFacingError)
    expect(() => parseDeadlineRule(text)).toThrow(`"${text}" is not a deadline rule`)
  })
})

describe('steps', () => {
  it.each([
    ['T-7, T-3, T-1, T-0, T+1', 'T-7 T-3 T-1 T-0 T+1'],
    ['+1 -7 0 -7', 'T-7 T-0 T+1'],
    ['提前3天、当天、逾期1天', 'T-3 T-0 T+1'],
    ['t−2；T', 'T-2 T-0'],
  ])('%s are %s', (text, steps) => {
    expect(parseSteps(text).join(' ')).toBe(steps)
  })

  it.each(['', 'T-46', 'T+21', '7', 'soon', 'T--1'])('%j is refused by name', (text) => {
    expect(() => parseSteps(text)).toThrow(`"${text}" is not a reminder step`)
  })

  it('lie that many working days from the deadline, over the year end and holidays', () => {
    const settings = { ...defaultReminderSettings, steps: parseSteps('-30 -7 -3 -1 0 +1 +5') }
    const calendar = calendarOf('CN')
    for (const month of months) {
      const { deadline, steps, lastDay } = scheduleOf(month, settings)
      for (const { step, date } of steps) {
        expect(workingDaysBetween(calendar, deadline.date, date)).toBe(offsetOf(step))
        expect(isWorkingDay(calendar, date)).toBe(true)
      }
      expect(lastDay.equals(steps.at(-1)!.date)).toBe(true)
      expect(steps.filter(({ step }) => isOverdueStep(step))).toHaveLength(2)
    }
  })

  it('of November 2022 begin on Monday the 21st', () => {
    const days = scheduleOf('2022-11', defaultReminderSettings).steps.map(({ date }) => date.toString())
    expect(days).toEqual(['2022-11-21', '2022-11-25', '2022-11-29', '2022-11-30', '2022-12-01'])
  })
})

describe('settings', () => {
  it('under which nothing could be sent are refused', () => {
    expect(checkReminderSettings(defaultReminderSettings)).toBe(defaultReminderSettings)
    const night = { ...defaultReminderSettings, hour: '21:00' }
    expect(() => checkReminderSettings(night)).toThrow('21:00 lies within the quiet hours 20:00–08:00')
    expect(() =>
      checkReminderSettings({ ...night, quietHours: { from: '12:00', to: '12:00' } }),
    ).not.toThrow()
    expect(() => checkReminderSettings({ ...defaultReminderSettings, graceDays: 21 })).toThrow(
      '21 grace days',
    )
  })

  it('are quiet from the first moment until the last, also past midnight', () => {
    const quiet = (from: string, to: string) =>
      ['00:00', '07:59', '08:00', '12:00', '19:59', '20:00'].filter((time) => isQuiet({ from, to }, time))
    expect(quiet('20:00', '08:00')).toEqual(['00:00', '07:59', '20:00'])
    expect(quiet('08:00', '12:00')).toEqual(['08:00'])
    expect(quiet('08:00', '08:00')).toEqual([])
  })
})
