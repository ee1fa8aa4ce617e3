import { sql } from 'kysely'
import type { Db } from '../db/tenant.ts'
import type { Member } from '../members/member.ts'

/** When a member's personal data were erased; null: they were not. */
export async function findErasure(db: Db, memberId: string): Promise<Date | null> {
  const row = await db.selectFrom('members').select('erased_at').where('id', '=', memberId).executeTakeFirst()
  return row?.erased_at ?? null
}

/** How much of a person there is, by what it is. */
export type Footprint = {
  readonly logged: number
  readonly attended: number
  readonly essays: number
  readonly leaves: number
  readonly reminders: number
}

export async function readFootprint(db: Db, memberId: string): Promise<Footprint> {
  const { rows } = await sql<Footprint>`
    select (select count(*)::int from records where logged_by = ${memberId}) as logged,
      (select count(*)::int from record_people where member_id = ${memberId}) as attended,
      (select count(*)::int from essays where member_id = ${memberId}) as essays,
      (select count(*)::int from leaves where member_id = ${memberId}) as leaves,
      (select count(*)::int from reminders where member_id = ${memberId}) as reminders`.execute(db)
  return rows[0]!
}

/** Where people wrote a name into a text by hand: numbers of records, essays and drafts, at most so many. */
export async function findMentions(db: Db, name: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    (select id from records
      where strpos(concat_ws(' ', title, place, partner, note, array_to_string(materials, ' ')), ${name}) > 0
      order by id limit ${limit})
    union all
    (select id from essays where strpos(title, ${name}) > 0 order by id limit ${limit})
    union all
    (select distinct 'D-' || drafts.number from draft_versions join drafts on drafts.id = draft_id
      where strpos(text, ${name}) > 0 order by 1 limit ${limit})
    limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/**
 * Takes everything personal from a member's rows. The rows stay, with their days and states, so every count and every
 * fact stays as it was.
 */
export async function eraseRows(
  db: Db,
  member: Member,
  erasure: { readonly name: string; readonly at: Date },
): Promise<void> {
  const { id } = member
  await sql`
    update members set name = ${erasure.name}, external_id = null, slack_user_id = null, email = null, department = null,
      role = 'member', locale = null, zone = null, own_zone = false, erased_at = ${erasure.at}
    where id = ${id}`.execute(db)
  await sql`update essays set body = null, link = null, file_id = null, file_name = null, file_url = null, file_text = null,
      file_state = null
    where member_id = ${id}`.execute(db)
  await sql`
    update essay_moves set comment = null where essay_id in (select id from essays where member_id = ${id})`.execute(
    db,
  )
  await sql`update leaves set reason = null where member_id = ${id}`.execute(db)
  await sql`update essay_exemptions set reason = '-' where member_id = ${id}`.execute(db)
  await sql`
    update reminders set channel = null, message_ts = null, reason = null where member_id = ${id}`.execute(db)
  await sql`update reminder_skips set detail_zh = null, detail_en = null where member_id = ${id}`.execute(db)
  await sql`update digests set channel = null, message_ts = null, reason = null where member_id = ${id}`.execute(
    db,
  )
  await sql`delete from outbox where member_id = ${id}`.execute(db)
  await sql`delete from undelivered_answers where member_id = ${id}`.execute(db)
  await sql`delete from reminder_snoozes where member_id = ${id}`.execute(db)
  await sql`update pending_imports set plan = null, file_name = '-' where by_member = ${id}`.execute(db)
  await eraseFromDocuments(db, member, erasure.name)
}

/** JSON that may hold what a member is called by, as a whole value. */
const DOCUMENTS = [
  ['audit_events', 'details'],
  ['drafts', 'ledger'],
  ['draft_earlier_ledgers', 'ledger'],
  ['draft_versions', 'verdict'],
  ['draft_marks', 'mark'],
  ['pending_imports', 'plan'],
] as const

/** Whole values only: 李明 is also the beginning of other names. */
async function eraseFromDocuments(db: Db, member: Member, name: string): Promise<void> {
  const known = [member.name, member.externalId, member.slackUserId, member.email]
  for (const [table, column] of DOCUMENTS) {
    for (const value of known) {
      if (value === null) continue
      const [before, after] = [JSON.stringify(value), JSON.stringify(name)]
      await sql`
        update ${sql.table(table)} set ${sql.ref(column)} = replace(${sql.ref(column)}::text, ${before}, ${after})::jsonb
        where strpos(${sql.ref(column)}::text, ${before}) > 0`.execute(db)
    }
  }
}
