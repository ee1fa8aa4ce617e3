import type { Locale, LocalizedText } from '../../locale.ts'
import type { Fact, RecordWords } from '../facts/fact.ts'
import type { Days } from '../sources/claim-key.ts'
import type { ClaimValue } from '../sources/claim-values.ts'
import type { Source } from '../sources/source.ts'

/** A record the prompt offers for citation: slot `r7` stands for record A-17. `words`: what `{{r7.people}}` is read from. */
export type SlotRecord = { readonly id: string; readonly recordId: string; readonly words?: RecordWords }

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
  /** The days of the facts; without them the filled figures have no claims. */
  readonly days?: Days
  /** What the records prove of a part of the period, by the claim's key; without it `{{f12@Q1}}` means nothing. */
  readonly proven?: (key: string, locale: Locale) => ClaimValue | null
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
  /** What a figure was filled from, and in which form. */
  readonly claim?: { readonly value: ClaimValue; readonly form: Source['form'] }
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
