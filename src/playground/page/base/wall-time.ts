import type { Locale } from '../../../locale.ts'

/** A moment as the clock on a wall in `zone` shows it: `2022-11-18T09:00`, the form of a datetime-local input. */
export function wallTime(at: Date, zone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${(part['year'] ?? '').padStart(4, '0')}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}`
}

/** The same wall time so many days later: a day of 23 or 25 hours is still one day. */
export function daysLater(wall: string, days: number): string {
  const utc = new Date(`${wall}Z`)
  utc.setUTCDate(utc.getUTCDate() + days)
  return utc.toISOString().slice(0, 16)
}

/**
 * The instant at which a wall in `zone` shows `wall`, in seconds since 1970. In the hour that a change of
 * summer time skips or repeats, the offset after or before the change is taken, whichever is found first.
 */
export function instantOfWall(wall: string, zone: string): number {
  const asUtc = Date.parse(`${wall}Z`)
  const offset = (at: number): number => Date.parse(`${wallTime(new Date(at), zone)}Z`) - at
  const first = asUtc - offset(asUtc)
  return Math.floor((asUtc - offset(first)) / 1000)
}

const tags: Readonly<Record<Locale, string>> = { zh: 'zh-CN', en: 'en-GB' }

/** `Friday 18 November 2022` or `2022年11月18日 星期五`. */
export function longDate(at: Date, zone: string, locale: Locale): string {
  const day = { timeZone: zone, year: 'numeric', month: 'long', day: 'numeric' } as const
  const weekday = new Intl.DateTimeFormat(tags[locale], { timeZone: zone, weekday: 'long' }).format(at)
  const date = new Intl.DateTimeFormat(tags[locale], day).format(at)
  return locale === 'zh' ? `${date} ${weekday}` : `${weekday} ${date}`
}

/** `09:00` */
export function hourMinute(at: Date, zone: string): string {
  return wallTime(at, zone).slice(11)
}

/** Slack's date tokens (`{date_num} {time}` …) in the office's zone. Unknown tokens stay as written. */
export function formatDateTokens(format: string, at: Date, zone: string, locale: Locale): string {
  const show = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(tags[locale], { timeZone: zone, ...options }).format(at)
  const long = { year: 'numeric', month: 'long', day: 'numeric' } as const
  const tokens: Readonly<Record<string, () => string>> = {
    date_num: () => wallTime(at, zone).slice(0, 10),
    date: () => show(long),
    date_pretty: () => show(long),
    date_long: () => longDate(at, zone, locale),
    date_long_pretty: () => longDate(at, zone, locale),
    date_short: () => show({ year: 'numeric', month: 'short', day: 'numeric' }),
    date_short_pretty: () => show({ year: 'numeric', month: 'short', day: 'numeric' }),
    day_divider_pretty: () => longDate(at, zone, locale),
    time: () => hourMinute(at, zone),
    time_secs: () => show({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  }
  return format.replaceAll(/\{(\w+)\}/g, (token, name: string) => tokens[name]?.() ?? token)
}
