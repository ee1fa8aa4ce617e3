import { say, type Locale } from '../locale.ts'
import { houseBounds } from './approximation.ts'
import { bindFigure } from './bind-figure.ts'
import { bindCompared, comparedFacts, type ComparedFacts } from './bind-figure-compared.ts'
import type { BindContext, Binding } from './bind-figure-binding.ts'
import { sentencesOf, type Placed, type Sentence } from './bind-figure-sentence.ts'
import { wordIndex, type WordIndex } from './bind-figure-words.ts'
import type { Fact, Ledger } from './fact.ts'
import { scannerFor } from './scan-figures.ts'
import { plainText, type PlainText } from './scan-figures-normalise.ts'
import type { DateSpan, FigureSpan, Span } from './scan-figures-span.ts'
import { standingOf } from './verify-text-dates.ts'
import { isInKnownPassage, namesWithNumerals, withDistinctUnits } from './verify-text-ledger.ts'
import { knownWords, notesOf, type Known } from './verify-text-notes.ts'
import { reasons } from './verify-text-reasons.ts'
import type { Verdict, VerdictSpan, VerdictSummary, VerifyOptions } from './verify-text-verdict.ts'

export type {
  SpanState,
  Verdict,
  VerdictNote,
  VerdictSpan,
  VerdictSummary,
  VerifyOptions,
} from './verify-text-verdict.ts'

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

type Prepared = {
  readonly ledger: Ledger
  readonly known: Known
  readonly scan: (source: string) => readonly Span[]
  readonly words: WordIndex
  readonly compared: ComparedFacts
}

function verify(source: string, prepared: Prepared, options: VerifyOptions): Verdict {
  const { ledger, known, words } = prepared
  const locale = options.locale ?? 'zh'
  const text = plainText(source)
  const all = prepared.scan(source)
  const scanned = all.filter((span) => !isInKnownPassage(span, all, known))
  const sentences = sentencesOf(text, scanned, words.anchorsIn(text.plain))
  const spans: VerdictSpan[] = []
  // Sentences whose rise or fall the records show.
  const shownTrends: Sentence[] = []
  let before: Sentence | null = null
  for (const sentence of sentences) {
    const context: BindContext = { ledger, words, bounds: options.bounds ?? houseBounds, before }
    for (const figure of sentence.figures) {
      const comparison = bindCompared(sentence, figure, context, prepared.compared)
      const binding = comparison ?? bindFigure(sentence, figure, context)
      if (comparison?.state === 'derived') shownTrends.push(sentence)
      if (isFigure(figure.span, binding, sentence, figure))
        spans.push(figureSpan(figure.span, binding, locale))
    }
    for (const date of sentence.dates) {
      const span = isSignOff(text.plain, date) ? null : dateSpan(date, sentence, context, locale)
      if (span !== null) spans.push(span)
    }
    if (sentence.plain.trim() !== '') before = sentence
  }
  spans.sort((a, b) => a.start - b.start)
  return {
    spans,
    summary: summaryOf(spans),
    notes: notesOf(text, all, known, locale).filter(
      ({ kind, start }) =>
        kind !== 'trend' || !shownTrends.some((sentence) => isWithin(text, sentence, start)),
    ),
    ...usage(spans, all, ledger),
  }
}

function isWithin(text: PlainText, { from, to }: Sentence, start: number): boolean {
  return start >= (text.starts[from] ?? 0) && start < (text.ends[to - 1] ?? 0)
}

/** Doubtful numerals (五项…, 一次, one) are figures only where the records say so. */
function isFigure(
  span: FigureSpan,
  binding: Binding,
  sentence: Sentence,
  figure: Placed<FigureSpan>,
): boolean {
  if (span.weight === 'claim') return true
  if (span.weight === 'loose' && isParallel(span, sentence)) return true
  if (binding.state === 'unsupported') return false
  if (binding.state !== 'conflict') return span.weight === 'loose' || binding.firm
  if (span.weight === 'loose') return binding.firm || !countsPolicies(span)
  // 民主生活会一个: at the clause's end a single unit is a count.
  if (binding.firm && /^\s*(?:$|[，。；、,.;）)])/.test(sentence.plain.slice(figure.to - sentence.from)))
    return true
  const lead = sentence.plain.slice(Math.max(0, figure.from - sentence.from - 6), figure.from - sentence.from)
  return binding.firm && /(?:共|累计|合计|仅|只|only|just|total of)[了有]?\s*$/.test(lead)
}

/** 上半年158条，下半年十条: beside a sure figure of the same unit a doubtful one is a figure too. 项 and 个 count policies as well. */
function isParallel(span: FigureSpan, sentence: Sentence): boolean {
  if (span.unit === null || countsPolicies(span)) return false
  return sentence.figures.some((other) => other.span.weight === 'claim' && other.span.unit === span.unit)
}

function countsPolicies(span: FigureSpan): boolean {
  return ['个', '项', '大', '种', '方面', '级'].includes(span.unit ?? '个')
}

function figureSpan(span: FigureSpan, binding: Binding, locale: Locale): VerdictSpan {
  const { text, start, end } = span
  return {
    kind: 'figure',
    text,
    start,
    end,
    state: binding.state,
    fact: binding.fact === null ? null : shownFact(binding.fact),
    recordIds: binding.recordIds,
    reason: say(locale, binding.reason),
  }
}

function shownFact({ id, label, value, unit }: Fact): NonNullable<VerdictSpan['fact']> {
  return { id, label, value, unit }
}

/** A date alone on its line closes the document: it is the day of signing, not of a record. */
function isSignOff(plain: string, { from, to }: Placed<DateSpan>): boolean {
  const line = plain.slice(plain.lastIndexOf('\n', from - 1) + 1, from) + plain.slice(to).split('\n', 1)[0]
  return line.trim() === '' && plain.trim().length > to - from
}

function dateSpan(
  placed: Placed<DateSpan>,
  sentence: Sentence,
  context: BindContext,
  locale: Locale,
): VerdictSpan | null {
  const { text, start, end } = placed.span
  const standing = standingOf(placed, sentence, context)
  const make = (
    state: 'exact' | 'unsupported' | 'conflict',
    recordIds: readonly string[],
    reason: Parameters<typeof say>[1],
  ): VerdictSpan => ({
    kind: 'date',
    text,
    start,
    end,
    state,
    fact: null,
    recordIds,
    reason: say(locale, reason),
  })
  const ids = 'records' in standing ? standing.records.map(({ id }) => id) : []
  switch (standing.state) {
    case 'silent':
      return null
    case 'exact':
      return make('exact', ids, reasons.dateStands(ids))
    case 'elsewhere':
      return ids.length === 0
        ? make('unsupported', [], reasons.dateWithoutRecord(text))
        : make('conflict', ids, reasons.dateElsewhere(text, ids))
    case 'empty':
      return make('unsupported', [], reasons.dateWithoutRecord(text))
    case 'outside':
      return make(
        'unsupported',
        [],
        placed.span.date.grain === 'time'
          ? reasons.time(text)
          : reasons.dateOutside(text, context.ledger.period.label),
      )
  }
}

function summaryOf(spans: readonly VerdictSpan[]): VerdictSummary {
  const summary = { figures: spans.length, exact: 0, approximate: 0, derived: 0, unsupported: 0, conflict: 0 }
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
