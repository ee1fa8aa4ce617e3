import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import type { LocalizedText } from '../../locale.ts'
import { mapTexts, textsAt } from './json-texts.ts'
import { excerptOf, patternOf, wordsOf, type OldNames } from './names.ts'
import { keepOffsets } from './offsets.ts'
import { PLACES, type Place } from './places.ts'

/** A row in whose texts a person is named. `id` is the same as long as the row is there. */
export type Mention = {
  readonly id: string
  /** What sort of text: Records, Texts of drafts. */
  readonly what: LocalizedText
  /** Which one, as people say it: S-42, D-5 v2. */
  readonly where: string
  readonly excerpt: string
}

type Found = Mention & { readonly place: Place; readonly row: Row }
type Row = {
  readonly place_key: string
  readonly place_where: string
  readonly row_id: string
  readonly values: Readonly<Record<string, unknown>>
}

/** Every text that names the person, in the order of the list of places. */
export async function findMentions(db: Db, names: OldNames): Promise<Mention[]> {
  const mentions: Mention[] = []
  for (const place of PLACES) mentions.push(...(await findAt(db, place, names)))
  return mentions.map(({ id, what, where, excerpt }) => ({ id, what, where, excerpt }))
}

/** Writes the new name into the chosen texts, instead of each of the old ones; returns which texts were changed. */
export async function replaceMentions(
  db: Db,
  change: { readonly names: OldNames; readonly newName: string; readonly chosen: ReadonlySet<string> },
): Promise<Mention[]> {
  const changed: Mention[] = []
  for (const place of PLACES) {
    const found = await findAt(db, place, change.names, { lock: true })
    for (const one of found.filter(({ id }) => change.chosen.has(id))) {
      await replaceIn(db, one, change)
      changed.push(one)
    }
  }
  return changed
}

async function findAt(db: Db, place: Place, names: OldNames, { lock = false } = {}): Promise<Found[]> {
  const words = wordsOf(names)
  const pattern = patternOf(words)
  // As they stand in the text of JSON and arrays; what is found is looked at again, text by text.
  const needles = [...new Set([...words, ...words.map((word) => JSON.stringify(word).slice(1, -1))])]
  const columns = Object.keys(place.texts)
  const { rows } = await sql<Row>`
    select jsonb_build_array(${sql.join(place.key.map((key) => sql.ref(key)))})::text as place_key,
      ${place.where} as place_where, ctid::text as row_id,
      jsonb_build_object(${sql.join(columns.flatMap((column) => [sql.lit(column), sql.ref(column)]))}) as values
    from ${sql.table(place.table)}
    where exists (select from unnest(${needles}::text[]) as needle
      where strpos(lower(concat_ws(' ', ${sql.join(columns.map((column) => sql`${sql.ref(column)}::text`))})), lower(needle)) > 0)
    order by ${sql.join(place.key.map((key) => sql.ref(key)))}
    ${lock ? sql`for update` : sql``}`.execute(db)
  return rows.flatMap((row) => {
    const excerpt = textsOf(place, row)
      .map((text) => excerptOf(text, pattern))
      .find((one) => one !== null)
    if (excerpt === undefined || excerpt === null) return []
    const id = createHash('sha256').update(`${place.table} ${row.place_key}`).digest('base64url').slice(0, 16)
    return [{ id, what: place.what, where: row.place_where, excerpt, place, row }]
  })
}

function textsOf(place: Place, row: Row): string[] {
  return Object.entries(place.texts).flatMap(([column, paths]) => textsAt(row.values[column], paths))
}

async function replaceIn(
  db: Db,
  { place, row }: Found,
  { names, newName }: { readonly names: OldNames; readonly newName: string },
): Promise<void> {
  const pattern = patternOf(wordsOf(names))
  const replaced = (text: string) => text.replace(pattern, () => newName)
  const after = Object.fromEntries(
    Object.entries(place.texts).map(([column, paths]) => [
      column,
      mapTexts(row.values[column], paths, replaced),
    ]),
  )
  if (place.table === 'draft_versions') await keepOffsets(db, row, after, { pattern, newName })
  const changed = Object.entries(after).filter(
    ([column, value]) => JSON.stringify(value) !== JSON.stringify(row.values[column]),
  )
  const set = changed.map(([column, value]) => sql`${sql.ref(column)} = ${columnValue(value)}`)
  await sql`update ${sql.table(place.table)} set ${sql.join(set)} where ctid = ${row.row_id}::tid`.execute(db)
}

function columnValue(value: unknown) {
  const isTexts = Array.isArray(value) && value.every((one) => typeof one === 'string')
  if (isTexts) return sql`${value}::text[]`
  return typeof value === 'string' ? sql`${value}` : sql`${JSON.stringify(value)}::jsonb`
}
