import type { Inline } from './inline.ts'
import { parseMarkdownInline } from './markdown-inline.ts'

/** Blocks of standard Markdown, as far as Slack's `markdown` block goes. */
export type MarkdownPart =
  | { kind: 'heading'; level: number; inlines: Inline[] }
  | { kind: 'paragraph'; inlines: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: ListItem[] }
  | { kind: 'quote'; parts: MarkdownPart[] }
  | { kind: 'pre'; text: string }
  | { kind: 'rule' }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }

export type ListItem = { done: boolean | null; inlines: Inline[]; parts: MarkdownPart[] }

const fence = /^ {0,3}(?:```|~~~)/
const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/
const rule = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/
const quote = /^ {0,3}>\s?/
const bullet = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/
const tableRule = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/

/** Never throws; an unclosed fence runs to the end, as it does while text streams. */
export function parseMarkdown(source: string): MarkdownPart[] {
  return parseLines(source.replaceAll('\r\n', '\n').split('\n'))
}

/** Quotes and lists nested deeper are drawn as typed: a hostile text must not exhaust the stack. */
const deepest = 12

function parseLines(lines: readonly string[], depth = 0): MarkdownPart[] {
  if (depth > deepest) return [{ kind: 'pre', text: lines.join('\n') }]
  const parts: MarkdownPart[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      at += 1
      continue
    }
    const taken = takePart(lines, at, depth)
    parts.push(taken.part)
    at = taken.end
  }
  return parts
}

type Taken = { part: MarkdownPart; end: number }

function takePart(lines: readonly string[], at: number, depth: number): Taken {
  const line = lines[at] ?? ''
  if (fence.test(line)) return takeFence(lines, at)
  const head = heading.exec(line)
  if (head !== null) {
    const level = (head[1] ?? '#').length
    return { part: { kind: 'heading', level, inlines: parseMarkdownInline(head[2] ?? '') }, end: at + 1 }
  }
  if (rule.test(line)) return { part: { kind: 'rule' }, end: at + 1 }
  if (quote.test(line)) return takeQuote(lines, at, depth)
  if (bullet.test(line)) return takeList(lines, at, depth)
  if (line.includes('|') && tableRule.test(lines[at + 1] ?? '') && (lines[at + 1] ?? '').includes('-')) {
    return takeTable(lines, at)
  }
  return takeParagraph(lines, at)
}

function takeFence(lines: readonly string[], at: number): Taken {
  let end = at + 1
  while (end < lines.length && !fence.test(lines[end] ?? '')) end += 1
  return { part: { kind: 'pre', text: lines.slice(at + 1, end).join('\n') }, end: end + 1 }
}

function takeQuote(lines: readonly string[], at: number, depth: number): Taken {
  let end = at
  while (end < lines.length && quote.test(lines[end] ?? '')) end += 1
  const inner = lines.slice(at, end).map((line) => line.replace(quote, ''))
  return { part: { kind: 'quote', parts: parseLines(inner, depth + 1) }, end }
}

function takeList(lines: readonly string[], at: number, depth: number): Taken {
  const first = bullet.exec(lines[at] ?? '')
  const indent = (first?.[1] ?? '').length
  const ordered = /\d/.test(first?.[2] ?? '')
  const items: ListItem[] = []
  let end = at
  while (end < lines.length) {
    const match = bullet.exec(lines[end] ?? '')
    const sameList = match !== null && (match[1] ?? '').length <= indent + 1
    if (!sameList || /\d/.test(match[2] ?? '') !== ordered || rule.test(lines[end] ?? '')) break
    const inner = belongings(lines, end + 1, indent)
    items.push(itemOf(match[3] ?? '', inner, depth))
    end += 1 + inner.length
  }
  return { part: { kind: 'list', ordered, start: Number.parseInt(first?.[2] ?? '1', 10) || 1, items }, end }
}

/** Lines that belong to the item before: indented further than its bullet. */
function belongings(lines: readonly string[], from: number, indent: number): string[] {
  const inner: string[] = []
  for (const line of lines.slice(from)) {
    const depth = line.length - line.trimStart().length
    if (line.trim() === '' || depth < indent + 2) break
    inner.push(line)
  }
  return inner
}

function itemOf(text: string, inner: readonly string[], depth: number): ListItem {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text)
  const indent = inner.reduce((least, line) => Math.min(least, line.length - line.trimStart().length), 99)
  return {
    done: task === null ? null : task[1] !== ' ',
    inlines: parseMarkdownInline(task?.[2] ?? text),
    parts: parseLines(
      inner.map((line) => line.slice(indent)),
      depth + 1,
    ),
  }
}

function takeTable(lines: readonly string[], at: number): Taken {
  let end = at + 2
  while (end < lines.length && (lines[end] ?? '').includes('|')) end += 1
  const rows = lines.slice(at + 2, end).map(cellsOf)
  return { part: { kind: 'table', head: cellsOf(lines[at] ?? ''), rows }, end }
}

function cellsOf(line: string): Inline[][] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '')
  return inner
    .split(/(?<!\\)\|/)
    .map((cell) => parseMarkdownInline(cell.trim().replaceAll(String.raw`\|`, '|')))
}

function takeParagraph(lines: readonly string[], at: number): Taken {
  let end = at + 1
  while (end < lines.length && !startsPart(lines[end] ?? '')) end += 1
  const text = lines.slice(at, end).join('\n')
  return { part: { kind: 'paragraph', inlines: parseMarkdownInline(text) }, end }
}

function startsPart(line: string): boolean {
  return line.trim() === '' || [fence, heading, rule, quote, bullet].some((start) => start.test(line))
}
