import type { Db } from '../../db/tenant.ts'

/** Keeps what was read of an essay's file; nothing happens when the essay has another file by now. */
export async function keepFileText(
  db: Db,
  file: { readonly essayId: string; readonly fileId: string },
  read: {
    readonly state: 'read' | 'unreadable'
    readonly name: string
    readonly url: string | null
    readonly text: string
  },
): Promise<void> {
  await db
    .updateTable('essays')
    .set({ file_state: read.state, file_name: read.name, file_url: read.url, file_text: read.text })
    .where('id', '=', file.essayId)
    .where('file_id', '=', file.fileId)
    .where('file_state', '=', 'reading')
    .execute()
}
