import { simplifiedSign } from './normalise.ts'

/** Names in one width and lower case, to be looked up at a place of a text. Several things may share a name. */
export type Names<T> = {
  readonly byName: ReadonlyMap<string, readonly T[]>
  /** The lengths that names have, longest first; and the signs that they begin and end with. */
  readonly lengths: readonly number[]
  readonly firsts: ReadonlySet<string>
  readonly lasts: ReadonlySet<string>
  readonly shapes: readonly { readonly shape: Shape; readonly things: readonly T[] }[]
}

/** Of longer names the beginning is enough to tell whether they are near. */
const longestCompared = 40

export type Named<T> = { readonly name: string; readonly things: readonly T[] }

export function namesOf<T>(entries: Iterable<readonly [string, T]>): Names<T> {
  const byName = new Map<string, T[]>()
  for (const [name, thing] of entries) {
    const key = foldName(name)
    if (key === '') continue
    const things = byName.get(key) ?? []
    if (!things.includes(thing)) things.push(thing)
    byName.set(key, things)
  }
  const lengths = [...new Set([...byName.keys()].map((name) => name.length))].sort(
    (left, right) => right - left,
  )
  const keys = [...byName.keys()]
  const firsts = new Set(keys.map((name) => name.charAt(0)))
  const lasts = new Set(keys.map((name) => name.charAt(name.length - 1)))
  const shapes = [...byName].map(([name, things]) => ({
    shape: shapeOf(name.slice(0, longestCompared)),
    things,
  }))
  return { byName, lengths, firsts, lasts, shapes }
}

export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\p{Script=Han}/gu, simplifiedSign)
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** The longest name that starts at `at`. A name of letters with an alphabet must end where the word ends. */
export function nameStartingAt<T>(names: Names<T>, text: string, at: number): Named<T> | null {
  if (!names.firsts.has(text.charAt(at))) return null
  if (isAlphabetic(text.charAt(at)) && isAlphabetic(text.charAt(at - 1))) return null
  for (const length of names.lengths) {
    const name = text.slice(at, at + length)
    const things = name.length === length ? names.byName.get(name) : undefined
    if (things === undefined) continue
    if (isAlphabetic(name.charAt(length - 1)) && isAlphabetic(text.charAt(at + length))) continue
    return { name, things }
  }
  return null
}

/** The longest name that ends before `end`. */
export function nameEndingAt<T>(names: Names<T>, text: string, end: number): Named<T> | null {
  if (!names.lasts.has(text.charAt(end - 1))) return null
  for (const length of names.lengths) {
    if (length > end) continue
    const name = text.slice(end - length, end)
    const things = names.byName.get(name)
    if (things === undefined) continue
    if (isAlphabetic(name.charAt(0)) && isAlphabetic(text.charAt(end - length - 1))) continue
    return { name, things }
  }
  return null
}

function isAlphabetic(sign: string): boolean {
  return (sign >= 'a' && sign <= 'z') || (sign >= '\u00df' && sign <= '\u052f')
}

/**
 * How alike two folded names are, 0 to 1: edits (a swap of neighbours is one) against the longer length, or shared pairs.
 * 0 at once where it can be seen that it would be below `floor`.
 */
function likenessOfFolded(a: Shape, b: Shape, floor: number): number {
  const [short, long] = a.name.length < b.name.length ? [a, b] : [b, a]
  // No two words are more alike by edits than by the signs they share, whatever the order.
  const shared = sharedSigns(short, long)
  if (shared === 0 || (1.8 * short.name.length) / (short.name.length + long.name.length) < floor) return 0
  const pairs = sharedPairs(a, b) * 0.9
  if (shared / long.name.length < Math.max(floor, pairs)) return pairs
  return Math.max(1 - editsBetween(a.name, b.name) / long.name.length, pairs)
}

/** A name with what comparing it needs, counted once. */
type Shape = {
  readonly name: string
  readonly signs: ReadonlyMap<string, number>
  readonly pairs: ReadonlySet<string>
}

function shapeOf(name: string): Shape {
  const signs = new Map<string, number>()
  for (const sign of name.split('')) signs.set(sign, (signs.get(sign) ?? 0) + 1)
  const pairs = new Set<string>()
  for (let i = 0; i < name.length - 1; i++) pairs.add(name.slice(i, i + 2))
  return { name, signs, pairs }
}

function sharedSigns(a: Shape, b: Shape): number {
  let shared = 0
  for (const [sign, count] of a.signs) shared += Math.min(count, b.signs.get(sign) ?? 0)
  return shared
}

function sharedPairs(a: Shape, b: Shape): number {
  let shared = 0
  for (const pair of a.pairs) if (b.pairs.has(pair)) shared++
  const all = a.pairs.size + b.pairs.size
  return all === 0 ? 0 : (2 * shared) / all
}

/** Optimal string alignment distance. */
export function editsBetween(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same)
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      next.push(cost)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

/** The things whose names are nearest, best first, each once; `floor` spares work on what is less alike than that. */
export function nearest<T>(
  names: Names<T>,
  word: string,
  count: number,
  floor = 0,
): { thing: T; likeness: number }[] {
  const best = new Map<T, number>()
  const folded = shapeOf(foldName(word).slice(0, longestCompared))
  for (const { shape, things } of names.shapes) {
    const score = likenessOfFolded(folded, shape, floor)
    for (const thing of things) best.set(thing, Math.max(score, best.get(thing) ?? 0))
  }
  return [...best]
    .map(([thing, likeness]) => ({ thing, likeness }))
    .sort((left, right) => right.likeness - left.likeness)
    .slice(0, count)
}
