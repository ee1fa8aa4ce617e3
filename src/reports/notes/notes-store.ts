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
  note: ReportNote & { readonly number: number },
): Promise<void> {
  await db
    .insertInto('report_notes')
    .values({
      id: note.id,
      number: note.number,
      outline_id: of.outlineId,
      period: of.period,
      text: note.text,
      by_member: note.by,
      at: note.at,
      removed_by: null,
    })
    .execute()
}

/** Notes of a report that nobody has taken out, oldest first. */
export async function listNotes(db: Db, { outlineId, period }: Of): Promise<ReportNote[]> {
  const rows = await db
    .selectFrom('report_notes')
    .selectAll()
    .where('outline_id', '=', outlineId)
    .where('period', '=', period)
    .where('removed_at', 'is', null)
    .orderBy('number')
    .execute()
  return rows.map(({ id, text, by_member: by, at }) => ({ id, text, by, at }))
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
