import type { LocalizedText } from '../../../locale.ts'
import { feastNames, latestFeast } from './feasts.ts'
import { daysBefore, englishDays, englishNumber, stepsOf, valueOf, yearOf } from './words.ts'
import {
  dayOf,
  dayOfMonth,
  lastWeekdays,
  latestDayOfMonth,
  latestMonthDay,
  latestWeekday,
  nextMonthDay,
  weekdayOfWeek,
  type Day,
} from './rules.ts'

/**
 * One day as written. `days` is empty when the words name no day (上周, 11月31日), and has several where speakers differ;
 * then `ask` says what to ask. `weak`: words that are often no date (周三, 5号, 1.5). `after` finds the day as the end
 * of a range that begins at `start`. `month` lets 10月8-10日 carry on.
 */
export type DayWords = {
  readonly end: number
  readonly days: readonly Day[]
  readonly weak: boolean
  readonly ask?: LocalizedText
  /** What to ask unless a range shows that it is a date (1.5, but not 1.5-1.8). */
  readonly doubt?: LocalizedText
  readonly after?: (start: Day) => Day | null
  readonly month?: { readonly year: number | null; readonly month: number }
  readonly weekday?: number
}

type Rule = {
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray, today: Day, region: string) => DayWords | null
}

const cn = '[〇零一二三四五六七八九十廿]{1,3}'
const num = `(\\d{1,2}|${cn})`
const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const weekdays =
  'mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|s)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?'
const monthStems = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdayStems = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
/** What a number behind a day counts: then it is no year (20 Nov 2000 copies, 20 Nov 2000份). */
const counted =
  '(?:%|\\d|\\p{Script=Han}| ?(?:copies|pieces|articles|posts|books|sets|boxes|kg|yuan|rmb|trees|photos|videos|pages|items|news|times|visits|person|people|persons|attendees|participants|members|volunteers|residents|pax|followers)(?!\\p{L}))'
/** 15号下午, 9.15至9.17: a part of the day or the end of a range may follow at once. */
const goesOn = '(?=\\s?(?:上午|下午|中午|晚上|早上|早晨|傍晚|凌晨|清晨|夜里|晚|早|至|到|两天|三天|我))'
/** A year after a day in English. */
const yearTail = `(?:,? (20\\d\\d|19\\d\\d)(?!${counted}|\\p{L}))?`

/** The rules in the order they are tried: a longer way of writing stands before what it begins with. */
const rules: readonly Rule[] = [
  rule('(20\\d{2})(0[1-9]|1[0-2])([0-3]\\d)(?![\\d\\p{L}.%])', (m) => numeric(m, +m[1]!, +m[2]!, +m[3]!)),
  rule('(\\d{1,2})([-/.])(\\d{1,2})\\2(20\\d{2})(?!\\d)', (m, today, region) =>
    oneOf(m, ordersOf(+m[1]!, +m[3]!, +m[4]!, isOpenOrder(m, region) ? 'none' : region), today),
  ),
  rule('(\\d{4}) ?([-/.]) ?(\\d{1,2}) ?\\2 ?(\\d{1,2})(?!\\d)', (m) => numeric(m, +m[1]!, +m[3]!, +m[4]!)),
  rule('(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{1,2})(?![\\d%]|[-/.]\\d)', shortYear),
  rule(
    `(\\d{4}|[〇零一二三四五六七八九]{4}|今|去|前) ?年 ?${num} ?月 ?${num}(?: ?[日号])?(?!\\d)`,
    (m, today) => numeric(m, yearOf(m[1]!, today), valueOf(m[2]!), valueOf(m[3]!)),
  ),
  rule(`${num} ?月 ?${num}(?: ?[日号]|(?![\\d\\p{L}.%])|${goesOn})`, (m, today) =>
    withoutYear(m, valueOf(m[1]!), valueOf(m[2]!), today),
  ),
  rule(`元月 ?${num} ?[日号]?(?!\\d)`, (m, today) => withoutYear(m, 1, valueOf(m[1]!), today)),
  rule(`(2\\d) ?年 ?${num} ?月 ?${num}(?: ?[日号])?(?!\\d)`, (m) =>
    numeric(m, 2000 + +m[1]!, valueOf(m[2]!), valueOf(m[3]!)),
  ),
  rule(`(20\\d\\d),? (${months})\\.? (\\d{1,2})(?:st|nd|rd|th)?(?![\\d\\p{L}:.%]|,\\d)`, (m, today) =>
    english(m, m[2]!, +m[3]!, m[1], today),
  ),
  rule(`((?:上{1,3}|这|本|下)个?)月 ?${num}[日号]`, (m, today) => {
    const months = stepsOf(m[1]!)
    return found(m, dayOfMonth(today, months, valueOf(m[2]!)), { monthOf: today.add({ months }) })
  }),
  rule('(大前|前|昨|今|明|后|大后)(?:天|日|儿|早|晨|晚|夜)', (m, today) =>
    found(m, today.add({ days: { 大前: -3, 前: -2, 昨: -1, 今: 0, 明: 1, 后: 2, 大后: 3 }[m[1]!] ?? 0 })),
  ),
  rule(`(\\d{1,3}|${cn}|两)个?(天|日|周|星期|礼拜)(?:之前|以前|前)`, (m, today) =>
    found(m, daysBefore(today, valueOf(m[1]!) * (/[天日]/.test(m[2]!) ? 1 : 7))),
  ),
  rule('(上{1,3}个?|本|这个?|下{1,3}个?)?(?:周|星期|礼拜){1,2}([一二三四五六日天1-7])(?!\\d)', (m, today) =>
    weekday(m, m[1], valueOf(m[2]!.replace(/[日天]/, '7')), today),
  ),
  rule(
    `(the day before yesterday|day before yesterday|yesterday|today|tomorrow|last night|tonight|this (?:morning|afternoon|evening))(?!\\p{L})`,
    (m, today) => found(m, today.add({ days: englishDays(m[1]!) })),
  ),
  rule('(?:(yday|yest|y.day|yesty)|(tdy|2day|2dy)|(tmrw|tmr|tomo|tmw|2moro|2mrw))(?!\\p{L})', (m, today) =>
    found(m, today.add({ days: m[1] !== undefined ? -1 : m[2] !== undefined ? 0 : 1 })),
  ),
  rule(`(${feastNames})(?:节)?(?:当天|那天|当日|那一天|这天)`, (m, today) =>
    found(m, latestFeast(m[1]!, today)),
  ),
  rule(`(?<=\\bon )(${feastNames})(?!\\p{L})`, (m, today) => found(m, latestFeast(m[1]!, today))),
  rule('(\\d{1,3}|an?|one|two|three|four|five|six|seven) (day|week)s? ago(?!\\p{L})', (m, today) =>
    found(
      m,
      today.subtract(m[2] === 'day' ? { days: englishNumber(m[1]!) } : { weeks: englishNumber(m[1]!) }),
    ),
  ),
  rule(`(?:(last|this past|past|this|next) )?(${weekdays})\\b\\.?(?!\\p{L})`, (m, today) =>
    englishWeekday(m, today),
  ),
  rule(`(\\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]?(${months})\\b\\.?${yearTail}`, (m, today) =>
    english(m, m[2]!, +m[1]!, m[3], today),
  ),
  rule(`(${months})\\.? ?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d\\p{L}:.%]|,\\d{3})${yearTail}`, (m, today) =>
    english(m, m[1]!, +m[2]!, m[3], today),
  ),
  rule(
    `(\\d{1,2})([./-])(\\d{1,2})(?:(?![\\d\\p{L}/%:]|\\.\\d|,\\d{3})|(?=[日号])|${goesOn})[日号]?`,
    twoNumbers,
  ),
  rule(`${num} ?[日号](?:(?![\\p{L}\\d])|${goesOn})`, (m, today) => ({
    ...latestDayCalled(m, valueOf(m[1]!), today),
    weak: true,
  })),
  rule('the (\\d{1,2})(?:st|nd|rd|th)(?!\\p{L}| \\p{L})', (m, today) => latestDayCalled(m, +m[1]!, today)),
  rule(
    `(?:\\d{1,2}|[一二三四五六七八九十]{1,2}|上个?|本|这个?)月(?:第[一二三四五1-5]周|上旬|中旬|下旬|月?初|月?底|末)|(?:上上?个?|这个?|本|下个?)(?:周末|星期|礼拜|周|月)|周末|(?:\\d{1,2}|[一二三四五六七八九十]{1,2})月份(?=$|[^\\p{L}\\d])|[本上下]旬|上半月|下半月|月初|月底|年初|年底|近期|日前|近日|前不久|前几天|前些天|最近|[去前今]年(?=$|[^\\p{L}\\d])|last year(?!\\p{L})|(?:over |at |on )?(?:the |last |this |next )weekend|(?:last|this|next|earlier this) (?:week|month|year)|recently|(?:a|one|two|three|\\d{1,2}) (?:month|year|fortnight)s? ago|(?:at |by |towards |around )?(?:the )?(?:end|start|beginning|middle) of (?:(?:last|this|the) (?:week|month|year)|${months})(?!\\p{L})|(?:mid|early|late)[- ](?:${months})(?!\\p{L})|the other day|(?:every|each) (?:day|week|month|weekday|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?s?(?!\\p{L})|in (?:${months})(?! ?\\d{1,2}(?!${counted}))(?!\\p{L})|每(?:天|日|周[一二三四五六日天]?|月)(?![\\p{L}\\d])`,
    (m) => ({
      end: m.index + m[0].length,
      days: [],
      weak: true,
      ask: {
        zh: `“${m[0]}”没有说明是哪一天，请选日期。`,
        en: `"${m[0]}" does not say which day. Choose the date.`,
      },
    }),
  ),
]

function rule(pattern: string, read: Rule['read']): Rule {
  return { pattern: new RegExp(pattern, 'uy'), read }
}

/** No word of a date begins with anything else: saves trying every rule at every sign. */
const beginnings =
  /[元妇植劳青儿建教国记圣端中重腊除清七八三六2月每eibaorc\d〇零一二三四五六七八九十廿两上这本下大前昨今明后周星礼去最近日ytdlnmtwfsjaogh]/

/** The day that is written at `at`, the longest reading of the first rule that fits; null when none does. */
export function dayAt(text: string, at: number, today: Day, region = 'none'): DayWords | null {
  if (!beginnings.test(text.charAt(at))) return null
  if (/\d/.test(text.charAt(at)) && /[\d.]/.test(text.charAt(at - 1))) return null
  if (/[a-z]/.test(text.charAt(at)) && /[\p{L}\d]/u.test(text.charAt(at - 1))) return null
  for (const { pattern, read } of rules) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    const words = match === null ? null : read(match, today, region)
    if (words !== null) return words
  }
  return null
}

/** 28号 on the 22nd: this month's is still to come, so last month's is only asked about. */
function latestDayCalled(match: RegExpExecArray, number: number, today: Day): DayWords {
  const day = latestDayOfMonth(today, number)
  const words = found(match, day)
  if (day === null || day.month === today.month) return words
  const said = match[0].trim()
  return {
    ...words,
    ask: {
      zh: `本月${number}日还没到：“${said}”是 ${day.toString()} 吗？请确认。`,
      en: `The day ${number} of this month is still to come: is "${said}" ${day.toString()}? Please confirm.`,
    },
  }
}

function found(match: RegExpExecArray, day: Day | null, more: { monthOf?: Day } = {}): DayWords {
  const end = match.index + match[0].length
  if (day === null) return { end, days: [], weak: false, ask: noSuchDay(match[0]) }
  const { monthOf } = more
  const month = monthOf === undefined ? {} : { month: { year: monthOf.year, month: monthOf.month } }
  return { end, days: [day], weak: false, ...month }
}

function numeric(match: RegExpExecArray, year: number, month: number, day: number): DayWords {
  const date = dayOf(year, month, day)
  return found(match, date, date === null ? {} : { monthOf: date })
}

/** The days that a first and a second number may mean in this region; both orders where it settles none. */
function ordersOf(first: number, second: number, year: number, region: string): (Day | null)[] {
  const [monthFirst, dayFirst] = [dayOf(year, first, second), dayOf(year, second, first)]
  if (region === 'none') return [monthFirst, dayFirst]
  return isMonthFirst(region) ? [monthFirst ?? dayFirst] : [dayFirst ?? monthFirst]
}

/** East Asia and the United States write the month before the day. Source: Unicode CLDR, dateFormats. */
function isMonthFirst(region: string): boolean {
  return /^(?:US|PH|CN|JP|KR|KP|TW|HU|LT|MN)\b/.test(region)
}

/** 12/11/2022: the 12th of November, or December the 11th. Records are of the past, so a day to come is not meant. */
function oneOf(match: RegExpExecArray, meant: readonly (Day | null)[], today: Day): DayWords {
  const both = meant.filter((day) => day !== null)
  const days = both.filter((day, i) => i === 0 || both[0]?.equals(day) === false)
  const past = days.filter((day) => Temporal.PlainDate.compare(day, today) <= 0)
  const [only] = past.length === 1 ? past : days
  if (past.length === 1 || days.length < 2) return found(match, only ?? null)
  return { ...found(match, days[0] ?? null), days, ask: whichDay(match[0]) }
}

/** How long ago a day with a year in two digits may be. */
const shortYearsBack = 3

/** 25/8/12, 9/15/26: year, month and day in an order that leaves a day of the last years. */
function shortYear(match: RegExpExecArray, today: Day, region: string): DayWords | null {
  const [a, b, c] = [Number(match[1]), Number(match[3]), Number(match[4])]
  const years = (day: Day | null): boolean =>
    day !== null && day.year <= today.year && day.year >= today.year - shortYearsBack
  const all = [
    dayOf(2000 + a, b, c),
    ...ordersOf(a, b, 2000 + c, region === 'none' || /^(?:CN|JP|KR|TW)/.test(region) ? 'none' : region),
  ]
  const meant = all.filter(years)
  return meant.length === 0 ? null : oneOf(match, meant, today)
}

function noSuchDay(words: string): LocalizedText {
  return {
    zh: `“${words}”不是日历上的日子。请写成 11月20日 或 2026-11-20。`,
    en: `"${words}" is no day of the calendar. Write it like 20 Nov or 2026-11-20.`,
  }
}

function withoutYear(match: RegExpExecArray, month: number, day: number, today: Day): DayWords {
  return {
    ...found(match, latestMonthDay(today, month, day)),
    month: { year: null, month },
    after: (start) => nextMonthDay(start, month, day),
  }
}

function english(
  match: RegExpExecArray,
  month: string,
  day: number,
  year: string | undefined,
  today: Day,
): DayWords {
  const number = monthStems.indexOf(month.slice(0, 3)) + 1
  if (year !== undefined) return numeric(match, +year, number, day)
  return withoutYear(match, number, day, today)
}

function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text)
}

/** Who types English in an office of East Asia may write either order. */
function isOpenOrder(match: RegExpExecArray, region: string): boolean {
  return match[2] === '/' && !isChinese(match.input) && /^(?:CN|JP|KR|KP|TW|none)/.test(region)
}

/** 11.20, 11/20, 20/11: a month and a day. Both orders are in use, so 3/4 is asked about where no region settles it. */
function twoNumbers(match: RegExpExecArray, today: Day, region: string): DayWords | null {
  const first = Number(match[1])
  const second = Number(match[3])
  const monthFirst = first >= 1 && first <= 12 && second >= 1 && second <= 31
  const dayFirst = second >= 1 && second <= 12 && first >= 1 && first <= 31
  if ((!monthFirst && !dayFirst) || match[0] === '24/7') return null
  if (!monthFirst && match[2] === '.') return null
  const end = match.index + match[0].length
  if (match[2] === '-' && /^-\d/.test(match.input.slice(end, end + 2))) return null
  const chinese = isChinese(match.input)
  const swapped = match[2] === '/' && !chinese && region !== 'none' && !isMonthFirst(region) && dayFirst
  const words =
    monthFirst && !swapped
      ? withoutYear(match, first, second, today)
      : withoutYear(match, second, first, today)
  const other = latestMonthDay(today, second, first)
  if (isOpenOrder(match, region) && other !== null && second <= 12 && first !== second && monthFirst) {
    return { ...words, days: [...words.days, other], ask: whichDay(match[0]) }
  }
  // 1.5 is as often a number, 11-20 as often a range; 11-20日 and 11-20下午 are days.
  const isDay = /[日号]$/.test(match[0]) || dayPart.test(match.input.slice(end, end + 3))
  const isNumber = /(?:[a-z]|版本?|第) ?$/.test(match.input.slice(Math.max(0, match.index - 2), match.index))
  const isPlainDay =
    chinese &&
    !isNumber &&
    !(match[3] === '5' && /^\s\d/.test(match.input.slice(end, end + 2))) &&
    !/^\s?(?:$|[%小个时分万亿元米吨人份册条倍级版公千克])/u.test(match.input.slice(end, end + 2))
  const doubtful =
    !isDay &&
    !(match[2] === '.' && isPlainDay) &&
    (match[2] === '-' || (match[2] === '.' && match[3]?.length === 1))
  if (!doubtful || words.ask !== undefined) return { ...words, weak: !isDay }
  const ask = { zh: `“${match[0]}”是日期吗？请确认。`, en: `Is "${match[0]}" a date? Please confirm.` }
  return { ...words, weak: true, doubt: ask }
}

const dayPart = /^\s?(?:上午|下午|中午|晚上|早上|早晨|傍晚|凌晨|清晨|夜里)/

function whichDay(words: string): LocalizedText {
  return {
    zh: `“${words}”可以指不同的日子，请选一个。`,
    en: `"${words}" can mean different days. Choose one.`,
  }
}

function weekday(match: RegExpExecArray, week: string | undefined, day: number, today: Day): DayWords | null {
  if (day < 1 || day > 7) return null
  const after = (start: Day): Day => latestWeekday(start.add({ days: 6 }), day)
  if (week === undefined)
    return { ...found(match, latestWeekday(today, day)), weak: true, after, weekday: day }
  return found(match, weekdayOfWeek(today, day, stepsOf(week)))
}

function englishWeekday(match: RegExpExecArray, today: Day): DayWords | null {
  // Easter Monday names a day of its own.
  if (/\b(?:easter|good|black|cyber) $/.test(match.input.slice(Math.max(0, match.index - 7), match.index)))
    return null
  const word = match[2]!
  const day = weekdayStems.indexOf(word.slice(0, 3)) + 1
  const which = match[1]
  const after = (start: Day): Day => latestWeekday(start.add({ days: 6 }), day)
  if (which === 'last' || which === 'past' || which === 'this past') {
    const days = lastWeekdays(today, day)
    const words = { ...found(match, days[0]!), days }
    return days.length > 1 ? { ...words, ask: whichDay(match[0]) } : words
  }
  if (which !== undefined) return found(match, weekdayOfWeek(today, day, which === 'next' ? 1 : 0))
  const plain = { ...found(match, latestWeekday(today, day)), weak: true, after, weekday: day }
  if (word !== 'sun' && word !== 'sat' && word !== 'wed') return plain
  const rest = match.input.slice(match.index + match[0].length)
  if (/\bon $/.test(match.input.slice(Math.max(0, match.index - 4), match.index))) return plain
  if (/^,? (?:\d|morning|afternoon|evening|night|at \d|from \d)/.test(rest)) return plain
  return {
    ...plain,
    ask: { zh: `“${word}”是星期几吗？请确认。`, en: `Is "${word}" a weekday? Please confirm.` },
  }
}
