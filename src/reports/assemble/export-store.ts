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
}

export async function insertExport(
  db: Db,
  { id, byMember, askedAt, channel, outlineId, period, formats }: Omit<ReportExport, 'state' | 'fileIds'>,
): Promise<void> {
  await db
    .insertInto('report_exports')
    .values({
      id,
      by_member: byMember,
      asked_at: askedAt,
      channel,
      outline_id: outlineId,
      period,
      formats: [...formats],
      state: 'waiting',
      file_ids: [],
    })
    .execute()
}

export async function findExport(db: Db, id: string): Promise<ReportExport | null> {
  const row = await db.selectFrom('report_exports').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) return null
  return {
    id: row.id,
    byMember: row.by_member,
    askedAt: row.asked_at,
    channel: row.channel,
    outlineId: row.outline_id,
    period: row.period,
    formats: row.formats,
    state: row.state,
    fileIds: row.file_ids,
  }
}

/** The files are with Slack, and nobody sees them yet. */
export async function keepFileIds(db: Db, id: string, fileIds: readonly string[]): Promise<void> {
  await db
    .updateTable('report_exports')
    .set({ file_ids: [...fileIds] })
    .where('id', '=', id)
    .execute()
}

export async function closeExport(
  db: Db,
  id: string,
  end: { readonly state: 'sent' | 'refused'; readonly at: Date },
): Promise<void> {
  await db
    .updateTable('report_exports')
    .set({ state: end.state, done_at: end.at })
    .where('id', '=', id)
    .execute()
}
