import type { Placed, Sentence } from './sentence.ts'
import type { FigureSpan } from '../scan/span.ts'

const sumBefore =
  /(?:共计?|合计|总计|累计|总数|之和)(?:开展|组织|举办|召开|完成|编印|印发|发放|制作)?[了达为有到：:]{0,2}\s*$|(?:total(?:led|ling)?(?: of)?|altogether|in all|in total|combined|together|sum of)[,: ]{1,2}$|in total (?:[a-z]+ ){0,3}$/
const sumAfter = /^[^,.;，。；]{0,40}(?:in total|altogether|in all|combined|together)/
const differenceBefore =
  /(?:比|较)[^，。；]{1,20}(?:多|少|高|低|增加|减少)[了出]?\s*$|(?:多出|高出|少了|相差)\s*$/
const differenceAfter = /^(?:[\d,.]+|[a-z-]+) ?[a-z ]{0,20}\b(?:more|fewer|less)\b[^,.;]{0,30}\bthan\b/
/** 每月两篇 is what was asked of people, no average; only words that say average ask for one. */
const averageBefore =
  /(?:月均|人均|场均|次均|期均|(?:平均)?每[月人期次场]平均|平均(?:每[月人期次场])?|\baverag(?:e of|ed|ing)|\baverage:?)[^,，。；]{0,12}$|每[期场次](?:约|近|达|超)?\s*$|\bon average,? (?:[a-z]+ ){0,4}$/
const averageAfter =
  /^[^,.;，。；]{0,25}(?:(?:a|per|each|every) (?:month|person|member|writer|issue|session)|monthly|apiece) on average|^[^,.;，。；]{0,20}on average/

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

/** 月均, an average of: the figure is no count itself. */
export function saysAverage(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  const [from, to] = [figure.from - sentence.from, figure.to - sentence.from]
  return (
    averageBefore.test(sentence.plain.slice(Math.max(0, from - 30), from)) ||
    averageAfter.test(sentence.plain.slice(to, to + 50))
  )
}

/** 比党课多55次, 55 more … than: the figure is no count itself. */
export function saysDifference(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  if (figure.span.amount.approximation !== 'exact') return false
  const before = sentence.plain.slice(
    Math.max(0, figure.from - sentence.from - 30),
    figure.from - sentence.from,
  )
  return (
    differenceBefore.test(before) ||
    differenceAfter.test(sentence.plain.slice(figure.from - sentence.from, figure.to - sentence.from + 60))
  )
}

/** "83 of the 215": the second figure is told again. */
export function isToldAgain(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  const at = figure.from - sentence.from
  return /\d[^,.;]{0,24}\bof (?:the|these|those|all) $/.test(sentence.plain.slice(Math.max(0, at - 48), at))
}

/** Whether a formula's own words stand beside the figure, so that verified figures around it matter. */
export function asksForFormula(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  return (
    figure.span.unit === '%' ||
    isToldAgain(sentence, figure) ||
    saysTotal(sentence, figure) ||
    saysAverage(sentence, figure) ||
    saysDifference(sentence, figure)
  )
}
