import type { LocalizedText } from '../../locale.ts'
import type { FeedOf, Ledger } from '../../claims/facts/fact.ts'
import type { HouseStyle, Section } from '../outline/outline.ts'

/** What the records of one kind tell beside its facts: words and months, no figures. */
export type KindDigest = {
  /**
   * An event is held: people, heads or hours stand in its record, or no measure does. An entry only carries a measure
   * (posts, registrations, things set up). How many of each.
   */
  readonly events: number
  readonly entries: number
  /** Events that say neither who nor how many came: then attendances are a lower bound. */
  readonly withoutHeads: number
  /** Months with a record, in order: 2022-03. */
  readonly months: readonly string[]
  /** What was studied, most frequent first, the first twelve; how many there are beyond. */
  readonly themes: readonly string[]
  readonly moreThemes: number
  /** The title of all its events, or of all its entries, when numbers and months are taken out of it. */
  readonly eventSeries: string | null
  readonly entrySeries: string | null
}

/** What one measure's months tell: those in which it was highest and lowest, and the records' common title. */
export type MeasureDigest = {
  readonly series: string | null
  readonly records: number
  readonly months: readonly string[]
  readonly high: readonly string[]
  readonly low: readonly string[]
}

/** What a section's records tell beside their facts. Months that were over and have no record stand by name. */
export type Digest = {
  /** By the kind's Chinese name. */
  readonly kinds: Readonly<Record<string, KindDigest>>
  /** By the measure's name. */
  readonly measures: Readonly<Record<string, MeasureDigest>>
  readonly months: { readonly study: readonly string[]; readonly activity: readonly string[] }
  readonly empty: {
    readonly study: readonly string[]
    readonly activity: readonly string[]
    readonly essays: readonly string[]
  }
}

/** A record worth offering to a writer: bounded in number by the kinds, not by the records. */
export type NotableRecord = {
  readonly recordId: string
  readonly day: string
  readonly kind: string
  readonly title: string
  readonly materials: readonly string[]
  readonly place: string | null
  readonly partner: string | null
  /** Display names, only where they are few. */
  readonly people: readonly string[]
  /** Whether it is an event, and the measures it carries. Absent in sheets frozen before they were kept. */
  readonly isEvent?: boolean
  readonly measures?: readonly string[]
}

/** Everything one report section is drafted from and checked against, frozen with the draft as JSON. */
export type DraftBasis = {
  readonly locale: 'zh' | 'en'
  readonly section: Section
  readonly style: HouseStyle
  readonly periodWords: LocalizedText
  /** The day up to which months counted as over; none in sheets frozen before it was kept. */
  readonly asOf?: string
  readonly ledger: Ledger
  /** Ids of the facts that feed this section, in the sheet's order. */
  readonly factIds: readonly string[]
  /** What each fact is about, by fact id. */
  readonly about: Readonly<Record<string, FeedOf>>
  /** Absent in sheets frozen before it was kept. */
  readonly digest?: Digest
  readonly notable: readonly NotableRecord[]
  /** English names of the kinds, by Chinese name. */
  readonly kindNames: Readonly<Record<string, string>>
  /** Kinds that were logged before the period and not once in it. */
  readonly droppedKinds: readonly { readonly zh: string; readonly en: string }[]
  /** Kinds that the section names and nobody logged in the period. */
  readonly missingKinds: readonly string[]
  /** What editors wrote for the section on gaps, to stand in it word for word. Absent in older drafts. */
  readonly notes?: readonly string[]
  /** The same section as it was approved last, without figures and names, as an example of style. */
  readonly example?: string | null
}
