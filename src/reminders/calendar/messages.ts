import { notYetStored, SAVE } from '../../storage-words.ts'
import { type Locale, say, translator } from '../../locale.ts'
import { actions, button, context, type Message, section } from '../../slack/blocks.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import { formatDate, weekdayName } from '../../time/clock.ts'
import type { CalendarMonth, CalendarYear } from './calendar-year.ts'
import { type LocalDaysAsked, formatLocalDays } from './local-days.ts'
import type { MovedMonth } from './moved.ts'
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

/** What was set, and what that moved. */
export function localDaysSet(
  asked: LocalDaysAsked,
  moved: readonly MovedMonth[],
  today: Temporal.PlainDate,
  locale: Locale,
): Message {
  const { zh, en } = formatLocalDays(asked)
  const done = say(locale, { zh: `已设：${escapeText(zh)}。`, en: `Set: ${escapeText(en)}.` })
  const text = [done, ...movedLines(moved, today, locale)].join('\n')
  return { text, blocks: [section(text)] }
}

/** Before days are set that move something: what, with a button. `packed` is what the button carries. */
export function localDaysProposed(
  asked: LocalDaysAsked,
  moved: readonly MovedMonth[],
  today: Temporal.PlainDate,
  packed: string,
  locale: Locale,
): Message {
  const { zh, en } = formatLocalDays(asked)
  const head = say(locale, {
    zh: `${escapeText(zh)}（${notYetStored.proposed.zh}）`,
    en: `${escapeText(en)} (${notYetStored.proposed.en})`,
  })
  const text = [head, ...movedLines(moved, today, locale)].join('\n')
  return { text, blocks: [section(text), actions(button(say(locale, SAVE), SAVE_DAYS, packed, 'primary'))] }
}

/** Its value is a `LocalDaysAsked` and the settings it was decided on, packed. */
export const SAVE_DAYS = 'days.save'

function movedLines(moved: readonly MovedMonth[], today: Temporal.PlainDate, locale: Locale): string[] {
  const same = { zh: '截止日和提醒日都不变。', en: 'No deadline and no reminder moves.' }
  if (moved.length === 0) return [say(locale, same)]
  return moved.flatMap((month) => [...deadlineLine(month, today, locale), ...stepsLine(month, locale)])
}

function deadlineLine({ month, deadline }: MovedMonth, today: Temporal.PlainDate, locale: Locale): string[] {
  if (deadline === null) return []
  const t = translator(locale)
  const [old, new_] = [deadline.from, deadline.to].map((date) => formatDate(date, locale, today))
  const putOff = deadline.isExtended
    ? t('（当天放假，顺延）', ' (put off, so that nobody is late at once)')
    : ''
  return [
    t(
      `• ${month} 的截止日：${old} → *${new_}*${putOff}`,
      `• The deadline of ${month}: ${old} → *${new_}*${putOff}`,
    ),
  ]
}

function stepsLine({ month, steps }: MovedMonth, locale: Locale): string[] {
  if (steps.length === 0) return []
  const days = steps.map(({ step, from, to }) => `${step} ${monthDay(from)} → *${monthDay(to)}*`)
  return [
    say(locale, {
      zh: `• ${month} 的提醒：${days.join('、')}`,
      en: `• Reminders of ${month}: ${days.join(', ')}`,
    }),
  ]
}

function monthDay(date: Temporal.PlainDate): string {
  return date.toString().slice(5)
}
