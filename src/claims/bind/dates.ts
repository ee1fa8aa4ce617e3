import type { BindContext } from './binding.ts'
import type { Placed, Sentence } from './sentence.ts'
import { tellingWords, wideWeight } from './words.ts'
import type { Ledger, RecordWords } from '../facts/fact.ts'
import type { CalendarSpan, DateSpan } from '../scan/span.ts'

/** First and last day, ISO, both included; ISO dates compare as text. */
export type Days = { readonly from: string; readonly to: string }

/** The days a date of the text means, its unsaid year taken from the period. Null for times and impossible days. */
export function daysOf(date: CalendarSpan, period: Ledger['period']): Days | null {
  if (date.grain === 'time') return null
  const year = date.year ?? yearFor(date, period)
  const lastYear = date.toYear ?? year
  if (date.grain === 'year') return { from: `${year}-01-01`, to: `${lastYear}-12-31` }
  if (date.fromMonth === null || date.toMonth === null) return null
  const lastDay = date.toDay ?? daysIn(lastYear, date.toMonth)
  if ((date.fromDay ?? 1) > daysIn(year, date.fromMonth) || lastDay > daysIn(lastYear, date.toMonth))
    return null
  return {
    from: iso(year, date.fromMonth, date.fromDay ?? 1),
    to: iso(lastYear, date.toMonth, lastDay),
  }
}

/** The year in which the month lies in the period: in a period from October to March, 3月 is the later year's. */
function yearFor(date: CalendarSpan, period: Ledger['period']): number {
  const first = Number(period.startsOn.slice(0, 4))
  const last = Number(period.endsOn.slice(0, 4))
  if (first === last || date.fromMonth === null) return first
  return iso(first, date.fromMonth, 28) >= period.startsOn ? first : last
}

function daysIn(year: number, month: number): number {
  return month === 2
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31
}

function iso(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Records that fall on any of the days. */
export function recordsWithin(days: Days | null, records: readonly RecordWords[]): readonly RecordWords[] {
  if (days === null) return []
  return records.filter((record) => record.startsOn <= days.to && record.endsOn >= days.from)
}

const halvesAndQuarters = new Set(['1-6', '7-12', '1-3', '4-6', '7-9', '10-12', '1-12'])
const planWords =
  /将|计划|打算|下一?步|明年|来年|展望|力争|远景|愿景|规划|目标|纲要|will|plan|next|aim|intend/
const gapWords =
  /(?<![\d.])0(?![\d.])|未|没有|缺|空白|不足|尚无|无记录|\bno\b|\bnot\b|none|missing|without|gap|below|lack/

/** How a date stands to the records. `silent`: the period itself, nothing to say. */
export type DateStanding =
  | { readonly state: 'silent' }
  | { readonly state: 'exact'; readonly records: readonly RecordWords[] }
  | { readonly state: 'outside' | 'empty' }
  | { readonly state: 'elsewhere'; readonly records: readonly RecordWords[] }

/**
 * Whether a date of the text stands in the period and its records. A year, half or quarter need only lie in the period; a
 * month needs a record, unless the sentence says that it lacks one; a day needs a record that tells of the same thing.
 */
export function standingOf(placed: Placed<DateSpan>, sentence: Sentence, context: BindContext): DateStanding {
  const { date, text } = placed.span
  const { period, records } = context.ledger
  const written = (): DateStanding => {
    const having = records.filter(({ texts }) => texts.some((own) => own.includes(text)))
    return having.length > 0 ? { state: 'exact', records: having } : { state: 'outside' }
  }
  if (date.grain === 'day' && date.fromMonth === null) return dayAlone(placed, sentence, context)
  const days = daysOf(date, period)
  const lead = sentence.plain.slice(Math.max(0, placed.from - sentence.from - 6), placed.from - sentence.from)
  // "the 2021 guidelines" names a paper.
  if (date.grain === 'year' && /\b(?:the|its|our) $/.test(lead)) return { state: 'silent' }
  if (days === null || days.to < period.startsOn) return written()
  // The year after the period is no claim about it where the sentence plans.
  if (days.from > period.endsOn)
    return date.grain === 'year' && planWords.test(sentence.plain) ? { state: 'silent' } : written()
  if (date.grain === 'year') return { state: 'silent' }
  if (days.from < period.startsOn || days.to > period.endsOn) return written()
  const within = recordsWithin(days, records)
  if (date.grain === 'day') return dayStanding(within, days, sentence, placed, context)
  const ends = [recordsWithin(monthOf(days.from), records), recordsWithin(monthOf(days.to), records)]
  if (date.grain === 'part' && halvesAndQuarters.has(`${date.fromMonth}-${date.toMonth}`))
    return { state: 'silent' }
  const against = [...new Set(ends.flat())].filter((record) => contradicts(record, sentence, placed))
  if (against.length > 0) return { state: 'elsewhere', records: against }
  if (ends.some((end) => end.length === 0))
    return gapWords.test(sentence.plain) ? { state: 'exact', records: [] } : { state: 'empty' }
  return { state: 'exact', records: [] }
}

const noRecords = /^[^，。；]{0,4}(?:没有|未有|无)[^，。；]{0,6}?(学习|活动)?[^，。；]{0,3}记录/
const noRecordsEnglish = /\b(?:no|without(?: any)?) (study |activity )?records?\b/

/** 11月没有学习记录: a record of that month and family says otherwise. Numbers of study sessions begin with S, of activities with A. */
function contradicts(record: RecordWords, sentence: Sentence, placed: Placed<DateSpan>): boolean {
  const after = sentence.plain.slice(placed.to - sentence.from)
  const said = noRecords.exec(after) ?? noRecordsEnglish.exec(sentence.plain)
  if (said === null || isLong(record)) return false
  const family = said[1]?.trim()
  if (family === undefined) return true
  return record.id.startsWith(family === '学习' || family === 'study' ? 'S-' : 'A-')
}

function monthOf(day: string): Days {
  return { from: `${day.slice(0, 7)}-01`, to: `${day.slice(0, 7)}-31` }
}

/** 8日 alone: of the month named before it in the sentence, or of any. */
function dayAlone(placed: Placed<DateSpan>, sentence: Sentence, context: BindContext): DateStanding {
  const day = `-${String(placed.span.date.fromDay ?? 0).padStart(2, '0')}`
  const month = sentence.dates.findLast(({ to, span }) => to <= placed.from && span.date.toMonth !== null)
    ?.span.date.toMonth
  const wanted = month === undefined || month === null ? day : `-${String(month).padStart(2, '0')}${day}`
  const found = context.ledger.records.filter(({ startsOn }) => startsOn.endsWith(wanted))
  return found.length > 0 ? { state: 'exact', records: found } : { state: 'empty' }
}

/** Every day named, first and last, needs a record that tells of the same thing; the weakest decides. */
function dayStanding(
  within: readonly RecordWords[],
  days: Days,
  sentence: Sentence,
  placed: Placed<DateSpan>,
  context: BindContext,
): DateStanding {
  const ofDays = within.filter(
    (record) => !isLong(record) || (record.startsOn === days.from && record.endsOn === days.to),
  )
  const standings = [...new Set([days.from, days.to])].map((day): DateStanding => {
    const onDay = ofDays.filter(({ startsOn, endsOn }) => startsOn <= day && endsOn >= day)
    if (onDay.length === 0) return { state: 'empty' }
    return sentence.english
      ? englishDay(onDay, sentence, placed)
      : chineseDay(onDay, sentence, placed, context)
  })
  const fault = standings.find(({ state }) => state !== 'exact')
  if (fault !== undefined) return fault
  return {
    state: 'exact',
    records: standings.flatMap((standing) => ('records' in standing ? standing.records : [])),
  }
}

/** A record of a month or so (an essay of January) is no record of each of its days. */
function isLong({ startsOn, endsOn }: RecordWords): boolean {
  return Temporal.PlainDate.from(startsOn).until(endsOn).days > 14
}

function chineseDay(
  onDay: readonly RecordWords[],
  sentence: Sentence,
  placed: Placed<DateSpan>,
  context: BindContext,
): DateStanding {
  const [from, to] = toldAfter(sentence, placed)
  const told = tellingWords(sentence.plain.slice(from - sentence.from, to - sentence.from))
  const telling = told.size > 1 ? told : tellingWords(sentence.plain)
  const rate = (record: RecordWords): number => context.words.overlapWithRecord(telling, record)
  const own = Math.max(...onDay.map(rate))
  const elsewhere = context.ledger.records
    .map((record) => ({ record, rate: rate(record) }))
    .sort((a, b) => b.rate - a.rate)[0]
  if (elsewhere !== undefined && elsewhere.rate >= 3 && (own === 0 || elsewhere.rate >= own + 4)) {
    return { state: 'elsewhere', records: [elsewhere.record] }
  }
  return { state: 'exact', records: own === 0 ? onDay : onDay.filter((record) => rate(record) === own) }
}

/** What the date speaks of: up to the next date. */
function toldAfter(sentence: Sentence, placed: Placed<DateSpan>): readonly [number, number] {
  return [placed.to, sentence.dates.find(({ from }) => from >= placed.to)?.from ?? sentence.to]
}

/** The date's own clause, between commas; a date that stands between two (On 8 March, …) has the one after it too. */
function clauseOf(sentence: Sentence, placed: Placed<DateSpan>): readonly [number, number] {
  const [from, to] = [placed.from - sentence.from, placed.to - sentence.from]
  const start = Math.max(...[',', ';', ':'].map((mark) => sentence.plain.lastIndexOf(mark, from - 1) + 1))
  const rest = sentence.plain.slice(to)
  const isLead =
    /^(?: 20\d\d)?,/.test(rest) && /^\s*(?:[a-z]+\s+){0,3}$/.test(sentence.plain.slice(start, from))
  const end = rest.slice(isLead ? rest.indexOf(',') + 1 : 0).search(/[,;:]/)
  const ends = end < 0 ? sentence.plain.length : to + (isLead ? rest.indexOf(',') + 1 : 0) + end
  return [sentence.from + start, sentence.from + ends]
}

/** Records may be in Chinese: then the facts that the words name must have a record on the day. */
function englishDay(
  onDay: readonly RecordWords[],
  sentence: Sentence,
  placed: Placed<DateSpan>,
): DateStanding {
  const telling = sentence.anchors.filter(({ facts, weight }) => facts.length <= 4 && weight !== wideWeight)
  const [from, to] = clauseOf(sentence, placed)
  const near = telling.filter((anchor) => anchor.from >= from && anchor.to <= to)
  const facts = (near.length > 0 ? near : telling).flatMap(({ facts }) => facts)
  const agreeing = onDay.filter(({ id }) => facts.some(({ recordIds }) => recordIds.includes(id)))
  if (facts.length === 0) return { state: 'exact', records: onDay }
  return agreeing.length === 0 ? { state: 'elsewhere', records: [] } : { state: 'exact', records: agreeing }
}
