import type { Days } from '../claim/claim.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import { daysOf } from '../read/period.ts'
import type { RecordWords } from '../facts/fact.ts'
import type { DateSpan } from '../scan/span.ts'
import { tellingWords, type RecordIndex } from './records.ts'

const plans = /将|计划|打算|下一?步|明年|来年|展望|力争|远景|愿景|规划|目标|纲要|will|plan|next|aim|intend/
const gaps =
  /(?<![\d.])0(?![\d.])|未|没有|缺|空白|不足|尚无|无记录|\bno\b|\bnot\b|none|missing|without|gap|below|lack/

/**
 * How a date stands to the records. `silent`: the period itself, nothing to say; `doubtful`: a record has the day, but no
 * word of the sentence is that record's.
 */
export type DateStanding =
  | { readonly state: 'silent' | 'outside' | 'empty' }
  | { readonly state: 'exact' | 'elsewhere' | 'doubtful'; readonly records: readonly RecordWords[] }

type Context = { readonly records: RecordIndex; readonly all: readonly RecordWords[]; readonly period: Days }

/**
 * Whether a date of the text stands in the period and its records. A year, half or quarter need only lie in the period; a
 * month needs a record, unless the sentence says that it lacks one; a day needs a record that tells of the same thing.
 */
export function standingOf(placed: Placed<DateSpan>, sentence: Sentence, context: Context): DateStanding {
  const { date, text } = placed.span
  const { period, records, all } = context
  if (date.grain === 'day' && date.fromMonth === null) return dayAlone(placed, sentence, context)
  const written = (): DateStanding => {
    const having = all.filter(({ texts }) => texts.some((own) => own.includes(text)))
    return having.length > 0 ? { state: 'exact', records: having } : { state: 'outside' }
  }
  const days = daysOf(date, period)
  const lead = sentence.plain.slice(Math.max(0, placed.from - sentence.from - 6), placed.from - sentence.from)
  // "the 2021 guidelines" names a paper.
  if (date.grain === 'year' && /\b(?:the|its|our) $/.test(lead)) return { state: 'silent' }
  if (days === null || days.to < period.from) return written()
  // The year after the period is no claim about it where the sentence plans.
  if (days.from > period.to)
    return date.grain === 'year' && plans.test(sentence.plain) ? { state: 'silent' } : written()
  if (date.grain === 'year') return { state: 'silent' }
  if (days.from < period.from || days.to > period.to) return written()
  if (date.grain === 'day') return dayStanding(days, sentence, placed, context)
  if (date.grain === 'part' && halvesAndQuarters.has(`${date.fromMonth}-${date.toMonth}`))
    return { state: 'silent' }
  const ends = [monthOf(days.from), monthOf(days.to)].map((month) => records.within(month))
  const within = [...new Set(ends.flat())]
  const against = within.filter((record) => contradicts(record, sentence, placed))
  if (against.length > 0) return { state: 'elsewhere', records: against }
  return ends.every((end) => end.length > 0) || gaps.test(sentence.plain)
    ? { state: 'exact', records: [] }
    : { state: 'empty' }
}

const halvesAndQuarters = new Set(['1-6', '7-12', '1-3', '4-6', '7-9', '10-12', '1-9', '1-12'])

function monthOf(day: string): Days {
  return { from: `${day.slice(0, 7)}-01`, to: `${day.slice(0, 7)}-31` }
}

const noRecords = /^[^，。；]{0,4}(?:没有|未有|无)[^，。；]{0,6}?(学习|活动)?[^，。；]{0,3}记录/
const noRecordsEnglish = /\b(?:no|without(?: any)?) (study |activity )?records?\b/

/** 11月没有学习记录: a record of that month and family says otherwise. Numbers of study sessions begin with S, of activities with A. */
function contradicts(record: RecordWords, sentence: Sentence, placed: Placed<DateSpan>): boolean {
  const said =
    noRecords.exec(sentence.plain.slice(placed.to - sentence.from)) ?? noRecordsEnglish.exec(sentence.plain)
  if (said === null || isLong(record)) return false
  const family = said[1]?.trim()
  return family === undefined || record.id.startsWith(family === '学习' || family === 'study' ? 'S-' : 'A-')
}

/** 8日 alone: of the month named before it in the sentence, or of any. */
function dayAlone(placed: Placed<DateSpan>, sentence: Sentence, { all }: Context): DateStanding {
  const day = `-${String(placed.span.date.fromDay ?? 0).padStart(2, '0')}`
  const month = sentence.dates.findLast(({ to, span }) => to <= placed.from && span.date.toMonth !== null)
    ?.span.date.toMonth
  const wanted = month === undefined || month === null ? day : `-${String(month).padStart(2, '0')}${day}`
  const records = all.filter(({ startsOn }) => startsOn.endsWith(wanted))
  return records.length > 0
    ? { state: month === undefined ? 'doubtful' : 'exact', records }
    : { state: 'empty' }
}

/** Every day named, first and last, needs a record that tells of the same thing; the weakest decides. */
function dayStanding(
  { from, to }: Days,
  sentence: Sentence,
  placed: Placed<DateSpan>,
  { records, all }: Context,
): DateStanding {
  const told = tellingWords(
    sentence.plain.slice(
      placed.to - sentence.from,
      (sentence.dates.find((date) => date.from >= placed.to)?.from ?? sentence.to) - sentence.from,
    ),
  )
  const telling = told.size > 1 ? told : tellingWords(sentence.plain)
  const rate = (record: RecordWords): number => records.shared(telling, record)
  const standings = [...new Set([from, to])].map((day): DateStanding => {
    const onDay = all.filter(
      (one) =>
        one.startsOn <= day &&
        one.endsOn >= day &&
        (!isLong(one) || (one.startsOn === from && one.endsOn === to)),
    )
    if (onDay.length === 0) return { state: 'empty' }
    const own = Math.max(...onDay.map(rate))
    const best = all.reduce<RecordWords | null>(
      (most, one) => (rate(one) > (most === null ? 0 : rate(most)) ? one : most),
      null,
    )
    if (best !== null && own === 0 && rate(best) >= 3 && !sentence.english)
      return { state: 'elsewhere', records: [best] }
    if (own === 0) return { state: 'doubtful', records: onDay }
    return { state: 'exact', records: onDay.filter((record) => rate(record) === own) }
  })
  const fault = standings.find(({ state }) => state !== 'exact')
  return (
    fault ?? { state: 'exact', records: standings.flatMap((one) => ('records' in one ? one.records : [])) }
  )
}

/** A record of a month or so (an essay of January) is no record of each of its days. */
function isLong({ startsOn, endsOn }: RecordWords): boolean {
  return Temporal.PlainDate.from(startsOn).until(endsOn).days > 14
}
