import type { LocalizedText } from '../../locale.ts'

/**
 * How a fact's value came to be.
 * - `count`: how many records; `sum`: a flow added up; `latest`: a stock's last value, never added up;
 * - `distinct`: how many different members, issues or months; `ratio`: a percentage's last value;
 * - `before`: what another fact was in the period before; `change`: by how much, or how many per cent, it differs;
 * - `average`: a total by what it falls on; `share`: per cent of a total; `highest`, `lowest`: among months or quarters.
 */
export type Aggregation =
  | 'count'
  | 'sum'
  | 'latest'
  | 'distinct'
  | 'ratio'
  | 'before'
  | 'change'
  | 'average'
  | 'share'
  | 'highest'
  | 'lowest'

/** Which fact a comparison is of (its key), what it says, and what prose calls the time compared with. */
export type Comparison = {
  readonly of: string
  readonly how: 'before' | 'more' | 'fewer'
  readonly than: LocalizedText
}

/**
 * One figure computed from the records, frozen with the draft that uses it.
 * `recordIds` are record numbers a person can say (S-42, A-17, E-3), all of those the value came from.
 */
export type Fact = {
  /** Short name for slots, stable within one fact sheet: f1, f2 … */
  readonly id: string
  /** Stable across fact sheets: `study.count:传达学习`, `measure.sum:发布新闻动态`, `essay.count:approved` … */
  readonly key: string
  /** What a person reads: 传达学习次数. */
  readonly label: string
  readonly aggregation: Aggregation
  readonly value: number
  /** 次, 条, 册, 人, 人次, 篇, 期, %, … */
  readonly unit: string
  /** As typed: 2022, 2022-11, 2022H1. */
  readonly period: string
  /** In words: count of study sessions of kind 传达学习, 2022. */
  readonly formula: string
  readonly recordIds: readonly string[]
  /**
   * Words that name this fact in prose, in both languages, most specific first: measure and kind names,
   * aliases, titles the records share (《工作参阅》), synonyms. The words around a figure choose by these.
   */
  readonly names: readonly string[]
  /** Other spellings of the unit that mean the same here: 次 ~ 场 ~ 场次, 条 ~ items. */
  readonly unitAliases: readonly string[]
  /** Only of a fact that compares: it is meant only where words compare, never by its names. */
  readonly compares?: Comparison
  /** Of one record, of a part of the period, or worked out: only a slot may say it, words never choose it. */
  readonly detail?: true
}

/** What verification may look up beside the facts: the words that stand in the period's records. */
export type RecordWords = {
  readonly id: string
  /** First and last day, ISO dates. */
  readonly startsOn: string
  readonly endsOn: string
  /** Title, kind, materials, place, partner, note, evidence titles, essay titles: every text of the record. */
  readonly texts: readonly string[]
  readonly people: readonly string[]
  /** Figures the record itself states: 28人, 120分钟, 24条. */
  readonly figures: readonly {
    readonly value: number
    readonly unit: string
    readonly names: readonly string[]
  }[]
}

/** Everything a text of this period is checked against. */
export type Ledger = {
  readonly period: { readonly label: string; readonly startsOn: string; readonly endsOn: string }
  readonly facts: readonly Fact[]
  readonly records: readonly RecordWords[]
  /** Display names of all members of the workspace, also those who left. */
  readonly members: readonly string[]
  /** Names that hold numerals (二十大, 三会一课), beyond the shipped lexicon. */
  readonly lexicon: readonly string[]
}

/** What a fact is about, as far as sections choose by it. */
export type FeedOf = {
  readonly family: 'study' | 'activity' | null
  /** Chinese names of the kinds of its records. */
  readonly kinds: readonly string[]
  readonly measure: string | null
  readonly essays: boolean
  readonly gap: boolean
}
