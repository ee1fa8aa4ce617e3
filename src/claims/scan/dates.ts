import { readNumberAt } from '../../text/numbers/grammar.ts'
import { readUnitAt } from '../../text/units.ts'
import type { CalendarSpan } from './span.ts'

/** A date read in a plain text, and where it ends. */
export type ReadDate = { readonly end: number; readonly date: CalendarSpan }

const nothing: CalendarSpan = {
  grain: 'time',
  year: null,
  toYear: null,
  fromMonth: null,
  fromDay: null,
  toMonth: null,
  toDay: null,
}
const zhYear = String.raw`(?:[12]\d{3}|[一二][〇零一二三四五六七八九]{3})`
const zhMonth = String.raw`(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])`
const zhDay = String.raw`(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])`
const to = String.raw`\s*(?:至|到|-|~|—+|―|、|和|及)\s*`
const months = 'january february march april may june july august september october november december'.split(
  ' ',
)
const enMonth = `(${months.map((name) => (name === 'may' ? name : `${name.slice(0, 3)}(?:${name.slice(3)}\\b|t?\\b\\.?)`)).join('|')})`
const enDay = String.raw`(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?`
const enYear = String.raw`((?:19|20)\d{2})(?!\d)`
const enTo = String.raw`\s*(?:-|~|—+|to|and|through|until|till)\s*`

type Rule = readonly [RegExp, (found: RegExpExecArray) => CalendarSpan | null]

/** Tried in order; the first that fits wins, so longer forms stand before their beginnings. */
const rules: readonly Rule[] = [
  // 前三季度, 前九个月, the first nine months: from the year's start.
  [sticky(`前([一二三两1-3])个?季度`), ([, n]) => monthsOf(null, 1, 3 * (zh(n) ?? 1))],
  [sticky(`前(1[01]|[1-9]|十一?|[二两三四五六七八九])个月`), ([, n]) => monthsOf(null, 1, zh(n))],
  [
    sticky(`first (two|three|four|five|six|seven|eight|nine|ten|eleven) months`),
    ([, n]) => monthsOf(null, 1, readNumberAt(n!, 0)?.value ?? null),
  ],
  [sticky(`first (two|three) quarters`), ([, n]) => monthsOf(null, 1, n === 'two' ? 6 : 9)],
  // 一、二季度, 一至四季度.
  [
    sticky(`([一二三1-3])(?:${to})([二三四2-4])季度`),
    ([, first, last]) => monthsOf(null, 3 * (zh(first) ?? 1) - 2, 3 * (zh(last) ?? 4)),
  ],
  [
    sticky(
      `(?:(${zhYear})\\s*年\\s*)?(${zhMonth})\\s*月\\s*(${zhDay})\\s*[日号]?(?:${to})(?:(${zhYear})\\s*年\\s*)?(?:(${zhMonth})\\s*月\\s*)?(${zhDay})\\s*[日号]`,
    ),
    ([, year, month, day, year2, month2, day2]) =>
      days(zh(year), zh(month), zh(day), zh(month2) ?? zh(month), zh(day2), zh(year2)),
  ],
  [
    sticky(`(?:(${zhYear})\\s*年\\s*)?(${zhMonth})\\s*月\\s*(${zhDay})\\s*(?:日|号)`),
    ([, year, month, day]) => days(zh(year), zh(month), zh(day), zh(month), zh(day)),
  ],
  [
    sticky(
      `(?:(${zhYear})\\s*年\\s*)?(${zhMonth})\\s*(?:月份?)?(?:${to})(?:(${zhYear})\\s*年\\s*)?(${zhMonth})\\s*月份?`,
    ),
    ([, year, first, year2, last]) => monthsOf(zh(year), zh(first), zh(last), zh(year2)),
  ],
  [
    sticky(`(${zhYear})\\s*年?(?:${to})(${zhYear})\\s*(?:年度?|学年)`),
    ([, year, year2]) => ({ ...nothing, grain: 'year', year: zh(year), toYear: zh(year2) }),
  ],
  [
    sticky(`(${zhYear})\\s*年度?\\s*(上半年|下半年|第?[一二三四1-4]季度)`),
    ([, year, part]) => partOf(zh(year), part!),
  ],
  [sticky(`(?:第[一二三四1-4]|[一二三四1-4])季度|上半年|下半年`), ([part]) => partOf(null, part)],
  [
    sticky(`(${zhYear})\\s*年\\s*(${zhMonth})\\s*月份?(?:[上中下]旬|初|底|末)?`),
    ([, year, month]) => monthsOf(zh(year), zh(month), zh(month)),
  ],
  [sticky(`(${zhYear})\\s*年(?:度|底|初|末|来)?`), ([, year]) => yearOf(zh(year))],
  [
    sticky(String.raw`(3[01]|[12]\d|0?[1-9])\s*[日号](?![内间游线楼])`),
    ([, day]) => days(null, null, zh(day), null, zh(day)),
  ],
  [
    sticky(`(${zhMonth})\\s*月份?(?:[上中下]旬|初|底|末)?`),
    ([, month]) => monthsOf(null, zh(month), zh(month)),
  ],
  [
    sticky(String.raw`((?:19|20)\d{2})[-/.](1[0-2]|0?[1-9])[-/.](3[01]|[12]\d|0?[1-9])(?!\d)`),
    ([, year, month, day]) => days(zh(year), zh(month), zh(day), zh(month), zh(day)),
  ],
  [
    sticky(String.raw`((?:19|20)\d{2})[-/](1[0-2]|0?[1-9])(?![\d-])`),
    ([, year, month]) => monthsOf(zh(year), zh(month), zh(month)),
  ],
  [
    sticky(String.raw`((?:19|20)\d{2})\s?([hq])([1-4])(?![a-z\d])`),
    ([, year, kind, n]) => halfOrQuarter(zh(year), kind!, zh(n)),
  ],
  [
    sticky(String.raw`([hq])([1-4])(?![a-z\d])(?:\s(?:of\s)?${enYear})?`),
    ([, kind, n, year]) => halfOrQuarter(zh(year), kind!, zh(n)),
  ],
  [
    sticky(String.raw`${enDay}(?: (?:of )?${enMonth})?${enTo}${enDay} (?:of )?${enMonth}(?:,? ${enYear})?`),
    ([, day, month, day2, month2, year]) =>
      days(zh(year), en(month ?? month2), zh(day), en(month2), zh(day2)),
  ],
  [
    sticky(String.raw`${enMonth} ${enDay}(?:${enTo}(?:${enMonth} )?${enDay})?(?![a-z\d])(?:,? ${enYear})?`),
    ([, month, day, month2, day2, year]) =>
      days(zh(year), en(month), zh(day), en(month2 ?? month), zh(day2 ?? day)),
  ],
  [
    sticky(String.raw`${enDay} (?:of )?${enMonth}(?:,? ${enYear})?`),
    ([, day, month, year]) => days(zh(year), en(month), zh(day), en(month), zh(day)),
  ],
  [
    sticky(String.raw`${enMonth}${enTo}${enMonth}(?:,? ${enYear})?`),
    ([, month, month2, year]) => monthsOf(zh(year), en(month), en(month2)),
  ],
  [
    sticky(String.raw`${enMonth},? (?:of )?${enYear}`),
    ([, month, year]) => monthsOf(zh(year), en(month), en(month)),
  ],
  [sticky(String.raw`${enMonth}(?![a-z\d])`), ([, month]) => monthsOf(null, en(month), en(month))],
  [
    sticky(
      String.raw`(first|second) half(?: of (?:${enYear}|the year)|(?= [a-z\d]|[,.;:)]|$)(?! of | hour| term))`,
    ),
    ([, half, year]) => halfOrQuarter(zh(year), 'h', half === 'first' ? 1 : 2),
  ],
  [
    sticky(String.raw`(first|second|third|fourth) quarter(?: of ${enYear})?`),
    ([, quarter, year]) =>
      halfOrQuarter(zh(year), 'q', ['first', 'second', 'third', 'fourth'].indexOf(quarter!) + 1),
  ],
  [sticky(String.raw`(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\.?)?`), () => nothing],
  [sticky(String.raw`(?:1[0-2]|[1-9])\s?[ap]\.?m\b\.?`), () => nothing],
  [
    sticky(
      String.raw`(?:2[0-4]|1?\d|十?[一二三四五六七八九]|十|两)[点时](?:[0-5]?\d分|[一二三四五]?十[一二三四五六七八九]?分|半|整|钟)`,
    ),
    () => nothing,
  ],
]
const starts = /[前0-9〇零一二三四五六七八九十两第上下hq]|[jfmasond][a-z]|first|second|third|fourth/y

/**
 * Reads the date that begins at `at` of a plain text. `source` is its original, for the capital of "May" and
 * "March": without one they are verbs.
 */
export function readDateAt(plain: string, at: number, isCapital: boolean): ReadDate | null {
  starts.lastIndex = at
  if (!starts.test(plain) || (/[\d.]/.test(plain.charAt(at - 1)) && /\d/.test(plain.charAt(at)))) return null
  if (/[a-z]/.test(plain.charAt(at)) && /[a-z0-9]/.test(plain.charAt(at - 1))) return null
  for (const [pattern, read] of rules) {
    pattern.lastIndex = at
    const found = pattern.exec(plain)
    if (found === null || (/^(?:may|march|mar)\b/.test(found[0]) && !isCapital)) continue
    const date = read(found)
    if (date !== null && isWritten(plain, at, found[0])) return { end: at + found[0].length, date }
  }
  return readBareYear(plain, at)
}

/** 2022 alone is a year when a preposition leads it, or when it heads a name ("the 2022 work report"). */
function readBareYear(plain: string, at: number): ReadDate | null {
  const pattern =
    /(?:19|20)\d{2}(?![\d,.]*\d)(?!\s*(?:[\u4e00-\u9fff%]|copies|books|people|items|times|sessions))/y
  pattern.lastIndex = at
  const found = pattern.exec(plain)
  if (found === null) return null
  const before = plain.slice(Math.max(0, at - 14), at)
  const led =
    /\b(?:in|of|during|for|since|by|from|until|till|through|to|year|fy|end|early|late|mid|throughout)[ -]$/.test(
      before,
    )
  const heads =
    /^\s?(?:'s\b|annual|work (?:report|plan\b|summary)|report\b|plan\b|edition|year|programme|program\b|season)/.test(
      plain.slice(at + 4, at + 20),
    )
  const describes =
    /(?:^|\s)(?:the|its|our|this|that) $/.test(before) &&
    /^ (?!were|was|are|have|had|has|who|which|that|came|took|went|joined|got)[a-z]{3,}/.test(
      plain.slice(at + 4, at + 20),
    ) &&
    readUnitAt(plain, at + 4) === null
  if (
    (!led && !describes && !(heads && /\b(?:the|this|our|its|annual) $|(?:^|\n)[# ]*$/.test(before))) ||
    before.endsWith('total of ')
  )
    return null
  return { end: at + 4, date: { ...nothing, grain: 'year', year: Number(found[0]) } }
}

/** 三月, but not 三月 inside 三个月; 十一 inside 十一月 only whole; 一时 is no hour. */
function isWritten(plain: string, at: number, text: string): boolean {
  const before = plain.charAt(at - 1)
  if (/^[〇零一二三四五六七八九十]/.test(text) && /[〇零一二三四五六七八九十百千万]/.test(before))
    return false
  return !(
    text.endsWith('月') &&
    /^[内来间均]/.test(plain.slice(at + text.length)) &&
    !/[至到~-]/.test(text) &&
    before === '每'
  )
}

function sticky(source: string): RegExp {
  return new RegExp(source, 'y')
}

function zh(text: string | undefined): number | null {
  if (text === undefined) return null
  return /^\d+$/.test(text) ? Number(text) : (readNumberAt(text, 0)?.value ?? null)
}

function en(name: string | undefined): number | null {
  const at = name === undefined ? -1 : months.findIndex((month) => month.startsWith(name.slice(0, 3)))
  return at < 0 ? null : at + 1
}

function days(
  year: number | null,
  fromMonth: number | null,
  fromDay: number | null,
  toMonth: number | null,
  toDay: number | null,
  toYear: number | null = null,
): CalendarSpan {
  return { grain: 'day', year, toYear, fromMonth, fromDay, toMonth, toDay }
}

function monthsOf(
  year: number | null,
  fromMonth: number | null,
  toMonth: number | null,
  toYear: number | null = null,
): CalendarSpan {
  return { ...nothing, grain: fromMonth === toMonth ? 'month' : 'part', year, toYear, fromMonth, toMonth }
}

function yearOf(year: number | null): CalendarSpan {
  return { ...nothing, grain: 'year', year }
}

function halfOrQuarter(year: number | null, kind: string, n: number | null): CalendarSpan | null {
  if (n === null || (kind === 'h' && n > 2)) return null
  const size = kind === 'h' ? 6 : 3
  return { ...nothing, grain: 'part', year, fromMonth: (n - 1) * size + 1, toMonth: n * size }
}

function partOf(year: number | null, part: string): CalendarSpan | null {
  if (part.endsWith('半年')) return halfOrQuarter(year, 'h', part.startsWith('上') ? 1 : 2)
  return halfOrQuarter(year, 'q', zh(/[一二三四1-4]/.exec(part)?.[0]))
}
