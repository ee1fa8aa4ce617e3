import { describe, expect, it } from 'vitest'
import { FieldIssues } from '../../../src/errors.ts'
import { calendarYear } from '../../../src/reminders/calendar/calendar-year.ts'
import { calendarMessage, spans } from '../../../src/reminders/calendar/messages.ts'
import { formatLocalDays, readLocalDays, withLocalDays } from '../../../src/reminders/calendar/local-days.ts'
import { readSettings, readSettingsLine } from '../../../src/reminders/settings-form/read-settings.ts'
import { defaultReminderSettings } from '../../../src/deadlines/settings/settings.ts'
import { formatSettings } from '../../../src/reminders/settings-form/words.ts'
import { say } from '../../../src/locale.ts'
import { date } from '../office.ts'

const current = defaultReminderSettings
const today = date('2022-11-18')

function faultyFields(read: () => unknown): string[] {
  try {
    read()
    return []
  } catch (error) {
    return error instanceof FieldIssues ? Object.keys(error.fields) : [String(error)]
  }
}

describe('a line of settings', () => {
  it.each([
    ['deadline last working day', { deadlineRule: { kind: 'last-working-day' } }],
    ['截止日 每月25日 17:30', { deadlineRule: { kind: 'day', day: 25 }, deadlineHour: '17:30' }],
    [
      'deadline 3rd Friday 18:00',
      { deadlineRule: { kind: 'weekday', nth: 3, weekday: 5 }, deadlineHour: '18:00' },
    ],
    [
      '截止 第三个星期五 18点',
      { deadlineRule: { kind: 'weekday', nth: 3, weekday: 5 }, deadlineHour: '18:00' },
    ],
    ['deadline-hour 17点', { deadlineHour: '17:00' }],
    ['zone europe/berlin', { zone: 'Europe/Berlin' }],
    ['节假日 us-ny', { region: 'US-NY' }],
    ['steps -5 0 +2', { steps: ['T-5', 'T-0', 'T+2'] }],
    ['hour 10:15', { hour: '10:15' }],
    ['quiet 19:00-07:30', { quietHours: { from: '19:00', to: '07:30' } }],
    ['免打扰 20点至8点', { quietHours: { from: '20:00', to: '08:00' } }],
    ['quiet none', { quietHours: { from: '00:00', to: '00:00' } }],
    ['working-days no', { workingDaysOnly: false }],
    ['宽限 5天', { graceDays: 5 }],
    ['language English', { locale: 'en' }],
  ])('%s', (line, change) => {
    expect(readSettingsLine(line, current)).toEqual(change)
  })

  it.each([
    ['colour blue', '"colour" is not a setting'],
    ['zone', 'Write the new value after "zone"'],
    ['zone Mars/Olympus', '"Mars/Olympus" is not a time zone'],
    ['hour 21:00', 'lies within the quiet hours 20:00–08:00'],
    ['quiet 09:00-10:00', 'The reminder hour 09:30 lies within the quiet hours 09:00–10:00'],
    ['quiet soon', '"soon" are not quiet hours'],
    ['grace 21', '21 grace days are not possible'],
    ['grace many', '"many" is not a number of days'],
    ['working-days perhaps', '"perhaps" should be yes or no'],
    ['language 粤语', '"粤语" should be 中文 or English'],
    ['deadline <!here>', '"<!here>" is not a deadline rule'],
  ])('%s is refused by name', (line, reason) => {
    expect(() => readSettingsLine(line, current)).toThrow(reason)
  })
})

describe('a form of settings', () => {
  it('reads back what it shows, in both languages', () => {
    const words = formatSettings({ locale: 'zh' }, current)
    for (const locale of ['zh', 'en'] as const) {
      const shown = Object.fromEntries(Object.entries(words).map(([name, said]) => [name, say(locale, said)]))
      const {
        deadlineRule,
        deadlineHour,
        zone,
        region,
        steps,
        hour,
        quietHours,
        workingDaysOnly,
        graceDays,
      } = current
      expect(readSettings(shown, current)).toEqual({
        deadlineRule,
        deadlineHour,
        zone,
        region,
        steps,
        hour,
        quietHours,
        workingDaysOnly,
        graceDays,
        locale: 'zh',
      })
    }
  })

  it('says every fault at once, each at its field', () => {
    const read = () => readSettings({ deadline: '32', zone: 'here', hour: '9:30', grace: '-1' }, current)
    expect(faultyFields(read)).toEqual(['deadline', 'zone', 'grace'])
  })

  it('says at the hour that it does not go with the quiet hours', () => {
    const read = () => readSettings({ hour: '22:00', quiet: '20:00-08:00' }, current)
    expect(faultyFields(read)).toEqual(['hour'])
  })
})

describe('local days', () => {
  it.each([
    ['2022-12-24 年会', ['2022-12-24'], '年会'],
    ['2022-12-24..2022-12-26 office party', ['2022-12-24', '2022-12-25', '2022-12-26'], 'office party'],
    ['12月30日至31日 盘点', ['2022-12-30', '2022-12-31'], '盘点'],
    ['24 Dec 2022 a <b> reason', ['2022-12-24'], 'a <b> reason'],
    ['2024-02-29', ['2024-02-29'], ''],
  ])('%s', (text, days, reason) => {
    expect(readLocalDays('off', text, today)).toEqual({ verb: 'off', days, reason })
  })

  it.each([
    ['', 'Say which day'],
    ['soon', '"soon" names no day'],
    ['2022-12', '"2022-12" names no day'],
    ['2023-02-29 leap', 'names no day'],
    ['2022-11-17', '2022-11-17 is past'],
    ['2026-01-01', '2026-01-01 is too far'],
    ['2022-12-01..2023-03-01', 'has 91 days'],
  ])('%j is refused', (text, reason) => {
    expect(() => readLocalDays('off', text, today)).toThrow(reason)
  })

  it('are off or worked, never both, and can be taken back, with their reasons', () => {
    const set = (verb: 'off' | 'work' | 'remove', text: string, stored = {}) =>
      withLocalDays(stored, readLocalDays(verb, text, today))
    const off = set('off', '2022-12-24 party')
    expect(off).toEqual({ daysOff: ['2022-12-24'], workingDays: [], dayReasons: { '2022-12-24': 'party' } })
    const worked = set('work', '2022-12-24', off)
    expect(worked).toEqual({ daysOff: [], workingDays: ['2022-12-24'], dayReasons: {} })
    expect(set('remove', '2022-12-24', worked)).toEqual({ daysOff: [], workingDays: [], dayReasons: {} })
    expect(() => set('remove', '2022-12-24', off.daysOff && {})).toThrow('2022-12-24 is not set')
  })

  it('read as the history tells them', () => {
    const asked = readLocalDays('work', '2022-12-24..2022-12-25 盘点', today)
    expect(formatLocalDays(asked).zh).toBe('上班 2022年12月24日（星期六） – 2022年12月25日（星期日）：盘点')
  })
})

describe('the calendar of a year', () => {
  it('tells deadlines, days off within the week, and weekends worked', () => {
    const year = calendarYear(
      2022,
      { ...current, overrides: { daysOff: new Set(['2022-11-30']), workingDays: new Set() } },
      { '2022-11-30': '<!here>' },
    )
    const october = year.months[9]
    expect(october?.off.join(' ')).toBe('2022-10-03 2022-10-04 2022-10-05 2022-10-06 2022-10-07')
    expect(october?.worked.join(' ')).toBe('2022-10-08 2022-10-09')
    expect(october?.deadline.date.toString()).toBe('2022-10-31')
    expect(year.months[10]?.deadline.date.toString()).toBe('2022-11-29')
    expect(year.months.reduce((sum, { workingDays }) => sum + workingDays, 0)).toBe(249 - 1)
    const said = JSON.stringify(calendarMessage(year, 'Asia/Shanghai', 'zh'))
    expect(said).toContain(
      '10月　截止 *10月31日（星期一）*　18 个工作日　放假 3–7　上班 8, 9'.replace('8, 9', '8–9'),
    )
    expect(said).toContain('2022-11-30 星期三 放假：&lt;!here&gt;')
  })

  it('says that a year is not known', () => {
    const said = (locale: 'zh' | 'en') =>
      JSON.stringify(calendarMessage(calendarYear(2099, current, {}), 'Asia/Shanghai', locale))
    expect(said('zh')).toContain('CN 2099 年的节假日安排尚未公布或未收录，暂按周末和法定的固定假日计算')
    expect(said('en')).toContain('The holidays of CN in 2099 are not announced or listed in full yet')
  })

  it('joins neighbouring days', () => {
    expect(spans(['2022-10-01', '2022-10-02', '2022-10-04'])).toBe('1–2, 4')
  })
})
