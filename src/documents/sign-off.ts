import { AlignmentType, type Paragraph } from 'docx'
import { formatDay, SIGN_OFF_STYLE, writable, type DocumentDescription } from './description.ts'
import { SQUARE } from './looks.ts'
import type { ParagraphWriter } from './paragraphs.ts'

/**
 * The organ and the day below the text. In an official document without a seal the organ stands two squares from the
 * right edge and the day begins two squares right of the organ's first letter; a day longer than the organ's name
 * stands two squares from the edge itself. Source: GB/T 9704-2012, 7.3.5.2.
 */
export function signOffParagraphs(
  { signOff, style, locale }: Pick<DocumentDescription, 'signOff' | 'style' | 'locale'>,
  { write }: ParagraphWriter,
): Paragraph[] {
  if (signOff === undefined) return []
  const organ = writable(signOff.organ)
  const day = formatDay(signOff.day, locale)
  if (style === 'plain') {
    const end = (text: string, keepNext: boolean) =>
      write('body', [{ text }], { style: SIGN_OFF_STYLE, alignment: AlignmentType.RIGHT, keepNext })
    return [
      write('body', [], { keepNext: true }),
      ...(organ === '' ? [] : [end(organ, true)]),
      end(day, false),
    ]
  }
  const [organLeft, dayLeft] = signOffIndents(squares(organ), squares(day))
  const line = (text: string, left: number, keepNext: boolean) => {
    // Where a substituted font makes the line wider than counted, it runs on rather than break.
    const indent = { left: Math.round(left * SQUARE), right: -4 * SQUARE, firstLine: 0, firstLineChars: 0 }
    // No space between digits and Han letters, so that the widths are those counted.
    const more = {
      style: SIGN_OFF_STYLE,
      alignment: AlignmentType.LEFT,
      indent,
      autoSpaceEastAsianText: false,
      keepNext,
    }
    return write('body', [{ text }], more)
  }
  const organLine = organ === '' ? [] : [line(organ, organLeft, true)]
  return [write('body', [], { keepNext: true }), ...organLine, line(day, dayLeft, false)]
}

/** Where organ and day begin, in squares from the left, of names that wide. Pure. */
export function signOffIndents(organ: number, day: number): readonly [number, number] {
  const organLeft = Math.min(SQUARES - 2 - organ, SQUARES - 4 - day)
  return [Math.max(0, organLeft), Math.max(0, organLeft) + 2]
}

/** Characters in a line. */
const SQUARES = 28

/** Width in squares: a Latin letter or digit takes half of one. */
function squares(text: string): number {
  let width = 0
  for (const letter of text) width += letter.charCodeAt(0) < 0x2e80 ? 0.5 : 1
  return width
}
