import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import type { Verdict } from '../../claims/verdict/verdict.ts'

/** A version that counts, with what a change of the records is held against. */
export type CurrentVersion = {
  readonly draftId: string
  readonly period: string
  readonly requestedAt: Date
  /** The day up to which months counted as over; null: its fact sheet does not say. */
  readonly asOf: string | null
  readonly text: string
  readonly verdict: Verdict
  readonly at: Date
  /** Names of the members when it was written. */
  readonly members: readonly string[]
  /** Its records were found changed before. */
  readonly isMarked: boolean
}

/**
 * Versions that count: of each section and period the newest that is written, and whatever is approved. Those that a newer
 * draft has replaced are compared when somebody looks at them.
 */
export async function listCurrentVersions(db: Db): Promise<CurrentVersion[]> {
  const { rows } = await sql<CurrentVersion>`
    with approved as (select draft_id, version from draft_approvals where withdrawn_at is null),
    current as (
      select draft_id, version from approved
      union
      select drafts.id, drafts.version from drafts
      where drafts.id in (select draft_id from approved) or drafts.id in (
        select distinct on (outline_id, section_id, period) id from drafts
        where version > 0 order by outline_id, section_id, period, number desc)
    )
    select drafts.id as "draftId", drafts.period, drafts.requested_at as "requestedAt",
      draft_versions.text, draft_versions.verdict, draft_versions.at,
      basis.ledger ->> 'asOf' as "asOf", coalesce(basis.ledger -> 'ledger' -> 'members', '[]') as members,
      draft_marks.draft_id is not null as "isMarked"
    from current
    join drafts on drafts.id = current.draft_id
    join draft_versions
      on draft_versions.draft_id = current.draft_id and draft_versions.version = current.version
    left join draft_marks on draft_marks.draft_id = current.draft_id and draft_marks.version = current.version
    cross join lateral (select coalesce((
        select ledger from draft_earlier_ledgers
        where draft_id = current.draft_id and through_version >= current.version
        order by through_version limit 1), drafts.ledger) as ledger) as basis
    order by drafts.number, current.version`.execute(db)
  return rows
}

/** Stands for the kinds and measures among what was changed. */
export const WORDS = 'words'

/** When each record and essay, and the kinds and measures, that were changed since a moment were changed last. */
export async function listLastChanges(db: Db, since: Date): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ id: string; at: Date }>`
    select id, max(at) as at from (
      select record_id as id, at from record_revisions where at >= ${since}
      union all
      select essay_id, at from essay_moves where at >= ${since}
      union all
      select ${WORDS}, at from word_revisions where at >= ${since}) as changes
    group by id`.execute(db)
  return new Map(rows.map(({ id, at }) => [id, at]))
}
