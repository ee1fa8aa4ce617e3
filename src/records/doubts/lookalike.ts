import type { Unusual } from './unusual.ts'

/** A record of the same kind and day whose title is much the same. */
export type Lookalike = {
  readonly id: string
  readonly title: string
  readonly loggedBy: string | null
}

/** Within so many minutes a second entry of one event is most likely the same one, logged twice. */
const ONCE_MINUTES = 60

/** A record that was logged a moment ago and looks like what is about to be: to be confirmed before it is stored. */
export function questionLookalike(
  { id, title, loggedAt }: Lookalike & { readonly loggedAt: Date },
  { by, at }: { readonly by: string | null; readonly at: Date },
): Unusual | null {
  const minutes = Math.floor((at.getTime() - loggedAt.getTime()) / 60_000)
  if (minutes < 0 || minutes >= ONCE_MINUTES) return null
  const when =
    minutes === 0 ? { zh: '刚刚', en: 'just now' } : { zh: `${minutes} 分钟前`, en: `${minutes} min ago` }
  const who = by === null ? { zh: '导入', en: 'imported' } : { zh: `${by} 登记`, en: `logged by ${by}` }
  return {
    key: `alike=${id}`,
    field: 'title',
    question: {
      zh: `看起来和 ${id}“${title}”是同一件事（${when.zh}由${who.zh}）。不是同一件就勾选；是就关掉这张表。`,
      en: `This looks like ${id}, “${title}”, ${who.en} ${when.en}. Tick it if it is another event; close this form if it is the same.`,
    },
    answer: { zh: '不是同一件，另记一条', en: 'Another event: log it too' },
  }
}

/** From this share of common letter pairs on, two titles of one day and kind are taken for the same event. */
const ALIKE = 0.6

/**
 * The record that most looks like one with this title, if any does. Dice's coefficient on letter pairs; titles with other
 * numbers, as 第3期 and 第4期, or of other books, are two events.
 */
export function findLookalike<T extends Lookalike>(title: string, sameDay: readonly T[]): T | null {
  let best: { readonly record: T; readonly likeness: number } | null = null
  for (const record of sameDay) {
    const likeness = nameOthers(title, record.title) ? 0 : likenessOf(title, record.title)
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

/** Whether two titles name other numbers, or other books in 《》: whatever is around these is no sign of one event. */
function nameOthers(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => text.normalize('NFKC').match(/\d+/g)?.join(' ') ?? '')
  if (a !== '' && b !== '' && a !== b) return true
  const [books, others] = [one, other].map((text) => text.match(/《[^《》]+》/gu) ?? [])
  if (books === undefined || others === undefined || books.length === 0 || others.length === 0) return false
  return !books.some((book) => others.some((another) => likenessOf(book, another) >= ALIKE))
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
