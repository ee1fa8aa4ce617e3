import type { Ledger } from '../facts/fact.ts'
import { scanText } from '../scan/scan-text.ts'
import { isSameUnit } from '../../text/units.ts'
import type { Span } from '../scan/span.ts'
import { isKnown, type Known } from '../verdict/notes.ts'

/** Units that an office's measures have of their own, whether or not this period counts in them. */
const ownUnits = ['次', '人', '人次', '篇', '期', '条', '册', '份', '个', '块', '类', '小时', '个月', '%']

/**
 * Drops a unit's Chinese alias that is another measure's own unit: issues are counted in 期, so that 63期 is not 63次, and
 * 262篇 is not 262条. What is left (场 for 次, 则 for 条) may stand for the unit.
 */
export function withDistinctUnits(ledger: Ledger): Ledger {
  const own = [...new Set([...ownUnits, ...ledger.facts.map(({ unit }) => unit)])]
  const facts = ledger.facts.map((fact) => ({
    ...fact,
    unitAliases: fact.unitAliases.filter(
      (alias) =>
        /^[a-z]/i.test(alias) ||
        isSameUnit(alias, fact.unit) ||
        !own.some((unit) => unit !== fact.unit && isSameUnit(alias, unit)),
    ),
  }))
  return { ...ledger, facts }
}

/**
 * Names in the records that hold numerals (十九届六中全会精神, 成员01), to be read as names where they stand. A text
 * that states a quantity is none: a record that says "9999 participants" must not hide that figure in a draft.
 */
export function namesWithNumerals(ledger: Ledger): readonly string[] {
  const texts = new Set([
    ...ledger.records.flatMap(({ texts, people }) => [...texts, ...people]),
    ...ledger.facts.flatMap(({ names }) => names),
  ])
  const lines = [...texts].filter(
    (text) => text.length <= 80 && !text.includes('\n') && /[\p{N}一二三四五六七八九十百千万两]/u.test(text),
  )
  const joined = lines.join('\n')
  const counts = new Set<number>()
  const starts: number[] = []
  let at = 0
  for (const line of lines) {
    starts.push(at)
    at += line.length + 1
  }
  let line = 0
  for (const span of scanText(joined, { lexicon: [...ledger.lexicon, ...ledger.members] })) {
    while (line + 1 < starts.length && starts[line + 1]! <= span.start) line++
    if (
      span.kind === 'figure' &&
      span.weight === 'claim' &&
      (span.unit !== null || span.text.length === lines[line]?.length)
    )
      counts.add(line)
  }
  const names = lines.filter((name, i) => !counts.has(i) && (name.match(/[\p{L}]/gu)?.length ?? 0) >= 3)
  return [...ledger.lexicon, ...ledger.members, ...names]
}

/** A numeral inside 《…》 or “…” belongs to a name if the whole passage stands in a record; otherwise it is checked. */
export function isInKnownPassage(span: Span, all: readonly Span[], known: Known): boolean {
  if (span.kind !== 'figure' && span.kind !== 'date') return false
  return passagesAround(span, all).some(
    (passage) =>
      passage.kind === 'name' &&
      (passage.source === 'title' || passage.inner.length >= 6) &&
      isKnown(passage.inner, known),
  )
}

function passagesAround(span: Span, all: readonly Span[]): readonly Span[] {
  const found: Span[] = []
  // Passages are at most 60 characters long, so those that hold the span stand among the few before it.
  let low = lowerBound(all, span.start - 64)
  for (; low < all.length && all[low]!.start <= span.start; low++) {
    const other = all[low]!
    if (
      other.kind === 'name' &&
      (other.source === 'title' || other.source === 'quoted') &&
      other.end >= span.end
    )
      found.push(other)
  }
  return found
}

function lowerBound(all: readonly Span[], start: number): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (all[middle]!.start < start) low = middle + 1
    else high = middle
  }
  return low
}
