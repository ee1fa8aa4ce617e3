import type { Obligation } from '../../essays/duties/obligations.ts'

export type Family = 'study' | 'activity'

/** A record as far as figures come from it, under the kind that its own was merged into. */
export type RecordRow = {
  /** As people say it: S-42. */
  readonly id: string
  readonly number: number
  readonly family: Family
  /** The kind's Chinese name. */
  readonly kind: string
  /** First day, ISO; a record counts on it. */
  readonly day: string
  /** People by name and head count together: attendances. */
  readonly heads: number
  /** Places in the list of members of those who are named. */
  readonly people: readonly number[]
  readonly minutes: number | null
  readonly place: string | null
  readonly partner: string | null
  readonly materials: readonly string[]
  /** 《工作参阅》 and 3, where the title says so. */
  readonly series: string | null
  readonly issue: string | null
  readonly quantities: readonly Quantity[]
  /** A post, a registration: nobody attends it. */
  readonly isEntry: boolean
}

export type Quantity = { readonly measure: string; readonly value: number }

export type EssayRow = {
  readonly id: string
  readonly number: number
  readonly member: string
  readonly month: string
  readonly genre: string
  readonly state: 'submitted' | 'returned' | 'approved'
  readonly excellent: boolean
  readonly contest: boolean
  readonly exchanged: boolean
  readonly issue: number | null
  /** Days in the office's zone, ISO. */
  readonly handedIn: string | null
  readonly decided: string | null
  readonly reviewer: string | null
}

export type KindWords = {
  readonly family: Family
  readonly zh: string
  readonly en: string
  /** Other names of the kind, also those of kinds merged into it. */
  readonly aliases: readonly string[]
  readonly isEntry: boolean
}

export type MeasureWords = {
  readonly name: string
  readonly en: string | null
  readonly unit: string
  readonly aggregation: 'sum' | 'latest' | 'ratio'
  readonly aliases: readonly string[]
  readonly isEntry: boolean
}

export type MemberWords = {
  readonly id: string
  readonly name: string
  readonly department: string | null
  readonly isBot: boolean
}

/** Everything that claims about a period are evaluated from, in memory. */
export type EvidenceRows = {
  /** By family (activities first) and number: the order in which their numbers are said. */
  readonly records: readonly RecordRow[]
  /** By number. */
  readonly essays: readonly EssayRow[]
  /** Of the months that were over. */
  readonly obligations: readonly Obligation[]
  readonly kinds: readonly KindWords[]
  readonly measures: readonly MeasureWords[]
  readonly members: readonly MemberWords[]
  /** The first day of a record, and of the month of an essay; null: there is none. */
  readonly begins: { readonly records: string | null; readonly essays: string | null }
}
