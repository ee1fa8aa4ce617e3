import type { TextPart } from '../../documents/description.ts'

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

/** A stretch of a text that wants the reader's eye, and why, in one sentence. UTF-16 offsets. */
export type EyeMark = { readonly start: number; readonly end: number; readonly why: string }

/** A paragraph cut where something wants the reader's eye, each place with its remark. Marks in order, none over another. Pure. */
export function partsOf(
  { text, start }: PlacedParagraph,
  marks: readonly EyeMark[],
  remark: (why: string) => NonNullable<TextPart['remark']>,
): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const mark of marks) {
    const [from, to] = [mark.start - start, mark.end - start]
    if (from < at || to > text.length) continue
    if (from > at) parts.push({ text: text.slice(at, from) })
    parts.push({ text: text.slice(from, to), remark: remark(mark.why) })
    at = to
  }
  if (at < text.length) parts.push({ text: text.slice(at) })
  return parts
}
