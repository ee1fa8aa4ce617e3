import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import { reportImportSchema, type ReportImportPlan } from './plan.ts'

/** An edited document that somebody sent, until it is stored or dropped. */
export type ReportImport = {
  readonly id: string
  readonly byMember: string
  readonly askedAt: Date
  readonly slackFileId: string
  readonly fileName: string
  /** The report it is taken for when it does not say itself. */
  readonly period: string
  readonly state: 'reading' | 'ready' | 'refused' | 'applied' | 'cancelled'
  readonly plan: ReportImportPlan | null
}

export async function insertReportImport(
  db: Db,
  { id, byMember, askedAt, slackFileId, fileName, period }: Omit<ReportImport, 'state' | 'plan'>,
): Promise<void> {
  await db
    .insertInto('report_imports')
    .values({
      id,
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
export async function findReportImport(
  db: Db,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<ReportImport | null> {
  const query = db.selectFrom('report_imports').selectAll().where('id', '=', id)
  const row = await (options.lock === true ? query.forUpdate() : query).executeTakeFirst()
  if (row === undefined) return null
  return {
    id: row.id,
    byMember: row.by_member,
    askedAt: row.asked_at,
    slackFileId: row.slack_file_id,
    fileName: row.file_name,
    period: row.period,
    state: row.state,
    plan: row.plan === null ? null : reportImportSchema.parse(row.plan),
  }
}

/** The document was read: what storing it would do. null: it is to be read again. */
export async function keepReportPlan(db: Db, id: string, plan: ReportImportPlan | null): Promise<void> {
  await db
    .updateTable('report_imports')
    .set(plan === null ? { state: 'reading', plan: null } : { state: 'ready', plan: JSON.stringify(plan) })
    .where('id', '=', id)
    .execute()
}

/** It is over: what the document held is not kept any longer. */
export async function closeReportImport(
  db: Db,
  id: string,
  end: { readonly state: 'refused' | 'applied' | 'cancelled'; readonly at: Date },
): Promise<void> {
  await db
    .updateTable('report_imports')
    .set({ state: end.state, plan: null, decided_at: end.at })
    .where('id', '=', id)
    .execute()
}

/** Drops what was asked before a moment. */
export async function forgetReportImports(db: Db, before: Date): Promise<void> {
  await sql`delete from report_imports where asked_at < ${before}`.execute(db)
}
