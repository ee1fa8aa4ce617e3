import { say, type Locale } from '../../locale.ts'
import type { PlainText } from '../../text/normalise.ts'
import type { RecordWords } from '../facts/fact.ts'
import { closedGroups } from './closed.ts'
import type { NameIndex } from '../read/names.ts'
import { sentencesOf, type Placed, type Sentence } from '../read/sentence.ts'
import type { DateSpan, FigureSpan, Span } from '../scan/span.ts'
import type { Source } from '../sources/source.ts'
import type { Known } from '../verdict/notes.ts'
import { reasons } from '../verdict/reasons.ts'
import type { ShownClaim, VerdictSpan } from '../verdict/verdict.ts'
import type { Asked } from './fits.ts'
import { standingOf } from './dates.ts'
import { countsHere, judgeFigure, meaningsOf, type Judged } from './judge-figure.ts'
import { isInKnownPassage } from '../ledger/ledger.ts'
import { contradiction } from './contradiction.ts'
import type { Meant } from './meant.ts'
import type { Valued } from '../ledger/values.ts'

/** What a ledger is read into once, for all its texts. */
export type Prepared = {
  readonly asked: Omit<Asked, 'bounds'>
  readonly all: readonly RecordWords[]
  readonly period: { readonly label: string }
  readonly known: Known
  readonly scan: (source: string) => readonly Span[]
  readonly names: NameIndex
  /** What the key of a source means. */
  readonly meant: (key: string) => Meant | null
  readonly scopes: (plain: string) => Sentence['scopes']
}

export type Reader = {
  readonly prepared: Prepared
  readonly locale: Locale
  readonly asked: Asked
  /** Where a place of the text that is read comes from. */
  readonly sourceAt: (place: { readonly start: number; readonly end: number }) => Source | undefined
}

/** A span of the verdict with the figure it was read from; dates have none. */
export type ReadSpan = { readonly verdict: VerdictSpan; readonly figure: FigureSpan | null }

/** Judges every figure and date of running text; `all` are its spans. In the order of the sentences. */
export function readProse(text: PlainText, all: readonly Span[], reader: Reader): ReadSpan[] {
  const { known, names, scopes, asked } = reader.prepared
  const scanned = all.filter((span) => !isInKnownPassage(span, all, known))
  return sentencesOf(text, scanned, { names, scopes }).flatMap((sentence) => {
    const meanings = meaningsOf(closedGroups(sentence, asked.values.days), sentence, reader.asked)
    const figures = sentence.figures.flatMap((figure): ReadSpan[] => {
      const verdict = judged(figure, sentence, meanings.get(figure), reader)
      return verdict === null ? [] : [{ verdict, figure: figure.span }]
    })
    const dates = sentence.dates.flatMap((date): ReadSpan[] => {
      const verdict = isSignOff(text.plain, date) ? null : dateSpan(date, sentence, reader)
      return verdict === null ? [] : [{ verdict, figure: null }]
    })
    return [...figures, ...dates]
  })
}

function judged(
  figure: Placed<FigureSpan>,
  sentence: Sentence,
  meant: Valued | undefined,
  { asked, sourceAt, locale, prepared: { meant: meantBy } }: Reader,
): VerdictSpan | null {
  const source = sourceAt(figure.span)
  // What has a source is judged by it; of its words only what they contradict is told.
  if (source !== undefined) {
    const claim = meantBy(source.key)
    const words = claim === null ? null : contradiction(figure, sentence, claim, asked)
    const reason =
      claim === null || words === null
        ? reasons.unsupported(figure.span)
        : 'has' in words
          ? reasons.otherWords(figure.span, claim, words.has)
          : reasons.lacksWords(figure.span, claim)
    const span = figureSpan(figure.span, { state: 'exact', claim: null, candidates: [], reason }, locale)
    return { ...span, sourced: true, ...(words === null ? {} : { doubt: 'words' }) }
  }
  const found = judgeFigure(figure, sentence, meant, asked)
  if (figure.span.weight !== 'claim' && !countsHere(figure, sentence, found, asked)) return null
  return figureSpan(figure.span, found, locale)
}

function figureSpan(
  { text, start, end }: FigureSpan,
  { state, claim, candidates, reason }: Judged,
  locale: Locale,
): VerdictSpan {
  const fact = claim?.fact ?? null
  return {
    kind: 'figure',
    text,
    start,
    end,
    state,
    fact: fact === null ? null : { id: fact.id, label: fact.label, value: fact.value, unit: fact.unit },
    recordIds: claim?.recordIds ?? [],
    reason: say(locale, reason),
    claim: claim === null ? null : shown(claim, locale),
    candidates: candidates.map((one) => shown(one, locale)),
  }
}

function shown({ key, label, value, unit }: Valued, locale: Locale): ShownClaim {
  return { key, label: say(locale, label), value, unit }
}

const signing =
  /(?:印发|发布|报送|签发|成文|填报|统计|截稿)?(?:时间|日期)[:：]\s*$|\b(?:date|dated|published on|issued on|signed on)[: ]*$/

/** A date alone on its line closes the document, or stands after 印发时间：; it is the day of signing, not of a record. */
function isSignOff(plain: string, { from, to }: Placed<DateSpan>): boolean {
  const before = plain.slice(plain.lastIndexOf('\n', from - 1) + 1, from)
  if (signing.test(before.slice(-16))) return true
  if (before.trim() !== '') return false
  const end = plain.indexOf('\n', to)
  return plain.slice(to, end < 0 ? plain.length : end).trim() === '' && plain.trim().length > to - from
}

function dateSpan(
  placed: Placed<DateSpan>,
  sentence: Sentence,
  { prepared, locale }: Reader,
): VerdictSpan | null {
  const { text, start, end } = placed.span
  // The records hold no times of day; a note says so.
  if (placed.span.date.grain === 'time') return null
  const { asked, all, period } = prepared
  const standing = standingOf(placed, sentence, { records: asked.records, all, period: asked.values.days })
  const make = (
    state: VerdictSpan['state'],
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
    claim: null,
    candidates: [],
  })
  const ids = 'records' in standing ? standing.records.map(({ id }) => id) : []
  switch (standing.state) {
    case 'silent':
      return null
    case 'exact':
      return make('exact', ids, reasons.dateStands(ids))
    case 'doubtful':
      return make('proposed', ids, reasons.dateDoubtful(ids))
    case 'elsewhere':
      return make('conflict', ids, reasons.dateElsewhere(text, ids))
    case 'empty':
      return make('unsupported', [], reasons.dateWithoutRecord(text))
    case 'outside':
      return make('unsupported', [], reasons.dateOutside(text, period.label))
  }
}
