import { z } from 'zod'
export type Family = 'study' | 'activity'

/** Heads that are not members by name: 人 counts persons, 人次 counts attendances. They are never mixed. */
export type HeadCount = { readonly value: number; readonly unit: '人' | '人次' }

export type Quantity = { readonly measureId: string; readonly value: number }

export const evidence = z.object({
  kind: z.enum(['link', 'file', 'message']),
  title: z.string(),
  url: z.string(),
})
export type Evidence = Readonly<z.infer<typeof evidence>>

/** What a person says of a study session or an activity. Days are ISO dates; `people` are member ids. */
export type RecordDetails = {
  readonly kindId: string
  readonly title: string
  readonly startsOn: string
  readonly endsOn: string
  readonly materials: readonly string[]
  readonly people: readonly string[]
  readonly headCount: HeadCount | null
  readonly durationMin: number | null
  readonly place: string | null
  readonly partner: string | null
  readonly note: string | null
  readonly quantities: readonly Quantity[]
  readonly evidence: readonly Evidence[]
}

/** A stored record. `id` is the number a person says: S-42, A-17. `loggedBy` is null for an import. */
export type LoggedRecord = RecordDetails & {
  readonly id: string
  readonly family: Family
  readonly number: number
  readonly loggedBy: string | null
  readonly loggedAt: Date
  readonly revision: number
  readonly deletedAt: Date | null
}

/** What happened in the field's own words, and under which number. */
export const FAMILY_PREFIX: Readonly<Record<Family, string>> = { study: 'S', activity: 'A' }

/** The details alone, in one fixed order, so that two records can be compared and a revision can hold them. */
export function detailsOf(record: RecordDetails): RecordDetails {
  return {
    kindId: record.kindId,
    title: record.title,
    startsOn: record.startsOn,
    endsOn: record.endsOn,
    materials: [...record.materials],
    people: [...record.people].sort(),
    headCount:
      record.headCount === null ? null : { value: record.headCount.value, unit: record.headCount.unit },
    durationMin: record.durationMin,
    place: record.place,
    partner: record.partner,
    note: record.note,
    quantities: record.quantities.map(({ measureId, value }) => ({ measureId, value })),
    evidence: record.evidence.map(({ kind, title, url }) => ({ kind, title, url })),
  }
}

export function sameDetails(one: RecordDetails, other: RecordDetails): boolean {
  return JSON.stringify(detailsOf(one)) === JSON.stringify(detailsOf(other))
}
