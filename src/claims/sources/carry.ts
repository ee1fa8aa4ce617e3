import { diffArrays } from 'diff'
import type { Source } from './source.ts'
import { tokensOf, type Token } from './tokens.ts'

/** A text that another one was made from, with where its figures come from. */
export type Parent = { readonly text: string; readonly sources: readonly Source[] }

/** Words of one sentence that may differ; the diff's time is bounded by it. */
const MOST_CHANGES = 400

/** A sentence belongs to another if words of at least this weight of it, or of the figure's clause, stand there. */
const BELONGS = 0.5

/**
 * The sources of a text, carried from the texts it was made from, the nearest first. A source lives on where its sentence
 * stands unchanged, wherever that is; where its numeral stands in a sentence that belongs together (`reworded` when the
 * words are others); and where another numeral has taken its place in such a sentence, to be shown as at odds. A numeral
 * in another sentence has no source, whatever its value. Pure.
 */
export function carry(text: string, parents: readonly Parent[]): Source[] {
  const child = sentencesOf(text)
  const figures = [...child.tokens.keys()].filter((at) => child.tokens[at]!.figure !== null)
  const placed = new Map<number, Source>()
  const isSettled = (): boolean => figures.every((at) => placed.has(at) && !placed.get(at)!.reworded)
  const read: Compared[] = []
  // Whole sentences of every text come first: what stands in one word for word is not taken for another one, changed.
  for (const parent of parents) {
    if (isSettled()) break
    if (parent.sources.length === 0) continue
    const compared = compare(parent, text === parent.text ? child : sentencesOf(parent.text), child)
    read.push(compared)
    carryUnchanged(compared, child, placed)
  }
  for (const { old, sources, same } of read) {
    const taken = new Set(same.values())
    const free = [...child.keys.keys()].filter((sentence) => !taken.has(sentence))
    if (isSettled() || free.length === 0) continue
    const open = sources.filter(({ first }) => !same.has(old.tokens[first]!.sentence))
    const known = carrySameWords({ old, open: sources, child, free }, same, placed)
    const left = open.filter(({ first }) => !known.old.has(old.tokens[first]!.sentence))
    const rest = free.filter((sentence) => !known.child.has(sentence))
    if (left.length > 0 && rest.length > 0) carryChanged({ old, open: left, child, free: rest }, placed)
  }
  return [...placed.values()].sort((a, b) => a.start - b.start)
}

/** A parent beside the child: its sources by their tokens, and which of its sentences stand there unchanged. */
type Compared = {
  readonly old: Sentences
  readonly sources: readonly Held[]
  readonly same: ReadonlyMap<number, number>
}

function compare({ sources }: Parent, old: Sentences, child: Sentences): Compared {
  return { old, sources: heldBy(old, sources), same: sameSentences(old, child) }
}

function carryUnchanged(
  { old, sources, same }: Compared,
  child: Sentences,
  placed: Map<number, Source>,
): void {
  for (const { source, first, last } of sources) {
    const to = same.get(old.tokens[first]!.sentence)
    if (to === undefined) continue
    const shift = child.starts[to]! - old.starts[old.tokens[first]!.sentence]!
    put(placed, first + shift, moved(source, old.tokens, child.tokens, { first, last, shift }))
  }
}

type Sentences = {
  readonly tokens: readonly Token[]
  /** Index of the first token of each sentence that has tokens. */
  readonly starts: Readonly<Record<number, number>>
  readonly keys: ReadonlyMap<number, string>
  /** Its words without its numerals. */
  readonly words: ReadonlyMap<number, string>
}

/** A source with the tokens it stands on. */
type Held = { readonly source: Source; readonly first: number; readonly last: number }

function sentencesOf(text: string): Sentences {
  const tokens = tokensOf(text)
  const starts: Record<number, number> = {}
  const keys = new Map<number, string>()
  const words = new Map<number, string>()
  for (const [at, { sentence, key, figure }] of tokens.entries()) {
    starts[sentence] ??= at
    keys.set(sentence, `${keys.get(sentence) ?? ''} ${key}`)
    words.set(sentence, `${words.get(sentence) ?? ''} ${figure === null ? key : ''}`.trimEnd())
  }
  return { tokens, starts, keys, words }
}

function heldBy({ tokens }: Sentences, sources: readonly Source[]): Held[] {
  return sources.flatMap((source) => {
    const first = tokens.findIndex(({ start, end }) => start <= source.start && source.start < end)
    const last = tokens.findLastIndex(({ start, end }) => start < source.end && source.end <= end)
    return first < 0 || last < first ? [] : [{ source, first, last }]
  })
}

/** Sentences that stand word for word in the other text, each taken once, in order. */
function sameSentences(old: Sentences, child: Sentences): Map<number, number> {
  const free = Map.groupBy(child.keys.keys(), (sentence) => child.keys.get(sentence)!)
  const same = new Map<number, number>()
  for (const [sentence, key] of old.keys) {
    const to = free.get(key)?.shift()
    if (to !== undefined) same.set(sentence, to)
  }
  return same
}

function moved(
  source: Source,
  old: readonly Token[],
  child: readonly Token[],
  { first, last, shift }: { readonly first: number; readonly last: number; readonly shift: number },
): Source {
  const start = child[first + shift]!.start + source.start - old[first]!.start
  return { ...source, start, end: child[last + shift]!.end + source.end - old[last]!.end }
}

/** The nearest text's word counts; of two that say the same, the one in whose words there is no doubt. */
function put(placed: Map<number, Source>, token: number, source: Source): void {
  const before = placed.get(token)
  const isClearer = before?.key === source.key && before.reworded && !source.reworded
  if (before === undefined || isClearer) placed.set(token, source)
}

type Open = {
  readonly old: Sentences
  readonly open: readonly Held[]
  readonly child: Sentences
  /** Sentences of the child that no old one stands in unchanged. */
  readonly free: readonly number[]
}

/**
 * What stands in changed sentences. The likest two are laid side by side first; words that found their like are used up,
 * so that a sentence that was taken out does not come to stand in its neighbour. Joined and parted sentences meet their
 * parts one after the other.
 */
function carryChanged({ old, open, child, free }: Open, placed: Map<number, Source>): void {
  const weightOf = rarity(old)
  const used = { old: new Set<number>(), child: new Set<number>() }
  const rest = new Set(open)
  const sentences = new Set(open.map(({ first }) => old.tokens[first]!.sentence))
  for (const [from, to] of likest(old, sentences, child, free, weightOf)) {
    const own = [...rest].filter(({ first }) => old.tokens[first]!.sentence === from)
    const right = placesOf(child, to).filter((at) => !used.child.has(at))
    if (own.length === 0 || right.every((at) => child.tokens[at]!.figure === null)) continue
    const left = placesOf(old, from).filter((at) => !used.old.has(at))
    const alignment = aligned(old, left, child, right)
    const { kept, replaced } = alignment
    const isNear = (clause: number | null): boolean => belongs(old, from, clause, kept, weightOf)
    const clauses = new Set(left.map((at) => old.tokens[at]!.clause))
    if (!isNear(null) && ![...clauses].some((clause) => isNear(clause))) continue
    for (const held of own) {
      if (!isNear(null) && !isNear(old.tokens[held.first]!.clause)) continue
      if (settle(held, alignment, old, child, placed)) rest.delete(held)
    }
    for (const [was, is] of [...kept, ...replaced]) {
      used.old.add(was)
      used.child.add(is)
    }
  }
}

/**
 * What stands in sentences whose words are the same and whose numbers are not; then in copies of sentences that stand
 * elsewhere, whatever their numbers are now. Returns which sentences are settled by that.
 */
function carrySameWords(
  { old, open, child, free }: Open,
  same: ReadonlyMap<number, number>,
  placed: Map<number, Source>,
): { readonly old: Set<number>; readonly child: Set<number> } {
  const settled = { old: new Set<number>(), child: new Set<number>() }
  const byWords = Map.groupBy(old.words.keys(), (sentence) => old.words.get(sentence)!)
  for (const to of free) {
    const words = child.words.get(to) ?? ''
    const alike = words === '' ? [] : (byWords.get(words) ?? [])
    const from = alike.find((sentence) => !same.has(sentence) && !settled.old.has(sentence)) ?? alike[0]
    if (from === undefined) continue
    const alignment = aligned(old, placesOf(old, from), child, placesOf(child, to))
    for (const held of open) {
      if (old.tokens[held.first]!.sentence === from) settle(held, alignment, old, child, placed)
    }
    settled.old.add(from)
    settled.child.add(to)
  }
  return settled
}

function placesOf({ tokens, starts }: Sentences, sentence: number): number[] {
  const places: number[] = []
  for (let at = starts[sentence] ?? tokens.length; tokens[at]?.sentence === sentence; at++) places.push(at)
  return places
}

type Weight = (key: string) => number

/** What a word says of its sentence: the less, the more sentences it stands in; what stands in two of them says a quarter. */
function rarity({ tokens }: Sentences): Weight {
  const sentences = new Map<string, Set<number>>()
  for (const { key, sentence } of tokens) sentences.set(key, (sentences.get(key) ?? new Set()).add(sentence))
  return (key) => 1 / (sentences.get(key)?.size ?? 1) ** 2
}

/** Pairs of an old sentence and one of the child that share enough words, of a sentence or of a clause; the likest first. */
function likest(
  old: Sentences,
  from: ReadonlySet<number>,
  child: Sentences,
  to: readonly number[],
  weightOf: Weight,
): (readonly [number, number])[] {
  const pairs: { from: number; to: number; share: number; best: number }[] = []
  const words = to.map((sentence) => ({
    sentence,
    keys: new Set(placesOf(child, sentence).map((at) => child.tokens[at]!.key)),
  }))
  for (const sentence of from) {
    const own = placesOf(old, sentence)
    const clauses = [...Map.groupBy(own, (at) => old.tokens[at]!.clause).values()]
    for (const { sentence: target, keys } of words) {
      const isThere = (at: number): boolean => keys.has(old.tokens[at]!.key)
      const share = shareOf(old, own, isThere, weightOf)
      const best = Math.max(share, ...clauses.map((clause) => clauseShare(old, clause, isThere, weightOf)))
      if (best >= BELONGS) pairs.push({ from: sentence, to: target, share, best })
    }
  }
  return pairs.sort((a, b) => b.share - a.share || b.best - a.best).map((pair) => [pair.from, pair.to])
}

/** How much of the words at these places is there, by weight. Numerals are no words; without words, nothing is. */
function shareOf(
  { tokens }: Sentences,
  places: readonly number[],
  isThere: (at: number) => boolean,
  weightOf: Weight,
): number {
  let [all, found] = [0, 0]
  for (const at of places) {
    const { figure, key } = tokens[at]!
    if (figure !== null) continue
    all += weightOf(key)
    if (isThere(at)) found += weightOf(key)
  }
  return all === 0 ? 0 : found / all
}

function belongs(
  old: Sentences,
  sentence: number,
  clause: number | null,
  kept: ReadonlyMap<number, number>,
  weightOf: Weight,
): boolean {
  const places = placesOf(old, sentence)
  const isThere = (at: number): boolean => kept.has(at)
  if (clause === null) return shareOf(old, places, isThere, weightOf) >= BELONGS
  const own = places.filter((at) => old.tokens[at]!.clause === clause)
  return clauseShare(old, own, isThere, weightOf) >= BELONGS
}

/** The same of a clause, which says whose it is only by a word that stands in no other sentence: 参加…人次 does not. */
function clauseShare(
  old: Sentences,
  places: readonly number[],
  isThere: (at: number) => boolean,
  weightOf: Weight,
): number {
  const hasOwn = places.some((at) => {
    const { figure, key } = old.tokens[at]!
    return figure === null && weightOf(key) === 1 && isThere(at)
  })
  return hasOwn ? shareOf(old, places, isThere, weightOf) : 0
}

/** Which token of the child each old one is, and which numeral has taken the place of which. */
type Alignment = {
  readonly kept: ReadonlyMap<number, number>
  readonly replaced: ReadonlyMap<number, number>
}

function aligned(
  old: Sentences,
  from: readonly number[],
  child: Sentences,
  to: readonly number[],
): Alignment {
  const kept = new Map<number, number>()
  const replaced = new Map<number, number>()
  const keysOf = ({ tokens }: Sentences, places: readonly number[]) => places.map((at) => tokens[at]!.key)
  const parts = diffArrays(keysOf(old, from), keysOf(child, to), { maxEditLength: MOST_CHANGES }) ?? []
  let [i, j] = [0, 0]
  let gone: number[] = []
  let come: number[] = []
  const close = (): void => {
    for (const [was, is] of paired(numerals(old, gone), numerals(child, come))) replaced.set(was, is)
    ;[gone, come] = [[], []]
  }
  for (const { value, added, removed } of parts) {
    const { length } = value
    if (removed) gone.push(...from.slice(i, (i += length)))
    else if (added) come.push(...to.slice(j, (j += length)))
    else {
      close()
      for (let step = 0; step < length; step++) kept.set(from[i++]!, to[j++]!)
    }
  }
  close()
  return { kept, replaced }
}

type Numeral = { readonly at: number; readonly unit: string | null }

function numerals({ tokens }: Sentences, places: readonly number[]): Numeral[] {
  return places.flatMap((at) => {
    const { figure } = tokens[at]!
    return figure === null ? [] : [{ at, unit: figure.unit }]
  })
}

/** As many as there were: one for one. Otherwise those of one unit, in order. */
function paired(gone: readonly Numeral[], come: readonly Numeral[]): [number, number][] {
  if (gone.length === come.length) return gone.map(({ at }, place) => [at, come[place]!.at])
  const free = [...come]
  return gone.flatMap(({ at, unit }): [number, number][] => {
    const place = free.findIndex((one) => one.unit === unit)
    return place < 0 ? [] : [[at, free.splice(0, place + 1).at(-1)!.at]]
  })
}

/** Puts a source where its numeral stands, or the one that has taken its place. */
function settle(
  { source, first, last }: Held,
  { kept, replaced }: Alignment,
  old: Sentences,
  child: Sentences,
  placed: Map<number, Source>,
): boolean {
  const stays = kept.get(first)
  const to = stays ?? replaced.get(first)
  if (to === undefined) return false
  // A nearer text has said where it comes from.
  if (placed.has(to)) return true
  const { key, figure, start, end } = child.tokens[to]!
  const isWhole = stays !== undefined && key === old.tokens[first]!.key
  const isReworded = wordsOf(old, first) !== wordsOf(child, to)
  const { stands, reworded, ...plain } = source
  const doubt = isReworded
    ? { reworded: true as const }
    : { ...(reworded && { reworded }), ...(stands && { stands }) }
  if (isWhole && kept.get(last) === to + last - first) {
    const place = moved(source, old.tokens, child.tokens, { first, last, shift: to - first })
    placed.set(to, { ...plain, ...doubt, start: place.start, end: place.end })
    return true
  }
  // Another numeral: only as the whole of what the source said, and not for a part of a range.
  const isAlone = source.start === old.tokens[first]!.start && source.end >= old.tokens[first]!.end
  if (figure === null || !isAlone) return false
  placed.set(to, { ...plain, ...doubt, start, end })
  return true
}

function wordsOf({ tokens, words }: Sentences, at: number): string {
  return words.get(tokens[at]!.sentence) ?? ''
}
