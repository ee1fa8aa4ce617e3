import type { LocalizedText } from '../../../locale.ts'
import { inertText, mark, reduce, taken, unescape, type Markup } from './plain.ts'
import type { QuickCandidate, QuickField, QuickQuestion, QuickSpan, TextSpan } from './reading.ts'

type Claim = { from: number; to: number; field: QuickField | 'none'; reading?: string; inTitle: boolean }

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
  readonly #dressing: ReadonlySet<number>
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
    this.#dressing = reduced.dressing
    this.#starts = reduced.starts
    this.#ends = reduced.ends
    this.#units = reduced.plain.split('')
  }

  get free(): string {
    this.#free ??= this.#units.join('')
    return this.#free
  }

  /** What is free, with mentions and links still marked. */
  get freeWithMarks(): string {
    return this.#units.map((sign, at) => (this.plain.charAt(at) === mark ? mark : sign)).join('')
  }

  /** Takes a piece for a field. `inTitle`: the piece is part of the title as well, as the book in 学习《…》体会. */
  claim(from: number, to: number, field: QuickField | 'none', reading?: string, inTitle = false): void {
    for (const run of this.#freeRuns(from, to)) {
      this.#units.fill(taken, run.from, run.to)
      this.#free = null
      this.#claims.push({ ...run, field, inTitle, ...(reading === undefined ? {} : { reading }) })
    }
  }

  /** What was taken before stays with its field; and a character that reads as several (㎡ as m2) is taken whole. */
  #freeRuns(from: number, to: number): { from: number; to: number }[] {
    const runs: { from: number; to: number }[] = []
    let start = from
    while (start > 0 && this.#starts[start - 1] === this.#starts[start]) start--
    let end = to
    while (end > start && end < this.plain.length && this.#starts[end] === this.#starts[end - 1]) end++
    for (let at = start; at < end; at++) {
      if (this.#units[at] === taken) continue
      const last = runs.at(-1)
      if (last !== undefined && last.to === at) last.to = at + 1
      else runs.push({ from: at, to: at + 1 })
    }
    return runs
  }

  ask(field: QuickField, reason: LocalizedText, candidates?: readonly QuickCandidate[]): void {
    if (this.questions.some((question) => question.field === field && question.reason.en === reason.en))
      return
    this.questions.push({ field, reason, ...(candidates === undefined ? {} : { candidates }) })
  }

  /** The original words of a piece, Slack's escapes undone and no markup alive in it. */
  words(from: number, to: number): string {
    const span = this.span(from, to)
    if (span === null) return ''
    const { start, text } = span
    const words =
      this.#dressing.size === 0
        ? text
        : text.replaceAll(/[*_~`]/g, (sign, at: number) => (this.#dressing.has(start + at) ? '' : sign))
    return inertText(unescape(words))
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
}

export { inertText, isEdge, longestLine, mark, matchAt, taken, unescape } from './plain.ts'
