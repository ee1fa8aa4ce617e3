import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import { detailsOf, type LoggedRecord, type RecordDetails } from './record.ts'

/** A record to be stored, with the key that makes a second import of the same row do nothing. */
export type NewRecord = Omit<LoggedRecord, 'revision' | 'deletedAt'> & { readonly sourceKey: string | null }

export type RevisionAction = 'logged' | 'edited' | 'undone' | 'deleted' | 'imported'

/** Records of one statement: what they hold goes to the server as one JSON document. */
const CHUNK = 1000

/**
 * Stores records with all that belongs to them and their first revision: one statement, so a person who waits for one
 * record waits for one answer of the server. `by`: whose hand it was, where that is not who logged it.
 */
export async function insertRecords(
  db: Db,
  records: readonly NewRecord[],
  action: RevisionAction,
  by: string | null = null,
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
      by: by ?? record.loggedBy,
    }))
    await sql`
      with input as (
        select * from jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb) as record(
          id text, family text, number int, kind_id text, title text, starts_on date, ends_on date, materials jsonb,
          duration_min int, place text, partner text, note text, head_count int, head_unit text, logged_by text,
          logged_at timestamptz, source_key text, people jsonb, quantities jsonb, evidence jsonb, details jsonb, by text)
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
      select id, 1, ${action}, by, logged_at, details from input`.execute(db)
  }
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

/** Why a record was deleted, in the words of who did it; null for one that was not, or only undone. */
export async function findDeletionReason(db: Db, recordId: string): Promise<string | null> {
  const row = await db
    .selectFrom('records')
    .select('deleted_reason')
    .where('id', '=', recordId)
    .executeTakeFirst()
  return row?.deleted_reason ?? null
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
