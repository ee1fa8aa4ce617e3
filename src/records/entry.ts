import type { Member } from '../members/member.ts'
import type { QuickFields } from './quick-record.ts'
import type { FormEntry } from './read-form.ts'
import { detailsOf, type Evidence, type RecordDetails } from './record.ts'

/** What a line said, as a record. Only for a line that left no question, so every quantity has its measure. */
export function detailsFromLine(
  fields: QuickFields,
  kindId: string,
  people: readonly Member[],
): RecordDetails {
  return detailsOf({
    kindId,
    title: fields.title,
    startsOn: fields.startsOn.toString(),
    endsOn: fields.endsOn.toString(),
    materials: fields.materials,
    people: people.map(({ id }) => id),
    headCount: fields.headCount ?? null,
    durationMin: fields.durationMin ?? null,
    place: fields.place ?? null,
    partner: fields.partner ?? null,
    note: fields.note ?? null,
    quantities: fields.quantities.map(({ measureId, value, name }) => {
      if (measureId === undefined)
        throw new Error(`the quantity ${name} has no measure, so it should have been asked`)
      return { measureId, value }
    }),
    evidence: evidenceOf(fields),
  })
}

/** Links in a line are its evidence. */
export function evidenceOf(fields: Pick<QuickFields, 'links'>): Evidence[] {
  return fields.links.map(({ url, title }) => ({ kind: 'link', title: title === '' ? url : title, url }))
}

/** A submitted form as a record; people whom the picker could not show, and the evidence, are kept. */
export function detailsFromForm(
  entry: FormEntry,
  kept: { readonly keptPeople: readonly string[]; readonly evidence: readonly Evidence[] },
  people: readonly Member[],
): RecordDetails {
  return detailsOf({
    ...entry,
    people: [...new Set([...people.map(({ id }) => id), ...kept.keptPeople])],
    evidence: kept.evidence,
  })
}
