import type { Unusual } from './unusual.ts'

/** A record of the same kind and day whose title is much the same. */
export type Lookalike = {
  readonly id: string
  readonly title: string
  readonly loggedBy: string | null
}

/** Within so many minutes a second entry of one event is most likely the same one, logged twice. */
const ONCE_MINUTES = 60

type DatedLookalike = Lookalike & { readonly loggedAt: Date }

/**
 * Which of a day's records somebody logged a moment ago and looks like what is about to be: to be confirmed before it is
 * stored. What an import brought was not logged by anybody: a table is stored whole, so its age tells nothing.
 */
export function findJustLogged<T extends DatedLookalike>(
  title: string,
  sameDay: readonly T[],
  at: Date,
): T | null {
  return findLookalike(
    title,
    sameDay.filter(({ loggedBy, loggedAt }) => {
      const minutes = minutesBetween(loggedAt, at)
      return loggedBy !== null && minutes >= 0 && minutes < ONCE_MINUTES
    }),
  )
}

/** Asks about a record that was logged a moment ago. `by` is the name of who logged it. */
export function questionLookalike(
  { id, title, loggedAt }: DatedLookalike,
  { by, at }: { readonly by: string; readonly at: Date },
): Unusual {
  const minutes = minutesBetween(loggedAt, at)
  const when =
    minutes === 0 ? { zh: '刚刚', en: 'just now' } : { zh: `${minutes} 分钟前`, en: `${minutes} min ago` }
  return {
    key: `alike=${id}`,
    field: 'title',
    question: {
      zh: `看起来和 ${id}“${title}”是同一件事（${when.zh}由${by} 登记）。不是同一件就勾选；是就关掉这张表。`,
      en: `This looks like ${id}, “${title}”, logged by ${by} ${when.en}. Tick it if it is another event; close this form if it is the same.`,
    },
    answer: { zh: '不是同一件，另记一条', en: 'Another event: log it too' },
  }
}

function minutesBetween(loggedAt: Date, at: Date): number {
  return Math.floor((at.getTime() - loggedAt.getTime()) / 60_000)
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
