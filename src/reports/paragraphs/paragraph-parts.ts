import type { TextPart } from '../../documents/description.ts'
import { type Locale, translator } from '../../locale.ts'
import type { Verdict, VerdictSpan } from '../../claims/bind/verify-text.ts'

/** A paragraph, and where it begins in the text, in UTF-16 units. */
export type PlacedParagraph = { readonly text: string; readonly start: number }

/** The same paragraphs as `paragraphsOf`, with their places. Pure. */
export function placedParagraphs(text: string): PlacedParagraph[] {
  const paragraphs: PlacedParagraph[] = []
  let at = 0
  for (const piece of text.split(/(\n\s*\n)/)) {
    const trimmed = piece.trim()
    if (trimmed !== '') paragraphs.push({ text: trimmed, start: at + piece.indexOf(trimmed) })
    at += piece.length
  }
  return paragraphs
}

/** Whether a figure needs the reader's eye: nothing on record bears it out. */
export function isFault({ state }: Pick<VerdictSpan, 'state'>): boolean {
  return state === 'unsupported' || state === 'conflict'
}

/** Why a figure is not verified, in one sentence. */
export function formatFault({ state, reason, confirmed }: VerdictSpan, locale: Locale): string {
  const t = translator(locale)

  if (confirmed !== undefined) {
    const { by, at, source } = confirmed
    return t(
      `没有记录为据，由 ${by?.name ?? '编辑'} 于 ${at} 确认，来源：${source}`,
      `Not in the records; confirmed by ${by?.name ?? 'an editor'} on ${at}, from: ${source}`,
    )
  }
  return state === 'conflict'
    ? t(`与记录不符：${reason}`, `Does not match the records: ${reason}`)
    : t(`没有记录为据：${reason}`, `Not in the records: ${reason}`)
}

/** A paragraph cut where figures are not verified, each of them with a remark that says why. Pure. */
export function partsOf(
  { text, start }: PlacedParagraph,
  { spans }: Pick<Verdict, 'spans'>,
  remark: (span: VerdictSpan) => NonNullable<TextPart['remark']>,
): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const span of spans) {
    const [from, to] = [span.start - start, span.end - start]
    if (!isFault(span) || from < at || to > text.length) continue
    if (from > at) parts.push({ text: text.slice(at, from) })
    parts.push({ text: text.slice(from, to), remark: remark(span) })
    at = to
  }
  if (at < text.length) parts.push({ text: text.slice(at) })
  return parts
}
