import { insertRows, listRows } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'

/** What an editor wants said in the report of a period, word for word. `id` is the number a person says: N-2. */
export type ReportNote = {
  readonly id: string
  readonly text: string
  readonly by: string
  readonly at: Date
}

type Of = { readonly outlineId: string; readonly period: string }

export async function insertNote(
  db: Db,
  of: Of,
  { by, ...note }: ReportNote & { readonly number: number },
): Promise<void> {
  await insertRows(db, 'report_notes', { ...of, ...note, byMember: by, removedBy: null })
}

/** Notes of a report that nobody has taken out, oldest first. */
export async function listNotes(db: Db, { outlineId, period }: Of): Promise<ReportNote[]> {
  const rows = await listRows(db, 'report_notes', { outlineId, period, removedAt: null }, ['number'])
  return rows.map(({ id, text, byMember: by, at }) => ({ id, text, by, at }))
}

/** Takes a note out; it stays on record. Returns the report it was of; null: there is none of this number. */
export async function removeNote(
  db: Db,
  id: string,
  by: { readonly member: string; readonly at: Date },
): Promise<Of | null> {
  const row = await db
    .updateTable('report_notes')
    .set((eb) => ({
      removed_by: eb.fn.coalesce('removed_by', eb.val(by.member)),
      removed_at: eb.fn.coalesce('removed_at', eb.val(by.at)),
    }))
    .where('id', '=', id)
    .returning(['outline_id as outlineId', 'period'])
    .executeTakeFirst()
  return row ?? null
}
