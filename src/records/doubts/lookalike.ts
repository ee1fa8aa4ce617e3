/** A record of the same kind and day whose title is much the same. */
export type Lookalike = { readonly id: string; readonly title: string; readonly loggedBy: string | null }

/** From this share of common letter pairs on, two titles of one day and kind are taken for the same event. */
const ALIKE = 0.6

/**
 * The record that most looks like one with this title, if any does. Dice's coefficient on letter pairs; titles with other
 * numbers, as 第3期 and 第4期, are two events.
 */
export function findLookalike(title: string, sameDay: readonly Lookalike[]): Lookalike | null {
  let best: { readonly record: Lookalike; readonly likeness: number } | null = null
  for (const record of sameDay) {
    const likeness = haveOtherNumbers(title, record.title) ? 0 : likenessOf(title, record.title)
    if (likeness >= ALIKE && (best === null || likeness > best.likeness)) best = { record, likeness }
  }
  return best?.record ?? null
}

/** 0 (nothing in common) to 1 (the same letters), whatever the punctuation and case. */
export function likenessOf(one: string, other: string): number {
  const a = pairsOf(one)
  const b = pairsOf(other)
  if (a.size === 0 || b.size === 0) return lettersOf(one) === lettersOf(other) ? 1 : 0
  let common = 0
  for (const pair of a) if (b.has(pair)) common += 1
  return (2 * common) / (a.size + b.size)
}

function haveOtherNumbers(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => text.normalize('NFKC').match(/\d+/g)?.join(' ') ?? '')
  return a !== '' && b !== '' && a !== b
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

function pairsOf(text: string): Set<string> {
  const letters = [...lettersOf(text)]
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`))
}
