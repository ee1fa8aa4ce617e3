import type { Locale } from '../../locale.ts'
import { scanText } from '../scan/scan-text.ts'
import type { FigureSpan } from '../scan/span.ts'
import { couldClose, longestSlot, readSlot, slotAt, slotLike } from '../slot-words/read-slot.ts'
import { meaningOf, type SlotMeaning } from './slot-meaning.ts'
import type { FilledSlot, FilledText, SlotIssue, SlotOptions, SlotSources } from './slot-types.ts'

export type { FilledSlot, FilledText, SlotNote, SlotPerson, SlotRecord, SlotSources } from './slot-types.ts'
export { withoutSlots } from '../slot-words/read-slot.ts'

/** Fills slots while the text streams. */
export type SlotFiller = {
  /** Takes the next piece and returns what may be shown now; an incomplete `{{…` is held back. */
  push(chunk: string): string
  /** Ends the stream: returns what was held back, as it stands. */
  end(): string
  /** Everything filled so far: the pieces returned, joined, with spans and faults. */
  result(): FilledText
}

/** Fills the slots of a whole text. Values put in are never read again: `{{f1}}` inside a name or title stays text. */
export function fillSlots(text: string, sources: SlotSources, options: SlotOptions): FilledText {
  const filler = createSlotFiller(sources, options)
  filler.push(text)
  filler.end()
  return filler.result()
}

/** Fills slots while text arrives in pieces cut anywhere; the joined pieces equal what fillSlots makes of the whole. */
export function createSlotFiller(sources: SlotSources, options: SlotOptions): SlotFiller {
  const spans: FilledSlot[] = []
  const faults: SlotIssue[] = []
  const shown: string[] = []
  const mean = meaningOf(sources, options)
  let [held, length] = ['', 0]

  const write = (piece: string): void => {
    shown.push(piece)
    length += piece.length
  }
  const fill = (slot: string, inner: string): void => {
    const start = length
    const meaning = mean(slot, readSlot(inner))
    if ('fault' in meaning) {
      write(visibleFault(inner, options.locale))
      faults.push({ slot, start, end: length, reason: meaning.fault })
      return
    }
    write(meaning.written)
    spans.push({ slot, ...spanOf(meaning), start, end: length })
  }
  const drain = (isLast: boolean): string => {
    const from = shown.length
    let at = 0
    for (;;) {
      const next = held.slice(at).search(/[{｛]/)
      if (next < 0) break
      write(held.slice(at, at + next))
      at += next
      const found = slotIn(held.slice(at, at + longestSlot))
      const isOpen =
        found === null ? couldClose(held.slice(at)) : at + found.whole.length === held.length && found.open
      if (isOpen && !isLast) {
        held = held.slice(at)
        return shown.slice(from).join('')
      }
      if (found === null) write(held.charAt(at))
      else fill(found.whole, found.inner)
      at += found?.whole.length ?? 1
    }
    write(held.slice(at))
    held = ''
    return shown.slice(from).join('')
  }
  return {
    push(chunk) {
      held += chunk
      return drain(false)
    },
    end: () => drain(true),
    result: () => ({ text: shown.join(''), spans: [...spans], faults: [...faults] }),
  }
}

/** The slot at the beginning of a text, also one that lacks braces. `open`: one more brace may still come. */
function slotIn(
  text: string,
): { readonly whole: string; readonly inner: string; readonly open: boolean } | null {
  const [whole = '', opened = '', inner = '', closed = ''] = slotAt.exec(text) ?? []
  if (whole === '') return null
  const isWhole = opened.length === 2 && closed.length === 2
  return isWhole ||
    slotLike.test(inner.normalize('NFKC')) ||
    (opened.length === 2 && whole.length === text.length)
    ? { whole, inner, open: closed.length < 2 }
    : null
}

function spanOf({ id, kind, rounded, claim }: Exclude<SlotMeaning, { readonly fault: unknown }>) {
  return { id, kind, rounded, ...(claim === undefined ? {} : { claim }) }
}

/** What stands in the text for a slot that stands for nothing. The braces are dropped, so that it cannot be read as a slot. */
function visibleFault(inner: string, locale: Locale): string {
  return locale === 'zh' ? `【待核：${inner.trim()}】` : `[to check: ${inner.trim()}]`
}

/**
 * Digits and Chinese or spelt quantities that stand in a template outside its slots: what the model typed itself. Offsets
 * are those of the template. Ordinals, dates and names are not among them.
 */
export function bareDigits(template: string, lexicon: readonly string[] = []): readonly FigureSpan[] {
  return scanText(template, { lexicon }).filter(
    (span): span is FigureSpan => span.kind === 'figure' && span.weight === 'claim',
  )
}
