import { passesFor } from '../../text/numbers/approximation.ts'
import { beside, bound, conflict, type BindContext, type Binding, type Candidate } from './binding.ts'
import {
  candidates,
  contenders,
  isNamedOtherwise,
  isSole,
  listedBefore,
  otherUnit,
  respective,
} from './candidates.ts'
import { bindCompared, type ComparedFacts } from './compared.ts'
import { asksForFormula, isToldAgain, saysAverage, saysDifference, saysTotal } from './asks.ts'
import { deriveFigure, type Told } from './derived.ts'
import { operandsOf, type Operand } from './operands.ts'
import { findRecordFigure, recordsByNumber } from './records.ts'
import { checkScope } from './scope.ts'
import { distance, type Placed, type Sentence } from './sentence.ts'
import { unmistakable, withoutWords } from './unnamed.ts'
import type { Anchor } from './words.ts'
import type { Fact } from '../facts/fact.ts'
import type { FigureSpan } from '../scan/span.ts'
import { unitsAgree } from '../../text/units.ts'
import { reasons } from '../verdict/reasons.ts'

const nearEnough = 16
/** A comma away or further, words speak of another clause. */
const anotherClause = 5.5
/** Past two other figures and a comma, words speak of those. */
const farthest = 26

/** What every figure of a sentence turned out to be, in order, and which of them others may be worked out from. */
export type BoundSentence = {
  readonly bindings: readonly Binding[]
  readonly operands: readonly Operand[]
  /** Those that a comparison with the period before accounts for. */
  readonly trends: readonly Placed<FigureSpan>[]
}

/**
 * Binds the figures of a sentence: first each by itself, then those whose words ask for a formula from the figures that
 * stand. `earlier` are the operands of the sentence before.
 */
export function bindSentence(
  sentence: Sentence,
  context: BindContext,
  earlier: readonly Operand[],
  compared: ComparedFacts,
): BoundSentence {
  const { figures } = sentence
  const comparisons = figures.map((figure) => bindCompared(sentence, figure, context, compared))
  const trends = figures.filter((_, i) => comparisons[i]?.state === 'derived')
  const alone = figures.map(
    (figure, i) => comparisons[i] ?? bindFigure(sentence, figure, context, nothingTold),
  )
  const asks = figures.map((figure, i) => comparisons[i] === null && asksForFormula(sentence, figure))
  if (!asks.includes(true)) return { bindings: alone, operands: operandsOf(sentence, alone), trends }
  const told = {
    operands: operandsOf(
      sentence,
      alone.map((binding, i) => (asks[i] === true && binding.state !== 'exact' ? null : binding)),
    ),
    earlier,
  }
  const bindings = figures.map((figure, i) =>
    asks[i] === true ? bindFigure(sentence, figure, context, told) : alone[i]!,
  )
  return { bindings, operands: operandsOf(sentence, bindings), trends }
}

const nothingTold: Told = { operands: [], earlier: [] }

/**
 * Binds a figure to what explains it. The words around it choose first: the nearest that name a fact of this unit. If
 * the value disagrees with them it may still be one record's own figure, or follow from facts by a formula that the words
 * name; otherwise it is a conflict, however many other facts have that number. Only where no words choose does the
 * number itself, and then only if it is one fact's alone.
 */
function bindFigure(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  context: BindContext,
  told: Told,
): Binding {
  const named = candidates(sentence, figure, respective(sentence, figure))
  const again = saidBefore(sentence, figure, told)
  if (again !== null) return again
  const chosen = contenders(named)
  const { amount } = figure.span
  const match =
    saysAverage(sentence, figure) || saysDifference(sentence, figure)
      ? undefined
      : matchOf(sentence, figure, named, chosen, context)
  const isTotal =
    match !== undefined && match.cost > 5 && saysTotal(sentence, figure) && listedBefore(sentence, figure) > 1
  const numbered = match === undefined ? null : ofNumber(sentence, figure, match.fact, context)
  if (numbered !== null) return numbered
  if (match !== undefined && !isTotal && isPlanned(sentence, figure, context)) {
    return { ...unsupported(figure), reason: reasons.planned(figure.span, match.fact) }
  }
  if (match !== undefined && !isTotal)
    return checkScope(bound(amount, match.fact, match.cost <= beside), sentence, figure, context)
  const first = chosen[0]
  // 注册率达9%: where a rate is named right here, no share of anything else is meant.
  if (first?.fact.aggregation === 'ratio' && first.cost <= anotherClause)
    return conflict(first.fact, reasons.conflict(figure.span, first.fact), first.cost)
  const ofRecord = findRecordFigure(sentence, figure, context, (first?.cost ?? nearEnough) < nearEnough)
  const derived =
    (ofRecord === null ? null : asFact(ofRecord, figure, named, context)) ??
    deriveFigure(sentence, figure, named, context, told) ??
    fitsPart(sentence, figure, named, context)
  if (derived !== null) return derived
  const unitFault = otherUnit(sentence, figure)
  if (unitFault !== null && named.length === 0 && isNamedSeries(sentence, figure, unitFault.fact)) {
    return bound(amount, unitFault.fact, true)
  }
  if (unitFault !== null && (first === undefined || first.cost > unitFault.cost)) {
    return conflict(unitFault.fact, reasons.otherUnit(figure.span, unitFault.fact), unitFault.cost)
  }
  if (isTotal) return unsupported(figure)
  // 8 party lectures, with 3,701 attendances: whose attendances is said already.
  const isSaid = first !== undefined && /^attendances?$/.test(figure.span.unit ?? '')
  const alone =
    !isSaid &&
    ((first?.cost ?? nearEnough) > anotherClause ||
      /[，,]\s*$/.test(sentence.plain.slice(0, figure.from - sentence.from)))
      ? unmistakable(sentence, figure, context, first === undefined)
      : null
  if (alone !== null) return bound(amount, alone, false, reasons.numberAlone(amount, alone))
  // The value is right, but the words are another figure's or another clause's.
  if (first !== undefined && passesFor(amount, first.fact.value, context.bounds)) return unsupported(figure)
  if (first !== undefined && (first.cost <= nearEnough || isSole(named))) {
    return conflict(first.fact, reasons.conflict(figure.span, first.fact), first.cost)
  }
  return withoutWords(sentence, figure, context, named.length > 0)
}

/** "206 of the 215 were approved": the whole is a figure that stands before, told again. */
function saidBefore(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  { operands, earlier }: Told,
): Binding | null {
  if (!isToldAgain(sentence, figure)) return null
  const part = sentence.figures[sentence.figures.indexOf(figure) - 1]
  const same = [...earlier, ...operands].find(
    ({ from, value, fact }) =>
      fact !== null && from < figure.from && from !== part?.from && value === figure.span.amount.value,
  )
  return same?.fact === undefined || same.fact === null ? null : bound(figure.span.amount, same.fact, true)
}

/** A figure of the one record behind a fact that words of the sentence name is that fact. */
function asFact(
  binding: Binding,
  { span }: Placed<FigureSpan>,
  named: readonly Candidate[],
  { bounds }: BindContext,
): Binding {
  const [id] = binding.recordIds
  const own = named.find(
    ({ fact }) =>
      fact.recordIds.length === 1 && fact.recordIds[0] === id && passesFor(span.amount, fact.value, bounds),
  )
  return own === undefined ? binding : bound(span.amount, own.fact, true)
}

const plans =
  /力争|打算|拟(?:开展|举办|组织|编印)|预计|计划(?:在|于|全年|再|开展|举办|组织|编印)|明年|来年|下一?年度|\bwill\b|\bplans? to\b|\baims? to\b|\bintends? to\b|\bnext year\b/

/** 2023年力争学习不少于12次: what is planned is not what the records of this period show. */
function isPlanned(sentence: Sentence, figure: Placed<FigureSpan>, { ledger }: BindContext): boolean {
  const before = sentence.plain.slice(0, figure.from - sentence.from)
  const later = Number(ledger.period.endsOn.slice(0, 4))
  return (
    plans.test(before) ||
    sentence.dates.some(
      ({ from, span }) => from < figure.from && span.date.grain === 'year' && (span.date.year ?? 0) > later,
    )
  )
}

function unsupported({ span }: Placed<FigureSpan>): Binding {
  return { state: 'unsupported', fact: null, recordIds: [], reason: reasons.unsupported(span), firm: true }
}

/** The fact that the words name and whose value the figure is, unless another figure nearer to the words says it. */
function matchOf(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  named: readonly Candidate[],
  chosen: readonly Candidate[],
  context: BindContext,
): Candidate | undefined {
  const farthestCost = isNamedOtherwise(sentence, figure) ? beside : isSole(named) ? Infinity : farthest
  return chosen.find(
    ({ fact, cost, anchor }) =>
      passesFor(figure.span.amount, fact.value, context.bounds) &&
      cost <= (anchor.weight >= 1.5 ? anotherClause + anchor.weight : farthestCost) &&
      !isSaidNearer(sentence, figure, anchor, fact, context),
  )
}

/** 朗诵7人，55人到场: the words are those of the 7, so that a second 7 beside 到场 is not theirs too. */
function isSaidNearer(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  anchor: Anchor,
  fact: Fact,
  { bounds }: BindContext,
): boolean {
  const own = distance(sentence, figure, anchor)
  return (
    own > beside &&
    respective(sentence, figure) === null &&
    sentence.figures.some(
      (other) =>
        other !== figure &&
        passesFor(other.span.amount, fact.value, bounds) &&
        unitsAgree(other.span.unit, fact.unit, fact.unitAliases) &&
        distance(sentence, other, anchor) < own,
    )
  )
}

/** 第2期赠阅2040册: the sum of all where words ask for one record's own figure. */
function ofNumber(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  fact: Fact,
  context: BindContext,
): Binding | null {
  const before = sentence.plain.slice(0, figure.from - sentence.from)
  if (fact.aggregation !== 'sum' || /(?:共|累计|合计|总计|total)[^，,。]{0,6}$/.test(before)) return null
  const record = recordsByNumber(sentence, figure, context).find(({ id }) => fact.recordIds.includes(id))
  const own = record?.figures.find(({ unit }) => unitsAgree(figure.span.unit, unit, []))
  if (record === undefined || own === undefined || passesFor(figure.span.amount, own.value, context.bounds))
    return null
  return conflict(fact, reasons.otherScope(fact, record.id, own.value), 0)
}

/** 上半年158条，下半年104条: the value of a part of the period, of a fact that the sentence named before. */
function fitsPart(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  named: readonly Candidate[],
  context: BindContext,
): Binding | null {
  const facts = new Set(named.slice(0, 12).map(({ fact }) => fact))
  for (const fact of facts) {
    const scoped = checkScope(
      conflict(fact, reasons.conflict(figure.span, fact), nearEnough),
      sentence,
      figure,
      context,
    )
    if (scoped.state === 'derived') return scoped
  }
  return null
}

/** “党课开讲啦”8期: a series called by its quoted name is counted in issues, whatever its records are counted in. */
function isNamedSeries(sentence: Sentence, figure: Placed<FigureSpan>, fact: Fact): boolean {
  const before = sentence.plain.slice(0, figure.from - sentence.from)
  const isSeries = fact.aggregation === 'count' && figure.span.unit === '期'
  // 警示教育片7部: films are counted by the piece.
  if (fact.aggregation === 'count' && figure.span.unit === '部') return /片(?:共|计|达)?\s*$/.test(before)
  return isSeries && /[”"』」》](?:活动|系列)?(?:共|举办|开展|累计|推出|播出)?[了计]?\s*$/.test(before)
}
