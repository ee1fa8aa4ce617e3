import { MemberFacingError } from '../errors.ts'
import type { Locale } from '../locale.ts'

/** Where every part of Wenshu takes the present moment from, so that a test or the playground can move it. */
export type Clock = { now(): Temporal.Instant }

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock that stands still. Takes an instant or its ISO text: `2022-11-21T09:30+08:00`. */
export function fixedClock(instant: Temporal.Instant | string): Clock {
  const stopped = Temporal.Instant.from(instant)
  return { now: () => stopped }
}

/** The date on the wall in `zone` (an IANA name). */
export function today(clock: Clock, zone: string): Temporal.PlainDate {
  return clock.now().toZonedDateTimeISO(zone).toPlainDate()
}

/** A zone as a person writes it → its IANA name. Offsets like `+08:00` are refused: they know no summer time. */
export function checkZone(text: string): string {
  const name = text.trim()
  const zone = /^[A-Za-z]/u.test(name) ? zoneNamed(name) : null
  if (zone !== null) return zone
  throw new MemberFacingError({
    zh: `“${text}”不是时区名。请写成 Asia/Shanghai 或 Europe/Berlin 这样的名称。`,
    en: `"${text}" is not a time zone. Write its name like Asia/Shanghai or Europe/Berlin.`,
  })
}

/** Whether this machine knows the zone: a name that Slack sends may be newer than its tables. */
export function isZone(name: string): boolean {
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function zoneNamed(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** An hour of the day as a person writes it (`9:30`, `09：30`, `18点`, `18点30分`) → `09:30`. Throws MemberFacingError. */
export function parseTime(text: string): string {
  const match = /^(\d{1,2})(?:[:点时](\d{1,2})?分?)?$/u.exec(text.normalize('NFKC').trim())
  const [hour, minute] = [Number(match?.[1]), Number(match?.[2] ?? 0)]
  if (hour <= 23 && minute <= 59) return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  throw new MemberFacingError({
    zh: `“${text}”不是时刻。请写成 09:30 或 18点。`,
    en: `"${text}" is not a time of day. Write it like 09:30 or 18:00.`,
  })
}

/**
 * The moment of a wall-clock time (`09:30`) on a date in a zone. A time that the clocks skip becomes the first
 * moment that exists after it (02:30 in a gap from 2 to 3 → 03:00); a date that a zone skipped altogether, the first
 * moment of the next. A time that comes twice means the first.
 */
export function instantOf(date: Temporal.PlainDate, time: string, zone: string): Temporal.Instant {
  const wall = date.toPlainDateTime(Temporal.PlainTime.from(time))
  const moment = wall.toZonedDateTime(zone, { disambiguation: 'compatible' })
  if (moment.toPlainDateTime().equals(wall)) return moment.toInstant()
  const before = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  return (before.getTimeZoneTransition('next') ?? moment).toInstant()
}

export type WallClock = { readonly date: Temporal.PlainDate; readonly time: Temporal.PlainTime }

/** What calendar and clock on the wall show in a zone at a moment. */
export function wallClockAt(instant: Temporal.Instant, zone: string): WallClock {
  const moment = instant.toZonedDateTimeISO(zone)
  return { date: moment.toPlainDate(), time: moment.toPlainTime() }
}

/** `dayOfWeek` is 1 Monday to 7 Sunday: 星期三, Wed. */
export function weekdayName(dayOfWeek: number, locale: Locale): string {
  return locale === 'zh'
    ? `星期${'一二三四五六日'[dayOfWeek - 1]}`
    : englishWeekdays[dayOfWeek - 1]!.slice(0, 3)
}

/** In full, for sentences: Wednesday. */
export const englishWeekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** 11月30日（星期三） / Wed 30 Nov, with the year when it is not that of `today`: 2022年11月30日（星期三） / Wed 30 Nov 2022. */
export function formatDate(date: Temporal.PlainDate, locale: Locale, today: Temporal.PlainDate): string {
  const weekday = weekdayName(date.dayOfWeek, locale)
  const otherYear = date.year !== today.year
  if (locale === 'zh') return `${otherYear ? `${date.year}年` : ''}${date.month}月${date.day}日（${weekday}）`
  return `${weekday} ${date.day} ${englishMonths[date.month - 1]}${otherYear ? ` ${date.year}` : ''}`
}

/** The date as above and the time: 11月30日（星期三）18:00 / Wed 30 Nov, 18:00, as seen in `zone`. */
export function formatMoment(
  instant: Temporal.Instant,
  zone: string,
  locale: Locale,
  today: Temporal.PlainDate,
): string {
  const { date, time } = wallClockAt(instant, zone)
  const clock = time.toString({ smallestUnit: 'minute' })
  return `${formatDate(date, locale, today)}${locale === 'zh' ? '' : ', '}${clock}`
}
