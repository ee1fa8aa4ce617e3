import { LineRuleType } from 'docx'
import { bookmarkOf } from './body.ts'
import { writable, type Block, type DocumentDescription } from './description.ts'
import type { Look, Part, Stylesheet } from './looks.ts'

/**
 * The page on which each block of the body begins, by its bookmark: what Word shows in the contents until somebody updates
 * them (LibreOffice counts by itself). Letters are taken for squares and half squares, so in a long document a number
 * may be one off. Pure.
 */
export function estimatePages(
  { body, title }: Pick<DocumentDescription, 'body' | 'title'>,
  sheet: Stylesheet,
): ReadonlyMap<string, string> {
  const { size, margin } = sheet.page
  const room = (Number(size?.height) - Number(margin?.top) - Number(margin?.bottom)) / 20
  const pages = new Map<string, string>()
  let page = 1
  let used =
    title === null
      ? 0
      : heightOf('title', title, sheet) + (sheet.twoSided ? heightOf('byline', '', sheet) : 0)
  body.forEach((block, at) => {
    if (block.kind === 'page break') {
      ;[page, used] = [page + 1, 0]
      return
    }
    const part = partOf(block)
    const line = lineOf(sheet.looks[part])
    const height = heightOf(part, textOf(block), sheet)
    // A heading does not stand at the foot of a page without what follows.
    const needed = line + (sheet.looks[part].paragraph.keepNext === true ? line : 0)
    if (used > 0 && used + needed > room + 1) [page, used] = [page + 1, 0]
    pages.set(bookmarkOf(at), String(page))
    used += height
    while (used > room + 1) [page, used] = [page + 1, used - room]
  })
  return pages
}

function partOf(block: Exclude<Block, { kind: 'page break' }>): Part {
  if (block.kind === 'piece') return 'title'
  if (block.kind === 'byline') return 'byline'
  return block.kind === 'heading' ? `heading${block.level}` : 'body'
}

function textOf(block: Exclude<Block, { kind: 'page break' }>): string {
  if (block.kind === 'piece') return block.title
  return block.kind === 'byline' ? block.text : block.parts.map(({ text }) => text).join('')
}

/** In points, with the space before and after it. */
function heightOf(part: Part, text: string, { looks, measure, twoSided }: Stylesheet): number {
  const look = looks[part]
  const em = Number(look.run.size) / 2 + (look.run.characterSpacing ?? 0) / 20
  const indent = Number(look.paragraph.indent?.firstLine ?? 0) / 20
  const lines = writable(text)
    .split('\n')
    .reduce(
      (sum, line, at) =>
        sum +
        linesOf(line, {
          em,
          latin: twoSided ? 0.5 : 0.45,
          indent: at === 0 ? indent : 0,
          measure: measure / 20,
        }),
      0,
    )
  const { before = 0, after = 0 } = look.paragraph.spacing ?? {}
  return lines * lineOf(look) + (before + after) / 20
}

/** The height of a line, in points. A face is taken to be 1.15 times as tall as its size. */
function lineOf({ run, paragraph }: Look): number {
  const { line = 240, lineRule } = paragraph.spacing ?? {}
  return lineRule === LineRuleType.EXACT ? line / 20 : ((Number(run.size) / 2) * 1.15 * line) / 240
}

/** Closing marks hang beyond the end of a line rather than begin the next. */
const CLOSING = /[，。；：、！？）》”’】]/u

function linesOf(
  text: string,
  of: { readonly em: number; readonly latin: number; readonly indent: number; readonly measure: number },
): number {
  let lines = 1
  let used = of.indent
  // Words and numbers stay whole; Han letters stand by themselves.
  for (const [piece] of text.matchAll(/[!-~\u00A1-\u024F]+|[^]/gu)) {
    const isHan = /^[\u2E80-\u{3FFFF}\u2014\u201C\u201D\u2026]/u.test(piece)
    const width = piece.length * of.em * (isHan ? 1 / piece.length : of.latin)
    if (used + width > of.measure + 0.5 && !CLOSING.test(piece) && piece !== ' ') {
      lines += Math.max(1, Math.ceil(width / of.measure))
      used = 0
    }
    used += Math.min(width, of.measure)
  }
  return lines
}
