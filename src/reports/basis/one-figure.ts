import { say, type Locale } from '../../locale.ts'
import type { VerdictNote, VerdictSpan } from '../../claims/bind/verify-text.ts'

/** Characters before a figure that say what it counts. */
const LEAD = { least: 3, most: 8 } as const

/**
 * One fact, one figure throughout: says where a fact is told exactly in one place and rounded in another, and where two
 * figures that no record bears out follow on the same words (满意度95%, later 满意度93%). Pure.
 */
export function inconsistentFigures(
  text: string,
  spans: readonly VerdictSpan[],
  locale: Locale,
): VerdictNote[] {
  const firstOf = new Map<string, VerdictSpan>()
  const notes: VerdictNote[] = []
  for (const span of spans) {
    const key = keyOf(text, span)
    if (key === null) continue
    const first = firstOf.get(key)
    if (first === undefined) firstOf.set(key, span)
    else if (plain(first.text) !== plain(span.text) && isAtOdds(first, span))
      notes.push(note(first, span, locale))
  }
  return notes
}

/** The fact it is bound to, else the words right before it. */
function keyOf(text: string, { kind, state, fact, start }: VerdictSpan): string | null {
  if (kind !== 'figure' || state === 'derived' || state === 'conflict') return null
  if (fact !== null) return `fact ${fact.id}`
  const lead = /[\p{L}]+$/u.exec(text.slice(Math.max(0, start - LEAD.most), start))?.[0] ?? ''
  const words = lead.replace(/(?:达到|达|为|是|共|有|约)$/u, '')
  return words.length < LEAD.least ? null : `words ${words.slice(-LEAD.least)}`
}

/** Of a fact: exact here, rounded there. Of no fact: any other figure of the same unit. */
function isAtOdds(first: VerdictSpan, span: VerdictSpan): boolean {
  if (first.fact !== null) return first.state !== span.state
  return unitOf(first.text) === unitOf(span.text)
}

function unitOf(figure: string): string {
  return plain(figure).replaceAll(/[\d.,\s]/g, '')
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function note(first: VerdictSpan, { text, start, end }: VerdictSpan, locale: Locale): VerdictNote {
  const reason = say(locale, {
    zh: `与前文的“${first.text}”说的是同一个数字，前后写法不一。`,
    en: `The same figure is written “${first.text}” above; it should read the same throughout.`,
  })
  return { kind: 'style', text, start, end, reason }
}
