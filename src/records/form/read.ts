import { FieldIssues, MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import type { FormValue, FormValues } from '../../slack/listener.ts'
import type { FormField } from '../words/field-words.ts'
import { UNUSUAL_FIELD } from './fields.ts'
import { parseDurationText, parsePeopleCount, parseQuantityText } from '../line/read-line.ts'
import type { QuickFields, Vocabulary } from '../line/words/reading.ts'
import { detailsOf, type Evidence, type Quantity, type RecordDetails } from '../record/record.ts'

/** The fields as submitted; people still as Slack user ids. */
export type FormEntry = Omit<RecordDetails, 'people' | 'evidence'> & {
  readonly slackUserIds: readonly string[]
}

/** Reads a submitted form. Throws FieldIssues that says what is wrong at each field. */
export function readRecordForm(values: FormValues, vocabulary: Vocabulary): FormEntry {
  const faults: Record<string, LocalizedText> = {}
  const field = (name: FormField) => stateOf(values, name)
  const text = (name: FormField) => (field(name)?.value ?? '').trim()
  const parsed = <T>(name: FormField, parse: (text: string) => T): T | null => {
    if (text(name) === '') return null
    try {
      return parse(text(name))
    } catch (error) {
      if (!(error instanceof MemberFacingError)) throw error
      faults[name] = error.said
      return null
    }
  }
  const startsOn = field('date')?.selected_date ?? ''
  const entry = {
    kindId: field('kind')?.selected_option?.value ?? '',
    startsOn,
    endsOn: field('endDate')?.selected_date ?? startsOn,
    title: text('title'),
    materials: lines(text('materials')),
    slackUserIds: field('people')?.selected_users ?? [],
    headCount: parsed('headCount', parsePeopleCount),
    expected: parsed('expected', parseCount),
    excused: parsed('excused', parseCount),
    durationMin: parsed('duration', parseDurationText),
    place: text('place') || null,
    partner: text('partner') || null,
    note: text('note') || null,
    quantities:
      parsed('quantities', (all) => lines(all).flatMap((line) => readQuantities(line, vocabulary))) ?? [],
  }
  if (entry.kindId === '') faults['kind'] = { zh: '请选一个类别。', en: 'Choose a kind.' }
  else if (!vocabulary.kinds.some(({ id }) => id === entry.kindId))
    faults['kind'] = {
      zh: '这个类别已经停用或合并。请另选一个。',
      en: 'This kind is no longer in use. Choose another.',
    }
  if (startsOn === '') faults['date'] = { zh: '请选日期。', en: 'Choose a date.' }
  if (entry.title === '') faults['title'] = { zh: '请写上标题。', en: 'Give it a title.' }
  if (Object.keys(faults).length > 0) throw new FieldIssues(faults)
  return entry
}

/** How many were expected or excused: 15 or 15人, also 0. Throws MemberFacingError for anything else. */
export function parseCount(text: string): number {
  const [, digits] = /^(\d{1,7})\s*(?:人|位|名|people|persons?)?$/i.exec(text.normalize('NFKC').trim()) ?? []
  if (digits !== undefined) return Number(digits)
  throw new MemberFacingError({
    zh: `“${text.slice(0, 40)}”不是人数，请写成 15 或 15人`,
    en: `"${text.slice(0, 40)}" is not a number of people; write it like 15`,
  })
}

function lines(text: string): string[] {
  return text
    .split(/[\n;；]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function readQuantities(line: string, vocabulary: Vocabulary): Quantity[] {
  return parseQuantityText(line, vocabulary).map(({ measureId, value, name }) => {
    if (measureId === undefined) {
      throw new MemberFacingError({
        zh: `“${name}”不是已有的指标。已有：${vocabulary.measures.map((measure) => measure.name).join('、')}`,
        en: `"${name}" is not a measure. Known: ${vocabulary.measures.map((measure) => measure.name).join(', ')}`,
      })
    }
    return { measureId, value }
  })
}

/** Keys of the unusual values that were ticked as right. */
export function confirmedIn(values: FormValues): string[] {
  return stateOf(values, UNUSUAL_FIELD)?.selected_options?.map(({ value }) => value) ?? []
}

/** A form's block holds one element, whatever its action id. */
function stateOf(values: FormValues, block: string): FormValue | undefined {
  return Object.values(values[block] ?? {})[0]
}

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
    expected: fields.expected ?? null,
    excused: fields.excused ?? null,
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
