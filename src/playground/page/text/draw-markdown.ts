import { el, type Child } from '../base/dom.ts'
import { drawInlines } from './draw-inline.ts'
import type { Inline } from './inline.ts'
import { parseMarkdown, type ListItem, type MarkdownPart } from './markdown.ts'
import type { Page } from '../base/page.ts'

/** Standard Markdown: `markdown` blocks and streamed text. */
export function drawMarkdown(page: Page, source: string): HTMLElement[] {
  return parseMarkdown(source).map((part) => drawPart(page, part))
}

const headings = ['h3', 'h4', 'h5', 'h6', 'h6', 'h6'] as const

function drawPart(page: Page, part: MarkdownPart): HTMLElement {
  if (part.kind === 'heading')
    return el(headings[part.level - 1] ?? 'h6', {}, ...drawInlines(page, part.inlines))
  if (part.kind === 'paragraph') return el('p', {}, ...drawInlines(page, part.inlines))
  if (part.kind === 'pre') return el('pre', {}, part.text)
  if (part.kind === 'rule') return el('hr')
  if (part.kind === 'quote') return el('blockquote', {}, ...part.parts.map((inner) => drawPart(page, inner)))
  if (part.kind === 'table') return drawTable(page, part.head, part.rows)
  const items = part.items.map((item) => drawItem(page, item))
  return part.ordered ? el('ol', { start: part.start }, ...items) : el('ul', {}, ...items)
}

function drawItem(page: Page, item: ListItem): HTMLElement {
  const box: Child =
    item.done !== null && el('input', { type: 'checkbox', disabled: true, checked: item.done })
  return el(
    'li',
    {},
    box,
    ...drawInlines(page, item.inlines),
    ...item.parts.map((part) => drawPart(page, part)),
  )
}

function drawTable(page: Page, head: Inline[][], rows: Inline[][][]): HTMLElement {
  const row = (cells: Inline[][], tag: 'th' | 'td'): HTMLElement =>
    el('tr', {}, ...cells.map((cell) => el(tag, {}, ...drawInlines(page, cell))))
  const table = el(
    'table',
    {},
    el('thead', {}, row(head, 'th')),
    el('tbody', {}, ...rows.map((cells) => row(cells, 'td'))),
  )
  return el('div', { class: 'table-wrap', tabindex: 0 }, table)
}
