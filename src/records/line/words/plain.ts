import {
  invisible,
  lookalikes,
  simplifiedSign,
  withOffsets,
  type PlainText,
} from '../../../text/normalise.ts'

/** Stands in the reading text where something has been understood already. Nobody can type it: it is replaced. */
export const taken = '\u0000'
/** Stands for one piece of Slack markup: a mention, a group, a link. */
export const mark = '\ue000'

/** A line is a few words. What is longer is a text to log from: its head is read, the rest shown as not read. */
export const longestLine = 1500

export type Markup = { readonly at: number; readonly body: string }

const edges = /^[\s\p{P}\u0000\ue000\p{Extended_Pictographic}|]$|^\u200d$|^\ufe0f$/u
/** Signs that tie a number to what follows or goes before: 3次/周, 20-30, 5%, A_1, a=b. */
const ties = new Set('-/%=_@#&*+~–—')

export function isEdge(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return true
  const code = text.charCodeAt(at)
  if (code >= 0xd800 && code <= 0xdfff) {
    // The second half of a pair is judged as the pair, which starts one before.
    const first = code >= 0xdc00 ? at - 1 : at
    return isEdgeSign(String.fromCodePoint(text.codePointAt(first) ?? 0))
  }
  const known = edgeOf[code]
  if (known !== undefined && known > 0) return known === 1
  const edge = isEdgeSign(String.fromCharCode(code))
  edgeOf[code] = edge ? 1 : 2
  return edge
}

/** What was found out about a sign: 1 an edge, 2 none, 0 not looked at yet. It is asked many times for each sign. */
const edgeOf = new Uint8Array(0x10000)

function isEdgeSign(sign: string): boolean {
  return !ties.has(sign) && !/^\d$/.test(sign) && edges.test(sign)
}

/**
 * Slack reads <@…>, <!…>, <#…> and <https…> in any text as a mention or a link. Stored text must never come alive,
 * whichever way it is sent on: it keeps the words and loses the brackets.
 */
export function inertText(text: string): string {
  let words = text
  // What is left may close round what was around it: <<@U1>@U2>.
  for (let i = 0; i < 5 && alive.test(words); i++)
    words = words.replaceAll(new RegExp(alive, 'gi'), wordsOfMarkup)
  if (alive.test(words)) words = words.replaceAll(/[<>]/g, '')
  return words.replaceAll(unseen, '')
}

const alive = /<([@#!]|https?:|mailto:)([^<>]*)>/i
// eslint-disable-next-line no-control-regex -- these are the signs to be kept out
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069\ue000]/g

function wordsOfMarkup(_: string, sign: string, body: string): string {
  const [target = '', label] = body.split('|', 2)
  if (sign === '@' || sign === '#') return sign + (label ?? target)
  if (sign === '!') return label ?? `@${target}`
  return label ?? sign + target
}

export function unescape(text: string): string {
  return text.replaceAll(/&(amp|lt|gt);/g, (_, name: string) => escapes[name] ?? '')
}

const escapes: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' }

type Reduced = Omit<PlainText, 'source'> & {
  readonly markup: readonly Markup[]
  /** Where in the source a sign stands that only marks the words beside it: *bold*, _italic_, ~struck~, `code`. */
  readonly dressing: ReadonlySet<number>
}

/** As Slack draws them: before the opening and behind the closing sign is no word, and none is empty. */
const dressed = /(?<![\p{L}\p{N}])(([*_~`])\2?)(?=\S)[^\n]{0,200}?\S\1(?![\p{L}\p{N}])/gu

function dressingOf(source: string): ReadonlySet<number> {
  const at = new Set<number>()
  if (!/[*_~`]/.test(source)) return at
  const words = new RegExp(dressed)
  for (let match = words.exec(source); match !== null; match = words.exec(source)) {
    const { length } = match[1] ?? ''
    for (let i = 0; i < length; i++) at.add(match.index + i).add(match.index + match[0].length - 1 - i)
    words.lastIndex = match.index + length
  }
  return at
}

/** Reduces a line to its reading text, with the way back. Linear. */
export function reduce(source: string): Reduced {
  const limit = Math.min(source.length, longestLine)
  const markup: Markup[] = []
  const dressing = dressingOf(source.slice(0, limit))
  const reduced = withOffsets(limit, (at, length) => {
    if (dressing.has(at)) return { plain: '', end: at + 1 }
    const piece = pieceAt(source, at, limit)
    if (piece.markup !== undefined) markup.push({ at: length, body: piece.markup })
    return piece
  })
  return { ...reduced, markup, dressing }
}

function pieceAt(source: string, at: number, limit: number): { plain: string; end: number; markup?: string } {
  const sign = source.charAt(at)
  if (sign === '<' && /[@#!hm]/.test(source.charAt(at + 1))) {
    const close = source.slice(at + 1, limit).search(/[<>]/) + 1
    const body = close > 0 && source.charAt(at + close) === '>' ? source.slice(at + 1, at + close) : ''
    if (/^(?:[@#!].|https?:\/\/|mailto:)/is.test(body))
      return { plain: mark, end: at + close + 1, markup: body }
  }
  if (sign === '&') {
    const name = /^&(amp|lt|gt);/.exec(source.slice(at, at + 5))?.[1]
    if (name !== undefined) return { plain: escapes[name] ?? '', end: at + name.length + 2 }
  }
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0)
  return { plain: simple(character, source, at), end: at + character.length }
}

const kept = '，。；！？、…“”‘’「」'
/** Signs that a line reads otherwise than a report does. */
const alike: ReadonlyMap<string, string> = new Map([
  ...lookalikes,
  ['½', '.5'],
  ['「', '"'],
  ['」', '"'],
  ['＂', '"'],
  ['’', '’'],
])

function simple(character: string, source: string, at: number): string {
  // 2个~ at the end of a word is a manner of speaking.
  if (
    /[~～]/.test(character) &&
    /[^\s\d]/.test(source.charAt(at - 1)) &&
    /^(?:$|[\s~～，。!！])/.test(source.slice(at + 1, at + 2))
  )
    return ' '
  if (character === taken || character === mark) return ' '
  if (character < '\u007f') return character.toLowerCase()
  if (character >= '\u4e00' && character <= '\u9fff') return simplifiedSign(character)
  const same = alike.get(character)
  if (same !== undefined) return same
  if (invisible.test(character)) return ''
  // A wide comma parts clauses; only between wide digits does it group thousands.
  if (character === '，' && /^[０-９]，[０-９]{3}/.test(source.slice(at - 1, at + 4))) return ','
  // ① and ² number things and mean no amount.
  if (kept.includes(character) || /^[①-⓿❶-➓⁰-₉²³¹]$/u.test(character)) return character
  return character.normalize('NFKC').toLowerCase()
}

/** What a sticky pattern finds exactly at `at`. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
