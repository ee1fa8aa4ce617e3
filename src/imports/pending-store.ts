import { sql } from 'kysely'
import type { Db } from '../db/tenant.ts'

/** What can be imported; each is read, shown and carried out by its own rules. */
export type SortName = 'records' | 'report'

/** What was read of a file, as it is kept: what Apply would do, and what the preview says beside. */
export type Kept = { readonly plan: object; readonly counts: object | null }

/** A file that somebody sent, until it is imported or dropped. */
export type PendingImport = {
  readonly id: string
  readonly sort: SortName
  readonly byMember: string
  readonly askedAt: Date
  readonly slackFileId: string
  readonly fileName: string
  /** Of a report: which it is taken for when it does not say itself. */
  readonly period: string | null
  readonly state: 'reading' | 'ready' | 'refused' | 'applied' | 'cancelled'
  readonly kept: Kept | null
}

export async function insertPendingImport(
  db: Db,
  pending: Omit<PendingImport, 'state' | 'kept'>,
): Promise<void> {
  const { id, sort, byMember, askedAt, slackFileId, fileName, period } = pending
  await db
    .insertInto('pending_imports')
    .values({
      id,
      sort,
      by_member: byMember,
      asked_at: askedAt,
      slack_file_id: slackFileId,
      file_name: fileName,
      period,
      state: 'reading',
    })
    .execute()
}

/** `lock` holds it until the commit, so that two clicks are one after the other. */
export async function findPendingImport(
  db: Db,
  { sort, id }: { readonly sort: SortName; readonly id: string },
  options: { readonly lock?: boolean } = {},
): Promise<PendingImport | null> {
  const query = db.selectFrom('pending_imports').selectAll().where('id', '=', id).where('sort', '=', sort)
  const row = await (options.lock === true ? query.forUpdate() : query).executeTakeFirst()
  if (row === undefined) return null
  return {
    id: row.id,
    sort: row.sort,
    byMember: row.by_member,
    askedAt: row.asked_at,
    slackFileId: row.slack_file_id,
    fileName: row.file_name,
    period: row.period,
    state: row.state,
    kept: row.plan === null ? null : { plan: row.plan, counts: row.counts },
  }
}

/** The file was read: what importing it would do. null: it is to be read again. */
export async function keepPlan(db: Db, id: string, kept: Kept | null): Promise<void> {
  await db
    .updateTable('pending_imports')
    .set({
      state: kept === null ? 'reading' : 'ready',
      plan: kept === null ? null : JSON.stringify(kept.plan),
      counts: kept === null || kept.counts === null ? null : JSON.stringify(kept.counts),
    })
    .where('id', '=', id)
    .execute()
}

/** It is over: what the file held is not kept any longer. */
export async function closePendingImport(
  db: Db,
  id: string,
  end: { readonly state: 'refused' | 'applied' | 'cancelled'; readonly at: Date },
): Promise<void> {
  await db
    .updateTable('pending_imports')
    .set({ state: end.state, plan: null, decided_at: end.at })
    .where('id', '=', id)
    .execute()
}

/** Drops what was asked before a moment, decided or not. */
export async function forgetPendingImports(db: Db, before: Date): Promise<void> {
  await sql`delete from pending_imports where asked_at < ${before}`.execute(db)
}
