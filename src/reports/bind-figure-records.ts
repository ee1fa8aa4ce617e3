import { passesFor } from './approximation.ts'
import type { Binding, BindContext } from './bind-figure-binding.ts'
import type { Placed, Sentence } from './bind-figure-sentence.ts'
import { tellingWords } from './bind-figure-words.ts'
import type { RecordWords } from './fact.ts'
import type { FigureSpan } from './scan-figures-span.ts'
import { unitsAgree } from './scan-figures-units.ts'
import { daysOf, recordsWithin } from './verify-text-dates.ts'
import { reasons } from './verify-text-reasons.ts'

/**
 * One record's own figure (28人 on 8 March), if the sentence names that record: by a day in the sentence together with
 * words, or by words enough alone (more of them where `isRivalled`: other words name a fact with another value). A figure that merely equals some record's is not bound.
 */
export function findRecordFigure(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  context: BindContext,
  isRivalled: boolean,
): Binding | null {
  const { amount, unit } = figure.span
  const having = (record: RecordWords) =>
    record.figures.find(
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
  const dated = [...sentence.dates]
    .filter(({ span }) => span.date.grain === 'day' || span.date.grain === 'month')
    .sort((a, b) => Math.abs(a.from - figure.from) - Math.abs(b.from - figure.from))[0]
  if (dated !== undefined) {
    const those = recordsWithin(daysOf(dated.span.date, ledger.period), ledger.records)
    if (sentence.english) return those
    const rated = those.map((record) => ({ record, rate: rate(record) })).filter(({ rate }) => rate > 0)
    return rated.sort((a, b) => b.rate - a.rate).map(({ record }) => record)
  }
  if (telling.size < 3) return []
  const rated = ledger.records
    .filter((record) => record.figures.length > 0)
    .map((record) => ({ record, rate: rate(record) }))
  const best = Math.max(0, ...rated.map(({ rate }) => rate))
  const named = best < enough ? [] : rated.filter(({ rate }) => rate === best).map(({ record }) => record)
  // Of several records told in the same words none is singled out.
  return named.length === 1 ? named : []
}

/** The words from the figure before to the figure after: what lies beyond speaks of those. */
function aroundFigure(sentence: Sentence, figure: Placed<FigureSpan>): string {
  const place = sentence.figures.indexOf(figure)
  const from = sentence.figures[place - 1]?.to ?? sentence.from
  const to = sentence.figures[place + 1]?.from ?? sentence.to
  return sentence.plain.slice(from - sentence.from, to - sentence.from)
}
