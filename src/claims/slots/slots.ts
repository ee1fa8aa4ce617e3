import type { Locale, LocalizedText } from '../../locale.ts'
import type { Fact } from '../facts/fact.ts'
import { plainFigure, roundedFigure } from '../../text/numbers/write-number.ts'
import { scanText } from '../scan/scan-text.ts'
import type { FigureSpan } from '../scan/span.ts'

/** A record the prompt offers for citation: slot `r7` stands for record A-17. */
export type SlotRecord = { readonly id: string; readonly recordId: string }

/** A person the prompt offers: slot `p3` stands for the display name. */
export type SlotPerson = { readonly id: string; readonly name: string }

/** What an editor wrote for this report: slot `n1` stands for the words as they are. */
export type SlotNote = { readonly id: string; readonly text: string }

/** What slots may stand for. Facts carry their own slot name in `id` (f12). */
export type SlotSources = {
  readonly facts: readonly Fact[]
  readonly records: readonly SlotRecord[]
  readonly people: readonly SlotPerson[]
  readonly notes?: readonly SlotNote[]
}

export type SlotOptions = {
  readonly locale: Locale
  /** Whether a citation stays in the text as 〔A-17〕 or is only listed in `spans`. `keep` when nothing is said. */
  readonly citations?: 'keep' | 'drop'
}

/** Which slot became which range of the filled text, UTF-16 offsets; `id` is the fact, record, person or note slot. */
export type FilledSlot = {
  readonly slot: string
  readonly id: string
  readonly kind: 'fact' | 'record' | 'person' | 'note'
  readonly rounded: boolean
  readonly start: number
  readonly end: number
}

/** A slot that stands for nothing; 【待核：…】 shows it in the text, from `start` to `end`. */
export type SlotIssue = {
  readonly slot: string
  readonly start: number
  readonly end: number
  readonly reason: LocalizedText
}

export type FilledText = {
  readonly text: string
  readonly spans: readonly FilledSlot[]
  readonly faults: readonly SlotIssue[]
}

/** Fills slots while the text streams. */
export type SlotFiller = {
  /** Takes the next piece and returns what may be shown now; an incomplete `{{…` is held back. */
  push(chunk: string): string
  /** Ends the stream: returns what was held back, as it stands. */
  end(): string
  /** Everything filled so far: the pieces returned, joined, with spans and faults. */
  result(): FilledText
}

const opening = '{{'
/** No slot is longer, and none goes over a line's end: `{{` that does is text. */
const longestSlot = 40
const wholeSlot = /^\{\{[^\S\n]*(?:([frpn])(\d{1,6})(~?)|[^{}\n]*)[^\S\n]*\}\}/

const KINDS: Readonly<Record<string, FilledSlot['kind']>> = {
  f: 'fact',
  r: 'record',
  p: 'person',
  n: 'note',
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
  const facts = new Map(sources.facts.map((fact) => [fact.id, fact]))
  const records = new Map(sources.records.map((record) => [record.id, record.recordId]))
  const people = new Map(sources.people.map((person) => [person.id, person.name]))
  const notes = new Map((sources.notes ?? []).map((note) => [note.id, withoutSlots(note.text)]))
  let [held, length] = ['', 0]

  const write = (piece: string): void => {
    shown.push(piece)
    length += piece.length
  }
  const fill = (slot: string, found: RegExpExecArray): void => {
    const [, letter, digits, tilde] = found
    const id = `${letter ?? ''}${digits ?? ''}`
    const fact = letter === 'f' ? facts.get(id) : undefined
    const start = length
    if (fact !== undefined)
      write(
        tilde === '~' ? roundedFigure(fact.value, options.locale) : plainFigure(fact.value, options.locale),
      )
    else if (letter === 'r' && records.has(id))
      write(options.citations === 'drop' ? '' : `〔${records.get(id)}〕`)
    else if (letter === 'p' && people.has(id)) write(people.get(id)!)
    else if (letter === 'n' && notes.has(id)) write(notes.get(id)!)
    else {
      write(visibleFault(slot, options.locale))
      faults.push({ slot, start, end: length, reason: unknownSlot(slot) })
      return
    }
    const kind = KINDS[letter ?? ''] ?? 'fact'
    spans.push({ slot, id, kind, rounded: tilde === '~', start, end: length })
  }
  const drain = (isLast: boolean): string => {
    const from = shown.length
    let at = 0
    for (;;) {
      const next = held.indexOf(opening, at)
      if (next < 0) break
      const found = wholeSlot.exec(held.slice(next, next + longestSlot))
      if (found === null && !isLast && couldClose(held.slice(next))) {
        write(held.slice(at, next))
        held = held.slice(next)
        return shown.slice(from).join('')
      }
      write(held.slice(at, next))
      if (found === null) write(opening)
      else fill(found[0], found)
      at = next + (found?.[0].length ?? opening.length)
    }
    // A lone { at the end may be the first half of {{.
    const rest = !isLast && held.length > at && held.endsWith('{') ? held.length - 1 : held.length
    write(held.slice(at, rest))
    held = held.slice(rest)
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

/** Whether more text could still make a slot of this beginning. */
function couldClose(text: string): boolean {
  if (text.length >= longestSlot) return false
  return /^\{\{[^{}\n]*\}?$/.test(text)
}

function unknownSlot(slot: string): LocalizedText {
  return {
    zh: `没有与 ${slot} 对应的数据、记录或人员；请从事实表中选用。`,
    en: `${slot} stands for no fact, record or person; use one of the fact sheet.`,
  }
}

/** What stands in the text for a slot that stands for nothing. The braces are dropped, so that it cannot be read as a slot. */
function visibleFault(slot: string, locale: Locale): string {
  const inner = slot.slice(2, -2).trim()
  return locale === 'zh' ? `【待核：${inner}】` : `[to check: ${inner}]`
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

/** Makes text from people safe to stand beside slots: its `{{` is parted, so that it never becomes one. */
export function withoutSlots(text: string): string {
  return text.replaceAll('{{', '{\u200b{').replaceAll('}}', '}\u200b}')
}
