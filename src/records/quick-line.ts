import type { Said } from '../locale.ts'
import type { QuickCandidate, QuickField, QuickQuestion, QuickSpan, TextSpan } from './quick-record.ts'

/** Stands in the reading text where something has been understood already. Nobody can type it: it is replaced. */
export const taken = '\u0000'
/** Stands for one piece of Slack markup: a mention, a group, a link. */
export const mark = '\ue000'

/** A line is a few words. What is longer is a text to log from: its head is read, the rest shown as not read. */
export const longestLine = 1500

type Claim = { from: number; to: number; field: QuickField | 'none'; reading?: string; inTitle: boolean }
export type Markup = { readonly at: number; readonly body: string }

/**
 * The line while it is being read. `plain` is the text in one width and in lower case, without invisible characters
 * and with Slack's escapes undone; `free` is the same with everything understood so far blanked out. All offsets that
 * methods take are in `plain`; spans that come out are in the original.
 */
export class Line {
  readonly source: string
  readonly plain: string
  readonly markup: readonly Markup[]
  readonly questions: QuickQuestion[] = []
  readonly #starts: readonly number[]
  readonly #ends: readonly number[]
  readonly #claims: Claim[] = []
  readonly #units: string[]
  #free: string | null = null

  constructor(source: string) {
    const reduced = reduce(source)
    this.source = source
    this.plain = reduced.plain
    this.markup = reduced.markup
    this.#starts = reduced.starts
    this.#ends = reduced.ends
    this.#units = reduced.plain.split('')
  }

  get free(): string {
    this.#free ??= this.#units.join('')
    return this.#free
  }

  /** Takes a piece for a field. `inTitle`: the piece is part of the title as well, as the book in 学习《…》体会. */
  claim(from: number, to: number, field: QuickField | 'none', reading?: string, inTitle = false): void {
    if (to <= from) return
    this.#units.fill(taken, from, to)
    this.#free = null
    this.#claims.push({ from, to, field, inTitle, ...(reading === undefined ? {} : { reading }) })
  }

  ask(field: QuickField, reason: Said, candidates?: readonly QuickCandidate[]): void {
    if (this.questions.some((question) => question.field === field && question.reason.en === reason.en))
      return
    this.questions.push({ field, reason, ...(candidates === undefined ? {} : { candidates }) })
  }

  /** The original words of a piece, Slack's escapes undone and no markup alive in it. */
  words(from: number, to: number): string {
    const span = this.span(from, to)
    return span === null ? '' : inertText(unescape(span.text))
  }

  /** The piece in the original, without white space at its ends; null when nothing is left. */
  span(from: number, to: number): TextSpan | null {
    const start = this.#starts[from]
    const last = this.#ends[to - 1]
    if (start === undefined || last === undefined || last <= start) return null
    const text = this.source.slice(start, last)
    const lead = text.length - text.trimStart().length
    const tail = text.length - text.trimEnd().length
    if (lead === text.length) return null
    return { start: start + lead, end: last - tail, text: text.trim() }
  }

  spans(): QuickSpan[] {
    return this.claims().flatMap(({ field, from, to, reading }) => {
      const span = this.span(from, to)
      if (span === null || field === 'none') return []
      return [{ ...span, field, ...(reading === undefined ? {} : { reading }) }]
    })
  }

  /** Understood as belonging to no field of a record, as the hour of the day. */
  aside(): TextSpan[] {
    return this.claims().flatMap(({ field, from, to }) => {
      const span = field === 'none' ? this.span(from, to) : null
      return span === null || /^[\p{P}\p{S}\s]*$/u.test(span.text) ? [] : [span]
    })
  }

  claims(): readonly Claim[] {
    return this.#claims.toSorted((left, right) => left.from - right.from)
  }

  /** Whether a word ends before `at`, or starts at it: white space, punctuation, an emoji, or something understood. */
  edge(at: number): boolean {
    return isEdge(this.free, at)
  }
}

const edges = /^[\s\p{P}\u0000\ue000\p{Extended_Pictographic}|\u200d\ufe0f]$/u
/** Signs that tie a number to what follows or goes before: 3次/周, 20-30, 5%, A_1, a=b. */
const ties = new Set([...'-/%=_@#&*+~–—'])

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
  const words = text.replaceAll(/<([@#!]|https?:|mailto:)([^<>]*)>/gi, (_, sign: string, body: string) => {
    const [target = '', label] = body.split('|', 2)
    if (sign === '@' || sign === '#') return sign + (label ?? target)
    if (sign === '!') return label ?? `@${target}`
    return label ?? sign + target
  })
  return words
    .replaceAll(mark, '')
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
}

export function unescape(text: string): string {
  return text.replaceAll(/&(amp|lt|gt);/g, (_, name: string) => escapes[name] ?? '')
}

const escapes: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' }

type Reduced = { plain: string; starts: number[]; ends: number[]; markup: Markup[] }

function reduce(source: string): Reduced {
  const out = { units: [] as string[], starts: [] as number[], ends: [] as number[], markup: [] as Markup[] }
  const limit = Math.min(source.length, longestLine)
  for (let at = 0; at < limit;) {
    const piece = pieceAt(source, at, limit)
    if (piece.markup !== undefined) out.markup.push({ at: out.units.length, body: piece.markup })
    for (let i = 0; i < piece.plain.length; i++) {
      out.units.push(piece.plain.charAt(i))
      out.starts.push(at)
      out.ends.push(piece.end)
    }
    at = piece.end
  }
  return { plain: out.units.join(''), starts: out.starts, ends: out.ends, markup: out.markup }
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
const alike: ReadonlyMap<string, string> = new Map([
  ['○', '〇'],
  ['–', '-'],
  ['‑', '-'],
  ['‐', '-'],
  ['−', '-'],
  ['〜', '~'],
  ['½', '.5'],
  ['「', '"'],
  ['」', '"'],
  ['＂', '"'],
])

function simple(character: string, source: string, at: number): string {
  if (character === taken || character === mark) return ' '
  if (character < '\u007f') return character.toLowerCase()
  if (character >= '\u4e00' && character <= '\u9fff') return character
  const same = alike.get(character)
  if (same !== undefined) return same
  if (/^(?:\p{Cf}|[\ufe00-\ufe0f])$/u.test(character)) return ''
  // A wide comma parts clauses; only between wide digits does it group thousands.
  if (character === '，' && /^[０-９]，[０-９]{3}/.test(source.slice(at - 1, at + 4))) return ','
  // ① and ² number things and mean no amount.
  if (kept.includes(character) || /^[①-⓿❶-➓⁰-₉²³¹]$/u.test(character)) return character
  return character.normalize('NFKC').toLowerCase()
}
