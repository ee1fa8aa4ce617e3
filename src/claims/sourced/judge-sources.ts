import { say, type Locale } from '../../locale.ts'
import { passesFor, type ApproximationBounds } from '../../text/numbers/approximation.ts'
import { unitsAgree } from '../../text/units.ts'
import type { Ledger } from '../facts/fact.ts'
import { scanText } from '../scan/scan-text.ts'
import type { FigureSpan, Span } from '../scan/span.ts'
import { claimValues, type ClaimValue } from '../sources/claim-values.ts'
import type { Source } from '../sources/source.ts'
import type { VerdictSpan } from '../verdict/verdict.ts'
import { sourceReasons } from './source-reasons.ts'

export type SourceJudge = (
  text: string,
  all: readonly Span[],
  sources: readonly Source[],
  how: { readonly locale: Locale; readonly bounds: ApproximationBounds },
) => VerdictSpan[]

/**
 * Judges the figures of a text that have a source, by what the records say of its claim now. No words choose: what agrees
 * is exact, approximate or derived; another number or unit is a conflict, and so is a claim the records no longer hold.
 * One span for each source, in the order of the text. `proven`: claims that are no fact of the ledger, of a part of the
 * period or of a place. Pure.
 */
export function sourceJudge(
  ledger: Ledger,
  proven: (key: string, locale: Locale) => ClaimValue | null = () => null,
): SourceJudge {
  const valueOf = claimValues(ledger)
  return (text, all, sources, how) =>
    sources
      .filter(({ start, end }) => start >= 0 && start < end && end <= text.length)
      .toSorted((a, b) => a.start - b.start)
      .map((source) => {
        const value = valueOf(source.key) ?? proven(source.key, how.locale)
        return judge(text, source, figureAt(text, all, source, sources), value, how)
      })
}

/** The figure as it is written, and the stretch of text that shows it. null: what stands there is no number any more. */
type Written = { readonly start: number; readonly end: number; readonly figure: FigureSpan | null }

function figureAt(text: string, all: readonly Span[], source: Source, sources: readonly Source[]): Written {
  const { start, end } = source
  const found = all.find(
    (span): span is FigureSpan => span.kind === 'figure' && span.start < end && start < span.end,
  )
  const isAlone =
    found !== undefined &&
    sources.filter((other) => other.start < found.end && found.start < other.end).length === 1
  if (isAlone) return { start: Math.min(start, found.start), end: Math.max(end, found.end), figure: found }
  const own = scanText(text.slice(start, end)).find((span): span is FigureSpan => span.kind === 'figure')
  return { start, end, figure: own ?? null }
}

function judge(
  whole: string,
  source: Source,
  { start, end, figure }: Written,
  claim: ClaimValue | null,
  { locale, bounds }: { readonly locale: Locale; readonly bounds: ApproximationBounds },
): VerdictSpan {
  const text = whole.slice(start, end)
  const shown = { kind: 'figure', text, start, end, sourced: true } as const
  const conflict = (reason: Parameters<typeof say>[1]): VerdictSpan => ({
    ...shown,
    state: 'conflict',
    fact: claim?.fact ? shownFact(claim) : null,
    recordIds: claim?.recordIds ?? [],
    claim: claim === null ? null : shownClaim(claim),
    reason: say(locale, reason),
  })
  if (claim === null) return conflict(sourceReasons.gone(text, source.value))
  const written = whole.slice(source.start, source.end)
  if (figure === null || !agrees(figure, written, claim, bounds)) {
    const stood = figure !== null && passesFor(figure.amount, source.value, bounds)
    return conflict(
      stood && source.value !== claim.value
        ? sourceReasons.corrected(text, claim)
        : sourceReasons.changed(written, source.value, claim),
    )
  }
  if (!unitsAgree(figure.unit, claim.unit, claim.unitAliases))
    return conflict(sourceReasons.otherUnit(text, claim))
  const isExact = figure.amount.approximation === 'exact'
  const isDerived = claim.how !== 'fact' && claim.how !== 'record'
  return {
    ...shown,
    state: isDerived ? 'derived' : isExact ? 'exact' : 'approximate',
    fact: claim.fact === null ? null : shownFact(claim),
    recordIds: claim.recordIds,
    claim: shownClaim(claim),
    reason: say(
      locale,
      isDerived ? sourceReasons.derived(claim) : sourceReasons.stands(figure.amount, claim),
    ),
    ...(source.reworded && source.stands === undefined ? { doubt: 'reworded' as const } : {}),
  }
}

/** A share agrees when it is the value rounded as it is written. */
function agrees(
  figure: FigureSpan,
  written: string,
  { value, how }: ClaimValue,
  bounds: ApproximationBounds,
): boolean {
  const { amount } = figure
  if (how !== 'share' || amount.approximation !== 'exact') return passesFor(amount, value, bounds)
  const decimals = /[.．](\d+)/.exec(written.normalize('NFKC'))?.[1]?.length ?? 0
  return Math.abs(value - amount.value) <= 0.5 * 10 ** -decimals + 1e-9
}

function shownClaim({ key, label, value, unit }: ClaimValue): NonNullable<VerdictSpan['claim']> {
  return { key, label, value, unit }
}

function shownFact({ fact, label, value, unit }: ClaimValue): NonNullable<VerdictSpan['fact']> {
  return { id: fact?.id ?? '', label, value, unit }
}

/** Sources as they are stored: one that agrees has the value that the records give now, so that "was" says the last one. */
export function settled(sources: readonly Source[], spans: readonly VerdictSpan[]): Source[] {
  return sources.map((source) => {
    const span = spans.find((one) => one.sourced && one.start <= source.start && source.end <= one.end)
    const { state, claim } = span ?? {}
    return !claim || claim.key !== source.key || state === 'conflict'
      ? source
      : { ...source, value: claim.value }
  })
}

type Place = { readonly start: number; readonly end: number }

/**
 * The spans with those that have a source judged by it: words choose nothing of them, and where they contradict one that
 * agrees, that is its doubt, unless somebody said that it still holds (`stood`). Both in order.
 */
export function withSourced(
  spans: readonly VerdictSpan[],
  sourced: readonly VerdictSpan[],
  stood: readonly Source[] = [],
): readonly VerdictSpan[] {
  if (sourced.length === 0) return spans
  const meet = (one: Place, other: Place) => one.start < other.end && other.start < one.end
  const free = spans.filter((span) => !sourced.some((one) => meet(one, span)))
  const judged = sourced.map((span) => {
    const words = spans.find((one) => one.doubt === 'words' && meet(one, span))
    const isSettled =
      span.state === 'conflict' || span.doubt !== undefined || stood.some((one) => meet(one, span))
    return words === undefined || isSettled
      ? span
      : { ...span, doubt: 'words' as const, reason: words.reason }
  })
  return [...free, ...judged].sort((a, b) => a.start - b.start)
}
