import { sql } from 'kysely'
import type { Db } from '../db/tenant.ts'
import { detailsOf, type Evidence, type LoggedRecord, type Quantity, type RecordDetails } from './record.ts'

/** A record to be stored, with the key that makes a second import of the same row do nothing. */
export type NewRecord = Omit<LoggedRecord, 'revision' | 'deletedAt'> & { readonly sourceKey: string | null }

export type RevisionAction = 'logged' | 'edited' | 'undone' | 'deleted' | 'imported'

/** Records of one statement: what they hold goes to the server as one JSON document. */
const CHUNK = 1000

/**
 * Stores records with all that belongs to them and their first revision: one statement, so a person who waits for one
 * record waits for one answer of the server.
 */
export async function insertRecords(
  db: Db,
  records: readonly NewRecord[],
  action: RevisionAction,
): Promise<void> {
  for (let from = 0; from < records.length; from += CHUNK) {
    const chunk = records.slice(from, from + CHUNK).map((record) => ({
      id: record.id,
      family: record.family,
      number: record.number,
      ...columnsOf(record),
      logged_by: record.loggedBy,
      logged_at: record.loggedAt,
      source_key: record.sourceKey,
      people: [...new Set(record.people)],
      quantities: record.quantities,
      evidence: record.evidence,
      details: detailsOf(record),
    }))
    await sql`
      with input as (
        select * from jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb) as record(
          id text, family text, number int, kind_id text, title text, starts_on date, ends_on date, materials jsonb,
          duration_min int, place text, partner text, note text, head_count int, head_unit text, logged_by text,
          logged_at timestamptz, source_key text, people jsonb, quantities jsonb, evidence jsonb, details jsonb)
      ), stored as (
        insert into records (id, family, number, kind_id, title, starts_on, ends_on, materials, duration_min, place,
          partner, note, head_count, head_unit, logged_by, logged_at, source_key)
        select id, family, number, kind_id, title, starts_on, ends_on, array(select jsonb_array_elements_text(materials)),
          duration_min, place, partner, note, head_count, head_unit, logged_by, logged_at, source_key from input
      ), people as (
        insert into record_people (record_id, member_id)
        select id, member from input, jsonb_array_elements_text(people) as member
      ), quantities as (
        insert into record_quantities (record_id, position, measure_id, value)
        select id, list.place - 1, piece ->> 'measureId', (piece ->> 'value')::numeric
        from input, jsonb_array_elements(quantities) with ordinality as list(piece, place)
      ), evidence as (
        insert into record_evidence (record_id, position, kind, title, url)
        select id, list.place - 1, piece ->> 'kind', piece ->> 'title', piece ->> 'url'
        from input, jsonb_array_elements(evidence) with ordinality as list(piece, place)
      )
      insert into record_revisions (record_id, revision, action, by_member, at, after)
      select id, 1, ${action}, logged_by, logged_at, details from input`.execute(db)
  }
}

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

/** Replaces a record's details by a next revision. The caller has checked the base revision on the locked row. */
export async function reviseRecord(
  db: Db,
  before: LoggedRecord,
  after: RecordDetails,
  by: { readonly member: string | null; readonly at: Date; readonly action: RevisionAction },
): Promise<void> {
  const revision = before.revision + 1
  await db
    .updateTable('records')
    .set({ ...columnsOf(after), revision })
    .where('id', '=', before.id)
    .execute()
  for (const table of ['record_people', 'record_quantities', 'record_evidence'] as const) {
    await db.deleteFrom(table).where('record_id', '=', before.id).execute()
  }
  await insertParts(db, { ...after, id: before.id })
  await insertRevision(db, before, revision, after, by)
}

/** Takes a record out of every list and count; it and its history stay. */
export async function deleteRecord(
  db: Db,
  before: LoggedRecord,
  by: {
    readonly member: string | null
    readonly at: Date
    readonly action: 'undone' | 'deleted'
    readonly reason: string | null
  },
): Promise<void> {
  const revision = before.revision + 1
  await db
    .updateTable('records')
    .set({ deleted_at: by.at, deleted_by: by.member, deleted_reason: by.reason, revision })
    .where('id', '=', before.id)
    .execute()
  await insertRevision(db, before, revision, null, by)
}

/** Every revision of a record, oldest first. */
export async function listRevisions(db: Db, recordId: string) {
  return await db
    .selectFrom('record_revisions')
    .select(['revision', 'action', 'by_member', 'at', 'before', 'after'])
    .where('record_id', '=', recordId)
    .orderBy('revision')
    .execute()
}

async function insertRevision(
  db: Db,
  before: LoggedRecord,
  revision: number,
  after: RecordDetails | null,
  by: { readonly member: string | null; readonly at: Date; readonly action: RevisionAction },
): Promise<void> {
  await db
    .insertInto('record_revisions')
    .values({
      record_id: before.id,
      revision,
      action: by.action,
      by_member: by.member,
      at: by.at,
      before: JSON.stringify(detailsOf(before)),
      after: after === null ? null : JSON.stringify(detailsOf(after)),
    })
    .execute()
}

function columnsOf(details: RecordDetails) {
  return {
    kind_id: details.kindId,
    title: details.title,
    starts_on: details.startsOn,
    ends_on: details.endsOn,
    materials: [...details.materials],
    duration_min: details.durationMin,
    place: details.place,
    partner: details.partner,
    note: details.note,
    head_count: details.headCount?.value ?? null,
    head_unit: details.headCount?.unit ?? null,
  }
}

async function insertParts(db: Db, record: RecordDetails & { readonly id: string }): Promise<void> {
  const { id } = record
  const people = [...new Set(record.people)].map((memberId) => ({ record_id: id, member_id: memberId }))
  const quantities = record.quantities.map(({ measureId, value }, position) => {
    return { record_id: id, position, measure_id: measureId, value }
  })
  const evidence = record.evidence.map((piece, position) => ({ record_id: id, position, ...piece }))
  if (people.length > 0) await db.insertInto('record_people').values(people).execute()
  if (quantities.length > 0) await db.insertInto('record_quantities').values(quantities).execute()
  if (evidence.length > 0) await db.insertInto('record_evidence').values(evidence).execute()
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
