import type { Candidate } from './binding.ts'
import { anchorsNear, distance, ownDistance, type Placed, type Sentence } from './sentence.ts'
import type { Anchor } from './words.ts'
import type { Fact } from '../facts/fact.ts'
import type { FigureSpan } from '../scan/span.ts'
import { unitsAgree } from '../../text/units.ts'

/** All words of the sentence that could be meant name one fact: however far they stand, nothing else is spoken of. */
export function isSole(named: readonly Candidate[]): boolean {
  return new Set(named.map(({ fact }) => fact)).size === 1
}

/** How many figures of this unit the sentence lists before this one. */
export function listedBefore(sentence: Sentence, figure: Placed<FigureSpan>): number {
  return sentence.figures.filter(
    ({ from, span }) =>
      from < figure.from &&
      (figure.span.unit === null || span.unit === null || span.unit === figure.span.unit),
  ).length
}

/** Every fact of this unit that words of the sentence name, nearest first. */
export function candidates(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  only: Anchor | null,
): readonly Candidate[] {
  if (countsOtherThings(sentence, figure)) return []
  const list: Candidate[] = []
  for (const outer of only === null ? anchorsNear(sentence, figure) : [only]) {
    for (const anchor of agreeing(outer, figure.span.unit)) {
      const away = only === null ? distance(sentence, figure, outer) : 0
      for (const fact of anchor.facts) {
        if (!unitsAgree(figure.span.unit, fact.unit, fact.unitAliases)) continue
        const others = away > 1 && isOwnedByOther(sentence, figure, outer, fact, away) ? 6 : 0
        list.push({ fact, cost: away + others + anchor.weight, anchor })
      }
    }
  }
  return withoutHeads(withoutOwnUnit(withoutAside(withoutModifiers(list, sentence)), figure), figure).sort(
    (a, b) => a.cost - b.cost,
  )
}

/** 8 party lectures, with 379 attendances: of what, this unit tells only where no other words do. */
function withoutOwnUnit(list: readonly Candidate[], figure: Placed<FigureSpan>): readonly Candidate[] {
  if (!/^attendances?$/.test(figure.span.unit ?? '')) return list
  const others = list.filter(
    ({ anchor }) => anchor.weight === 0 || anchor.from < figure.from || anchor.to > figure.to,
  )
  return others.length === 0 ? list : others
}

/** "Relay study 8 times and party lectures 63 times": the lectures are the 63's, though the 8 stands near them. */
function isOwnedByOther(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  anchor: Anchor,
  fact: Fact,
  away: number,
): boolean {
  // Figures further off cost more than any that stands between.
  const next = sentence.figures.findIndex(({ from }) => from >= anchor.from)
  const around =
    next < 0 ? sentence.figures.slice(-2) : sentence.figures.slice(Math.max(0, next - 2), next + 2)
  return around.some(
    (other) =>
      other !== figure &&
      distance(sentence, other, anchor) + 1 <= away &&
      unitsAgree(other.span.unit, fact.unit, fact.unitAliases),
  )
}

/** The anchor, or else the shorter names inside it, that name a fact of this unit. */
function agreeing(anchor: Anchor, unit: string | null): readonly Anchor[] {
  const agrees = ({ facts }: Anchor): boolean =>
    facts.some((fact) => unitsAgree(unit, fact.unit, fact.unitAliases))
  return agrees(anchor) || anchor.inner.length === 0 ? [anchor] : anchor.inner.filter(agrees)
}

/**
 * 注册审核志愿者40人次: of names that touch, the one that is a fact's first name is meant, and stands as near as the other;
 * or else the one of a measure, for those are said with what they count.
 */
function withoutModifiers(list: readonly Candidate[], sentence: Sentence): readonly Candidate[] {
  const touches = (a: Anchor, b: Anchor): boolean => {
    const [left, right] = a.to <= b.from ? [a, b] : [b, a]
    return (
      right.from >= left.to &&
      /^(?:的|合格的?|了)?$/.test(sentence.plain.slice(left.to - sentence.from, right.from - sentence.from))
    )
  }
  const isFirst = ({ anchor, fact }: Candidate): boolean => anchor.primary.has(fact)
  const rank = (one: Candidate): number => (isFirst(one) ? 2 : one.fact.key.startsWith('measure.') ? 1 : 0)
  const costs = new Map<Candidate, number>()
  const kept = list.filter((one) => {
    // In "relay study sessions" and 传达学习活动 the specific name narrows the general one.
    if (isWhole(one.fact))
      return !list.some(
        (other) =>
          !isWhole(other.fact) && other.anchor !== one.anchor && adjoins(other.anchor, one.anchor, sentence),
      )
    if (isFirst(one) || list.some((other) => other.anchor === one.anchor && isFirst(other))) return true
    const head = list.find(
      (head) => rank(head) > rank(one) && head.anchor !== one.anchor && touches(head.anchor, one.anchor),
    )
    if (head !== undefined) costs.set(head, Math.min(one.cost, costs.get(head) ?? head.cost))
    return head === undefined
  })
  return kept.map((one) => ({ ...one, cost: costs.get(one) ?? one.cost }))
}

/** Counts of a whole family (100 study sessions, 3,701 attendances), not of one kind. */
function isWhole({ key }: Fact): boolean {
  return /^(?:study|activity)\.[a-z]+$/.test(key)
}

function adjoins(a: Anchor, b: Anchor, sentence: Sentence): boolean {
  const [left, right] = a.from <= b.from ? [a, b] : [b, a]
  return (
    right.from <= left.to ||
    /^[ -]?$/.test(sentence.plain.slice(left.to - sentence.from, right.from - sentence.from))
  )
}

/** "15 workshops": a noun right after the number that no unit and no fact is called by. */
function countsOtherThings(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  if (!sentence.english || figure.span.unit !== null) return false
  const after = /^[ -]((?:[a-z'-]+ ){0,2}?[a-z'-]+s)(?![a-z'])/.exec(
    sentence.plain.slice(figure.to - sentence.from),
  )
  if (
    after === null ||
    /\b(?:was|is|has|as|its|this|versus|plus|respectively|in|of|for|to|and|were|at|on|the|by|during|across)\b/.test(
      after[1]!,
    )
  )
    return false
  const [from, to] = [figure.to, figure.to + after[0].length]
  return !sentence.anchors.some((anchor) => anchor.from < to && anchor.to > from)
}

/** What words name themselves goes before what they name by the thesaurus (study sessions: all, not one kind). */
function withoutAside(list: readonly Candidate[]): readonly Candidate[] {
  return list.filter(
    ({ anchor, fact }) =>
      !anchor.aside.has(fact) ||
      !list.some((other) => other.anchor === anchor && !anchor.aside.has(other.fact)),
  )
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
export function contenders(named: readonly Candidate[]): readonly Candidate[] {
  const first = named[0]
  if (first === undefined) return []
  const reach = first.cost + (first.anchor.weight >= 1.5 ? 4 : 2.1)
  const near = named.filter(({ cost }) => cost <= reach)
  // essays, 习作, copies name many facts: where another word of the clause says which, only that counts.
  const precise = first.anchor.weight < 1.5 ? [] : near.filter(({ anchor }) => anchor.weight < 1.5)
  if (precise.length > 0) return contenders(precise)
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
export function respective(sentence: Sentence, figure: Placed<FigureSpan>): Anchor | null {
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
export function otherUnit(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
): { readonly fact: Fact; readonly cost: number } | null {
  if (figure.span.unit === null) return null
  for (const anchor of anchorsNear(sentence, figure)) {
    const cost = ownDistance(sentence, figure, anchor) + anchor.weight
    const fact = anchor.facts.find(({ value }) => value === figure.span.amount.value)
    if (cost < 6 && fact !== undefined && !unitsAgree(figure.span.unit, fact.unit, fact.unitAliases))
      return { fact, cost }
  }
  return null
}

/** Words right beside the figure name a fact, only none of this unit: then no other fact is meant. */
export function isNamedOtherwise(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  return (
    figure.span.unit !== null &&
    anchorsNear(sentence, figure).some(
      (anchor) =>
        anchor.weight < 1.5 &&
        ownDistance(sentence, figure, anchor) < 4 &&
        anchor.facts.every((fact) => !unitsAgree(figure.span.unit, fact.unit, fact.unitAliases)),
    )
  )
}
