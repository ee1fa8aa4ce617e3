import { passesFor } from '../../text/numbers/approximation.ts'
import type { BindContext, Binding } from './binding.ts'
import { anchorsNear, distance, type Placed, type Sentence } from './sentence.ts'
import type { Anchor } from './words.ts'
import type { Comparison, Fact } from '../facts/fact.ts'
import type { FigureSpan } from '../scan/span.ts'
import { unitsAgree } from '../../text/units.ts'
import { reasons } from '../verdict/reasons.ts'

/** Facts that compare, by the key of the fact they compare. */
export type ComparedFacts = ReadonlyMap<string, readonly Fact[]>

export function comparedFacts(facts: readonly Fact[]): ComparedFacts {
  const byKey = new Map<string, Fact[]>()
  for (const fact of facts) {
    const key = fact.compares?.of
    if (key !== undefined) byKey.set(key, [...(byKey.get(key) ?? []), fact])
  }
  return byKey
}

/**
 * Binds a figure that words set beside the period before (比上年增加2次, 上年6次, 2 more than the year before): to the
 * comparison of the nearest fact named. It is derived when the figure is that comparison's, a conflict when it is not.
 * null: no such words, or the period before has no records of it.
 */
export function bindCompared(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  context: BindContext,
  compared: ComparedFacts,
): Binding | null {
  const how = compared.size === 0 ? null : comparisonSaid(sentence, figure)
  if (how === null) return null
  const { amount, unit } = figure.span
  // What is compared has been said already: words behind the figure speak of something else, if any stand before it.
  const cost = (anchor: Anchor): number =>
    distance(sentence, figure, anchor) + anchor.weight + (anchor.from > figure.from ? 1000 : 0)
  const nearest = [...anchorsNear(sentence, figure)].sort((a, b) => cost(a) - cost(b))
  for (const anchor of nearest) {
    const own = ofUnit(
      unit,
      anchor.facts.flatMap((fact) => compared.get(fact.key) ?? []),
    ).filter((fact) => (how === 'before') === (fact.compares?.how === 'before'))
    const [first] = own
    if (first === undefined) continue
    const fits = own.find(
      (fact) => fact.compares?.how === how && passesFor(amount, fact.value, context.bounds),
    )
    if (fits === undefined) {
      const reason = reasons.conflict(figure.span, first)
      return { state: 'conflict', fact: first, recordIds: first.recordIds, reason, firm: true }
    }
    const reason = reasons.derived(`${fits.label}：${fits.formula}`)
    return { state: 'derived', fact: fits, recordIds: fits.recordIds, reason, firm: true }
  }
  return null
}

/** A bare number counts the thing itself, not heads, hours or per cent, where both are known. */
function ofUnit(unit: string | null, facts: readonly Fact[]): readonly Fact[] {
  if (unit !== null) return facts.filter((fact) => unitsAgree(unit, fact.unit, fact.unitAliases))
  const counts = facts.filter((fact) => !['人次', '人', '小时', '%'].includes(fact.unit))
  return counts.length > 0 ? counts : facts.filter((fact) => fact.unit !== '%')
}

const BEFORE_ZH = '(?:上年|去年|前一年|上一年|上期|上一?个?季度|上一?个?月)(?:同期)?'
const THAN_ZH = `(?:同比|环比|(?:比|较)${BEFORE_ZH})`
const changeZh = new RegExp(
  `(?<than>${THAN_ZH}[^，。；]{0,12}?)?(?<!新)(?:(?<more>净?增加|增长|上升|多|增)|(?<fewer>减少|下降|降低|少|减))[了出]?\\s*$`,
)
const beforeZh = new RegExp(`${BEFORE_ZH}(?!.*(?:增|减|多|少|升|降))[^，。；0-9]{0,12}$`)
const fromZh = /从\s*$/
const toZh = /^[^，。；0-9]{0,4}(?:增加|增长|上升|减少|下降|降低)[了]?[到至]/
const changeEn =
  /\b(?:(?<more>up|rose|risen|grew|grown|increased?|increase of)|(?<fewer>down|fell|fallen|decreased?|decrease of|dropped|declined))(?: by)? $/
const moreEn = /^[^\d,.;]{0,30}?\b(?:(?<more>more)|(?<fewer>fewer|less))\b[^\d,.;]{0,24}\bthan (?!\d)/
const EARLIER_EN =
  /(?:last year|(?:year|quarter|month|half|period) before|previous (?:year|quarter|month|period)|year earlier)/
const fromEn = /\b(?:from|against|compared (?:with|to)|versus|vs\.?) (?:the )?$/
const afterEn = new RegExp(
  `^[^\\d,.;]{0,20}(?<!than )(?:in |of )?(?:the )?(?:same part of the )?${EARLIER_EN.source}`,
)

/** What the words beside the figure compare: its value then, or by how much it rose or fell since. */
function comparisonSaid(sentence: Sentence, figure: Placed<FigureSpan>): Comparison['how'] | null {
  const [from, to] = [figure.from - sentence.from, figure.to - sentence.from]
  const before = sentence.plain.slice(Math.max(0, from - 40), from)
  const after = sentence.plain.slice(to, to + 60)
  const change = (sentence.english ? changeEn : changeZh).exec(before)?.groups
  if (change !== undefined) {
    // 多 and 少 say a comparison only beside what is compared with.
    const isPlain = /[多少增减][了出]?\s*$/.test(before) && change['than'] === undefined
    if (sentence.english || !isPlain) return change['more'] === undefined ? 'fewer' : 'more'
  }
  if (!sentence.english) {
    if (beforeZh.test(before) || (fromZh.test(before) && toZh.test(after))) return 'before'
    return null
  }
  const more = moreEn.exec(after)?.groups
  if (more !== undefined) return more['more'] === undefined ? 'fewer' : 'more'
  return fromEn.test(before) || afterEn.test(after) ? 'before' : null
}
