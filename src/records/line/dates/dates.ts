import { MemberFacingError } from '../../../errors.ts'
import type { LocalizedText } from '../../../locale.ts'
import { dayAt, type DayWords } from './grammar.ts'
import { dayOf, latestDayOfMonth, sureDaysBack, type Day } from './rules.ts'
import { durationAt } from './durations.ts'
import { Line } from '../words/line.ts'
import { headUnitAt } from '../words/heads.ts'

export type DateRange = { readonly startsOn: Day; readonly endsOn: Day }

/** A day or a range at a place of the text. `range` is null where the words name none; `ask` is what must be asked. */
export type DateWords = {
  readonly end: number
  readonly range: DateRange | null
  readonly weak: boolean
  readonly ask?: LocalizedText
  readonly candidates?: readonly Day[]
  readonly weekday?: number
}

const connector = /\s*(?:-|~|—+|–|至|到|\bto\b|\buntil\b|\bthrough\b)\s*|\s*(、|和|及|&|\band\b)\s*/uy
const bareDay = /(\d{1,2})(?:[日号](?![\d楼室馆院线车门店])|(?:st|nd|rd|th)?(?![\d\p{L}.%:/-]))/uy
const dayMonthRange =
  /(\d{1,2})(?:st|nd|rd|th)?\s*(?:-|–|~|to|and|&)\s*(?=\d{1,2}(?:st|nd|rd|th)?(?: of)? ?[a-z]{3})/uy
const ownWeekday =
  /,?\s*\(?\s*(?:(?:周|星期|礼拜)([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*)\s*\)?(?!\p{L})/uy

/** Reads the day or the range that starts at `at`; questions for the future, a doubtful year, a wrong weekday. */
export function dateAt(text: string, at: number, today: Day, region = 'none'): DateWords | null {
  const english = englishRange(text, at, today) ?? daysOfMonth(text, at, today)
  if (english !== null) return checked(text.slice(at, english.end), english, today)
  const first = dayAt(text, at, today, region)
  if (first === null) return null
  const start = first.days[0]
  if (start === undefined || first.days.length > 1) return several(first)
  const named = withWeekday(text, first, start)
  const range = named.ask === undefined ? rangeFrom(text, { ...first, end: named.end }, start, today) : null
  if (range !== null) return checked(text.slice(at, range.end), range, today)
  const { weekday } = first
  const ask = named.ask ?? first.doubt
  return checked(
    text.slice(at, named.end),
    {
      end: named.end,
      range: { startsOn: start, endsOn: start },
      weak: first.weak,
      ...(ask === undefined ? {} : { ask }),
      ...(weekday === undefined ? {} : { weekday }),
    },
    today,
  )
}

function several(words: DayWords): DateWords {
  const first = words.days[0]
  return {
    end: words.end,
    weak: words.weak,
    range: first === undefined ? null : { startsOn: first, endsOn: first },
    ...(words.ask === undefined ? {} : { ask: words.ask }),
    candidates: words.days,
  }
}

/** 11月20日（周日）: a weekday beside the day must agree with it. */
function withWeekday(text: string, words: DayWords, day: Day): { end: number; ask?: LocalizedText } {
  const asked = words.ask === undefined ? {} : { ask: words.ask }
  if (words.weekday !== undefined) return { end: words.end, ...asked }
  ownWeekday.lastIndex = words.end
  const match = ownWeekday.exec(text)
  if (match === null) return { end: words.end, ...asked }
  const said =
    match[1] === undefined
      ? ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].indexOf(match[2] ?? '') + 1
      : '一二三四五六日天'.indexOf(match[1]) + 1
  const end = words.end + match[0].length
  if (Math.min(said, 7) === day.dayOfWeek) return { end, ...asked }
  const piece = text.slice(words.end, end).trim()
  return {
    end,
    ask: {
      zh: `${day.toString()} 不是${piece}，请确认日期。`,
      en: `${day.toString()} is not ${piece}. Confirm the date.`,
    },
  }
}

function rangeFrom(text: string, first: DayWords, start: Day, today: Day): DateWords | null {
  connector.lastIndex = first.end
  const link = connector.exec(text)
  if (link === null) return null
  const at = first.end + link[0].length
  const last = lastDay(text, at, first, start, today)
  if (last === null) return null
  const { end, day } = last
  // Aug. 20 - 5 award categories: a dash between fields.
  const isBare = /^\s+-\s+$/.test(link[0]) && isBareNumber(text.slice(at, end))
  if (isBare && (day === null || Temporal.PlainDate.compare(day, start) < 0)) return null
  if (day === null || Temporal.PlainDate.compare(day, start) < 0) {
    const words = text.slice(first.end, end)
    const ask = {
      zh: `日期范围到“${words}”读不通，请确认。`,
      en: `The range up to "${words}" does not read. Confirm the dates.`,
    }
    return { end, range: { startsOn: start, endsOn: start }, weak: false, ask }
  }
  const range = { startsOn: start, endsOn: day }
  // 10月8日、9日 are days in a row; 10月8日和15日 are two days, and a record has one stretch.
  if (link[1] !== undefined && start.until(day).days !== 1) {
    const ask = {
      zh: '写了两个不相连的日子，请确认日期，或分两条记。',
      en: 'Two days apart are named. Confirm the dates, or log them one by one.',
    }
    return { end, range, weak: false, ask }
  }
  if (first.ask !== undefined) return { end, range, weak: first.weak, ask: first.ask }
  return { end, range, weak: first.weak && link[0].trim() === '-' }
}

function lastDay(
  text: string,
  at: number,
  first: DayWords,
  start: Day,
  today: Day,
): { end: number; day: Day | null } | null {
  const words = dayAt(text, at, today)
  if (words !== null && words.days.length === 1 && !isBareNumber(text.slice(at, words.end))) {
    return { end: words.end, day: words.after?.(start) ?? words.days[0] ?? null }
  }
  if (
    words !== null &&
    words.ask !== undefined &&
    words.days.length === 0 &&
    /月|\d[-/.]\d/.test(text.slice(at, words.end))
  ) {
    return { end: words.end, day: null }
  }
  bareDay.lastIndex = at
  const bare = bareDay.exec(text)
  if (bare === null || first.month === undefined || countsSomething(text, at, at + bare[0].length))
    return null
  const { year, month } = first.month
  const day = dayOf(year ?? start.year, month, Number(bare[1]))
  return { end: at + bare[0].length, day }
}

/** 3 Nov - 1 hour - 8 people: a dash between fields, and no range of days. */
function countsSomething(text: string, at: number, end: number): boolean {
  const unit = headUnitAt(text, text.charAt(end) === ' ' ? end + 1 : end)
  return unit !== null || (durationAt(text, at)?.end ?? 0) > end
}

function isBareNumber(words: string): boolean {
  return /^\d{1,2}[日号]?$/.test(words)
}

/** 8-10 Oct, 8 to 10 October. */
function englishRange(text: string, at: number, today: Day): DateWords | null {
  if (/[\d.]/.test(text.charAt(at - 1))) return null
  dayMonthRange.lastIndex = at
  const match = dayMonthRange.exec(text)
  if (match === null) return null
  const last = dayAt(text, at + match[0].length, today)
  const end = last?.days[0]
  if (last === null || end === undefined || last.month === undefined) return null
  const start = dayOf(end.year, end.month, Number(match[1]))
  if (start === null || Temporal.PlainDate.compare(start, end) >= 0) return null
  return { end: last.end, range: { startsOn: start, endsOn: end }, weak: false }
}

const bareRange = /(\d{1,2})[日号]?\s?(?:-|~|—|至|到)\s?(\d{1,2})[日号](?![\p{L}\d])/uy

/** 12-13日, 5号到10号: the latest such days of one month. */
function daysOfMonth(text: string, at: number, today: Day): DateWords | null {
  if (/[\d.月第]/.test(text.charAt(at - 1))) return null
  bareRange.lastIndex = at
  const match = bareRange.exec(text)
  const end = match === null ? null : latestDayOfMonth(today, Number(match[2]))
  const start = match === null || end === null ? null : dayOf(end.year, end.month, Number(match[1]))
  if (match === null || end === null || start === null || Temporal.PlainDate.compare(start, end) >= 0)
    return null
  return { end: at + match[0].length, range: { startsOn: start, endsOn: end }, weak: true }
}

/** Adds the questions that hold for any date: the future, a year far back, a stretch longer than a year. */
function checked(words: string, date: DateWords, today: Day): DateWords {
  const { range } = date
  if (range === null || date.ask !== undefined) return date
  const said = words.trim()
  if (Temporal.PlainDate.compare(range.endsOn, today) > 0) {
    const day = range.endsOn.toString()
    return {
      ...date,
      ask: {
        zh: `“${said}”是 ${day}，还没有到。只记已经做了的事，请改日期。`,
        en: `"${said}" is ${day}, which has not come yet. Log what is done: change the date.`,
      },
    }
  }
  const named = /\d{4}|^\d{1,2}[-/.]\d{1,2}[-/.]\d{1,2}$|[〇零一二三四五六七八九]{4}年|[今去前]年/.test(said)
  const back = range.startsOn.until(today).days
  if ((!named && back > sureDaysBack) || back > 731) {
    const day = range.startsOn.toString()
    return {
      ...date,
      ask: {
        zh: `“${said}”是指 ${day} 吗？请确认年份。`,
        en: `Does "${said}" mean ${day}? Confirm the year.`,
      },
    }
  }
  if (range.startsOn.until(range.endsOn).days > 366) {
    return {
      ...date,
      ask: { zh: '日期范围超过一年，请确认。', en: 'The dates are more than a year apart. Please confirm.' },
    }
  }
  return date
}

/**
 * A date as a form field takes it: 昨天, 上周三, 11月20日, 10月8日至10日, yesterday, 20 Nov, 2026-11-20. A bare weekday
 * is the latest such day not after today; a day without a year is the latest one not after today.
 * Throws MemberFacingError for words that are no date, or a date that has to be asked about.
 */
export function parseDateText(text: string, today: Day): DateRange {
  const plain = new Line(text).plain.trim()
  const at = /^(?:on|from|于|从|自)\s+|^[于从自]/.exec(plain)?.[0].length ?? 0
  const words = dateAt(plain, at, today)
  if (words === null || words.end !== plain.length || (words.range === null && words.ask === undefined)) {
    throw new MemberFacingError({
      zh: `“${text.trim()}”不是日期。请写成 11月20日、昨天 或 2026-11-20。`,
      en: `"${text.trim()}" is not a date. Write it like 20 Nov, yesterday or 2026-11-20.`,
    })
  }
  if (words.ask !== undefined || words.range === null) {
    throw new MemberFacingError(words.ask ?? { zh: '请选日期。', en: 'Choose the date.' })
  }
  return words.range
}
