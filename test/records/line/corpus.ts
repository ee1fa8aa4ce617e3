import { readFileSync } from 'node:fs'
import { defaultVocabulary } from '../../../src/records/vocabulary/default-kinds.ts'
import { parseQuickText, type QuickRecord, type RecordFamily } from '../../../src/records/line/read-line.ts'

/** The corpus is written for this day, a Friday. */
export const today = Temporal.PlainDate.from('2022-11-18')

/**
 * A line and what a person would store. A field that is absent must not be read. For a field in `ask` the value is free
 * unless it is written here. `title` is taken from the words, `derivedTitle` is made from kind and materials.
 */
export type CorpusLine = {
  family: RecordFamily
  text: string
  kind?: string
  date?: string
  min?: number
  users?: string[]
  groups?: string[]
  everyone?: boolean
  head?: string
  place?: string
  partner?: string
  note?: string
  materials?: string[]
  quantities?: string[]
  links?: string[]
  title?: string
  derivedTitle?: string
  ask?: string[]
}

export function corpus(): CorpusLine[] {
  const file = new URL('../../fixtures/quick-text/lines.ndjson', import.meta.url)
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CorpusLine)
}

export function read(line: { family: RecordFamily; text: string }): QuickRecord {
  return parseQuickText(line.family, line.text, defaultVocabulary, today)
}

type Difference = { field: string; expected: string; got: string; asked: boolean }

/** Field by field, what was read otherwise than a person would; `asked`: the person is asked about it. */
export function differences(line: CorpusLine): Difference[] {
  const record = read(line)
  const asked = new Set<string>(record.questions.map(({ field }) => field))
  const expected = expectedOf(line)
  const got = gotOf(record)
  const found: Difference[] = []
  for (const field of Object.keys(expected)) {
    const free = line.ask?.includes(field) === true && expected[field] === ''
    const same = free || (expected[field] ?? '') === (got[field] ?? '')
    if (!same)
      found.push({ field, expected: expected[field] ?? '', got: got[field] ?? '', asked: asked.has(field) })
  }
  const questions = [...asked].sort().join()
  const wanted = (line.ask ?? []).toSorted().join()
  if (questions !== wanted) found.push({ field: 'ask', expected: wanted, got: questions, asked: true })
  return found
}

function expectedOf(line: CorpusLine): Record<string, string> {
  const title = line.title ?? line.derivedTitle
  return {
    kind: line.kind ?? '',
    date: line.date ?? '',
    duration: line.min === undefined ? '' : String(line.min),
    people: [...(line.users ?? []), ...(line.groups ?? []), line.everyone === true ? 'everyone' : '']
      .sort()
      .join(),
    headCount: line.head ?? '',
    place: line.place ?? '',
    partner: line.partner ?? '',
    note: line.note ?? '',
    materials: (line.materials ?? []).join(),
    quantities: (line.quantities ?? []).toSorted().join(),
    links: (line.links ?? []).join(),
    ...(title === undefined ? {} : { title, derived: String(line.derivedTitle !== undefined) }),
  }
}

function gotOf({ fields }: QuickRecord): Record<string, string> {
  const { startsOn, endsOn, headCount, people } = fields
  const date = startsOn.equals(endsOn) ? startsOn.toString() : `${startsOn.toString()}/${endsOn.toString()}`
  return {
    kind: fields.kindId ?? '',
    date: fields.dateGiven ? date : '',
    duration: fields.durationMin === undefined ? '' : String(fields.durationMin),
    people: [...people.userIds, ...people.groupIds, people.everyone === true ? 'everyone' : ''].sort().join(),
    headCount: headCount === undefined ? '' : `${headCount.value}${headCount.unit}`,
    place: fields.place ?? '',
    partner: fields.partner ?? '',
    note: fields.note ?? '',
    materials: fields.materials.join(),
    quantities: fields.quantities
      .map(({ measureId, value, unit }) => `${measureId ?? '?'}=${value}${unit}`)
      .sort()
      .join(),
    links: fields.links.map(({ url }) => url).join(),
    title: fields.title,
    derived: String(fields.titleDerived),
  }
}
