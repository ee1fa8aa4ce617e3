import type { LocalizedText } from '../../../locale.ts'

/** What the parser needs to know of a workspace. `names`: all names and aliases, in both languages; the first two lead. */
export type Vocabulary = {
  readonly kinds: readonly VocabularyKind[]
  readonly measures: readonly VocabularyMeasure[]
}

export type RecordFamily = 'study' | 'activity'

export type VocabularyKind = {
  readonly id: string
  readonly family: RecordFamily
  readonly names: readonly string[]
}

export type VocabularyMeasure = {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly aggregation: 'sum' | 'latest' | 'ratio'
  readonly aliases: readonly string[]
}

export type HeadUnit = '人' | '人次'
export type HeadCount = { readonly value: number; readonly unit: HeadUnit }

/** `measureId` is absent while it is not known which measure is meant: then there is a question. */
export type QuickQuantity = {
  readonly measureId?: string
  readonly name: string
  readonly value: number
  readonly unit: string
}

export type QuickLink = { readonly url: string; readonly title: string }

/** What one line says, as far as it could be read. Dates are days in the workspace's zone; `durationMin` whole minutes. */
export type QuickFields = {
  readonly kindId?: string
  readonly startsOn: Temporal.PlainDate
  readonly endsOn: Temporal.PlainDate
  /** false: the line names no day, and today stands in for it. */
  readonly dateGiven: boolean
  /** The line says a day that was not understood: no day stands in for it. */
  readonly dateUnread?: boolean
  readonly durationMin?: number
  readonly people: {
    readonly userIds: readonly string[]
    readonly groupIds: readonly string[]
    readonly everyone?: boolean
    /** 我, 本人, me: who typed the line was there. */
    readonly author?: boolean
    /** Slack users and groups who were not there: left out of everyone. */
    readonly absent?: readonly string[]
  }
  readonly headCount?: HeadCount
  /** How many should have come, and how many were excused. */
  readonly expected?: number
  readonly excused?: number
  readonly place?: string
  readonly partner?: string
  readonly note?: string
  readonly materials: readonly string[]
  readonly quantities: readonly QuickQuantity[]
  readonly links: readonly QuickLink[]
  readonly title: string
  /** true: no words were left for a title, so kind and materials made it. */
  readonly titleDerived: boolean
}

export type QuickField =
  | 'kind'
  | 'date'
  | 'duration'
  | 'people'
  | 'headCount'
  | 'place'
  | 'partner'
  | 'note'
  | 'materials'
  | 'quantities'
  | 'links'
  | 'title'

/** A piece of the original text, in UTF-16 offsets, and what it was understood as. */
export type TextSpan = { readonly start: number; readonly end: number; readonly text: string }
export type QuickSpan = TextSpan & {
  readonly field: QuickField
  /** The value read, in a form for people: 2022-11-17, 120 min, 28 人. */
  readonly reading?: string
}

/** Something to ask: `value` is what the form takes over when it is picked (an id, a date, minutes). */
export type QuickCandidate = { readonly value: string; readonly label: LocalizedText }
export type QuickQuestion = {
  readonly field: QuickField
  readonly reason: LocalizedText
  readonly candidates?: readonly QuickCandidate[]
}

/** Spans and `unplaced` are in order, and none overlaps another. With no question, the record may be stored as it is. */
export type QuickRecord = {
  readonly fields: QuickFields
  readonly spans: readonly QuickSpan[]
  readonly questions: readonly QuickQuestion[]
  readonly unplaced: readonly TextSpan[]
}
