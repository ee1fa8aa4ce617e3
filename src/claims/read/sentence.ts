import type { PlainText } from '../../text/normalise.ts'
import type { DateSpan, FigureSpan, Span } from '../scan/span.ts'
import type { Named } from './names.ts'
import type { ScopeWords } from './scopes.ts'

/** A span with its place in the plain text. */
export type Placed<S extends Span = Span> = { readonly span: S; readonly from: number; readonly to: number }

/** A sentence of the plain text with what stands in it, in order; offsets are the whole plain text's. */
export type Sentence = {
  readonly plain: string
  readonly from: number
  readonly to: number
  readonly english: boolean
  readonly figures: readonly Placed<FigureSpan>[]
  readonly dates: readonly Placed<DateSpan>[]
  readonly others: readonly Placed[]
  readonly names: readonly Named[]
  readonly scopes: readonly ScopeWords[]
  /** The sentence before it in its paragraph. */
  readonly before: Sentence | null
  /** The heading above it. */
  readonly heading: Sentence | null
  readonly isHeading: boolean
}

const longest = 400

export type SentenceParts = {
  readonly names: (plain: string) => readonly Named[]
  readonly scopes: (plain: string) => readonly ScopeWords[]
}

/** Cuts the plain text into sentences, each with its paragraph and heading, and deals the spans out to them. */
export function sentencesOf(
  text: PlainText,
  spans: readonly Span[],
  parts: SentenceParts,
): readonly Sentence[] {
  const places = spans.map((span) => ({
    span,
    from: lowerBound(text.starts, span.start),
    to: lowerBound(text.starts, span.end),
  }))
  const sentences: Sentence[] = []
  let spanAt = 0
  let before: Sentence | null = null
  let heading: Sentence | null = null
  for (const [from, to] of cuts(text.plain)) {
    const inside: Placed[] = []
    while (spanAt < places.length && places[spanAt]!.from < to) inside.push(places[spanAt++]!)
    const plain = text.plain.slice(from, to)
    if (plain.trim() === '') continue
    if (startsLine(text.plain, from)) before = null
    const sentence: Sentence = {
      plain,
      from,
      to,
      english: isEnglish(plain),
      figures: inside.filter((place): place is Placed<FigureSpan> => place.span.kind === 'figure'),
      dates: inside.filter((place): place is Placed<DateSpan> => place.span.kind === 'date'),
      others: inside.filter(({ span }) => span.kind === 'name' || span.kind === 'ordinal'),
      names: moved(parts.names(plain), from),
      scopes: moved(parts.scopes(plain), from),
      before,
      heading,
      isHeading: isHeading(plain) && startsLine(text.plain, from),
    }
    sentences.push(sentence)
    if (sentence.isHeading) [heading, before] = [sentence, null]
    else before = sentence
  }
  return sentences
}

function isEnglish(plain: string): boolean {
  return (plain.match(/[a-z]/g)?.length ?? 0) > 2 * (plain.match(/[\u4e00-\u9fff]/g)?.length ?? 0)
}

function moved<T extends { readonly from: number; readonly to: number }>(
  places: readonly T[],
  by: number,
): readonly T[] {
  return places.map((place) => ({ ...place, from: place.from + by, to: place.to + by }))
}

function startsLine(plain: string, from: number): boolean {
  return /(?:^|\n)[ \t　]*$/.test(plain.slice(Math.max(0, from - 12), from))
}

/** A line of its own that ends in no mark is a heading. */
function isHeading(plain: string): boolean {
  const line = plain.trim()
  return (
    /\n\s*$/.test(plain) && line.length <= (isEnglish(line) ? 90 : 40) && !/[。.！!？?；;，,：:]$/.test(line)
  )
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
