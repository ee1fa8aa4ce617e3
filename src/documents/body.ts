import { HeadingLevel, PageBreak, Paragraph } from 'docx'
import type { Block, DocumentDescription } from './description.ts'
import type { ParagraphTouches, ParagraphWriter } from './paragraphs.ts'

const LEVELS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
] as const

/** The body, block by block. Where it is a collection, its pieces are of the first level and their headings below. */
export function bodyParagraphs(
  { body, title, style }: Pick<DocumentDescription, 'body' | 'title' | 'style'>,
  writer: ParagraphWriter,
): Paragraph[] {
  const paragraphs: Paragraph[] = []
  if (title !== null) paragraphs.push(writer.write('title', [{ text: title }]))
  // An empty line of the grid parts the title from the text; plain pages have a space there already.
  if (title !== null && style === 'gb9704') paragraphs.push(writer.write('byline', []))
  const below = levelsBelow(body)
  // A break belongs to the paragraph after it, so that no empty line opens the new page.
  let isBroken = false
  for (const [at, block] of body.entries()) {
    if (block.kind === 'page break') {
      if (isBroken) paragraphs.push(new Paragraph({ children: [new PageBreak()] }))
      isBroken = true
      continue
    }
    const more = { bookmark: bookmarkOf(at), ...(isBroken ? { pageBreakBefore: true } : {}) }
    paragraphs.push(blockParagraph(block, writer, below, more))
    isBroken = false
  }
  return paragraphs
}

function blockParagraph(
  block: Exclude<Block, { kind: 'page break' }>,
  { write }: ParagraphWriter,
  below: number,
  { bookmark, ...more }: ParagraphTouches & { readonly bookmark: string },
): Paragraph {
  switch (block.kind) {
    case 'piece':
      return write('title', [{ text: block.title }], { ...more, bookmark, heading: HeadingLevel.HEADING_1 })
    case 'byline':
      return write('byline', [{ text: block.text }], more)
    case 'heading': {
      const heading = LEVELS[block.level - 1 + below] ?? HeadingLevel.HEADING_5
      return write(`heading${block.level}`, block.parts, { ...more, bookmark, heading })
    }
    case 'paragraph':
      return write('body', block.parts, more)
  }
}

/** A heading as the contents name it. `level`: 1 is the first. */
export type Listed = { readonly bookmark: string; readonly level: number; readonly text: string }

/** Pieces and headings down to a level, in their order. Pure. */
export function listedIn(body: readonly Block[], depth: number): Listed[] {
  const below = levelsBelow(body)
  return body
    .flatMap((block, at): Listed[] => {
      const bookmark = bookmarkOf(at)
      if (block.kind === 'piece') return [{ bookmark, level: 1, text: block.title }]
      if (block.kind !== 'heading') return []
      return [{ bookmark, level: block.level + below, text: block.parts.map(({ text }) => text).join('') }]
    })
    .filter(({ level }) => level <= depth)
}

/** In a collection the headings inside the pieces are one level lower than the pieces. */
function levelsBelow(body: readonly Block[]): number {
  return body.some(({ kind }) => kind === 'piece') ? 1 : 0
}

/** The name by which a block of the body is referred to, by its place. */
export function bookmarkOf(at: number): string {
  return `_Ref${at + 1}`
}
