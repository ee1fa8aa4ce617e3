import { el, type Child } from '../base/dom.ts'
import { emojiOf, safeHref, type Inline } from './inline.ts'
import { parseMrkdwn, parseMrkdwnInline, type MrkdwnPart } from './mrkdwn.ts'
import { conversationName, nameOf, type Page } from '../base/page.ts'
import { wordsOf, type Text } from '../base/shapes.ts'
import { formatDateTokens } from '../base/wall-time.ts'

const tags = { bold: 'strong', italic: 'em', strike: 's' } as const

/** Running text with its marks. */
export function drawInlines(page: Page, inlines: readonly Inline[]): Child[] {
  return inlines.map((inline) => drawInline(page, inline))
}

function drawInline(page: Page, inline: Inline): Child {
  if (inline.kind === 'text') return inline.text
  if (inline.kind === 'code') return el('code', {}, inline.text)
  if (inline.kind === 'link') return drawLink(page, inline.href, drawInlines(page, inline.children))
  if (inline.kind === 'user') return drawMention(page, inline.id)
  if (inline.kind === 'channel') {
    const known = conversationName(page, inline.id)
    const name = known === inline.id && inline.label !== '' ? `#${inline.label}` : known
    return el('span', { class: 'mention' }, name)
  }
  if (inline.kind === 'notice') return el('span', { class: 'mention' }, inline.text)
  if (inline.kind === 'emoji') {
    return el(
      'span',
      { class: 'emoji', title: `:${inline.name}:` },
      emojiOf(inline.name) ?? `:${inline.name}:`,
    )
  }
  if (inline.kind === 'date') return drawDate(page, inline)
  return el(tags[inline.kind], {}, ...drawInlines(page, inline.children))
}

/** A link that may be followed, or its words when the address is of a kind that may not. */
export function drawLink(page: Page, href: string, children: readonly Child[]): Child {
  const safe = safeHref(href)
  if (safe === null) return el('span', { class: 'dead-link', title: page.words.failed }, ...children)
  return el('a', { href: safe, target: '_blank', rel: 'noopener noreferrer' }, ...children)
}

export function drawMention(page: Page, id: string): Child {
  const me = id === page.state.as ? ' me' : ''
  return el('span', { class: `mention${me}`, 'data-user': id }, `@${nameOf(page, id)}`)
}

function drawDate(page: Page, date: Extract<Inline, { kind: 'date' }>): Child {
  const at = new Date(date.seconds * 1000)
  if (Number.isNaN(at.getTime())) return date.fallback
  const shown = formatDateTokens(date.format, at, page.state.clock.zone, page.locale)
  const time = el('time', { datetime: at.toISOString(), title: date.fallback }, shown)
  return date.href === null ? time : drawLink(page, date.href, [time])
}

/** A whole mrkdwn text with its quotes and preformatted runs. */
export function drawMrkdwn(page: Page, source: string): Child[] {
  return parseMrkdwn(source).map((part) => drawPart(page, part))
}

function drawPart(page: Page, part: MrkdwnPart): Child {
  if (part.kind === 'pre') return el('pre', {}, part.text)
  const inner = drawInlines(page, part.inlines)
  return part.kind === 'quote' ? el('blockquote', {}, ...inner) : el('div', { class: 'lines' }, ...inner)
}

/** A text object: mrkdwn with marks, plain text with emoji only. */
export function drawText(page: Page, text: Text | string | undefined): Child[] {
  if (typeof text === 'object' && text.type === 'mrkdwn') return drawMrkdwn(page, text.text)
  return drawPlain(text)
}

/** Plain text: nothing is a mark, but shortcodes are pictures. */
export function drawPlain(text: Text | string | undefined): Child[] {
  const source = wordsOf(text)
  const parts: Child[] = []
  let from = 0
  for (const match of source.matchAll(/:([a-z0-9_+-]+):/g)) {
    const picture = emojiOf(match[1] ?? '')
    if (picture === null) continue
    parts.push(source.slice(from, match.index), el('span', { class: 'emoji' }, picture))
    from = match.index + match[0].length
  }
  parts.push(source.slice(from))
  return parts
}

/** One line of mrkdwn, for labels of options and the like. */
export function drawLine(page: Page, text: Text | undefined): Child[] {
  if (text?.type === 'mrkdwn') return drawInlines(page, parseMrkdwnInline(text.text))
  return drawPlain(text)
}
