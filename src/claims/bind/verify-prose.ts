import { say, type Locale } from '../../locale.ts'
import type { ApproximationBounds } from '../../text/numbers/approximation.ts'
import { bindSentence } from './bind-figure.ts'
import type { BindContext, Binding } from './binding.ts'
import type { ComparedFacts } from './compared.ts'
import type { Operand } from './operands.ts'
import { sentencesOf, type Placed, type Sentence } from './sentence.ts'
import type { WordIndex } from './words.ts'
import type { Fact, Ledger } from '../facts/fact.ts'
import type { PlainText } from '../../text/normalise.ts'
import type { DateSpan, FigureSpan, Span } from '../scan/span.ts'
import { standingOf } from './dates.ts'
import type { ReadSpan } from './forms.ts'
import { isInKnownPassage } from './ledger.ts'
import type { Known } from '../verdict/notes.ts'
import { reasons } from '../verdict/reasons.ts'
import type { VerdictSpan } from '../verdict/verdict.ts'

/** What a ledger is read into once, for all its texts. */
export type Prepared = {
  readonly ledger: Ledger
  readonly known: Known
  readonly scan: (source: string) => readonly Span[]
  readonly words: WordIndex
  readonly compared: ComparedFacts
}

export type Reader = {
  readonly prepared: Prepared
  readonly locale: Locale
  readonly bounds: ApproximationBounds
}

/** Binds every figure and date of running text; `all` are the spans to judge. In the order of the sentences. */
export function readProse(text: PlainText, all: readonly Span[], reader: Reader): ReadSpan[] {
  const { ledger, known, words, compared } = reader.prepared
  const { locale, bounds } = reader
  const scanned = all.filter((span) => !isInKnownPassage(span, all, known))
  const sentences = sentencesOf(text, scanned, words.anchorsIn(text.plain))
  const spans: ReadSpan[] = []
  let before: Sentence | null = null
  let earlier: readonly Operand[] = []
  for (const sentence of sentences) {
    const context: BindContext = { ledger, words, bounds, before }
    const { bindings, operands, trends } = bindSentence(sentence, context, earlier, compared)
    for (const [i, figure] of sentence.figures.entries()) {
      const binding = bindings[i]!
      if (!isFigure(figure.span, binding, sentence, figure)) continue
      const opens = sentence.plain.slice(0, figure.from - sentence.from).trim() === ''
      const shows = trends.includes(figure)
        ? { start: text.starts[sentence.from] ?? 0, end: text.ends[sentence.to - 1] ?? 0 }
        : null
      spans.push({ verdict: figureSpan(figure.span, binding, locale), figure: figure.span, opens, shows })
    }
    for (const date of sentence.dates) {
      const span = isSignOff(text.plain, date) ? null : dateSpan(date, sentence, context, locale)
      if (span !== null) spans.push({ verdict: span, figure: null, opens: false, shows: null })
    }
    if (sentence.plain.trim() !== '') [before, earlier] = [sentence, operands]
  }
  return spans
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
  if (binding.state !== 'conflict') return (span.weight === 'loose' && span.unit !== null) || binding.firm
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

const signing =
  /(?:印发|发布|报送|签发|成文|填报|统计|截稿)?(?:时间|日期)[:：]\s*$|\b(?:date|dated|published on|issued on|signed on)[: ]*$/

/** A date alone on its line closes the document, or stands after 印发时间：; it is the day of signing, not of a record. */
function isSignOff(plain: string, { from, to }: Placed<DateSpan>): boolean {
  const before = plain.slice(plain.lastIndexOf('\n', from - 1) + 1, from)
  if (signing.test(before.slice(-16))) return true
  const end = plain.indexOf('\n', to)
  const line = before + plain.slice(to, end < 0 ? plain.length : end)
  return line.trim() === '' && plain.trim().length > to - from
}

function dateSpan(
  placed: Placed<DateSpan>,
  sentence: Sentence,
  context: BindContext,
  locale: Locale,
): VerdictSpan | null {
  const { text, start, end } = placed.span
  // The records hold no times of day; a note says so.
  if (placed.span.date.grain === 'time') return null
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
      return make('unsupported', [], reasons.dateOutside(text, context.ledger.period.label))
  }
}
