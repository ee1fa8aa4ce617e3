import { sql } from 'kysely'
import { rowOf, without, type RawRow } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'
import type { Evidence, LoggedRecord, Quantity, RecordDetails } from './record.ts'

/** Numbers or keys that one statement asks for. */
const CHUNK = 1000

/** The record of a number like S-42, also when it is deleted; null when there is none. `lock` holds it until the commit. */
export async function findRecord(
  db: Db,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<LoggedRecord | null> {
  const query = db.selectFrom('records').selectAll().where('id', '=', id)
  const row = await (options.lock === true ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? null : ((await withParts(db, [row]))[0] ?? null)
}

/** The records of these numbers, also deleted ones, in no order. `lock` holds them until the commit. */
export async function findRecordsByIds(
  db: Db,
  ids: readonly string[],
  options: { readonly lock?: boolean } = {},
): Promise<LoggedRecord[]> {
  const found: LoggedRecord[] = []
  for (let from = 0; from < ids.length; from += CHUNK) {
    const wanted = ids.slice(from, from + CHUNK)
    const query = db.selectFrom('records').selectAll().where('id', 'in', wanted).orderBy('id')
    const rows = await (options.lock === true ? query.forUpdate() : query).execute()
    found.push(...(await withParts(db, rows)))
  }
  return found
}

/** Numbers or keys among these that imports have used, also for records that are deleted now. */
export async function findUsedKeys(db: Db, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from records where source_key = any(${[...keys]}::text[]) order by number`.execute(db)
  return rows.map(({ id }) => id)
}

/**
 * Records that imports stored under keys that begin so and end with a number, oldest first by that number; also deleted
 * ones.
 */
export async function findImported(
  db: Db,
  stems: readonly string[],
): Promise<{ readonly stem: string; readonly nth: number; readonly id: string }[]> {
  const { rows } = await sql<{ stem: string; nth: number; id: string }>`
    select stem, nth::int as nth, id from (
      select id, substring(source_key from '^(.*):[0-9]+$') as stem, substring(source_key from '[0-9]+$') as nth
      from records where source_key is not null
    ) as keyed
    where stem = any(${[...stems]}::text[]) order by stem, nth::int`.execute(db)
  return rows
}

/** What a table last said of each of these records; without those that no import brought or changed. */
export async function findImportedWordings(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RecordDetails>> {
  const { rows } = await sql<{ id: string; after: RecordDetails }>`
    select distinct on (record_id) record_id as id, after from record_revisions
    where record_id = any(${[...ids]}::text[]) and action = 'imported' and after is not null
    order by record_id, revision desc`.execute(db)
  return new Map(rows.map(({ id, after }) => [id, after]))
}

/** A kind and a day, where a second entry of one event would show. */
export type KindAndDay = { readonly kindId: string; readonly day: string }

/** For each kind and day its newest records that are not deleted, at most twenty, oldest first. */
export async function findRecordsOfDays(
  db: Db,
  wanted: readonly KindAndDay[],
): Promise<{ id: string; title: string; loggedBy: string | null; loggedAt: Date }[][]> {
  const kinds = wanted.map(({ kindId }) => kindId)
  const days = wanted.map(({ day }) => day)
  const { rows } = await sql<{
    place: number
    id: string
    title: string
    loggedBy: string | null
    loggedAt: Date
  }>`
    select place::int, id, title, logged_by as "loggedBy", logged_at as "loggedAt"
    from unnest(${kinds}::text[], ${days}::date[]) with ordinality as wanted (kind, day, place),
      lateral (
        select id, title, logged_by, logged_at, number from records
        where kind_id = kind and starts_on = day and deleted_at is null
        order by number desc limit 20
      ) as found
    order by place, number`.execute(db)
  return wanted.map((_, index) =>
    rows
      .filter(({ place }) => place === index + 1)
      .map(({ id, title, loggedBy, loggedAt }) => ({ id, title, loggedBy, loggedAt })),
  )
}

const NOT_SHOWN = ['search', 'sourceKey', 'deletedBy', 'deletedReason'] as const

/** Completes rows with their people, quantities and evidence: one query for all of them. */
export async function withParts(db: Db, rows: readonly RawRow<'records'>[]): Promise<LoggedRecord[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const { rows: parts } = await sql<{
    id: string
    people: string[]
    quantities: Quantity[]
    evidence: Evidence[]
  }>`
    select wanted.id,
      array(select member_id from record_people where record_id = wanted.id order by member_id) as people,
      coalesce((select json_agg(json_build_object('measureId', measure_id, 'value', value) order by position)
        from record_quantities where record_id = wanted.id), '[]') as quantities,
      coalesce((select json_agg(json_build_object('kind', kind, 'title', title, 'url', url) order by position)
        from record_evidence where record_id = wanted.id), '[]') as evidence
    from unnest(${ids}::text[]) as wanted(id)`.execute(db)
  const byId = new Map(parts.map((part) => [part.id, part]))
  return rows.map((row) => {
    const { headCount, headUnit, ...record } = without(rowOf<'records'>(row), ...NOT_SHOWN)
    return {
      ...record,
      ...(byId.get(row.id) ?? { people: [], quantities: [], evidence: [] }),
      headCount: headCount === null ? null : { value: headCount, unit: headUnit ?? '人' },
    }
  })
}
