import { passesFor } from '../../text/numbers/approximation.ts'
import type { BindContext, Binding, Candidate } from './binding.ts'
import { saysAverage, saysDifference, saysTotal } from './asks.ts'
import { asOperand, type Formula, type Operand } from './operands.ts'
import type { Placed, Sentence } from './sentence.ts'
import { rounded, shares } from './shares.ts'
import type { Fact } from '../facts/fact.ts'
import type { FigureSpan } from '../scan/span.ts'
import { unitsAgree } from '../../text/units.ts'
import { reasons } from '../verdict/reasons.ts'

/** What stands by itself around a figure: in its sentence, and in the one before. */
export type Told = { readonly operands: readonly Operand[]; readonly earlier: readonly Operand[] }

/**
 * A figure that follows from others by a formula the words name: the sum of the verified figures listed beside it (共, in
 * total), a share (%), a difference (比…多), an average (月均, 人均). Without such words nothing is derived.
 */
export function deriveFigure(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  named: readonly Candidate[],
  context: BindContext,
  told: Told,
): Binding | null {
  const own = { ...told, operands: told.operands.filter(({ from }) => from !== figure.from) }
  const found = formulasOf(sentence, figure, named, context, own).find(({ value }) =>
    derives(figure.span, value, context),
  )
  if (found === undefined) return null
  return {
    state: 'derived',
    fact: null,
    recordIds: found.recordIds,
    reason: reasons.derived(found.text),
    firm: true,
  }
}

function formulasOf(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  named: readonly Candidate[],
  context: BindContext,
  { operands, earlier }: Told,
): readonly Formula[] {
  if (figure.span.unit === '%') return shares(sentence, figure, operands, earlier)
  const formulas: Formula[] = []
  if (saysTotal(sentence, figure)) {
    formulas.push(...writtenSums(figure, operands, earlier), ...namedSum(sentence, figure, named))
  }
  if (saysDifference(sentence, figure)) formulas.push(...differences(figure, operands, earlier, named))
  if (saysAverage(sentence, figure)) formulas.push(...averages(sentence, figure, named, operands, context))
  return formulas
}

/** Open forms (超过, at least) of a worked-out value reach no further than 余 does, or they would fit anything. */
function derives({ amount }: FigureSpan, value: number, { bounds }: BindContext): boolean {
  const isOpen = amount.approximation === 'atLeast' || amount.approximation === 'moreThan'
  return passesFor(amount, value, bounds) && (!isOpen || value < amount.value + Math.max(amount.place, 1))
}

/**
 * Sums of the verified figures of this unit just before it, back to the last sum, or just after; parts (其中…) count
 * with their whole or not at all. Sums add up among themselves.
 */
function writtenSums(
  figure: Placed<FigureSpan>,
  operands: readonly Operand[],
  earlier: readonly Operand[],
): readonly Formula[] {
  const { unit } = figure.span
  const alike = (operand: Operand): boolean => unitsAgree(unit, operand.unit, operand.fact?.unitAliases ?? [])
  const before = [...earlier, ...operands.filter(({ from }) => from < figure.from)].filter(alike).slice(-12)
  const after = operands.filter((operand) => operand.from > figure.from && alike(operand)).slice(0, 12)
  const since = before.slice(before.findLastIndex(({ isDerived }) => isDerived) + 1).toReversed()
  const lists = [
    since,
    since.filter(({ isPart }) => !isPart),
    before.filter(({ isDerived }) => isDerived).toReversed(),
    after,
  ]
  return lists.flatMap((list) => list.slice(1).map((_, i) => sumOf(list.slice(0, i + 2))))
}

/** 党课和专题党课共9次: the sum of the facts that the clause names without their figures. */
function namedSum(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  named: readonly Candidate[],
): readonly Formula[] {
  const last = sentence.figures[sentence.figures.indexOf(figure) - 1]?.to ?? sentence.from
  const list = named
    .filter(
      ({ anchor, cost }) =>
        anchor.from >= last && anchor.to <= figure.from && anchor.weight < 1.5 && cost < 16,
    )
    .sort((a, b) => a.anchor.from - b.anchor.from)
  const facts = list.filter(
    (one, i) => list.findIndex(({ anchor, fact }) => anchor === one.anchor || fact === one.fact) === i,
  )
  return facts.length < 2 ? [] : [sumOf(facts.map(({ fact, anchor }) => asOperand(fact, anchor)))]
}

function sumOf(operands: readonly Operand[]): Formula {
  const value = Number(operands.reduce((sum, operand) => sum + operand.value, 0).toPrecision(12))
  return {
    value,
    recordIds: recordsOf(operands),
    text: `${operands.map(({ label, value }) => `${label} ${value}`).join(' + ')} = ${value}`,
  }
}

function recordsOf(operands: readonly Operand[]): readonly string[] {
  return [...new Set(operands.flatMap(({ recordIds }) => recordIds))]
}

/** The difference of the two nearest of this unit that are told or named. */
function differences(
  figure: Placed<FigureSpan>,
  operands: readonly Operand[],
  earlier: readonly Operand[],
  named: readonly Candidate[],
): readonly Formula[] {
  const written = [...earlier, ...operands].filter(({ unit, fact }) =>
    unitsAgree(figure.span.unit, unit, fact?.unitAliases ?? []),
  )
  const words = firstOf(named).map(({ fact, anchor }) => asOperand(fact, anchor))
  return [written.slice(-2), words.slice(0, 2)].flatMap((pair) => {
    const [less, more] = pair.toSorted((a, b) => a.value - b.value)
    if (less === undefined || more === undefined || more.fact === null || less.value === more.value) return []
    const value = more.value - less.value
    return [
      {
        value,
        recordIds: recordsOf(pair),
        text: `${more.label} ${more.value} − ${less.label} ${less.value} = ${value}`,
      },
    ]
  })
}

/** One candidate an anchor, and one a fact. */
function firstOf(named: readonly Candidate[]): readonly Candidate[] {
  return named.filter(
    (one, i) => named.findIndex(({ anchor, fact }) => anchor === one.anchor || fact === one.fact) === i,
  )
}

const perWhat: readonly (readonly [RegExp, string])[] = [
  [/人均|每人|(?:per|a|each|every) (?:person|member|writer)|apiece/, '人'],
  [/期均|每期|(?:per|an|each|every) issue/, '期'],
  [/场均|次均|每[次场]|(?:per|a|each|every) session/, '次'],
]

function averages(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  named: readonly Candidate[],
  operands: readonly Operand[],
  context: BindContext,
): readonly Formula[] {
  const [from, to] = [figure.from - sentence.from, figure.to - sentence.from]
  const around = sentence.plain.slice(Math.max(0, from - 30), to + 50)
  const per = perWhat.find(([words]) => words.test(around))?.[1]
  const totals = [
    ...firstOf(named).map(({ fact }) => fact),
    ...operands.flatMap(({ fact }) => fact ?? []),
  ].filter(
    (fact) =>
      (fact.aggregation === 'count' || fact.aggregation === 'sum') &&
      unitsAgree(figure.span.unit, fact.unit, fact.unitAliases),
  )
  const divisors = per === undefined ? [monthsOf(context)] : divisorsOf(per, sentence, operands)
  return [...new Set(totals)]
    .slice(0, 6)
    .flatMap((fact) =>
      divisors.filter(({ value }) => value > 1).map((divisor) => averageOf(fact, divisor, figure.span)),
    )
}

type Divisor = { readonly value: number; readonly label: string; readonly recordIds: readonly string[] }

function monthsOf({ ledger }: BindContext): Divisor {
  const { startsOn, endsOn } = ledger.period
  const { months } = Temporal.PlainDate.from(startsOn).until(
    Temporal.PlainDate.from(endsOn).add({ days: 1 }),
    { largestUnit: 'month' },
  )
  return { value: months, label: '', recordIds: [] }
}

function divisorsOf(unit: string, sentence: Sentence, operands: readonly Operand[]): readonly Divisor[] {
  const named = sentence.anchors.flatMap(({ facts }) => facts)
  const facts: readonly Fact[] = [...new Set([...operands.flatMap(({ fact }) => fact ?? []), ...named])]
  return facts.filter((fact) => fact.unit === unit).slice(0, 3)
}

function averageOf(fact: Fact, divisor: Divisor, span: FigureSpan): Formula {
  const exact = fact.value / divisor.value
  const value = span.amount.approximation === 'exact' ? rounded(exact, span) : exact
  return {
    value,
    recordIds: [...new Set([...fact.recordIds, ...divisor.recordIds])],
    text: `${fact.label} ${fact.value} ÷ ${divisor.label === '' ? '' : `${divisor.label} `}${divisor.value} = ${Number(value.toPrecision(6))}`,
  }
}
