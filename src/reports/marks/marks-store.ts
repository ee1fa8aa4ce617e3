import { sql } from 'kysely'
import { findRow } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'
import type { CorrectionFlag, RecordChange } from './changed-figures.ts'

/** The mark of a version that the records no longer bear out; null: they do. */
export async function findMark(db: Db, draftId: string, version: number): Promise<CorrectionFlag | null> {
  const row = await findRow(db, 'draft_marks', { draftId, version })
  return row === null ? null : (row.mark as CorrectionFlag)
}

/** Writes a version's mark, or takes it away with null. */
export async function storeMark(
  db: Db,
  of: { readonly draftId: string; readonly version: number; readonly at: Date },
  mark: CorrectionFlag | null,
): Promise<void> {
  const { draftId, version, at } = of
  if (mark === null) {
    await db
      .deleteFrom('draft_marks')
      .where('draft_id', '=', draftId)
      .where('version', '=', version)
      .execute()
    return
  }
  await db
    .insertInto('draft_marks')
    .values({ draft_id: draftId, version, found_at: at, mark: JSON.stringify(mark) })
    .onConflict((conflict) =>
      conflict
        .columns(['team_id', 'draft_id', 'version'])
        .doUpdateSet({ found_at: at, mark: JSON.stringify(mark) }),
    )
    .execute()
}

/**
 * Takes what has changed in the records off the list, once it has been quiet for `quietSeconds`, or the first of it is
 * older than `longestSeconds`. By the database's clock, which wrote it. Returns whether there was anything.
 */
export async function takeRecordChanges(
  db: Db,
  settled: { readonly quietSeconds: number; readonly longestSeconds: number },
): Promise<boolean> {
  const { rows } = await sql<{ settled: boolean | null }>`
    select max(at) < now() - make_interval(secs => ${settled.quietSeconds})
      or min(at) < now() - make_interval(secs => ${settled.longestSeconds}) as settled
    from ledger_changes`.execute(db)
  if (rows[0]?.settled !== true) return false
  const { numDeletedRows } = await db.deleteFrom('ledger_changes').executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Whether there is anything on the list, settled or not. */
export async function hasRecordChanges(db: Db): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from ledger_changes) as any`.execute(db)
  return rows[0]?.any === true
}

/** What was last done to each of these records and essays since a moment, and by whom. */
export async function listRecordChanges(
  db: Db,
  ids: readonly string[],
  since: Date,
): Promise<readonly RecordChange[]> {
  const { rows } = await sql<RecordChange>`
    select distinct on (id) id, action, by from (
      select record_id as id, action, by_member as by, at, revision from record_revisions
      union all
      select essay_id, 'moved', by_member, at, revision from essay_moves) as changes
    where id = any(${[...ids]}::text[]) and at >= ${since}
    order by id, at desc, revision desc`.execute(db)
  return rows
}

/**
 * Drafts that count: of each section and period the newest that is written, and whatever is approved. Those that a newer
 * draft has replaced are compared when somebody looks at them.
 */
export async function listCurrentDrafts(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select distinct on (outline_id, section_id, period) id from drafts
      where version > 0 order by outline_id, section_id, period, number desc) newest
    union
    select draft_id from draft_approvals where withdrawn_at is null`.execute(db)
  return rows.map(({ id }) => id)
}
