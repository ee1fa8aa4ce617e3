import { z } from 'zod'
import { MemberFacingError, ifReadable } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { formatDate } from '../../time/clock.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import { daysOf } from '../../time/period.ts'
import type { StoredReminderSettings } from '../../deadlines/settings/reminder-settings.ts'
import type { SettingsChange } from '../settings-form/change.ts'

/**
 * What an admin says about days of the office: off, worked, or as the calendar has them again. `days` are ISO dates, in
 * order; `reason` is '' when none was given. A button carries it.
 */
export const localDaysAsked = z.object({
  verb: z.enum(['off', 'work', 'remove']),
  days: z.array(z.iso.date()),
  reason: z.string(),
})
export type LocalDaysAsked = z.infer<typeof localDaysAsked>

/** Days in one line: a longer span is a typing slip. */
const MOST_AT_ONCE = 62
const MOST_IN_ALL = 1000
const YEARS_AHEAD = 3
const LONGEST_REASON = 100

/** Reads what follows the verb: a day or a span, then the reason. Throws MemberFacingError. */
export function readLocalDays(
  verb: LocalDaysAsked['verb'],
  text: string,
  today: Temporal.PlainDate,
): LocalDaysAsked {
  const { period, rest } = leadingPeriod(text, today)
  if (period === null) throw noDay(text)
  const count = daysOf(period)
  if (count > MOST_AT_ONCE) {
    throw new MemberFacingError({
      zh: `${period.label} 有 ${count} 天，一次最多 ${MOST_AT_ONCE} 天。请分几次写。`,
      en: `${period.label} has ${count} days; at most ${MOST_AT_ONCE} fit in one line. Write several.`,
    })
  }
  const isPast = Temporal.PlainDate.compare(period.startsOn, today) < 0
  const isFar = Temporal.PlainDate.compare(period.endsOn, today.add({ years: YEARS_AHEAD })) > 0
  if ((isPast && verb !== 'remove') || isFar) {
    throw new MemberFacingError({
      zh: `${period.startsOn.toString()} ${isPast ? '已经过去' : '太远'}。只能设今天起三年内的日子，请连年份一起写，例如 2026-12-24。`,
      en: `${period.startsOn.toString()} is ${isPast ? 'past' : 'too far'}. Days from today until three years ahead can be set; write the year too, like 2026-12-24.`,
    })
  }
  const days = Array.from({ length: count }, (_, index) => period.startsOn.add({ days: index }).toString())
  return { verb, days, reason: rest.slice(0, LONGEST_REASON) }
}

/** The longest beginning that is a day or a span of days; a whole month or year would be a slip. */
function leadingPeriod(text: string, today: Temporal.PlainDate) {
  const words = text.trim().split(/\s+/u)
  for (let count = Math.min(5, words.length); count > 0; count--) {
    const period = ifReadable(() => parsePeriod(words.slice(0, count).join(' '), today))
    if (period?.kind === 'range') return { period, rest: words.slice(count).join(' ') }
  }
  return { period: null, rest: '' }
}

function noDay(text: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${text === '' ? '请写日期' : `“${text}”里没有日期`}。例：/wenshu days off 2026-12-24 年会，或 2026-12-24..2026-12-26`,
    en: `${text === '' ? 'Say which day' : `"${text}" names no day`}. Like /wenshu days off 2026-12-24 office party, or 2026-12-24..2026-12-26`,
  })
}

/** What that makes of the local days that are set. Throws MemberFacingError when there is nothing to remove. */
export function withLocalDays(stored: StoredReminderSettings, asked: LocalDaysAsked): SettingsChange {
  const { verb, days, reason } = asked
  const [daysOff, workingDays] = [new Set(stored.daysOff), new Set(stored.workingDays)]
  const reasons = new Map(Object.entries(stored.dayReasons ?? {}))
  const known = days.filter((day) => daysOff.has(day) || workingDays.has(day))
  if (verb === 'remove' && known.length === 0) {
    throw new MemberFacingError({
      zh: `${days[0] ?? ''} 没有另设为放假或上班。已设的用 /wenshu days 查看。`,
      en: `${days[0] ?? ''} is not set as a day off or a working day here. See those that are with /wenshu days.`,
    })
  }
  for (const day of days) {
    daysOff.delete(day)
    workingDays.delete(day)
    reasons.delete(day)
    if (verb !== 'remove') (verb === 'off' ? daysOff : workingDays).add(day)
    if (verb !== 'remove' && reason !== '') reasons.set(day, reason)
  }
  if (daysOff.size + workingDays.size > MOST_IN_ALL) {
    throw new MemberFacingError({
      zh: `另设的日子已超过 ${MOST_IN_ALL} 天。请先撤销不用的：/wenshu days remove 日期`,
      en: `More than ${MOST_IN_ALL} days are set here. Remove some first: /wenshu days remove DATE`,
    })
  }
  return {
    daysOff: [...daysOff].sort(),
    workingDays: [...workingDays].sort(),
    dayReasons: Object.fromEntries(reasons),
  }
}

/** `放假 2026年12月24日（星期四）：年会`, as the history tells it. */
export function formatLocalDays({ verb, days, reason }: LocalDaysAsked): LocalizedText {
  const span = (locale: 'zh' | 'en') => {
    const [first, last] = [days[0], days.at(-1)].map((day) => {
      const date = Temporal.PlainDate.from(day ?? '')
      return formatDate(date, locale, date.subtract({ years: 1 }))
    })
    return first === last ? (first ?? '') : `${first} – ${last}`
  }
  const verbs = {
    off: { zh: '放假', en: 'day off' },
    work: { zh: '上班', en: 'working day' },
    remove: { zh: '恢复日历', en: 'back to the calendar:' },
  } as const
  return {
    zh: `${verbs[verb].zh} ${span('zh')}${reason === '' ? '' : `：${reason}`}`,
    en: `${verbs[verb].en} ${span('en')}${reason === '' ? '' : `: ${reason}`}`,
  }
}
