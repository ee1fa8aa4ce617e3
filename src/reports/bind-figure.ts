import { passesFor } from './approximation.ts'
import {
  beside,
  bound,
  conflict,
  type BindContext,
  type Binding,
  type Candidate,
} from './bind-figure-binding.ts'
import {
  candidates,
  contenders,
  isNamedOtherwise,
  isSole,
  listedBefore,
  otherUnit,
  respective,
} from './bind-figure-candidates.ts'
import { deriveFigure, saysAverage, saysTotal } from './bind-figure-derived.ts'
import { findRecordFigure, recordsByNumber } from './bind-figure-records.ts'
import { checkScope } from './bind-figure-scope.ts'
import type { Placed, Sentence } from './bind-figure-sentence.ts'
import { unmistakable, withoutWords } from './bind-figure-unnamed.ts'
import type { Fact } from './fact.ts'
import type { FigureSpan } from './scan-figures-span.ts'
import { unitsAgree } from './scan-figures-units.ts'
import { reasons } from './verify-text-reasons.ts'

const nearEnough = 16
/** A comma away or further, words speak of another clause. */
const anotherClause = 5.5
/** Past two other figures and a comma, words speak of those. */
const farthest = 26

/**
 * Binds a figure to what explains it. The words around it choose first: the nearest that name a fact of this unit. If
 * the value disagrees with them it may still be one record's own figure, or follow from facts by a formula that the words
 * name; otherwise it is a conflict, however many other facts have that number. Only where no words choose does the
 * number itself, and then only if it is one fact's alone.
 */
export function bindFigure(sentence: Sentence, figure: Placed<FigureSpan>, context: BindContext): Binding {
  const named = candidates(sentence, figure, respective(sentence, figure))
  const chosen = contenders(named)
  const fits = (fact: Fact): boolean => passesFor(figure.span.amount, fact.value, context.bounds)
  const otherwise = isNamedOtherwise(sentence, figure)
  const isAverage = saysAverage(sentence, figure)
  const match = chosen.find(
    ({ fact, cost }) =>
      !isAverage && fits(fact) && cost <= (otherwise ? beside : isSole(named) ? Infinity : farthest),
  )
  const isTotal =
    match !== undefined && match.cost > 5 && saysTotal(sentence, figure) && listedBefore(sentence, figure) > 1
  const numbered = match === undefined ? null : ofNumber(sentence, figure, match.fact, context)
  if (numbered !== null) return numbered
  if (match !== undefined && !isTotal)
    return checkScope(bound(figure.span.amount, match.fact, match.cost <= beside), sentence, figure, context)
  const derived =
    findRecordFigure(sentence, figure, context, (chosen[0]?.cost ?? nearEnough) < nearEnough) ??
    deriveFigure(sentence, figure, named, context)
  if (derived !== null) return derived
  const ofPart = fitsPart(sentence, figure, named, context)
  if (ofPart !== null) return ofPart
  const unitFault = otherUnit(sentence, figure)
  if (unitFault !== null && named.length === 0 && isNamedSeries(sentence, figure, unitFault.fact)) {
    return bound(figure.span.amount, unitFault.fact, true)
  }
  if (unitFault !== null && (chosen[0] === undefined || chosen[0].cost > unitFault.cost)) {
    return conflict(unitFault.fact, reasons.otherUnit(figure.span, unitFault.fact), unitFault.cost)
  }
  const first = chosen[0]
  if (isTotal)
    return {
      state: 'unsupported',
      fact: null,
      recordIds: [],
      reason: reasons.unsupported(figure.span),
      firm: true,
    }
  const alone = (first?.cost ?? nearEnough) > anotherClause ? unmistakable(sentence, figure, context) : null
  if (alone !== null)
    return bound(figure.span.amount, alone, false, reasons.numberAlone(figure.span.amount, alone))
  if (first !== undefined && (first.cost <= nearEnough || isSole(named))) {
    return conflict(first.fact, reasons.conflict(figure.span, first.fact), first.cost)
  }
  return withoutWords(sentence, figure, context, named.length > 0)
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
  return isSeries && /[”"』」》](?:活动|系列)?(?:共|举办|开展|累计|推出|播出)?[了计]?\s*$/.test(before)
}
