import { sql } from 'kysely'
import type { Db } from '../db/tenant.ts'
import type { Evidence, LoggedRecord, Quantity } from './record.ts'

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

/** Records of earlier imports by their keys, also deleted ones. */
export async function findRecordsBySourceKeys(
  db: Db,
  keys: readonly string[],
): Promise<Map<string, LoggedRecord>> {
  const found = new Map<string, LoggedRecord>()
  for (let from = 0; from < keys.length; from += CHUNK) {
    const rows = await db
      .selectFrom('records')
      .selectAll()
      .where('source_key', 'in', keys.slice(from, from + CHUNK))
      .execute()
    const records = await withParts(db, rows)
    rows.forEach((row, index) => {
      const record = records[index]
      if (row.source_key !== null && record !== undefined) found.set(row.source_key, record)
    })
  }
  return found
}

/** Records of the same kind on the same day, not deleted: where a second entry of one event would show. */
export async function findRecordsOfDay(
  db: Db,
  kindId: string,
  day: string,
): Promise<{ id: string; title: string; loggedBy: string | null }[]> {
  const rows = await db
    .selectFrom('records')
    .select(['id', 'title', 'logged_by'])
    .where('kind_id', '=', kindId)
    .where('starts_on', '=', day)
    .where('deleted_at', 'is', null)
    .orderBy('number')
    .limit(20)
    .execute()
  return rows.map(({ id, title, logged_by }) => ({ id, title, loggedBy: logged_by }))
}

type RecordRow = {
  id: string
  family: 'study' | 'activity'
  number: number
  kind_id: string
  title: string
  starts_on: string
  ends_on: string
  materials: string[]
  duration_min: number | null
  place: string | null
  partner: string | null
  note: string | null
  head_count: number | null
  head_unit: '人' | '人次' | null
  logged_by: string | null
  logged_at: Date
  revision: number
  deleted_at: Date | null
}

/** Completes rows with their people, quantities and evidence: one query for all of them. */
export async function withParts(db: Db, rows: readonly RecordRow[]): Promise<LoggedRecord[]> {
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
    const part = byId.get(row.id)
    return {
      id: row.id,
      family: row.family,
      number: row.number,
      kindId: row.kind_id,
      title: row.title,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      materials: row.materials,
      people: part?.people ?? [],
      headCount: row.head_count === null ? null : { value: row.head_count, unit: row.head_unit ?? '人' },
      durationMin: row.duration_min,
      place: row.place,
      partner: row.partner,
      note: row.note,
      quantities: part?.quantities ?? [],
      evidence: part?.evidence ?? [],
      loggedBy: row.logged_by,
      loggedAt: row.logged_at,
      revision: row.revision,
      deletedAt: row.deleted_at,
    }
  })
}
