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
  /** How many should have come, and how many of them were excused; null: nobody said, which is not zero. */
  readonly expected: number | null
  readonly excused: number | null
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

/** Details as they may stand in a revision of an earlier version. */
type SaidDetails = Omit<RecordDetails, 'expected' | 'excused'> &
  Partial<Pick<RecordDetails, 'expected' | 'excused'>>

/** What happened in the field's own words, and under which number. */
export const FAMILY_PREFIX: Readonly<Record<Family, string>> = { study: 'S', activity: 'A' }

/**
 * The details alone, in one fixed order, so that two records can be compared and a revision can hold them. Revisions of
 * earlier versions say nothing of who was expected or excused.
 */
export function detailsOf(record: SaidDetails): RecordDetails {
  return {
    kindId: record.kindId,
    title: record.title,
    startsOn: record.startsOn,
    endsOn: record.endsOn,
    materials: [...record.materials],
    people: [...record.people].sort(),
    headCount:
      record.headCount === null ? null : { value: record.headCount.value, unit: record.headCount.unit },
    expected: record.expected ?? null,
    excused: record.excused ?? null,
    durationMin: record.durationMin,
    place: record.place,
    partner: record.partner,
    note: record.note,
    quantities: record.quantities.map(({ measureId, value }) => ({ measureId, value })),
    evidence: record.evidence.map(({ kind, title, url }) => ({ kind, title, url })),
  }
}

export function sameDetails(one: SaidDetails, other: SaidDetails): boolean {
  return JSON.stringify(detailsOf(one)) === JSON.stringify(detailsOf(other))
}
