/** Names in one width and lower case, to be looked up at a place of a text. Several things may share a name. */
export type Names<T> = {
  readonly byName: ReadonlyMap<string, readonly T[]>
  /** The lengths that names have, longest first; and the signs that they begin and end with. */
  readonly lengths: readonly number[]
  readonly firsts: ReadonlySet<string>
  readonly lasts: ReadonlySet<string>
}

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
  return { byName, lengths, firsts, lasts: new Set(keys.map((name) => name.charAt(name.length - 1))) }
}

export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
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
function likenessOfFolded(a: string, b: string, floor: number): number {
  if (a === '' || b === '') return 0
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const shared = [...new Set(short)].filter((sign) => long.includes(sign)).length
  if (shared === 0 || (1.8 * short.length) / (short.length + long.length) < floor) return 0
  const pairs = sharedPairs(a, b) * 0.9
  if (short.length / long.length < Math.max(floor, pairs)) return pairs
  return Math.max(1 - editsBetween(a, b) / long.length, pairs)
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

function sharedPairs(a: string, b: string): number {
  const left = pairsOf(a)
  const right = pairsOf(b)
  const shared = left.filter((pair) => right.includes(pair)).length
  return left.length + right.length === 0 ? 0 : (2 * shared) / (left.length + right.length)
}

function pairsOf(word: string): string[] {
  const pairs: string[] = []
  for (let i = 0; i < word.length - 1; i++) {
    const pair = word.slice(i, i + 2)
    if (!pairs.includes(pair)) pairs.push(pair)
  }
  return pairs
}

/** The things whose names are nearest, best first, each once; `floor` spares work on what is less alike than that. */
export function nearest<T>(
  names: Names<T>,
  word: string,
  count: number,
  floor = 0,
): { thing: T; likeness: number }[] {
  const best = new Map<T, number>()
  const folded = foldName(word).slice(0, 40)
  for (const [name, things] of names.byName) {
    const score = likenessOfFolded(folded, name.slice(0, 40), floor)
    for (const thing of things) best.set(thing, Math.max(score, best.get(thing) ?? 0))
  }
  return [...best]
    .map(([thing, likeness]) => ({ thing, likeness }))
    .sort((left, right) => right.likeness - left.likeness)
    .slice(0, count)
}
