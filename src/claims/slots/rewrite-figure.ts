import { passesFor, type Amount, type Approximation } from '../../text/numbers/approximation.ts'
import { readNumberAt } from '../../text/numbers/grammar.ts'
import { scanText } from '../scan/scan-text.ts'
import { plainText } from '../../text/normalise.ts'
import type { FigureSpan } from '../scan/span.ts'
import { roundedFigure, writeNumberLike } from '../../text/numbers/write-number.ts'

/**
 * A figure as it is written in a text (8次, 八次, 60余册, over 60, 近900人) with another value, in the same numeral form
 * and as approximate as it was. The same text when it passes for the value as it stands; null when it cannot be said in
 * that form (a range, 九成). `units`: those of the workspace. Pure.
 */
export function rewriteFigure(text: string, value: number, units: readonly string[] = []): string | null {
  const span = figureIn(text, units)
  if (span === null) return null
  if (passesFor(span.amount, value)) return text
  const place = numberIn(text, span)
  if (place === null) return null
  const number = numberFor(value, span.amount)
  if (number === null) return null
  const isRound = number === value && span.amount.approximation === 'above'
  const written = writeNumberLike(number, text.slice(place.from, place.to))
  if (written === null) return null
  const [head, tail] = [text.slice(0, place.from), text.slice(place.to)]
  const rewritten = isRound
    ? `${withoutPrefix(head)}${written}${withoutSuffix(tail)}`
    : `${head}${written}${tail}`
  const read = figureIn(rewritten, units)
  return read !== null && passesFor(read.amount, value) ? rewritten : null
}

/** The one figure that the text is, its whole length. */
function figureIn(text: string, units: readonly string[]): FigureSpan | null {
  const spans = scanText(text, { units })
  const [span] = spans
  return spans.length === 1 && span?.kind === 'figure' ? span : null
}

/** Where the number itself stands, between the words that bend it and its unit. */
function numberIn(text: string, { amount }: FigureSpan): { from: number; to: number } | null {
  const { plain, starts, ends } = plainText(text)
  for (let at = 0; at < plain.length; at++) {
    const read = readNumberAt(plain, at)
    if (read === null || read.value !== amount.value || read.above) continue
    return { from: starts[at] ?? 0, to: ends[read.end - 1] ?? text.length }
  }
  return null
}

/** The number to be written so that the figure passes: for 余 the house's rounding, else the old one's last place. */
function numberFor(value: number, { approximation, place }: Amount): number | null {
  if (approximation === 'exact') return value
  if (approximation === 'range') return null
  if (approximation === 'above') return baseOf(value)
  const steps = value / place
  const rounded = ROUNDING[approximation](steps) * place
  // Too coarse for the new value: 约10人 cannot be said of 3.
  return rounded > 0 && Number.isInteger(rounded) ? rounded : null
}

const ROUNDING: Readonly<
  Record<Exclude<Approximation, 'exact' | 'range' | 'above'>, (steps: number) => number>
> = {
  nearly: (steps) => Math.floor(steps) + 1,
  about: Math.round,
  atLeast: Math.floor,
  moreThan: (steps) => Math.ceil(steps) - 1,
  atMost: Math.ceil,
  lessThan: (steps) => Math.floor(steps) + 1,
}

/** 63 → 60; 70 stays 70, and then nothing is over it. */
function baseOf(value: number): number | null {
  const number = /\d+(?:\.\d+)?/.exec(roundedFigure(value, 'zh'))?.[0]
  return number === undefined ? null : Number(number)
}

function withoutPrefix(head: string): string {
  return head.replace(/(?:over|more than|above|upwards of|in excess of|exceeding|just over) $/i, '')
}

function withoutSuffix(tail: string): string {
  return tail.replace(/^(?:余|多|来|\+|-odd)/, '')
}
