import type { LocalizedText } from '../../locale.ts'
import type { FeedOf, Ledger } from '../../claims/facts/fact.ts'
import type { HouseStyle, Section } from '../outline/outline.ts'

/** What the records of one kind were about, most frequent first, bounded: sample words for prose. */
export type Topics = {
  readonly materials: readonly string[]
  readonly titles: readonly string[]
  readonly partners: readonly string[]
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
  /** By the kind's Chinese name. */
  readonly topics: Readonly<Record<string, Topics>>
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
