import { houseBounds } from '../../text/numbers/approximation.ts'
import { plainText } from '../../text/normalise.ts'
import { tablesIn, type TextTable } from '../../text/tables.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { vocabularyOf } from '../evidence/vocabulary.ts'
import type { Ledger } from '../facts/fact.ts'
import { nameIndex } from '../read/names.ts'
import { scopesIn } from '../read/scopes.ts'
import { scannerFor } from '../scan/scan-text.ts'
import type { Span } from '../scan/span.ts'
import type { Source } from '../sources/source.ts'
import { placeholdersIn } from '../slot-words/placeholders.ts'
import { sourceJudge, withSourced, type SourceJudge } from '../sourced/judge-sources.ts'
import { knownWords, notesOf } from '../verdict/notes.ts'
import type { Verdict, VerdictSpan, VerdictSummary, VerifyOptions } from '../verdict/verdict.ts'
import { provenBy } from '../ledger/claims-of-ledger.ts'
import { namesWithNumerals, withDistinctUnits } from '../ledger/ledger.ts'
import { meantBy } from './meant.ts'
import { recordIndex } from './records.ts'
import { evidenceOfLedger } from '../ledger/rows-of-ledger.ts'
import { valuesOf } from '../ledger/values.ts'
import { readProse, type Prepared, type Reader } from './verify-prose.ts'
import { readTable } from './verify-tables.ts'

export type {
  Confirmed,
  ShownClaim,
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
export function verifierFor(
  given: Ledger,
  evidence: Evidence = evidenceOfLedger(given),
): (source: string, options?: VerifyOptions) => Verdict {
  const ledger = withDistinctUnits({
    ...given,
    facts: given.facts.filter(({ compares, detail }) => compares === undefined && detail === undefined),
  })
  const units = [...new Set(ledger.facts.flatMap(({ unit, unitAliases }) => [unit, ...unitAliases]))]
  const scopes = vocabularyOf(evidence.rows).entries.flatMap(({ words, names }) =>
    names.is === 'scope' && !isKindOf(words, evidence)
      ? spellings(words, names.scope).map((word) => ({ words: word, scope: names.scope, value: names.value }))
      : [],
  )
  const members = scopes.filter(({ scope }) => scope === 'member').map(({ words }) => words)
  const values = valuesOf(evidence, ledger)
  const prepared: Prepared = {
    asked: { values, records: recordIndex(ledger) },
    meant: meantBy(given, values),
    all: ledger.records,
    period: ledger.period,
    known: knownWords(ledger),
    scan: scannerFor({ lexicon: [...namesWithNumerals(ledger), ...members], units }),
    names: nameIndex(ledger),
    scopes: scopesIn(scopes),
  }
  const judgeSources = sourceJudge(withDistinctUnits(given), provenBy(prepared.asked.values))
  return (source, options = {}) => verify(source, { prepared, judgeSources }, options)
}

function verify(
  source: string,
  { prepared, judgeSources }: { readonly prepared: Prepared; readonly judgeSources: SourceJudge },
  options: VerifyOptions,
): Verdict {
  const locale = options.locale ?? 'zh'
  const bounds = options.bounds ?? houseBounds
  const reader: Reader = {
    prepared,
    locale,
    asked: { ...prepared.asked, bounds },
    sourceAt: sourcesByPlace(options.sources ?? []),
  }
  const text = plainText(source)
  const all = prepared.scan(source)
  const tables = tablesIn(source)
  const byWords = [
    ...readProse(text, outside(all, tables), reader),
    ...tables.flatMap((table) => readTable(table, source, reader)),
  ]
    .map(({ verdict }) => verdict)
    .sort((a, b) => a.start - b.start)
  // What stands in 【待补：…】 is not written yet.
  const blanks = placeholdersIn(source)
  const written = byWords.filter(
    ({ start, end }) => !blanks.some((blank) => blank.start < end && start < blank.end),
  )
  const spans = withSourced(
    written,
    judgeSources(source, all, options.sources ?? [], { locale, bounds }),
    (options.sources ?? []).filter(({ stands }) => stands !== undefined),
  )
  return {
    spans,
    summary: summaryOf(spans),
    notes: notesOf(text, all, prepared.known, locale),
    ...usage(spans, all, prepared.all),
  }
}

/** The source whose numeral stands within a place. */
function sourcesByPlace(sources: readonly Source[]): Reader['sourceAt'] {
  return (place) => sources.find(({ start, end }) => start < place.end && end > place.start)
}

/** 成员15 is Member 15 in English. */
function spellings(words: string, scope: string): readonly string[] {
  const number = scope === 'member' ? /^成员(\d+)$/.exec(words)?.[1] : undefined
  return number === undefined ? [words] : [words, `member ${number}`]
}

/** What is called like a kind is no material. */
function isKindOf(words: string, { rows }: Evidence): boolean {
  return rows.kinds.some(({ zh, aliases }) => zh === words || aliases.includes(words))
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
  records: Ledger['records'],
): Pick<Verdict, 'usedFactIds' | 'usedRecordIds' | 'unusedRecordIds'> {
  const sound = spans.filter(({ state }) => state !== 'unsupported' && state !== 'conflict')
  const used = new Set(sound.flatMap(({ recordIds }) => recordIds))
  const titles = all.flatMap((span) => (span.kind === 'name' && span.source === 'title' ? [span.text] : []))
  for (const { id, texts } of records) {
    if (titles.some((title) => texts.some((text) => text.includes(title)))) used.add(id)
  }
  return {
    usedFactIds: [...new Set(sound.flatMap(({ fact }) => (fact === null ? [] : [fact.id])))],
    usedRecordIds: [...used],
    unusedRecordIds: records.map(({ id }) => id).filter((id) => !used.has(id)),
  }
}
