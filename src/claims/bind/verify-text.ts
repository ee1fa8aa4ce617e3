import { houseBounds } from '../../text/numbers/approximation.ts'
import { comparedFacts } from './compared.ts'
import { wordIndex } from './words.ts'
import type { Ledger } from '../facts/fact.ts'
import { scannerFor } from '../scan/scan-text.ts'
import { plainText } from '../../text/normalise.ts'
import type { Span } from '../scan/span.ts'
import { tablesIn, type TextTable } from '../../text/tables.ts'
import { readProse, type Prepared, type Reader } from './verify-prose.ts'
import { readTable } from './verify-tables.ts'
import { withOneForm } from './forms.ts'
import { namesWithNumerals, withDistinctUnits } from './ledger.ts'
import { knownWords, notesOf } from '../verdict/notes.ts'
import type { Verdict, VerdictSpan, VerdictSummary, VerifyOptions } from '../verdict/verdict.ts'

export type {
  Confirmed,
  SpanState,
  Verdict,
  VerdictNote,
  VerdictSpan,
  VerdictSummary,
  VerifyOptions,
} from '../verdict/verdict.ts'

/**
 * Checks a text against the period's facts and records. Every figure becomes a span with its state; days and months
 * too, and dates outside; what is no wrong figure but wants an eye becomes a note. Pure; never throws; works in time
 * linear in the text.
 */
export function verifyText(source: string, ledger: Ledger, options: VerifyOptions = {}): Verdict {
  return verifierFor(ledger)(source, options)
}

/** The same for many texts of one ledger (paragraphs, revisions): its names are read once. */
export function verifierFor(given: Ledger): (source: string, options?: VerifyOptions) => Verdict {
  const ledger = withDistinctUnits({
    ...given,
    facts: given.facts.filter(({ compares }) => compares === undefined),
  })
  const known = knownWords(ledger)
  const units = [...new Set(ledger.facts.flatMap(({ unit, unitAliases }) => [unit, ...unitAliases]))]
  const prepared: Prepared = {
    ledger,
    known,
    scan: scannerFor({ lexicon: namesWithNumerals(ledger), units }),
    words: wordIndex(ledger),
    compared: comparedFacts(given.facts),
  }
  return (source, options = {}) => verify(source, prepared, options)
}

function verify(source: string, prepared: Prepared, options: VerifyOptions): Verdict {
  const locale = options.locale ?? 'zh'
  const reader: Reader = { prepared, locale, bounds: options.bounds ?? houseBounds }
  const text = plainText(source)
  const all = prepared.scan(source)
  const tables = tablesIn(source)
  const read = [
    ...readProse(text, outside(all, tables), reader),
    ...tables.flatMap((table) => readTable(table, source, reader)),
  ]
  const spans = withOneForm(
    read.toSorted((a, b) => a.verdict.start - b.verdict.start),
    locale,
  )
  const trends = read.flatMap(({ shows }) => (shows === null ? [] : [shows]))
  return {
    spans,
    summary: summaryOf(spans),
    // A rise or fall that the records show wants no eye.
    notes: notesOf(text, all, prepared.known, locale).filter(
      ({ kind, start }) =>
        kind !== 'trend' || !trends.some((told) => start >= told.start && start < told.end),
    ),
    ...usage(spans, all, prepared.ledger),
  }
}

/** Spans of the prose: tables are read by their cells. Both are in order. */
function outside(spans: readonly Span[], tables: readonly TextTable[]): readonly Span[] {
  let next = 0
  return spans.filter(({ start }) => {
    while (next < tables.length && tables[next]!.end <= start) next++
    return tables[next] === undefined || start < tables[next]!.start
  })
}

function summaryOf(spans: readonly VerdictSpan[]): VerdictSummary {
  const summary = {
    figures: spans.length,
    exact: 0,
    approximate: 0,
    derived: 0,
    proposed: 0,
    unsupported: 0,
    conflict: 0,
  }
  for (const { state } of spans) summary[state]++
  return summary
}

function usage(
  spans: readonly VerdictSpan[],
  all: readonly Span[],
  ledger: Ledger,
): Pick<Verdict, 'usedFactIds' | 'usedRecordIds' | 'unusedRecordIds'> {
  const sound = spans.filter(
    ({ state }) => state === 'exact' || state === 'approximate' || state === 'derived',
  )
  const used = new Set(sound.flatMap(({ recordIds }) => recordIds))
  const titles = all.flatMap((span) => (span.kind === 'name' && span.source === 'title' ? [span.text] : []))
  for (const { id, texts } of ledger.records) {
    if (titles.some((title) => texts.some((text) => text.includes(title)))) used.add(id)
  }
  return {
    usedFactIds: [...new Set(sound.flatMap(({ fact }) => (fact === null ? [] : [fact.id])))],
    usedRecordIds: [...used],
    unusedRecordIds: ledger.records.map(({ id }) => id).filter((id) => !used.has(id)),
  }
}
