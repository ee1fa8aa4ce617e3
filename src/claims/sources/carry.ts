import { diffArrays } from 'diff'
import type { Source } from './source.ts'
import { tokensOf, type Token } from './tokens.ts'

/** A text that another one was made from, with where its figures come from. */
export type Parent = { readonly text: string; readonly sources: readonly Source[] }

/** Changes of a text beyond which nothing is carried through changed sentences. The diff's time is bounded by it. */
const MOST_CHANGES = 600

/** A sentence belongs to another if at least this share of its words, or of the clause of the figure, stands in it. */
const BELONGS = 0.5

/**
 * The sources of a text, carried from the texts it was made from, the nearest first. A source lives on where its sentence
 * stands unchanged, wherever that is; where its numeral stands in a sentence that belongs together (`reworded` when the
 * words are others); and where another numeral has taken its place in such a sentence, to be shown as at odds. A numeral
 * in another sentence has no source, whatever its value. Pure.
 */
export function carry(text: string, parents: readonly Parent[]): Source[] {
  const child = sentencesOf(text)
  const placed = new Map<number, Source>()
  const left = parents
    .filter(({ sources }) => sources.length > 0)
    .map((parent) => {
      const old = sentencesOf(parent.text)
      return { old, sources: heldBy(old, parent.sources), same: sameSentences(old, child) }
    })
  for (const { old, sources, same } of left) {
    for (const { source, first, last } of sources) {
      const to = same.get(old.tokens[first]!.sentence)
      if (to === undefined) continue
      const shift = child.starts[to]! - old.starts[old.tokens[first]!.sentence]!
      put(placed, first + shift, moved(source, old.tokens, child.tokens, { first, last, shift }), true)
    }
  }
  for (const { old, sources, same } of left) {
    const taken = new Set(same.values())
    const open = sources.filter(({ first }) => !same.has(old.tokens[first]!.sentence))
    if (open.length > 0) carryChanged({ old, open, same, child, taken }, placed)
  }
  return [...placed.values()].sort((a, b) => a.start - b.start)
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

/** The nearest text's word counts; of two that say the same, the one without doubt. */
function put(placed: Map<number, Source>, token: number, source: Source, isSame: boolean): void {
  const before = placed.get(token)
  if (before === undefined) placed.set(token, source)
  else if (isSame && before.key === source.key && before.reworded && !source.reworded)
    placed.set(token, source)
}

type Changed = {
  readonly old: Sentences
  readonly open: readonly Held[]
  readonly same: ReadonlyMap<number, number>
  readonly child: Sentences
  readonly taken: ReadonlySet<number>
}

/** What stands in changed sentences: first all of them as one run, so that joined and parted ones are seen; then moved ones. */
function carryChanged({ old, open, same, child, taken }: Changed, placed: Map<number, Source>): void {
  const from = indexesOf(old, (sentence) => !same.has(sentence))
  const to = indexesOf(child, (sentence) => !taken.has(sentence))
  const run = aligned(old, from, child, to)
  for (const held of open) {
    if (settle(held, run, old, child, placed)) continue
    const { sentence } = old.tokens[held.first]!
    const own = from.filter((at) => old.tokens[at]!.sentence === sentence)
    const near = nearest(old, own, child, to)
    if (near !== null) settle(held, aligned(old, own, child, near), old, child, placed)
  }
}

function indexesOf({ tokens }: Sentences, isOpen: (sentence: number) => boolean): number[] {
  return [...tokens.keys()].filter((at) => isOpen(tokens[at]!.sentence))
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

/** Puts a source where its numeral, or the one in its place, stands in a sentence that belongs to its own. */
function settle(
  { source, first, last }: Held,
  { kept, replaced }: Alignment,
  old: Sentences,
  child: Sentences,
  placed: Map<number, Source>,
): boolean {
  const stays = kept.get(first)
  const to = stays ?? replaced.get(first)
  if (to === undefined || !belongs(first, to, kept, old, child)) return false
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

/** Whether enough words of its sentence, or of its clause, stand in the sentence that it has come to. */
function belongs(
  at: number,
  to: number,
  kept: ReadonlyMap<number, number>,
  old: Sentences,
  child: Sentences,
): boolean {
  const { sentence, clause } = old.tokens[at]!
  const target = child.tokens[to]!.sentence
  const share = (isIn: (token: Token) => boolean): number => {
    let [all, found] = [0, 0]
    for (let place = old.starts[sentence]!; old.tokens[place]?.sentence === sentence; place++) {
      const token = old.tokens[place]!
      if (token.figure !== null || !isIn(token)) continue
      all++
      const there = kept.get(place)
      if (there !== undefined && child.tokens[there]!.sentence === target) found++
    }
    return all === 0 ? 1 : found / all
  }
  return share(() => true) >= BELONGS || share((token) => token.clause === clause) >= BELONGS
}

/** The sentence of the child that shares most words with the old one; null: none shares half of them. */
function nearest(
  old: Sentences,
  own: readonly number[],
  child: Sentences,
  to: readonly number[],
): readonly number[] | null {
  const words = new Set(own.filter((at) => old.tokens[at]!.figure === null).map((at) => old.tokens[at]!.key))
  const shared = new Map<number, Set<string>>()
  for (const at of to) {
    const { sentence, key } = child.tokens[at]!
    if (words.has(key)) shared.set(sentence, (shared.get(sentence) ?? new Set()).add(key))
  }
  let [best, most] = [-1, 0]
  for (const [sentence, found] of shared) if (found.size > most) [best, most] = [sentence, found.size]
  return most < BELONGS * words.size || best < 0
    ? null
    : to.filter((at) => child.tokens[at]!.sentence === best)
}
