import { passesFor } from '../../text/numbers/approximation.ts'
import type { BindContext, Binding } from './binding.ts'
import { distance, type Placed, type Sentence } from './sentence.ts'
import { tellingWords, type Anchor } from './words.ts'
import type { Ledger, RecordWords } from '../facts/fact.ts'
import type { CalendarSpan, DateSpan, FigureSpan } from '../scan/span.ts'
import { unitsAgree } from '../../text/units.ts'
import { daysOf, recordsWithin } from './dates.ts'
import { reasons } from '../verdict/reasons.ts'

/**
 * One record's own figure (28人 on 8 March), if the sentence names that record: by a day in the sentence together with
 * words, by its number (第2期), or by words enough alone (more of them where `isRivalled`: other words name a fact with
 * another value). A figure that merely equals some record's is not bound.
 */
export function findRecordFigure(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  context: BindContext,
  isRivalled: boolean,
): Binding | null {
  const { amount, unit } = figure.span
  if (unit === null) return null
  const having = (record: RecordWords) =>
    figuresMeant(record, sentence, figure).find(
      (own) => unitsAgree(unit, own.unit, []) && passesFor(amount, own.value, context.bounds),
    )
  const first = recordsNamed(sentence, figure, context, isRivalled ? 4 : 3).find(
    (record) => having(record) !== undefined,
  )
  const own = first === undefined ? undefined : having(first)
  if (first === undefined || own === undefined) return null
  const ids = [first.id]
  return {
    state: amount.approximation === 'exact' ? 'exact' : 'approximate',
    fact: null,
    recordIds: ids,
    reason: reasons.recordFigure(ids, `${own.names[0] ?? ''}${own.value}${own.unit}`),
    firm: true,
  }
}

type RecordFigure = RecordWords['figures'][number]

/**
 * The figures of a record that the clause can mean: its heads and hours, which go by its title, and those of a measure
 * that the clause names (朗诵), unless another figure says them. Right beside its name only the measure is meant.
 */
function figuresMeant(
  record: RecordWords,
  sentence: Sentence,
  figure: Placed<FigureSpan>,
): readonly RecordFigure[] {
  const [from, to] = spanAround(sentence, figure)
  const measures = sentence.anchors
    .filter((anchor) => anchor.from >= from && anchor.to <= to)
    .flatMap((outer) => [outer, ...outer.inner].map((anchor) => ({ outer, anchor })))
    .filter(({ anchor }) => anchor.facts.some(({ key }) => key.startsWith('measure.')))
  const ofMeasure = (one: RecordFigure, anchor: Anchor): boolean =>
    anchor.facts.some(
      ({ key }) => key.startsWith('measure.') && key.slice(key.indexOf(':') + 1) === one.names[0],
    )
  const right = measures.filter(({ outer }) => distance(sentence, figure, outer) < 1)
  const named = record.figures.filter((one) => right.some(({ anchor }) => ofMeasure(one, anchor)))
  if (named.length > 0) return named
  return record.figures.filter(
    (one) =>
      record.texts.includes(one.names[0] ?? '') ||
      (measures.some(({ anchor }) => ofMeasure(one, anchor)) &&
        !sentence.figures.some((other) => other !== figure && other.span.amount.value === one.value)),
  )
}

/** Records the sentence speaks of: those of its nearest date, if words agree or none can; else those its words tell. */
function recordsNamed(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  context: BindContext,
  enough: number,
): readonly RecordWords[] {
  const { ledger, words } = context
  const clause = aroundFigure(sentence, figure)
  const telling = tellingWords(clause)
  const rate = (record: RecordWords): number => words.overlapWithRecord(telling, record)
  const numbered = recordsByNumber(sentence, figure, context)
  if (numbered.length > 0) return numbered
  const dated = dateOf(sentence, figure)
  if (dated !== undefined) {
    const those = recordsOn(dayMeant(sentence, figure, dated), ledger)
    // 分别有24人和31人参加: where the figure's own words tell nothing, the sentence's do.
    const all = tellingWords(sentence.plain)
    const near = those.some((record) => rate(record) > 0)
    const rated = those
      .map((record) => ({ record, rate: near ? rate(record) : words.overlapWithRecord(all, record) }))
      .filter(({ rate }) => rate > 0)
    // Records in Chinese share no words with an English sentence: then the day alone has to do, but no month.
    if (rated.length === 0 && sentence.english) return dated.span.date.grain === 'day' ? those : []
    return rated.sort((a, b) => b.rate - a.rate).map(({ record }) => record)
  }
  const closest = recordTold(tellingWords(lastClauses(clause, sentence, figure)), enough, context)
  return closest.length > 0 ? closest : recordTold(telling, enough, context)
}

/** The one record with figures that these words tell best; of several told in the same words none is singled out. */
function recordTold(
  telling: ReadonlySet<string>,
  enough: number,
  { ledger, words }: BindContext,
): readonly RecordWords[] {
  if (telling.size < 3) return []
  const rated = ledger.records
    .filter((record) => record.figures.length > 0)
    .map((record) => ({ record, rate: words.overlapWithRecord(telling, record) }))
  const best = Math.max(0, ...rated.map(({ rate }) => rate))
  const named = best < enough ? [] : rated.filter(({ rate }) => rate === best).map(({ record }) => record)
  return named.length === 1 ? named : []
}

/** What the last two clauses before the figure say. */
function lastClauses(clause: string, sentence: Sentence, figure: Placed<FigureSpan>): string {
  const before = sentence.plain
    .slice(0, figure.from - sentence.from)
    .split(/[，,]/)
    .slice(-2)
    .join('，')
  return before.length < clause.length ? before : clause
}

/** The day or month that the figure belongs to: the one named before it, or else the next. */
function dateOf(sentence: Sentence, figure: Placed<FigureSpan>): Placed<DateSpan> | undefined {
  const dates = sentence.dates.filter(({ span }) => span.date.grain === 'day' || span.date.grain === 'month')
  const after = dates.find(({ from }) => from >= figure.to)
  const gap =
    after === undefined ? '' : sentence.plain.slice(figure.to - sentence.from, after.from - sentence.from)
  const closes = sentence.english && after !== undefined && !/[,;:]|\band\b/.test(gap)
  return closes ? after : (dates.findLast(({ to }) => to <= figure.from) ?? after)
}

/** 5月2日和9月14日，分别有24人和31人: of two days and two figures each has its own. */
function dayMeant(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  { span, to }: Placed<DateSpan>,
): CalendarSpan {
  const { date, text } = span
  if (date.grain !== 'day' || !/和|、|及|and/.test(text)) return date
  const after = sentence.figures.filter((other) => other.from >= to && other.span.unit === figure.span.unit)
  const place = after.indexOf(figure)
  if (after.length < 2 || place < 0 || place > 1) return date
  return place === 0
    ? { ...date, toMonth: date.fromMonth, toDay: date.fromDay }
    : { ...date, fromMonth: date.toMonth, fromDay: date.toDay }
}

/** Records of a month, or of the first and last day named: 5月2日和9月14日 are two days, and nothing between is meant. */
function recordsOn(date: CalendarSpan, ledger: Ledger): readonly RecordWords[] {
  const days = daysOf(date, ledger.period)
  const within = recordsWithin(days, ledger.records)
  if (days === null || date.grain !== 'day') return within
  const { from, to } = days
  return within.filter(
    ({ startsOn, endsOn }) => (startsOn <= from && endsOn >= from) || (startsOn <= to && endsOn >= to),
  )
}

/** 第2期519册: the record of this number among those of the facts that the sentence names. */
export function recordsByNumber(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  context: BindContext,
): readonly RecordWords[] {
  const clause = aroundFigure(sentence, figure)
  const number = /第\s*\d+\s*[期批次届]|\b(?:issue|batch) (?:no\.? )?\d+/.exec(clause)?.[0].replace(/\s/g, '')
  if (number === undefined) return []
  const wanted = number.replace(/^(?:issue|batch)(?:no\.?)?(\d+)$/, '第$1')
  const ids = new Set(sentence.anchors.flatMap(({ facts }) => facts.flatMap(({ recordIds }) => recordIds)))
  return context.ledger.records.filter(
    ({ id, texts }) =>
      ids.has(id) &&
      texts.some(
        (text) => text.includes(wanted) && !/\d/.test(text.charAt(text.indexOf(wanted) + wanted.length)),
      ),
  )
}

/** The words from the figure before to the figure after: what lies beyond speaks of those. */
function aroundFigure(sentence: Sentence, figure: Placed<FigureSpan>): string {
  const [from, to] = spanAround(sentence, figure)
  return sentence.plain.slice(from - sentence.from, to - sentence.from)
}

function spanAround(sentence: Sentence, figure: Placed<FigureSpan>): readonly [number, number] {
  const place = sentence.figures.indexOf(figure)
  return [sentence.figures[place - 1]?.to ?? sentence.from, sentence.figures[place + 1]?.from ?? sentence.to]
}
