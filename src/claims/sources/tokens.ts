import { plainText } from '../../text/normalise.ts'
import { readNumberAt } from '../../text/numbers/grammar.ts'
import { scanText } from '../scan/scan-text.ts'
import type { FigureSpan } from '../scan/span.ts'

/**
 * A word of a text, or a numeral with what belongs to it. `key`: by it two tokens are the same; of a numeral it holds its
 * sign, what bends it, its fraction and its unit, so that 60 in 160余 is no 60. UTF-16 offsets.
 */
export type Token = {
  readonly key: string
  readonly start: number
  readonly end: number
  readonly figure: FigureSpan | null
  readonly sentence: number
  readonly clause: number
}

const pieces = /[\p{Script=Latin}\p{M}]+(?:['’-][\p{Script=Latin}\p{M}]+)*|\d+(?:[.,]\d+)*|\n|\s|./gsu
const endsSentence = /^[。！？；!?;\n]$/
const endsClause = /^[，、,：:|（）()—]$/

/** The words and numerals of a text, in order; punctuation only parts sentences and clauses. Linear in the text. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let [sentence, clause, at] = [0, 0, 0]
  const words = (to: number): void => {
    pieces.lastIndex = 0
    const part = text.slice(at, to)
    for (const { 0: piece, index } of part.matchAll(pieces)) {
      const start = at + index
      const isStop = piece === '.' && /^(?:\s|$)/.test(text.slice(start + 1, start + 2))
      if (isStop || endsSentence.test(piece)) [sentence, clause] = [sentence + 1, clause + 1]
      else if (endsClause.test(piece)) clause++
      else if (/[\p{L}\p{N}]/u.test(piece))
        tokens.push({ key: plain(piece), start, end: start + piece.length, figure: null, sentence, clause })
    }
    at = Math.max(at, to)
  }
  for (const span of scanText(text)) {
    if (span.kind !== 'figure' || span.start < at) continue
    words(span.start)
    const { start, end } = numeralIn(text, span)
    tokens.push({ key: keyOf(text, span, { start, end }), start, end, figure: span, sentence, clause })
    at = end
  }
  words(text.length)
  return tokens
}

/** Where the numeral stands in a figure, with what bends it, without its unit: 60余 in 60余人次, over 60 in over 60 sessions. */
export function numeralIn(text: string, span: FigureSpan): { readonly start: number; readonly end: number } {
  const { start, end, amount } = span
  if (amount.approximation === 'range') return { start, end }
  const own = plainText(text.slice(start, end))
  for (let at = 0; at < own.plain.length; at++) {
    const read = readNumberAt(own.plain, at)
    if (read === null || read.value !== amount.value) continue
    const more = /^(?:余|多|来|\+|-odd)/.exec(own.plain.slice(read.end))?.[0].length ?? 0
    return { start, end: start + (own.ends[read.end + more - 1] ?? end - start) }
  }
  return { start, end }
}

function keyOf(
  text: string,
  { amount, unit }: FigureSpan,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  // What stands right beside a numeral and makes it another one: a sign before, the rest of a fraction behind.
  const sign = /[-−－﹣负零下/／.．]$/u.exec(text.slice(Math.max(0, start - 1), start))?.[0] ?? ''
  const rest = /^[/／.．]\d+/u.exec(text.slice(end, end + 8))?.[0] ?? ''
  return `${plain(sign + text.slice(start, end) + rest)}|${unit ?? ''}|${amount.approximation}`
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
