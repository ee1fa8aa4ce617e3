import type { Anchor } from './words.ts'
import type { DateSpan, FigureSpan, Span } from '../scan/span.ts'
import type { PlainText } from '../../text/normalise.ts'

/** A span with its place in the plain text. */
export type Placed<S extends Span> = { readonly span: S; readonly from: number; readonly to: number }

/** A sentence of the plain text with what stands in it, in order. */
export type Sentence = {
  readonly plain: string
  readonly from: number
  readonly to: number
  readonly english: boolean
  readonly figures: readonly Placed<FigureSpan>[]
  readonly dates: readonly Placed<DateSpan>[]
  readonly anchors: readonly Anchor[]
}

const longest = 400

/** Cuts the plain text into sentences and deals spans and anchors out to them; all three are in order. */
export function sentencesOf(
  text: PlainText,
  spans: readonly Span[],
  anchors: readonly Anchor[],
): readonly Sentence[] {
  const places = spans.map((span) => ({
    span,
    from: lowerBound(text.starts, span.start),
    to: lowerBound(text.starts, span.end),
  }))
  const sentences: Sentence[] = []
  let [spanAt, anchorAt] = [0, 0]
  for (const [from, to] of cuts(text.plain)) {
    const inside: Placed<Span>[] = []
    while (spanAt < places.length && places[spanAt]!.from < to) inside.push(places[spanAt++]!)
    const own: Anchor[] = []
    while (anchorAt < anchors.length && anchors[anchorAt]!.from < to) own.push(anchors[anchorAt++]!)
    const plain = text.plain.slice(from, to)
    sentences.push({
      plain,
      from,
      to,
      english: (plain.match(/[a-z]/g)?.length ?? 0) > 2 * (plain.match(/[\u4e00-\u9fff]/g)?.length ?? 0),
      figures: inside.filter((place): place is Placed<FigureSpan> => place.span.kind === 'figure'),
      dates: inside.filter((place): place is Placed<DateSpan> => place.span.kind === 'date'),
      anchors: own,
    })
  }
  return sentences
}

function* cuts(plain: string): Generator<readonly [number, number]> {
  let from = 0
  for (const found of plain.matchAll(
    /[。！？；\n]|[!?;](?=\s|$)|(?<!\b(?:no|vol|fig|mr|ms|dr|mrs|approx|[a-z]))\.(?=\s|$)/g,
  )) {
    yield* pieces(from, found.index + 1)
    from = found.index + 1
  }
  if (from < plain.length) yield* pieces(from, plain.length)
}

/** A sentence without end is cut, so that work stays linear in the text. */
function* pieces(from: number, to: number): Generator<readonly [number, number]> {
  for (let at = from; at < to; at += longest) yield [at, Math.min(at + longest, to)]
}

function lowerBound(sorted: readonly number[], wanted: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** Anchors as far as words can speak of a figure; further ones cost more than any rule accepts. */
export function anchorsNear(sentence: Sentence, figure: Placed<FigureSpan>): readonly Anchor[] {
  return sentence.anchors.filter(({ from, to }) => from - figure.to < reach && figure.from - to < reach)
}

const reach = 80

const light =
  /共计|累计|合计|总计|总共|达到|开展|举办|组织|召开|进行|先后|全年|本年度?|年内|其中|各类|超过|已经|总数|数量|次数|人数|多达|目前|现有|活动|工作|情况|[共达为了的有约近超逾已数量总计各是仅只]/g
const lightEnglish =
  /\b(?:a|an|the|of|were|was|is|are|has|had|have|been|to|total|totalled|totalling|numbered|reached|rose|stood|at|came|grew|count|counted|number|all|our|its|in|this|year|some|about|over|nearly|almost|more|than|full|free|formal|separate|held|given)\b/g

/** 63次、2255人次: a figure of another unit right after a figure speaks of the same thing. Null when none stands so. */
function leaderOf(sentence: Sentence, figure: Placed<FigureSpan>): Placed<FigureSpan> | null {
  const before = sentence.figures[sentence.figures.indexOf(figure) - 1]
  if (before === undefined || before.span.unit === figure.span.unit || before.span.unit === '%') return null
  const gap = sentence.plain.slice(before.to - sentence.from, figure.from - sentence.from).trimStart()
  return /^(?:[、，,（(]|,? ?(?:and|with|for) )?\s?(?:共|计|累计|共计|参加|参与|参学|吸引)?\s?$/.test(gap)
    ? before
    : null
}

/**
 * How far apart figure and anchor stand in the sentence, in words of weight: commas and other figures part them, light
 * words do not count. On the side that the language prefers (Chinese before, English after) the way is shorter.
 */
export function distance(sentence: Sentence, figure: Placed<FigureSpan>, anchor: Anchor): number {
  const known = distances.get(figure) ?? new Map<Anchor, number>()
  const before = known.get(anchor)
  if (before !== undefined) return before
  const leader = anchor.to <= figure.from ? leaderOf(sentence, figure) : null
  const value =
    leader !== null && anchor.to <= (headsAndHours.test(figure.span.unit ?? '') ? leader.to : leader.from)
      ? 1 + distance(sentence, leader, anchor)
      : ownDistance(sentence, figure, anchor)
  distances.set(figure, known.set(anchor, value))
  return value
}

/** "8 party lectures (379 attendances)": units that tell more of what the figure before counts. */
const headsAndHours = /^(?:attendance|attendee|participant|person-time|people|person|visitor|hour|人次|小时)$/

/** Asked for again and again while the figures of a sentence compete for its words. */
const distances = new WeakMap<Placed<FigureSpan>, Map<Anchor, number>>()

/** The same without speaking for the figure before it. */
export function ownDistance(sentence: Sentence, figure: Placed<FigureSpan>, anchor: Anchor): number {
  if (anchor.from < figure.to && anchor.to > figure.from) return 0
  const isBefore = anchor.to <= figure.from
  const [from, to] = isBefore ? [anchor.to, figure.from] : [figure.to, anchor.from]
  const gap = sentence.plain.slice(from - sentence.from, to - sentence.from)
  const between = sentence.figures.filter(
    (other) =>
      other !== figure &&
      // Its own noun is another figure's, or it stands between.
      ((other.from < anchor.to && other.to > anchor.from) || (other.from < to && other.to > from)) &&
      !isToldWhole(sentence, other) &&
      // A share in brackets after a figure parts nothing: 83 essays (38.6%) were excellent.
      (other.span.unit !== '%' || figure.span.unit === '%'),
  ).length
  // 9.86万关注者: the noun that the bare number counts.
  if (!isBefore && figure.span.unit === null && /^[”"」』]?$/.test(gap)) return -1.5
  const preferred = isBefore !== sentence.english
  // Chinese names what it counts before a comma, and after it the next thing: 2255人次，个人自学….
  const next = !isBefore && !sentence.english && /[，、]/.test(gap) ? 8 : 0
  return (
    next +
    14 * between +
    (preferred ? gapCost(gap, sentence.english) : 0.5 + 1.5 * gapCost(gap, sentence.english))
  )
}

/** The 215 of "83 of the 215 were excellent" parts the 83 from nothing. */
function isToldWhole({ english, plain, from }: Sentence, other: Placed<FigureSpan>): boolean {
  return (
    english &&
    / of (?:the|these|those|all) $/.test(plain.slice(Math.max(0, other.from - from - 14), other.from - from))
  )
}

function gapCost(gap: string, english: boolean): number {
  let cost = 0
  for (const mark of gap) {
    if (mark === '、') cost += 4
    else if (mark === '，' || mark === ',') cost += 6
    else if (mark === '(' || mark === '（' || mark === '：' || mark === ':') cost += 0.5
  }
  if (/\band\b|\bwhile\b|\bplus\b|[和及与]|以及/.test(gap)) cost += 3
  const bare = english ? gap.replace(lightEnglish, ' ') : gap.replace(light, '')
  return (
    cost +
    (english ? (bare.match(/[a-z]+/g)?.length ?? 0) : (bare.match(/[\u3400-\u9fff]|[a-z]+/g)?.length ?? 0))
  )
}
