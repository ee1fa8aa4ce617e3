import { passesFor, type Amount } from '../../text/numbers/approximation.ts'
import { bound, type BindContext, type Binding } from './binding.ts'
import { isNamedOtherwise } from './candidates.ts'
import type { Placed, Sentence } from './sentence.ts'
import { tellingWords } from './words.ts'
import type { Fact } from '../facts/fact.ts'
import type { FigureSpan } from '../scan/span.ts'
import { unitsAgree } from '../../text/units.ts'
import { daysOf, recordsWithin } from './dates.ts'
import { reasons } from '../verdict/reasons.ts'

/**
 * The one fact of this unit with this very number of four digits and more (3701人次, 142.8小时): no chance makes it. Where
 * other words name a fact of the unit too, the sentence must speak of the whole family (各类学习100次 … 3701人次参加).
 */
export function unmistakable(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  context: BindContext,
  isUnnamed: boolean,
): Fact | null {
  const { amount, unit } = figure.span
  if (unit === null || amount.approximation !== 'exact' || amount.value / amount.place < 1000) return null
  if (recordsOfDay(sentence, context) !== null) return null
  const same = context.ledger.facts.filter(
    (fact) => fact.value === amount.value && unitsAgree(unit, fact.unit, fact.unitAliases),
  )
  // Where the words name no kind, only the total can be meant.
  const total = Math.max(
    ...context.ledger.facts.filter((fact) => fact.unit === same[0]?.unit).map(({ value }) => value),
  )
  const fact = same[0]
  if (fact === undefined || same.length > 1 || fact.value !== total) return null
  const family = /^(?:study|activity)\./.exec(fact.key)?.[0]
  const isSpokenOf = sentence.anchors.some(
    ({ facts, from, to }) =>
      (to <= figure.from || from >= figure.to) &&
      facts.some(({ key }) => family !== undefined && key.startsWith(family) && !key.includes(':')),
  )
  return isUnnamed || isSpokenOf ? fact : null
}

/** No words choose by name: telling words of the clause, then the number alone. */
export function withoutWords(
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
  if (unit === null || unit === '%') return none
  const dated = recordsOfDay(sentence, context)
  const usable = context.ledger.facts.filter(
    (fact) =>
      (dated === null || fact.recordIds.every((id) => dated.has(id))) &&
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
  const alone = usable.length === 1 && rival === 0 && amount.approximation === 'exact'
  if (alone && (inherited || isBare(clause) || (isTelling(amount) && telling.size <= 2))) {
    return bound(amount, best.fact, false, reasons.numberAlone(amount, best.fact))
  }
  return none
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
  // The figure's own unit tells nothing: in "7 issues" it is of the number.
  return `${before} ${after}`
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
