import { findRow, insertRows, updateRows, without } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'

/** The newest draft of a section that has a text, and its newest version. null: there is none. */
export async function findNewestWritten(
  db: Db,
  of: { readonly outlineId: string; readonly sectionId: string; readonly period: string },
): Promise<{ readonly id: string; readonly version: number } | null> {
  const row = await db
    .selectFrom('drafts')
    .select(['id', 'version'])
    .where('outline_id', '=', of.outlineId)
    .where('section_id', '=', of.sectionId)
    .where('period', '=', of.period)
    .where('version', '>', 0)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** A report that somebody asked for as files, until it is sent. `fileIds`: what Slack calls the files it was given. */
export type ReportExport = {
  readonly id: string
  readonly byMember: string
  readonly askedAt: Date
  /** Where it was asked for; null: in the DM. */
  readonly channel: string | null
  readonly outlineId: string
  readonly period: string
  readonly formats: readonly string[]
  readonly state: 'waiting' | 'sent' | 'refused'
  readonly fileIds: readonly string[]
  /** Without marks: it was right, or the person who asked for it decided so. */
  readonly isClean: boolean
}

export async function insertExport(
  db: Db,
  {
    formats,
    ...wanted
  }: Omit<ReportExport, 'state' | 'fileIds' | 'isClean'> & { readonly isClean?: boolean },
): Promise<void> {
  await insertRows(db, 'report_exports', { ...wanted, formats: [...formats], state: 'waiting', fileIds: [] })
}

export async function findExport(db: Db, id: string): Promise<ReportExport | null> {
  const row = await findRow(db, 'report_exports', { id })
  return row === null ? null : without(row, 'doneAt')
}

/** The files are with Slack, and nobody sees them yet. */
export async function keepFileIds(db: Db, id: string, fileIds: readonly string[]): Promise<void> {
  await updateRows(db, 'report_exports', { id }, { fileIds: [...fileIds] })
}

export async function closeExport(
  db: Db,
  id: string,
  end: { readonly state: 'sent' | 'refused'; readonly at: Date },
): Promise<void> {
  await updateRows(db, 'report_exports', { id }, { state: end.state, doneAt: end.at })
}
