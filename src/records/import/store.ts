import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import { planSchema, type ImportCounts, type ImportPlan } from './plan.ts'

/** A table that somebody sent, until it is imported or dropped. */
export type PendingImport = {
  readonly id: string
  readonly byMember: string
  readonly askedAt: Date
  readonly slackFileId: string
  readonly fileName: string
  readonly state: 'reading' | 'ready' | 'refused' | 'applied' | 'cancelled'
  readonly plan: ImportPlan | null
  readonly counts: ImportCounts | null
}

export async function insertPendingImport(
  db: Db,
  pending: Pick<PendingImport, 'id' | 'byMember' | 'askedAt' | 'slackFileId' | 'fileName'>,
): Promise<void> {
  const { id, byMember, askedAt, slackFileId, fileName } = pending
  await db
    .insertInto('pending_imports')
    .values({
      id,
      by_member: byMember,
      asked_at: askedAt,
      slack_file_id: slackFileId,
      file_name: fileName,
      state: 'reading',
    })
    .execute()
}

/** `lock` holds it until the commit, so that two clicks are one after the other. */
export async function findPendingImport(
  db: Db,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<PendingImport | null> {
  const query = db.selectFrom('pending_imports').selectAll().where('id', '=', id)
  const row = await (options.lock === true ? query.forUpdate() : query).executeTakeFirst()
  if (row === undefined) return null
  return {
    id: row.id,
    byMember: row.by_member,
    askedAt: row.asked_at,
    slackFileId: row.slack_file_id,
    fileName: row.file_name,
    state: row.state,
    plan: row.plan === null ? null : planSchema.parse(row.plan),
    counts: row.counts as ImportCounts | null,
  }
}

/** The table was read: what Apply would do, and what the preview says. */
export async function keepPlan(
  db: Db,
  id: string,
  read: { readonly plan: ImportPlan; readonly counts: ImportCounts },
): Promise<void> {
  await db
    .updateTable('pending_imports')
    .set({ state: 'ready', plan: JSON.stringify(read.plan), counts: JSON.stringify(read.counts) })
    .where('id', '=', id)
    .execute()
}

/** It is over: what the table held is not kept any longer. */
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

/** Drops what was asked before a moment and never decided, or long ago. */
export async function forgetPendingImports(db: Db, before: Date): Promise<void> {
  await sql`delete from pending_imports where asked_at < ${before}`.execute(db)
}
