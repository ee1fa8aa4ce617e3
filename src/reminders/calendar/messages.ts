import { type Locale, say, translator } from '../../locale.ts'
import { context, type Message, section } from '../../slack/blocks.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import { formatDate, weekdayName } from '../../time/clock.ts'
import type { CalendarMonth, CalendarYear } from './calendar-year.ts'
import { type LocalDaysAsked, formatLocalDays } from './local-days.ts'
import { unknownYears } from '../settings-form/messages.ts'

/** Local days listed by name; more is said as a number. */
const LISTED = 40

/** The deadlines of a year, and the days that are off or worked against the week. */
export function calendarMessage(year: CalendarYear, zone: string, locale: Locale): Message {
  const t = translator(locale)

  const title = t(
    `*${year.year} 年截止日与工作日*（节假日：${year.region}，时区：${zone}）`,
    `*Deadlines and working days of ${year.year}* (holidays of ${year.region}, zone ${zone})`,
  )
  const unknown = year.isKnown ? [] : [context(unknownYears(year.region, [year.year], locale))]
  const halves = [year.months.slice(0, 6), year.months.slice(6)].map((months) =>
    section(months.map((month) => monthLine(month, year.year, locale)).join('\n')),
  )
  return {
    text: title,
    blocks: [
      section(title),
      ...unknown,
      ...halves,
      ...(year.localDays.length === 0 ? [] : [section(localLines(year.localDays, locale))]),
      context(
        t(
          '放假：非周末而休息的日子；上班：周末而上班的日子。本单位另设：/wenshu days off 日期 原因',
          'Off: weekdays not worked. Worked: weekend days that are. Of the office: /wenshu days off DATE reason',
        ),
      ),
    ],
  }
}

function monthLine(
  { month, deadline, workingDays, off, worked }: CalendarMonth,
  year: number,
  locale: Locale,
): string {
  const sameYear = new Temporal.PlainDate(year, 1, 1)
  const due = formatDate(deadline.date, locale, sameYear)
  const number = Number(month.slice(5))
  return say(locale, {
    zh: `${number}月　截止 *${due}*　${workingDays} 个工作日${off.length === 0 ? '' : `　放假 ${spans(off)}`}${worked.length === 0 ? '' : `　上班 ${spans(worked)}`}`,
    en: `${month}: due *${due}*, ${workingDays} working days${off.length === 0 ? '' : `; off ${spans(off)}`}${worked.length === 0 ? '' : `; worked ${spans(worked)}`}`,
  })
}

/** ISO days of one month as spans of neighbours: `3, 5–7`. A weekend between two days does not join them. */
export function spans(days: readonly string[]): string {
  const numbers = days.map((day) => Number(day.slice(8)))
  const pieces: { from: number; to: number }[] = []
  for (const number of numbers) {
    const last = pieces.at(-1)
    if (last !== undefined && last.to === number - 1) last.to = number
    else pieces.push({ from: number, to: number })
  }
  return pieces.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(', ')
}

function localLines(days: CalendarYear['localDays'], locale: Locale): string {
  const t = translator(locale)

  const head = t('*本单位另设*', '*Set for this office*')
  const lines = days.slice(0, LISTED).map(({ day, isWorked, reason }) => {
    const weekday = weekdayName(Temporal.PlainDate.from(day).dayOfWeek, locale)
    const what = isWorked ? t('上班', 'worked') : t('放假', 'off')
    const why = reason === '' ? '' : t(`：${escapeText(reason)}`, `: ${escapeText(reason)}`)
    return `• ${day} ${weekday} ${what}${why}`
  })
  const left = days.length - lines.length
  const more = left > 0 ? [t(`……另有 ${left} 天`, `… and ${left} more`)] : []
  return [head, ...lines, ...more].join('\n')
}

/** The local days that are set from today on. */
export function localDaysList(days: CalendarYear['localDays'], locale: Locale): Message {
  const none = say(locale, {
    zh: '没有另设的日子，全按节假日历。管理员可写：/wenshu days off 2026-12-24 原因',
    en: 'No days are set for this office; the public calendar counts. Admins can: /wenshu days off 2026-12-24 reason',
  })
  const text = days.length === 0 ? none : localLines(days, locale)
  return { text, blocks: [section(text)] }
}

/** What was set, and the deadlines that it moves. */
export function localDaysSet(
  asked: LocalDaysAsked,
  moved: readonly {
    readonly month: string
    readonly from: Temporal.PlainDate
    readonly to: Temporal.PlainDate
    readonly isExtended: boolean
  }[],
  today: Temporal.PlainDate,
  locale: Locale,
): Message {
  const t = translator(locale)

  const done = t(
    `已设：${escapeText(formatLocalDays(asked).zh)}。`,
    `Set: ${escapeText(formatLocalDays(asked).en)}.`,
  )
  const lines = moved.map(({ month, from, to, isExtended }) => {
    const [old, new_] = [from, to].map((date) => formatDate(date, locale, today))
    const putOff = isExtended ? t('（当天放假，顺延）', ' (put off, so that nobody is late at once)') : ''
    return t(
      `• ${month} 的截止日：${old} → *${new_}*${putOff}`,
      `• The deadline of ${month}: ${old} → *${new_}*${putOff}`,
    )
  })
  const same = t('截止日不变。', 'No deadline moves.')
  const text = [done, ...(lines.length === 0 ? [same] : lines)].join('\n')
  return { text, blocks: [section(text)] }
}
