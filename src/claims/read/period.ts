import type { Days } from '../claim/claim.ts'
import type { CalendarSpan, DateSpan } from '../scan/span.ts'
import { blockers, since, upTo, wholePeriod } from '../lexis/lexis.ts'
import type { Placed, Sentence } from './sentence.ts'

/** The days a date of the text means, its unsaid year taken from the period. Null for times and impossible days. */
export function daysOf(date: CalendarSpan, period: Days): Days | null {
  if (date.grain === 'time') return null
  const year = date.year ?? yearFor(date, period)
  const lastYear = date.toYear ?? year
  if (date.grain === 'year') return { from: `${year}-01-01`, to: `${lastYear}-12-31` }
  if (date.fromMonth === null || date.toMonth === null) return null
  const lastDay = date.toDay ?? daysIn(lastYear, date.toMonth)
  if ((date.fromDay ?? 1) > daysIn(year, date.fromMonth) || lastDay > daysIn(lastYear, date.toMonth))
    return null
  return { from: iso(year, date.fromMonth, date.fromDay ?? 1), to: iso(lastYear, date.toMonth, lastDay) }
}

/** The year in which the month lies in the period: in a period from October to March, 3月 is the later year's. */
function yearFor(date: CalendarSpan, period: Days): number {
  const first = Number(period.from.slice(0, 4))
  const last = Number(period.to.slice(0, 4))
  if (first === last || date.fromMonth === null) return first
  return iso(first, date.fromMonth, 28) >= period.from ? first : last
}

function daysIn(year: number, month: number): number {
  return Temporal.PlainYearMonth.from({ year, month }).daysInMonth
}

function iso(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The time in force at a figure. `days` null: another period than the text's. `said`: where it is said. */
export type Time = {
  readonly days: Days | null
  readonly said: 'sentence' | 'before' | 'nowhere'
  readonly grain: CalendarSpan['grain'] | 'whole'
  /** The date that says it. */
  readonly date: Placed<DateSpan> | null
}

type Mark = { readonly from: number; readonly to: number; readonly time: Time }

/**
 * The time a place of a sentence speaks of: in Chinese what was said last before it; in English what closes its clause
 * (8 lectures in March), else what was said before. Without any: what the paragraph or its heading said, else the period.
 */
export function timeAt(
  place: { readonly from: number; readonly to: number },
  sentence: Sentence,
  period: Days,
  isEnglish = sentence.english,
): Time {
  const marks = marksOf(sentence, period)
  const after = isEnglish ? marks.find(({ from }) => from >= place.to) : undefined
  const gap =
    after === undefined ? '' : sentence.plain.slice(place.to - sentence.from, after.from - sentence.from)
  const parted =
    /[,;:]|\band\b/.test(gap) ||
    sentence.figures.some(({ from, to }) => from >= place.to && to <= (after?.from ?? 0))
  if (after !== undefined && !parted) return after.time
  const own = marks.findLast((mark) => mark.to <= place.from && !isOfComparison(mark, place, sentence))
  if (own !== undefined) return own.time
  const last = lastMark(sentence.before, period) ?? lastMark(sentence.heading, period)
  if (last !== null) return { ...last.time, said: 'before' }
  return { days: period, said: 'nowhere', grain: 'whole', date: null }
}

/** 比上期同期减少7次，参学1480人次: what is compared with is the time of the difference alone. */
function isOfComparison(
  mark: Mark,
  place: { readonly from: number },
  { plain, from, figures, english }: Sentence,
): boolean {
  const lead = plain.slice(0, mark.from - from)
  if (mark.time.days !== null || mark.time.date !== null) return false
  if (english) return /\bthan (?:in )?(?:the same (?:part|period|time) of )?$/.test(lead)
  return (
    /[比较][^，、。；]{0,6}$/.test(lead) && figures.some((one) => one.from >= mark.to && one.to <= place.from)
  )
}

/** What was said last of time, in a sentence or before it in its paragraph. */
function lastMark(sentence: Sentence | null, period: Days): Mark | null {
  if (sentence === null) return null
  const known = lastMarks.get(sentence)
  if (known !== undefined) return known
  const last = marksOf(sentence, period).at(-1) ?? lastMark(sentence.before, period)
  lastMarks.set(sentence, last)
  return last
}

// Asked for at every figure; sentences are read once, in order.
const lastMarks = new WeakMap<Sentence, Mark | null>()
const allMarks = new WeakMap<Sentence, readonly Mark[]>()

/** Every word of time in a sentence, in order. */
function marksOf(sentence: Sentence, period: Days): readonly Mark[] {
  const known = allMarks.get(sentence) ?? readMarks(sentence, period)
  allMarks.set(sentence, known)
  return known
}

function readMarks(sentence: Sentence, period: Days): readonly Mark[] {
  const { plain, from: start } = sentence
  const words = (pattern: RegExp, days: Days | null): Mark[] =>
    [...plain.matchAll(pattern)].map((found) => ({
      from: start + found.index,
      to: start + found.index + found[0].length,
      time: { days, said: 'sentence', grain: 'whole', date: null },
    }))
  const dates = sentence.dates.flatMap((date): Mark[] => {
    const { grain } = date.span.date
    if (grain === 'time') return []
    return [
      {
        from: date.from,
        to: date.to,
        time: { days: spanOf(date, sentence, period), said: 'sentence', grain, date },
      },
    ]
  })
  const free = (words: readonly Mark[], taken: readonly Mark[]) =>
    words.filter((word) => !taken.some((other) => word.from < other.to && word.to > other.from))
  // "61 in the first half and 39 in the second": of the year too.
  const anaphora = [
    ...plain.matchAll(/\bin the (second|third|fourth)\b(?! (?:half|quarter|[a-z]+ (?:half|quarter)))/g),
  ].flatMap((found): Mark[] => {
    const last = dates.findLast((date) => date.to <= start + found.index)?.time.days
    const nth = { second: 2, third: 3, fourth: 4 }[found[1]!] ?? 2
    const days = last === undefined || last === null ? null : nthPart(last, nth)
    return days === null
      ? []
      : [
          {
            from: start + found.index,
            to: start + found.index + found[0].length,
            time: { days, said: 'sentence', grain: 'part', date: null },
          },
        ]
  })
  // 2023年全年 is that year's whole.
  const years = (marks: readonly Mark[]) =>
    marks.map((mark) => (mark.time.grain === 'year' ? { ...mark, to: mark.to + 1 } : mark))
  const elsewhere = free(words(blockers.period, null), dates)
  const others = [...elsewhere, ...free(words(wholePeriod, period), [...years(dates), ...elsewhere])]
  return [...dates, ...anaphora, ...others].sort((a, b) => a.from - b.from || b.to - a.to)
}

/** The days a date stands for, up to it or since it where the words say so; null outside the period. */
function spanOf(date: Placed<DateSpan>, { plain, from }: Sentence, period: Days): Days | null {
  const days = daysOf(date.span.date, period)
  if (days === null) return null
  const lead = plain.slice(Math.max(0, date.from - from - 24), date.from - from)
  const tail = plain.slice(date.to - from, date.to - from + 4)
  const isYear = date.span.date.grain === 'year'
  const first = upTo.test(lead) && !isYear && !/从[^，]*$/.test(lead) ? period.from : days.from
  const last = (since.test(tail) || /\bsince $/.test(lead)) && !isYear ? period.to : days.to
  if (isYear && first <= period.from && last >= period.to) return period
  return first >= period.from && last <= period.to ? { from: first, to: last } : null
}

/** The nth stretch of a year that is as long as this one, which begins the year: the second half, the third quarter. */
function nthPart({ from, to }: Days, nth: number): Days | null {
  const months = Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1
  const last = nth * months
  return 12 % months !== 0 || last > 12 ? null : stretch(Number(from.slice(0, 4)), last - months + 1, last)
}

function stretch(year: number, first: number, last: number): Days {
  return { from: iso(year, first, 1), to: iso(year, last, daysIn(year, last)) }
}

/** The quarters, or else the months, that these days are made of; one where they are neither. */
export function cutInto(days: Days, parts: number): readonly Days[] {
  const [first, last] = [Number(days.from.slice(5, 7)), Number(days.to.slice(5, 7))]
  const months = last - first + 1
  if (
    days.from.slice(0, 4) !== days.to.slice(0, 4) ||
    parts < 2 ||
    months % parts !== 0 ||
    ![1, 3].includes(months / parts)
  )
    return []
  const size = months / parts
  return Array.from({ length: parts }, (_, i) =>
    stretch(Number(days.from.slice(0, 4)), first + i * size, first + (i + 1) * size - 1),
  )
}
