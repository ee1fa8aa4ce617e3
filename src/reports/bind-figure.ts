import { passesFor, type Amount } from './approximation.ts'
import { deriveFigure, saysTotal } from './bind-figure-derived.ts'
import { findRecordFigure } from './bind-figure-records.ts'
import { checkScope } from './bind-figure-scope.ts'
import { anchorsNear, distance, type Placed, type Sentence } from './bind-figure-sentence.ts'
import {
  beside,
  bound,
  conflict,
  type BindContext,
  type Binding,
  type Candidate,
} from './bind-figure-binding.ts'
import { tellingWords, type Anchor } from './bind-figure-words.ts'
import type { Fact } from './fact.ts'
import { daysOf, recordsWithin } from './verify-text-dates.ts'
import { reasons } from './verify-text-reasons.ts'
import type { FigureSpan } from './scan-figures-span.ts'
import { unitsAgree } from './scan-figures-units.ts'

const nearEnough = 16

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
  const match = chosen.find(({ fact }) => fits(fact))
  const isTotal =
    match !== undefined && match.cost > 5 && saysTotal(sentence, figure) && listedBefore(sentence, figure) > 1
  if (match !== undefined && !isTotal)
    return checkScope(bound(figure.span.amount, match.fact, match.cost <= beside), sentence, figure, context)
  const derived =
    findRecordFigure(sentence, figure, context, (chosen[0]?.cost ?? nearEnough) < nearEnough) ??
    deriveFigure(sentence, figure, named, context)
  if (derived !== null) return derived
  const unitFault = otherUnit(sentence, figure)
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
  if (first !== undefined && first.cost <= nearEnough) {
    return checkScope(
      conflict(first.fact, reasons.conflict(figure.span, first.fact), first.cost),
      sentence,
      figure,
      context,
    )
  }
  return withoutWords(sentence, figure, context, named.length > 0)
}

/** How many figures of this unit the sentence lists before this one. */
function listedBefore(sentence: Sentence, figure: Placed<FigureSpan>): number {
  return sentence.figures.filter(
    ({ from, span }) =>
      from < figure.from &&
      (figure.span.unit === null || span.unit === null || span.unit === figure.span.unit),
  ).length
}

/** Every fact of this unit that words of the sentence name, nearest first. */
function candidates(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  only: Anchor | null,
): readonly Candidate[] {
  const list: Candidate[] = []
  for (const anchor of only === null ? anchorsNear(sentence, figure) : [only]) {
    const cost = (only === null ? distance(sentence, figure, anchor) : 0) + anchor.weight
    for (const fact of anchor.facts) {
      if (unitsAgree(figure.span.unit, fact.unit, fact.unitAliases)) list.push({ fact, cost, anchor })
    }
  }
  return withoutHeads(list, figure).sort((a, b) => a.cost - b.cost)
}

/** A bare number beside a kind (lectures: 8) counts the kind itself, not heads or hours, where both are facts. */
function withoutHeads(list: readonly Candidate[], figure: Placed<FigureSpan>): Candidate[] {
  if (figure.span.unit !== null) return [...list]
  const isHead = ({ fact }: Candidate): boolean => ['人次', '人', '小时', '分钟'].includes(fact.unit)
  return list.filter(
    (candidate) =>
      !isHead(candidate) || !list.some((other) => other.anchor === candidate.anchor && !isHead(other)),
  )
}

/**
 * The facts that compete for the figure: those of the nearest words, narrowed by every other word nearly as near
 * (in "approved essays" both speak, and only the fact that both name is meant).
 */
function contenders(named: readonly Candidate[]): readonly Candidate[] {
  const first = named[0]
  if (first === undefined) return []
  const reach = first.cost + (first.anchor.weight >= 1.5 ? 4 : 2.1)
  const near = named.filter(({ cost }) => cost <= reach)
  let chosen: readonly Candidate[] = near.filter(({ anchor }) => anchor === first.anchor)
  for (const anchor of new Set(near.map(({ anchor }) => anchor))) {
    const facts = new Set(anchor.facts)
    const both = chosen.filter(({ fact }) => facts.has(fact))
    if (both.length > 0) chosen = both
    else if (first.anchor.weight >= 1.5 || Math.abs(anchorCost(near, anchor) - first.cost) < 0.6) {
      chosen = [...chosen, ...near.filter((candidate) => candidate.anchor === anchor)]
    }
  }
  return chosen
}

function anchorCost(near: readonly Candidate[], anchor: Anchor): number {
  return near.find((candidate) => candidate.anchor === anchor)?.cost ?? Number.POSITIVE_INFINITY
}

/** "党课、交流讨论分别为8次、7次", "lectures and discussions numbered 8 and 7 respectively": names and figures pair up in order. */
function respective(sentence: Sentence, figure: Placed<FigureSpan>): Anchor | null {
  const found = /分别|依次|respectively/.exec(sentence.plain)
  if (found === null) return null
  const at = sentence.from + found.index
  const turn = sentence.english ? (sentence.figures[0]?.from ?? at) : at
  const figures = sentence.figures.filter(({ from }) => from >= turn)
  const named = sentence.anchors.filter(({ to }) => to <= turn).slice(-figures.length)
  const place = figures.indexOf(figure)
  return place < 0 || named.length !== figures.length || figures.length < 2 ? null : named[place]!
}

/** Words right beside the figure that name a fact of this very value, but of another unit: 63篇 for 63次. */
function otherUnit(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
): { readonly fact: Fact; readonly cost: number } | null {
  if (figure.span.unit === null) return null
  for (const anchor of anchorsNear(sentence, figure)) {
    const cost = distance(sentence, figure, anchor) + anchor.weight
    const fact = anchor.facts.find(({ value }) => value === figure.span.amount.value)
    if (cost < 6 && fact !== undefined && !unitsAgree(figure.span.unit, fact.unit, fact.unitAliases))
      return { fact, cost }
  }
  return null
}

/** No words choose by name: telling words of the clause, then the number alone. */
function withoutWords(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  context: BindContext,
  wordsDisagree: boolean,
): Binding {
  const none: Binding = {
    state: 'unsupported',
    fact: null,
    recordIds: [],
    reason: reasons.unsupported(figure.span),
    firm: false,
  }
  if (wordsDisagree || figure.span.weight === 'article' || isNamedOtherwise(sentence, figure)) return none
  const { amount, unit } = figure.span
  const dated = recordsOfDay(sentence, context)
  const usable = context.ledger.facts.filter(
    (fact) =>
      (dated === null || fact.recordIds.some((id) => dated.has(id))) &&
      unitsAgree(unit, fact.unit, fact.unitAliases) &&
      passesFor(amount, fact.value, context.bounds),
  )
  if (usable.length === 0) return none
  const clause = clauseAround(sentence, figure)
  const telling = tellingWords(clause)
  const rated = usable
    .map((fact) => ({ fact, overlap: context.words.overlapWithFact(telling, fact) }))
    .sort((a, b) => b.overlap - a.overlap)
  const best = rated[0]!
  const rival = Math.max(
    0,
    ...context.ledger.facts
      .filter((fact) => unitsAgree(unit, fact.unit, fact.unitAliases) && !usable.includes(fact))
      .map((fact) => context.words.overlapWithFact(telling, fact)),
  )
  if (best.overlap > 1 && best.overlap >= rival)
    return bound(amount, best.fact, false, reasons.fewWords(amount, best.fact))
  const inherited = context.before?.anchors.some((anchor) => anchor.facts.includes(best.fact)) ?? false
  const alone = usable.length === 1 && rival === 0 && unit !== null && amount.approximation === 'exact'
  if (alone && (inherited || isBare(clause) || (isTelling(amount) && telling.size <= 2))) {
    return bound(amount, best.fact, false, reasons.numberAlone(amount, best.fact))
  }
  return none
}

/** Words right beside the figure name a fact, only none of this unit: then no other fact is meant. */
function isNamedOtherwise(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  return (
    figure.span.unit !== null &&
    anchorsNear(sentence, figure).some(
      (anchor) => anchor.weight < 1.5 && distance(sentence, figure, anchor) < 4,
    )
  )
}

/** Records of the days the sentence names; null when it names none, so that any may be meant. */
function recordsOfDay(sentence: Sentence, context: BindContext): ReadonlySet<string> | null {
  const days = sentence.dates.filter(({ span }) => span.date.grain === 'day')
  if (days.length === 0) return null
  const { period, records } = context.ledger
  return new Set(
    days.flatMap(({ span }) => recordsWithin(daysOf(span.date, period), records).map(({ id }) => id)),
  )
}

/** The clause of the figure between commas, the one before it included. */
function clauseAround(sentence: Sentence, figure: Placed<FigureSpan>): string {
  const at = figure.from - sentence.from
  const before = sentence.plain
    .slice(0, at)
    .split(/[，；;]|, /)
    .slice(-2)
    .join('，')
  const after = sentence.plain.slice(figure.to - sentence.from).split(/[，；;、]|, /)[0] ?? ''
  return `${before} ${sentence.plain.slice(at, figure.to - sentence.from)} ${after}`
}

/** Three digits that are not zeros at the end: such a number is hardly another's by chance. */
function isTelling(amount: Amount): boolean {
  return amount.value / amount.place >= 100
}

function isBare(clause: string): boolean {
  return (
    clause.replace(
      /共计|累计|合计|总计|全年|本年度?|达到|[共达为了的有计是总]|[^\u3400-\u9fffa-z]|[次人条册份篇期名个]/g,
      '',
    ).length === 0
  )
}
