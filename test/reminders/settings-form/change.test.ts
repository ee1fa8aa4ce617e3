import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deadlineOf } from '../../../src/deadlines/deadline.ts'
import { deadlineWithGrace, essayDeadline } from '../../../src/deadlines/settings/essay-deadline.ts'
import { outlookOf } from '../../../src/reminders/settings-form/outlook.ts'
import { reminderSettingsOf } from '../../../src/deadlines/settings/reminder-settings.ts'
import { changedWorkspace, type SettingsChange } from '../../../src/reminders/settings-form/change.ts'
import { addMonths, monthsBetween, type Month } from '../../../src/time/month.ts'
import { isWorkingDay, calendarOf } from '../../../src/time/working-days.ts'
import { at } from '../office.ts'

const office = {
  teamId: 'TOFFICE',
  name: 'The office',
  zone: 'Asia/Shanghai',
  region: 'CN',
  locale: 'zh' as const,
  settings: { retention: { days: 90 } } as Record<string, unknown>,
  revision: 1,
  installedOn: null,
}

/** The office after changes made one after another, each at its moment. */
function after(...changes: readonly (readonly [now: string, change: SettingsChange])[]) {
  return changes.reduce<typeof office>(
    (workspace, [now, change]) => changedWorkspace(workspace, change, at(now)),
    office,
  )
}

function dueOn(month: Month, workspace: typeof office): string {
  return deadlineOf(month, reminderSettingsOf(workspace)).date.toString()
}

describe('a change of settings', () => {
  it('counts for deadlines that have not struck, and leaves those that have', () => {
    const changed = after([
      '2022-11-10T12:00',
      { deadlineRule: { kind: 'day', day: 18 }, deadlineHour: '12:00' },
    ])
    expect(dueOn('2022-11', changed)).toBe('2022-11-18')
    expect(dueOn('2022-12', changed)).toBe('2022-12-16')
    expect(dueOn('2022-10', changed)).toBe('2022-10-31')
    expect(essayDeadline('2022-10', changed)).toEqual(essayDeadline('2022-10', office))
    expect(essayDeadline('2022-03', changed)).toEqual(essayDeadline('2022-03', office))
  })

  it('keeps what other parts of the settings hold', () => {
    expect(after(['2022-11-10T12:00', { hour: '10:00' }]).settings['retention']).toEqual({ days: 90 })
  })

  it('keeps each month under the rules of its own time, through any number of changes', () => {
    const changed = after(
      ['2022-06-15T12:00', { deadlineRule: { kind: 'day', day: 20 } }],
      ['2022-09-15T12:00', { deadlineRule: { kind: 'working-day', nth: 15 } }],
      ['2022-09-16T12:00', { zone: 'Europe/Berlin', region: 'DE' }],
    )
    expect(
      ['2022-05', '2022-06', '2022-08', '2022-09', '2022-10'].map((month) => dueOn(month as Month, changed)),
    ).toEqual(['2022-05-31', '2022-06-20', '2022-08-19', '2022-09-21', '2022-10-24'])
  })

  it('that would put a deadline into the past leaves it on its day', () => {
    const changed = after(['2022-11-26T12:00', { deadlineRule: { kind: 'day', day: 18 } }])
    expect(dueOn('2022-11', changed)).toBe('2022-11-30')
    expect(dueOn('2022-12', changed)).toBe('2022-12-16')
  })

  it('to a later day does not open again what has struck', () => {
    const early = after(['2022-11-01T12:00', { deadlineRule: { kind: 'day', day: 18 } }])
    const late = changedWorkspace(
      early,
      { deadlineRule: { kind: 'last-working-day' } },
      at('2022-11-21T09:00'),
    )
    expect(dueOn('2022-11', late)).toBe('2022-11-18')
    expect(dueOn('2022-12', late)).toBe('2022-12-30')
  })

  it('a day off declared on the deadline itself puts it off to the next working day, again and again', () => {
    const once = after(['2022-11-30T10:00', { daysOff: ['2022-11-30'] }])
    expect(dueOn('2022-11', once)).toBe('2022-12-01')
    const twice = after(
      ['2022-11-30T10:00', { daysOff: ['2022-11-30'] }],
      ['2022-12-01T08:00', { daysOff: ['2022-11-30', '2022-12-01', '2022-12-02'] }],
    )
    expect(dueOn('2022-11', twice)).toBe('2022-12-05')
    const later = after(
      ['2022-11-30T10:00', { daysOff: ['2022-11-30'] }],
      ['2022-12-12T08:00', { deadlineRule: { kind: 'day', day: 20 } }],
    )
    expect(dueOn('2022-11', later)).toBe('2022-12-01')
  })

  it('a day off declared before moves the deadline to the working day before', () => {
    expect(dueOn('2022-11', after(['2022-11-28T10:00', { daysOff: ['2022-11-30'] }]))).toBe('2022-11-29')
  })

  it('of the zone in the middle of a month moves the moment, never into the past', () => {
    const west = after(['2022-11-15T10:00', { zone: 'America/New_York' }])
    expect(essayDeadline('2022-11', west).at.toString()).toBe('2022-11-30T23:00:00Z')
    // 23:30 in Berlin on the deadline itself, 06:30 of the next day in Shanghai: 18:00 has passed there.
    const home = { ...office, zone: 'Europe/Berlin', region: 'none' }
    const late = { ...home, settings: { reminders: { deadlineHour: '23:45' } } }
    const east = changedWorkspace(late, { zone: 'Asia/Shanghai' }, at('2022-11-30T23:30', 'Europe/Berlin'))
    expect(deadlineOf('2022-11', reminderSettingsOf(east)).at.toString()).toBe('2022-12-01T15:45:00Z')
  })

  it('changes no deadline that has struck, and puts none into the past, whatever is changed when', () => {
    const rule = fc.oneof(
      fc.constant({ kind: 'last-working-day' } as const),
      fc.integer({ min: 1, max: 31 }).map((day) => ({ kind: 'day', day }) as const),
      fc.integer({ min: 1, max: 23 }).map((nth) => ({ kind: 'working-day', nth }) as const),
    )
    const day = fc
      .integer({ min: 0, max: 120 })
      .map((days) => Temporal.PlainDate.from('2022-09-01').add({ days }).toString())
    const change: fc.Arbitrary<SettingsChange> = fc.oneof(
      fc.record({ deadlineRule: rule }),
      fc.record({
        zone: fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'),
      }),
      fc.record({ region: fc.constantFrom('CN', 'DE', 'none') }),
      fc.record({
        daysOff: fc.uniqueArray(day, { maxLength: 8 }),
        workingDays: fc.uniqueArray(day, { maxLength: 8 }),
      }),
      fc.record({
        deadlineHour: fc.constantFrom('00:00', '12:00', '23:59'),
        graceDays: fc.integer({ min: 0, max: 20 }),
      }),
      fc.record({ hour: fc.constantFrom('08:00', '10:00') }),
    )
    const changes = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 * 60 }), change), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(changes, (steps) => {
        let now = Temporal.Instant.from('2022-09-01T00:00Z')
        let workspace: typeof office = office
        for (const [minutes, change] of steps) {
          now = now.add({ minutes: minutes * 20 })
          const before = reminderSettingsOf(workspace)
          workspace = changedWorkspace(workspace, change, now)
          const settings = reminderSettingsOf(workspace)
          for (const month of monthsBetween('2022-07', '2023-02')) {
            const [old, new_] = [deadlineWithGrace(month, before), deadlineWithGrace(month, settings)]
            const struck = Temporal.Instant.compare(old.at, now) <= 0
            const isFair = struck
              ? new_.at.equals(old.at) && new_.graceUntil.equals(old.graceUntil)
              : Temporal.Instant.compare(new_.at, now) > 0
            expect(isFair).toBe(true)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('whose reminder hour lies in quiet hours that cross midnight is refused', () => {
    expect(() => after(['2022-11-10T12:00', { hour: '07:30' }])).toThrow(
      'lies within the quiet hours 20:00–08:00',
    )
    expect(() => after(['2022-11-10T12:00', { quietHours: { from: '09:00', to: '08:00' } }])).toThrow(
      /quiet hours/,
    )
    expect(reminderSettingsOf(after(['2022-11-10T12:00', { hour: '08:00' }])).hour).toBe('08:00')
  })
})

describe('the outlook', () => {
  it('tells what has struck, what is put off, what moves, and the years nobody knows', () => {
    const changed = after([
      '2022-11-30T10:00',
      { daysOff: ['2022-11-30'], deadlineRule: { kind: 'day', day: 31 } },
    ])
    const { months, today } = outlookOf(changed, at('2022-11-30T10:00'))
    expect(today.toString()).toBe('2022-11-30')
    expect(months.map(({ deadline, standing }) => `${deadline.date.toString()} ${standing}`)).toEqual([
      '2022-12-01 extended',
      '2022-12-30 moved',
      '2023-01-31 plain',
      '2023-02-28 plain',
      '2023-03-31 plain',
      '2023-04-28 moved',
    ])
    expect(outlookOf(changed, at('2022-12-02T10:00')).months[0]?.standing).toBe('moved')
    expect(outlookOf(office, at('2098-11-30T10:00')).fallbackYears).toEqual([2098, 2099])
  })

  it('warns when the deadline strikes before the reminder of its own day', () => {
    const early = after(['2022-11-10T12:00', { deadlineHour: '09:00' }])
    expect(outlookOf(early, at('2022-11-10T12:00')).dayItselfIsLost).toBe(true)
    expect(outlookOf(office, at('2022-11-10T12:00')).dayItselfIsLost).toBe(false)
  })

  it('of every month and zone lies ahead of the months before it', () => {
    const { months } = outlookOf(office, at('2022-11-10T12:00'))
    expect(months.map(({ deadline }) => deadline.month)).toEqual(
      monthsBetween('2022-11', addMonths('2022-11', 5)),
    )
    const calendar = calendarOf('CN')
    expect(months.every(({ deadline }) => isWorkingDay(calendar, deadline.date))).toBe(true)
  })
})
