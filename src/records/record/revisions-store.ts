import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import { detailsOf, type LoggedRecord, type RecordDetails } from './record.ts'

/** A record to be stored, with the key that makes a second import of the same row do nothing. */
export type NewRecord = Omit<LoggedRecord, 'revision' | 'deletedAt'> & { readonly sourceKey: string | null }

export type RevisionAction = 'logged' | 'edited' | 'undone' | 'deleted' | 'restored' | 'imported'

/** What people say of a record, column by column: their types within a JSON document, their names, and how they are read. */
const COLUMN_TYPES =
  sql.raw(`kind_id text, title text, starts_on date, ends_on date, materials jsonb, duration_min int,
  place text, partner text, note text, head_count int, head_unit text, expected int, excused int`)
const COLUMN_NAMES =
  sql.raw(`kind_id, title, starts_on, ends_on, materials, duration_min, place, partner, note, head_count,
  head_unit, expected, excused`)
const COLUMN_VALUES = sql.raw(`input.kind_id, input.title, input.starts_on, input.ends_on,
  array(select jsonb_array_elements_text(input.materials)), input.duration_min, input.place, input.partner, input.note,
  input.head_count, input.head_unit, input.expected, input.excused`)

/** Stores what belongs to the records of `input`. */
const PARTS = sql.raw(`people as (
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
  )`)

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
          id text, family text, number int, ${COLUMN_TYPES}, logged_by text,
          logged_at timestamptz, source_key text, people jsonb, quantities jsonb, evidence jsonb, details jsonb, by text)
      ), stored as (
        insert into records (id, family, number, ${COLUMN_NAMES}, logged_by, logged_at, source_key)
        select id, family, number, ${COLUMN_VALUES}, logged_by, logged_at, source_key from input
      ), ${PARTS}
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
  await reviseRecords(db, [{ before, after }], by)
}

/** The same of many: two statements a thousand records. */
export async function reviseRecords(
  db: Db,
  changes: readonly { readonly before: LoggedRecord; readonly after: RecordDetails }[],
  by: { readonly member: string | null; readonly at: Date; readonly action: RevisionAction },
): Promise<void> {
  for (let from = 0; from < changes.length; from += CHUNK) {
    const chunk = changes.slice(from, from + CHUNK).map(({ before, after }) => ({
      id: before.id,
      revision: before.revision + 1,
      ...columnsOf(after),
      people: [...new Set(after.people)],
      quantities: after.quantities,
      evidence: after.evidence,
      before: detailsOf(before),
      after: detailsOf(after),
    }))
    // Apart from what follows: one statement cannot put anew what it deletes.
    await sql`
      with people as (delete from record_people where record_id = any(${chunk.map(({ id }) => id)}::text[])),
        quantities as (delete from record_quantities where record_id = any(${chunk.map(({ id }) => id)}::text[]))
      delete from record_evidence where record_id = any(${chunk.map(({ id }) => id)}::text[])`.execute(db)
    await sql`
      with input as (
        select * from jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb) as record(
          id text, revision int, ${COLUMN_TYPES}, people jsonb, quantities jsonb, evidence jsonb,
          before jsonb, after jsonb)
      ), revised as (
        update records set (revision, ${COLUMN_NAMES}) = (input.revision, ${COLUMN_VALUES})
        from input where records.id = input.id
      ), ${PARTS}
      insert into record_revisions (record_id, revision, action, by_member, at, before, after)
      select id, revision, ${by.action}, ${by.member}, ${by.at}::timestamptz, before, after from input`.execute(
      db,
    )
  }
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

/** Puts a deleted record back into every list and count, as it was. */
export async function restoreDeleted(
  db: Db,
  before: LoggedRecord,
  by: { readonly member: string | null; readonly at: Date },
): Promise<void> {
  const revision = before.revision + 1
  await db
    .updateTable('records')
    .set({ deleted_at: null, deleted_by: null, deleted_reason: null, revision })
    .where('id', '=', before.id)
    .execute()
  await insertRevision(db, before, revision, before, { ...by, action: 'restored' })
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
    expected: details.expected,
    excused: details.excused,
  }
}
