import type { Confirmation } from './confirmations-store.ts'
import type { Confirmed, Verdict, VerdictSpan } from '../../claims/bind/verify-text.ts'

/** What nothing bears out for certain: neither a record nor an editor's word. */
export function isOpen({ state, confirmed }: VerdictSpan): boolean {
  return isFault(state) && confirmed === undefined
}

function isFault(state: VerdictSpan['state']): boolean {
  return state === 'unsupported' || state === 'conflict' || state === 'proposed'
}

/**
 * The sentence in which a figure stands, with every figure masked, its own as @ and others as #: so a confirmation outlives
 * an update of another figure beside it, and not a change of the words. White space and width of signs do not count.
 */
export function figureContext(text: string, span: VerdictSpan, spans: readonly VerdictSpan[]): string {
  const [from, to] = sentenceAround(text, span)
  let masked = ''
  let at = from
  for (const other of spans) {
    if (other.start < from || other.end > to) continue
    masked += text.slice(at, other.start) + (other.start === span.start ? '@' : '#')
    at = other.end
  }
  return plain(masked + text.slice(at, to))
}

/** A figure as far as a confirmation knows it again. */
export function plainFigureText(text: string): string {
  return plain(text)
}

/**
 * The verdict with what editors have confirmed: only figures that no record bears out, where the same figure stands in the
 * same sentence. Taken-back confirmations do not count. Pure.
 */
export function withConfirmations(
  text: string,
  verdict: Verdict,
  confirmations: readonly Confirmation[],
  words: {
    readonly nameOf: (memberId: string) => Confirmed['by']
    readonly timeOf: (at: Date) => string
  },
): Verdict {
  const standing = confirmations.filter(({ revokedAt }) => revokedAt === null)
  if (standing.length === 0) return verdict
  const spans = verdict.spans.map((span) => {
    if (!isFault(span.state)) return span
    const [figure, context] = [plain(span.text), figureContext(text, span, verdict.spans)]
    const found = standing.findLast((one) => one.figure === figure && one.context === context)
    if (found === undefined) return span
    const { number, by, at, source } = found
    return { ...span, confirmed: { number, by: words.nameOf(by), at: words.timeOf(at), source } }
  })
  return { ...verdict, spans }
}

/** Standing confirmations that no figure of the verdict answers to any more. Pure. */
export function lapsedConfirmations(
  verdict: Verdict,
  confirmations: readonly Confirmation[],
): Confirmation[] {
  const found = new Set(verdict.spans.flatMap(({ confirmed }) => confirmed?.number ?? []))
  return confirmations.filter(({ number, revokedAt }) => revokedAt === null && !found.has(number))
}

function sentenceAround(text: string, { start, end }: VerdictSpan): [number, number] {
  const ends = /[。！？；\n]|[.!?;](?=\s|$)/g
  let from = 0
  for (const found of text.slice(0, start).matchAll(ends)) from = found.index + 1
  ends.lastIndex = end
  const after = ends.exec(text)
  return [from, after === null ? text.length : after.index]
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')
}
