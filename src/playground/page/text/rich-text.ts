import { el, type Child } from '../base/dom.ts'
import { drawLink, drawMention } from './draw-inline.ts'
import { emojiOf } from './inline.ts'
import { conversationName, type Page } from '../base/page.ts'
import { wordsOf, type Element, type RichStyle } from '../base/shapes.ts'
import { formatDateTokens } from '../base/wall-time.ts'

/** The inside of a rich_text block: sections, lists, quotes, preformatted text. */
export function drawRichText(page: Page, elements: readonly Element[]): HTMLElement[] {
  return elements.map((element) => drawRich(page, element))
}

function drawRich(page: Page, element: Element): HTMLElement {
  const inner = element.elements ?? []
  if (element.type === 'rich_text_list') {
    const items = inner.map((item) => el('li', {}, ...drawPieces(page, item.elements ?? [])))
    const list = element.style === 'ordered' ? el('ol', { start: (element.offset ?? 0) + 1 }) : el('ul')
    list.append(...items)
    list.style.marginInlineStart = `${(element.indent ?? 0) * 1.4}em`
    return list
  }
  if (element.type === 'rich_text_quote') return el('blockquote', {}, ...drawPieces(page, inner))
  if (element.type === 'rich_text_preformatted') return el('pre', {}, ...drawPieces(page, inner))
  if (element.type === 'rich_text_section') return el('div', { class: 'lines' }, ...drawPieces(page, inner))
  return el('div', { class: 'unknown' }, `${page.words.unknownElement}: ${element.type}`)
}

function drawPieces(page: Page, pieces: readonly Element[]): Child[] {
  return pieces.map((piece) => styled(piece.style, drawPiece(page, piece)))
}

function drawPiece(page: Page, piece: Element): Child {
  if (piece.type === 'text') return wordsOf(piece.text)
  if (piece.type === 'link') {
    const words = wordsOf(piece.text) || (piece.url ?? '')
    return drawLink(page, piece.url ?? '', [words])
  }
  if (piece.type === 'user') return drawMention(page, piece.user_id ?? '')
  if (piece.type === 'channel') {
    return el('span', { class: 'mention' }, conversationName(page, piece.channel_id ?? ''))
  }
  if (piece.type === 'emoji') return emojiOf(piece.name ?? '') ?? pictureOf(piece)
  if (piece.type === 'broadcast') return el('span', { class: 'mention' }, `@${piece.range ?? ''}`)
  if (piece.type === 'date') {
    const at = new Date((piece.timestamp ?? 0) * 1000)
    return formatDateTokens(piece.format ?? '', at, page.state.clock.zone, page.locale)
  }
  return el('span', { class: 'unknown' }, `${page.words.unknownElement}: ${piece.type}`)
}

function pictureOf(piece: Element): string {
  const codes = (piece.unicode ?? '').split('-').map((code) => Number.parseInt(code, 16))
  const drawn = codes.every((code) => code > 0 && code <= 0x10_ff_ff)
  return drawn ? String.fromCodePoint(...codes) : `:${piece.name ?? ''}:`
}

function styled(style: string | RichStyle | undefined, child: Child): Child {
  if (typeof style !== 'object') return child
  let out = child
  if (style.code === true) out = el('code', {}, out)
  if (style.bold === true) out = el('strong', {}, out)
  if (style.italic === true) out = el('em', {}, out)
  if (style.strike === true) out = el('s', {}, out)
  return out
}
