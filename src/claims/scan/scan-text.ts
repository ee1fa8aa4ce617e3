import { shippedLexicon } from './lexicon.ts'
import { readDateAt } from './dates.ts'
import { plainText, type PlainText } from '../../text/normalise.ts'
import { readFigureAt } from './figure.ts'
import type { Span } from './span.ts'
import { lexiconIndex, quotedPassage, readNameAt } from './names.ts'

export type ScanOptions = {
  /** Names that hold numerals, beyond the shipped ones. */
  readonly lexicon?: readonly string[]
  /** Units beyond the shipped measure words. */
  readonly units?: readonly string[]
}

type Cursor = { readonly text: PlainText; readonly units: readonly string[]; readonly taken: number }
type Found = { readonly end: number; readonly make: (start: number) => Span }

const mayBegin =
  /[0-9a-z〇零一二三四五六七八九十百千万亿两几数成好大多前第其上下壹贰貳弍弌兩叁叄參弎肆伍陆陸柒捌玖拾佰仟萬億廿卅卌半负{(（〔[［【\u0001]/
const wordBegins = /[a-z]/

/**
 * Every span of a text that holds a number, in order, with offsets in the text as given. Spans do not overlap, except
 * that titles and quotes (kinds `title`, `quoted`) may hold others. Linear in the length of the text; never throws.
 */
export function scanText(source: string, options: ScanOptions = {}): readonly Span[] {
  return scannerFor(options)(source)
}

/** The same for many texts: the names are read once. */
export function scannerFor(options: ScanOptions): (source: string) => readonly Span[] {
  const names = [...shippedLexicon, ...(options.lexicon ?? []).map((name) => plainText(name).plain)]
  const lookUp = lexiconIndex(names)
  return (source) => scan(plainText(source), lookUp, options.units ?? [])
}

function scan(
  text: PlainText,
  lookUp: ReturnType<typeof lexiconIndex>,
  units: readonly string[],
): readonly Span[] {
  const spans: Span[] = []
  let [at, taken] = [0, 0]
  while (at < text.plain.length) {
    const character = text.plain.charAt(at)
    const listed = lookUp(text.plain, at)
    const inWord = wordBegins.test(character) && /[a-z]/.test(text.plain.charAt(at - 1))
    const found = inWord || !mayBegin.test(character) ? null : readAt({ text, units, taken }, at)
    if (listed !== null && (found === null || listed >= found.end)) {
      spans.push({
        kind: 'name',
        source: 'lexicon',
        ...placed(text, at, listed),
        inner: text.plain.slice(at, listed),
      })
      at = taken = listed
    } else if (found === null) at++
    else {
      spans.push(found.make(at))
      at = taken = found.end
    }
  }
  return [...spans, ...quoted(text)].sort((a, b) => a.start - b.start || b.end - a.end)
}

function placed(text: PlainText, from: number, to: number): { text: string; start: number; end: number } {
  const start = text.starts[from] ?? text.source.length
  const end = text.ends[to - 1] ?? start
  return { text: text.source.slice(start, end), start, end }
}

function readAt(cursor: Cursor, at: number): Found | null {
  const { text } = cursor
  const date = readDateAt(text.plain, at, /[A-Z]/.test(text.source.charAt(text.starts[at] ?? 0)))
  if (date !== null) {
    const { end } = date
    return { end, make: (start) => ({ kind: 'date', ...placed(text, start, end), date: date.date }) }
  }
  const name = readNameAt(text.plain, at)
  if (name !== null) {
    const { end, source } = name
    return {
      end,
      make: (start) =>
        source === 'ordinal'
          ? { kind: 'ordinal', ...placed(text, start, end) }
          : { kind: 'name', source, ...placed(text, start, end), inner: text.plain.slice(start, end) },
    }
  }
  const figure = readFigureAt(text.plain, at, cursor.taken, cursor.units)
  if (figure === null) return null
  const { from, end, ...read } = figure
  if (isProperName(text, at)) {
    return {
      end,
      make: (start) => ({
        kind: 'name',
        source: 'lexicon',
        ...placed(text, start, end),
        inner: text.plain.slice(start, end),
      }),
    }
  }
  return { end, make: () => ({ kind: 'figure', ...placed(text, from, end), ...read }) }
}

/** "the Four Confidences", “Three Meetings and One Lesson”: a number word in capitals within a sentence, and so the next. */
function isProperName(text: PlainText, at: number): boolean {
  if (!wordBegins.test(text.plain.charAt(at))) return false
  const start = text.starts[at] ?? 0
  const before = text.source.slice(Math.max(0, start - 3), start)
  return (
    /[a-z,] $|["“‘「(]$/.test(before) &&
    /^[A-Z][a-z]+(?:-[a-z]+)?[ -][A-Z][a-z]/.test(text.source.slice(start, start + 40))
  )
}

function quoted(text: PlainText): readonly Span[] {
  return [...text.plain.matchAll(quotedPassage)].map((found) => ({
    kind: 'name' as const,
    source: found[0].startsWith('《') ? ('title' as const) : ('quoted' as const),
    ...placed(text, found.index, found.index + found[0].length),
    inner: found[0].slice(1, -1),
  }))
}
