import { sql } from 'kysely'
import type { Db } from '../db/tenant.ts'
import type { Member } from '../members/member.ts'
import { eraseFromLedgers } from './erase-ledgers.ts'

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
  await dropPlans(db, id, erasure.at)
  await eraseSnapshots(db, id, erasure.name)
  await eraseFromLedgers(db, member, erasure.name)
}

/** Fields of the audit log that hold what a person is called by, by action; the event's subject is their id. */
const SNAPSHOTS: Readonly<Record<string, readonly string[]>> = {
  // Slack user ids.
  'member.link': ['before', 'after'],
}

async function eraseSnapshots(db: Db, id: string, name: string): Promise<void> {
  for (const [action, fields] of Object.entries(SNAPSHOTS)) {
    for (const field of fields) {
      await sql`
        update audit_events set details = jsonb_set(details, ${[field]}::text[], to_jsonb(${name}::text))
        where action = ${action} and subject = ${id} and details ->> ${field} is not null`.execute(db)
    }
  }
}

/** Previews that would bring the person back, or name them by their id, are over; the file can be sent again. */
async function dropPlans(db: Db, id: string, at: Date): Promise<void> {
  await sql`
    update pending_imports set plan = null, counts = null, decided_at = coalesce(decided_at, ${at}),
      state = case when state in ('reading', 'ready') then 'cancelled' else state end,
      file_name = case when by_member = ${id} then '-' else file_name end
    where by_member = ${id} or strpos(plan::text, ${JSON.stringify(id)}) > 0`.execute(db)
}
