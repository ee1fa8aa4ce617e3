import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../db/tenant.ts'

/** A row as JSON, by its columns' names; the workspace's id is left out. */
export type HeldRow = Readonly<Record<string, unknown>>

/** Everything that is held about one person, table by table. */
export type HeldData = Readonly<Record<HeldPart, readonly HeldRow[]>>

/**
 * Every table that names a member, with the rows in which it names this one. Of rows that are about others too (a
 * record with ten people, an essay this person reviewed) only what concerns this person is in them.
 */
const PARTS = {
  members: (id) => sql`select * from members where id = ${id}`,
  member_absences: (id) =>
    sql`select kind, from_day, until_day from member_absences where member_id = ${id} order by from_day, kind`,
  member_quotas: (id) =>
    sql`select from_month, quota, source, decided_at, member_id = ${id} as own from member_quotas
      where member_id = ${id} or decided_by = ${id} order by from_month, decided_at`,
  group_quotas: (id) =>
    sql`select group_id, from_month, quota, decided_at from group_quotas
      where decided_by = ${id} order by from_month, decided_at`,
  leaves: (id) =>
    sql`select id, starts_on, ends_on, case when member_id = ${id} then reason end as reason, state, asked_at,
        decided_at, member_id = ${id} as own
      from leaves where member_id = ${id} or decided_by = ${id} order by asked_at, id`,
  records: (id) =>
    sql`select records.*, logged_by = ${id} as logged_by_you, deleted_by = ${id} as deleted_by_you, exists (select from record_people where record_id = records.id and member_id = ${id}) as took_part,
        array(select value::text || ' ' || measure_id from record_quantities where record_id = records.id order by position)
          as quantities,
        array(select url from record_evidence where record_id = records.id order by position) as evidence
      from records
      where logged_by = ${id} or deleted_by = ${id}
        or id in (select record_id from record_people where member_id = ${id})
      order by family, number`,
  record_revisions: (id) =>
    sql`select record_id, revision, action, at, by_member is not distinct from ${id} as by_you,
        case when by_member = ${id} then before - 'people' end as before,
        case when by_member = ${id} then after - 'people' end as after,
        coalesce(before -> 'people', '[]') ? ${id} as named_you_before,
        coalesce(after -> 'people', '[]') ? ${id} as named_you_after
      from record_revisions
      where by_member = ${id} or before -> 'people' ? ${id} or after -> 'people' ? ${id}
      order by at, record_id, revision`,
  essays: (id) => sql`select * from essays where member_id = ${id} order by number`,
  essay_reviews: (id) =>
    sql`select id, number, month, kind, state, reviewer_id = ${id} as reviewer, decided_at from essays
      where member_id <> ${id} and (reviewer_id = ${id} or decided_by = ${id}) order by number`,
  essay_moves: (id) =>
    sql`select essay_moves.essay_id, essay_moves.revision, move, at, by_member = ${id} as by_you,
        case when move <> 'reassign' or comment = ${id} then comment end as comment
      from essay_moves join essays on essays.id = essay_moves.essay_id
      where essays.member_id = ${id} or by_member = ${id} order by at, essay_id, essay_moves.revision`,
  essay_exemptions: (id) =>
    sql`select month, case when member_id = ${id} then reason end as reason, decided_at, revoked_at,
        member_id = ${id} as own, revoked_by = ${id} as revoked_by_you
      from essay_exemptions where member_id = ${id} or decided_by = ${id} or revoked_by = ${id} order by month, decided_at`,
  essay_exchanges: (id) =>
    sql`select record_id, month, held_on, essays, at from essay_exchanges where by_member = ${id} order by at`,
  anthology_sendings: (id) =>
    sql`select issue, asked_at, state from anthology_sendings where by_member = ${id} order by asked_at, id`,
  anthologies: (id) =>
    sql`select issue, title, compiled_at from anthologies where compiled_by = ${id} order by issue`,
  reminders: (id) => sql`select * from reminders where member_id = ${id} order by decided_at, month, step`,
  nudges: (id) =>
    sql`select month, day, at, member_id = ${id} as to_you, by_member = ${id} as by_you
      from nudges where member_id = ${id} or by_member = ${id} order by at`,
  reminder_skips: (id) => sql`select * from reminder_skips where member_id = ${id} order by month, step`,
  digests: (id) => sql`select * from digests where member_id = ${id} order by month`,
  outbox: (id) =>
    sql`select kind, decided_at, state, sent_at, reason, member_id = ${id} as to_you
      from outbox where member_id = ${id} or strpos(payload::text, ${id}) > 0 order by decided_at, kind`,
  reminder_snoozes: (id) => sql`select * from reminder_snoozes where member_id = ${id} order by month`,
  drafts: (id) =>
    sql`select number, outline_id, section_id, period, state, requested_at, finished_at, channel,
        requested_by = ${id} as requested_by_you, cancelled_by = ${id} as cancelled_by_you
      from drafts where requested_by = ${id} or cancelled_by = ${id} order by number`,
  draft_versions: (id) =>
    sql`select drafts.number, draft_versions.version, text, at
      from draft_versions join drafts on drafts.id = draft_versions.draft_id
      where by_member = ${id} order by drafts.number, draft_versions.version`,
  draft_approvals: (id) =>
    sql`select draft_id, version, at, withdrawn_at, by_member = ${id} as by_you, withdrawn_by = ${id} as withdrawn_by_you
      from draft_approvals where by_member = ${id} or withdrawn_by = ${id} order by at, draft_id`,
  report_exports: (id) =>
    sql`select id, asked_at, channel, outline_id, period, formats, state, done_at
      from report_exports where by_member = ${id} order by asked_at, id`,
  outline_revisions: (id) =>
    sql`select outline_id, revision, action, section_id, at, before, after
      from outline_revisions where by_member = ${id} order by at, outline_id, revision`,
  report_notes: (id) =>
    sql`select number, outline_id, period, case when by_member = ${id} then text end as text, at, removed_at,
        by_member = ${id} as by_you, removed_by = ${id} as removed_by_you
      from report_notes where by_member = ${id} or removed_by = ${id} order by number, at`,
  paragraph_redrafts: (id) =>
    sql`select draft_id, base_version, place, case when requested_by = ${id} then instruction end as instruction, state,
        requested_at, requested_by = ${id} as by_you, cancelled_by = ${id} as cancelled_by_you
      from paragraph_redrafts where requested_by = ${id} or cancelled_by = ${id} order by requested_at, draft_id, number`,
  figure_confirmations: (id) =>
    sql`select draft_id, figure, source, at, revoked_at, by_member = ${id} as by_you, revoked_by = ${id} as revoked_by_you
      from figure_confirmations where by_member = ${id} or revoked_by = ${id} order by at, draft_id, number`,
  figure_clicks: (id) =>
    sql`select draft_id, figure, says, label, at, revoked_at, by_member = ${id} as by_you, revoked_by = ${id} as revoked_by_you
      from figure_clicks where by_member = ${id} or revoked_by = ${id} order by at, draft_id, number`,
  lexicon_terms: (id) =>
    sql`select term, added_at, removed_at, added_by = ${id} as added_by_you, removed_by = ${id} as removed_by_you
      from lexicon_terms where added_by = ${id} or removed_by = ${id} order by number`,
  pending_imports: (id) =>
    sql`select id, asked_at, file_name, sort, period, state, counts, decided_at
      from pending_imports where by_member = ${id} order by asked_at, id`,
  word_revisions: (id) =>
    sql`select sort, word, revision, action, at, before, after
      from word_revisions where by_member = ${id} order by at, sort, word, revision`,
  undelivered_answers: (id) =>
    sql`select at, text from undelivered_answers where member_id = ${id} order by at, id`,
  audit_events: (id) =>
    sql`select id, at, action, details, by_member = ${id} as by_you, subject = ${id} as about_you
      from audit_events where by_member = ${id} or subject = ${id} order by at, id`,
} as const satisfies Readonly<Record<string, (memberId: string) => RawBuilder<unknown>>>

export type HeldPart = keyof typeof PARTS

/** Columns that name somebody else (this person where a flag says so), and what is only made from other columns. */
const LEFT_OUT = ['team_id', 'search', 'logged_by', 'deleted_by', 'reviewer_id', 'decided_by']

/** Reads everything held about a member. Times are ISO strings in UTC, days ISO dates. */
export async function readHeldData(db: Db, memberId: string): Promise<HeldData> {
  const held: [string, readonly HeldRow[]][] = []
  for (const [part, query] of Object.entries(PARTS)) {
    const { rows } = await sql<{ row: HeldRow }>`
      select to_jsonb(held) - ${LEFT_OUT}::text[] as row from (${query(memberId)}) as held`.execute(db)
    held.push([part, rows.map(({ row }) => row)])
  }
  return Object.fromEntries(held) as HeldData
}
