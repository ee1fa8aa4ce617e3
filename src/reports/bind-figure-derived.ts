import { passesFor } from './approximation.ts'
import type { BindContext, Binding, Candidate } from './bind-figure-binding.ts'
import type { Placed, Sentence } from './bind-figure-sentence.ts'
import type { Fact } from './fact.ts'
import type { FigureSpan } from './scan-figures-span.ts'
import { unitsAgree } from './scan-figures-units.ts'
import { reasons } from './verify-text-reasons.ts'

const sumBefore =
  /(?:共计?|合计|总计|累计|总数|之和)(?:开展|组织|举办|召开|完成|编印|印发|发放)?[了达为有到]{0,2}\s*$|(?:total(?:led|ling)?(?: of)?|altogether|in all|in total|combined|together|sum of)[, ]{1,2}$|in total (?:[a-z]+ ){0,3}$/
const sumAfter = /^[^,.;，。；]{0,40}(?:in total|altogether|in all|combined|together)/
const shareWords = /占|比例|比重|率|之|share|per ?cent of|% of|account|proportion|made up/
const differenceBefore = /比[^，。；]{1,20}(?:多|少|高|低|增加|减少)[了出]?\s*$|(?:多出|高出|少了)\s*$/
const differenceAfter = /^[a-z ]{0,20}\b(?:more|fewer|less)\b[^,.;]{0,30}\bthan\b/
/** 每月两篇 is what was asked of people, no average; only words that say average ask for one. */
const averageBefore = /(?:月均|平均(?:每月)?|每月平均|\baverag(?:e of|ed|ing)|average:?)[^,，。；]{0,12}$/
const averageAfter = /^[^,.;，。；]{0,15}(?:a month|per month|each month|monthly) on average/

/** A formula over facts that the words ask for and whose value the figure is. */
type Formula = { readonly value: number; readonly text: string; readonly facts: readonly Fact[] }

/**
 * A figure that follows from facts by a formula the words name: the sum of the items listed beside it (共, in total), a
 * share (占, per cent of), a difference (比…多), an average a month. Without such words nothing is derived.
 */
export function deriveFigure(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  named: readonly Candidate[],
  context: BindContext,
): Binding | null {
  const isShare = figure.span.unit === '%'
  const near = wordsNear(sentence, figure)
  const formulas: Formula[] = []
  const facts = isShare ? distinctFacts(sentence) : inOrder(named)
  if (!isShare && saysTotal(sentence, figure))
    formulas.push(...sums(inOrder(precise(named))), ...writtenSums(sentence, figure, named, context))
  if (isShare && (shareWords.test(near) || isInBrackets(sentence, figure)))
    formulas.push(...shares(sharable(sentence, facts, context), figure.span))
  if (!isShare && saysDifference(sentence, figure)) formulas.push(...differences(facts))
  if (!isShare && saysAverage(sentence, figure)) formulas.push(...averages(facts, figure.span, context))
  const found = formulas.find(({ value }) => passesFor(figure.span.amount, value, context.bounds))
  if (found === undefined) return null
  return {
    state: 'derived',
    fact: null,
    recordIds: [...new Set(found.facts.flatMap(({ recordIds }) => recordIds))],
    reason: reasons.derived(found.text),
    firm: true,
  }
}

/** 共, in total: the figure claims to be the sum of what stands beside it. */
export function saysTotal(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  const before = sentence.plain.slice(
    Math.max(0, figure.from - sentence.from - 24),
    figure.from - sentence.from,
  )
  return (
    sumBefore.test(before) ||
    sumAfter.test(sentence.plain.slice(figure.to - sentence.from, figure.to - sentence.from + 60))
  )
}

/** 83 (38.6%): a percentage in brackets after a figure is that figure's share. */
function isInBrackets(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  return /\d[^，。,;]{0,30}[(（]\s*$/.test(sentence.plain.slice(0, figure.from - sentence.from).slice(-40))
}

/** 月均, an average of: the figure is no count itself. */
export function saysAverage(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  const [from, to] = [figure.from - sentence.from, figure.to - sentence.from]
  return (
    averageBefore.test(sentence.plain.slice(Math.max(0, from - 24), from)) ||
    averageAfter.test(sentence.plain.slice(to, to + 40))
  )
}

function saysDifference(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  if (figure.span.amount.approximation !== 'exact') return false
  const before = sentence.plain.slice(
    Math.max(0, figure.from - sentence.from - 30),
    figure.from - sentence.from,
  )
  return (
    differenceBefore.test(before) ||
    differenceAfter.test(sentence.plain.slice(figure.to - sentence.from, figure.to - sentence.from + 60))
  )
}

/** Facts a share may be of: those meant in this sentence, and in the one before as its whole (共100次。其中63次，占63%). */
function sharable(sentence: Sentence, facts: readonly Fact[], { before }: BindContext): readonly Fact[] {
  const own = facts.filter((fact) => isMeant(sentence, fact))
  const earlier = before === null ? [] : distinctFacts(before).filter((fact) => isMeant(before, fact))
  return [...new Set([...own, ...earlier])]
}

/** Either its value is written in the sentence, or words name it and hardly another. */
function isMeant(sentence: Sentence, fact: Fact): boolean {
  return (
    sentence.figures.some(({ span }) => span.unit !== '%' && passesFor(span.amount, fact.value)) ||
    sentence.anchors.some(({ facts, weight }) => weight < 1.5 && facts.length <= 2 && facts.includes(fact))
  )
}

function wordsNear(sentence: Sentence, figure: Placed<FigureSpan>): string {
  const at = figure.from - sentence.from
  return sentence.plain.slice(Math.max(0, at - 24), figure.to - sentence.from + 24)
}

/** Words like 习作 name many facts: a sum of those would make almost any number. */
function precise(named: readonly Candidate[]): readonly Candidate[] {
  return named.filter(({ anchor }) => named.filter((other) => other.anchor === anchor).length <= 2)
}

/** Facts in the order in which the text names them, one of each. */
function inOrder(named: readonly Candidate[]): readonly Fact[] {
  return [...new Set([...named].sort((a, b) => a.anchor.from - b.anchor.from).map(({ fact }) => fact))]
}

function distinctFacts(sentence: Sentence): readonly Fact[] {
  return [...new Set(sentence.anchors.flatMap(({ facts }) => facts))].slice(0, 24)
}

/** Sums of two or more facts named one after the other. */
function sums(facts: readonly Fact[]): readonly Formula[] {
  const few = facts.slice(0, 12)
  const formulas: Formula[] = []
  for (let from = 0; from < few.length; from++) {
    for (let to = from + 2; to <= few.length; to++) formulas.push(sumOf(few.slice(from, to)))
  }
  return formulas
}

function sumOf(facts: readonly Fact[]): Formula {
  const value = facts.reduce((sum, fact) => sum + fact.value, 0)
  return {
    value,
    facts,
    text: `${facts.map((fact) => `${fact.label} ${fact.value}`).join(' + ')} = ${value}`,
  }
}

/** Sums of the figures written just before: each must be a fact's value named in the sentence. */
function writtenSums(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  named: readonly Candidate[],
  context: BindContext,
): readonly Formula[] {
  const place = sentence.figures.indexOf(figure)
  const formulas: Formula[] = []
  for (const others of [
    sentence.figures.slice(Math.max(0, place - 12), place).reverse(),
    sentence.figures.slice(place + 1, place + 13),
  ]) {
    const facts: Fact[] = []
    for (const other of others) {
      const fact = named.find(
        ({ fact }) => passesFor(other.span.amount, fact.value, context.bounds) && !facts.includes(fact),
      )?.fact
      if (fact === undefined) break
      facts.push(fact)
      if (facts.length > 1) formulas.push(sumOf(facts))
    }
  }
  return formulas
}

function shares(facts: readonly Fact[], span: FigureSpan): readonly Formula[] {
  const counted = facts.filter(({ unit, value }) => unit !== '%' && value > 0)
  return counted.flatMap((part) =>
    counted
      .filter(
        (whole) =>
          whole !== part && whole.value >= part.value && unitsAgree(part.unit, whole.unit, whole.unitAliases),
      )
      .map((whole) => {
        const value = rounded((100 * part.value) / whole.value, span)
        return {
          value,
          facts: [part, whole],
          text: `${part.label} ${part.value} ÷ ${whole.label} ${whole.value} = ${value}%`,
        }
      }),
  )
}

function differences(facts: readonly Fact[]): readonly Formula[] {
  return facts.flatMap((a) =>
    facts
      .filter((b) => a.value > b.value)
      .map((b) => ({
        value: a.value - b.value,
        facts: [a, b],
        text: `${a.label} ${a.value} − ${b.label} ${b.value} = ${a.value - b.value}`,
      })),
  )
}

function averages(facts: readonly Fact[], span: FigureSpan, context: BindContext): readonly Formula[] {
  const { startsOn, endsOn } = context.ledger.period
  const months = Temporal.PlainDate.from(startsOn).until(Temporal.PlainDate.from(endsOn).add({ days: 1 }), {
    largestUnit: 'month',
  }).months
  if (months < 2) return []
  return facts
    .filter(({ aggregation }) => aggregation === 'count' || aggregation === 'sum')
    .map((fact) => {
      const exact = fact.value / months
      const value = span.amount.approximation === 'exact' ? rounded(exact, span) : exact
      return { value, facts: [fact], text: `${fact.label} ${fact.value} ÷ ${months} = ${value}` }
    })
}

/** Rounded as the figure is written: 57.8% is the share to one decimal. */
function rounded(value: number, span: FigureSpan): number {
  const decimals = /\.(\d+)/.exec(span.text.normalize('NFKC'))?.[1]?.length ?? 0
  return Number(value.toFixed(Math.min(decimals, 6)))
}
