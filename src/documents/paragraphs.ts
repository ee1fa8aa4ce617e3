import {
  AlignmentType,
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  HeadingLevel,
  PageBreak,
  Paragraph,
  TextRun,
  type ICommentOptions,
  type IParagraphOptions,
  type ParagraphChild,
} from 'docx'
import { dayInWords, writable, type Block, type DocumentDescription, type TextPart } from './description.ts'
import { SQUARE, type Part, type Stylesheet } from './looks.ts'

/** Writes paragraphs in one stylesheet, and collects the remarks that stand in them. */
export type ParagraphWriter = {
  readonly write: (part: Part, parts: readonly TextPart[], more?: Partial<IParagraphOptions>) => Paragraph
  readonly remarks: readonly ICommentOptions[]
}

export function paragraphWriter({ looks }: Stylesheet, madeAt: Date): ParagraphWriter {
  const remarks: ICommentOptions[] = []
  return {
    remarks,
    write: (part, parts, more = {}) => {
      const look = looks[part]
      const children = parts.flatMap((piece): ParagraphChild[] => {
        const runs = runsOf(piece.text, look.run)
        if (piece.remark === undefined) return runs
        const id = remarks.length
        remarks.push(remarkOf(id, piece.remark, madeAt))
        return [
          new CommentRangeStart(id),
          ...runs,
          new CommentRangeEnd(id),
          new TextRun({ children: [new CommentReference(id)] }),
        ]
      })
      return new Paragraph({ ...look.paragraph, ...more, children })
    },
  }
}

function runsOf(text: string, run: Stylesheet['looks'][Part]['run']): TextRun[] {
  return writable(text)
    .split('\n')
    .map((line, at) => new TextRun({ ...run, text: line, ...(at === 0 ? {} : { break: 1 }) }))
}

function remarkOf(
  id: number,
  { author, text }: { author: string; text: string },
  date: Date,
): ICommentOptions {
  const name = writable(author)
  const paragraphs = writable(text)
    .split('\n')
    .map((line) => new Paragraph({ children: [new TextRun(line)] }))
  return { id, author: name, initials: [...name].slice(0, 2).join(''), date, children: paragraphs }
}

const LEVELS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
] as const

/** The body, block by block. Where it is a collection, its pieces are of the first level and their headings below. */
export function bodyParagraphs(
  { body, title }: Pick<DocumentDescription, 'body' | 'title'>,
  writer: ParagraphWriter,
): Paragraph[] {
  const paragraphs: Paragraph[] = []
  if (title !== null) paragraphs.push(writer.write('title', [{ text: title }]), writer.write('byline', []))
  const below = body.some(({ kind }) => kind === 'piece') ? 1 : 0
  // A break belongs to the paragraph after it, so that no empty line opens the new page.
  let isBroken = false
  for (const block of body) {
    if (block.kind === 'page break') {
      if (isBroken) paragraphs.push(new Paragraph({ children: [new PageBreak()] }))
      isBroken = true
      continue
    }
    paragraphs.push(
      ...blockParagraphs(block, writer, { below, more: isBroken ? { pageBreakBefore: true } : {} }),
    )
    isBroken = false
  }
  return paragraphs
}

function blockParagraphs(
  block: Exclude<Block, { kind: 'page break' }>,
  { write }: ParagraphWriter,
  { below, more }: { readonly below: number; readonly more: Partial<IParagraphOptions> },
): Paragraph[] {
  switch (block.kind) {
    case 'piece':
      return [write('title', [{ text: block.title }], { ...more, heading: HeadingLevel.HEADING_1 })]
    case 'byline':
      return [write('byline', [{ text: block.text }], more)]
    case 'heading': {
      const heading = LEVELS[block.level - 1 + below] ?? HeadingLevel.HEADING_5
      return [write(`heading${block.level}`, block.parts, { ...more, heading })]
    }
    case 'paragraph':
      return [write('body', block.parts, more)]
  }
}

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
  const day = dayInWords(signOff.day, locale)
  const [organRight, dayRight] = style === 'gb9704' ? signOffIndents(squares(organ), squares(day)) : [0, 0]
  const line = (text: string, right: number, keepNext: boolean) => {
    const indent = { right: Math.round(right * SQUARE) }
    return write('body', [{ text }], { alignment: AlignmentType.RIGHT, indent, keepNext })
  }
  const organLine = organ === '' ? [] : [line(organ, organRight, true)]
  return [write('body', [], { keepNext: true }), ...organLine, line(day, dayRight, false)]
}

/** How many squares are free right of the organ and right of the day, of names that wide. Pure. */
export function signOffIndents(organ: number, day: number): readonly [number, number] {
  const free = organ - day
  return free >= 2 ? [2, free] : [Math.max(2, 4 + day - organ), 2]
}

/** Width in squares: a Latin letter or digit takes half of one. */
function squares(text: string): number {
  let width = 0
  for (const letter of text) width += letter.charCodeAt(0) < 0x2e80 ? 0.5 : 1
  return width
}
