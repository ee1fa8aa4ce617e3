import type { Token } from 'markdown-it/browser'
import { el } from '../base/dom.ts'
import { drawInlines } from './draw-inline.ts'
import { inlinesOf, parseMarkdown } from './markdown.ts'
import type { Page } from '../base/page.ts'

/** Standard Markdown: `markdown` blocks and streamed text. */
export function drawMarkdown(page: Page, source: string): Node[] {
  const root = document.createDocumentFragment()
  const open: ParentNode[] = [root]
  for (const token of parseMarkdown(source)) {
    const here = open.at(-1) ?? root
    if (token.nesting > 0) open.push(opened(here, token))
    else if (token.nesting < 0) open.pop()
    else if (token.type === 'inline') drawRun(page, here, token)
    else here.append(token.type === 'hr' ? el('hr') : el('pre', {}, token.content.replace(/\n$/, '')))
  }
  return [...root.childNodes]
}

const elements = ['p', 'ul', 'ol', 'li', 'blockquote', 'table', 'thead', 'tbody', 'tr', 'th', 'td'] as const

/** The element that a token begins, already in its place; a tight list's paragraphs are not there to be seen. */
function opened(here: ParentNode, token: Token): ParentNode {
  if (token.hidden) return here
  const heading = /^h(\d)$/.exec(token.tag)
  // The page has its own h1 and h2.
  const level = Math.min(6, Number(heading?.[1]) + 2) as 3 | 4 | 5 | 6
  const tag = heading === null ? (elements.find((one) => one === token.tag) ?? 'p') : (`h${level}` as const)
  const element = el(tag, { start: token.attrGet('start') })
  here.append(tag === 'table' ? el('div', { class: 'table-wrap', tabindex: 0 }, element) : element)
  return element
}

function drawRun(page: Page, here: ParentNode, token: Token): void {
  const task = here instanceof HTMLLIElement ? /^\[([ xX])\] /.exec(token.content) : null
  const inlines = inlinesOf(token.children ?? [])
  const [first] = inlines
  if (task !== null && first?.kind === 'text') {
    here.append(el('input', { type: 'checkbox', disabled: true, checked: task[1] !== ' ' }))
    first.text = first.text.slice(task[0].length)
  }
  here.append(
    ...drawInlines(page, inlines).filter((child) => typeof child === 'string' || child instanceof Node),
  )
}
