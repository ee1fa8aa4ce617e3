import { updateRows } from '../../db/rows/rows.ts'
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
  const { state, name, url, text } = read
  const waiting = { id: file.essayId, fileId: file.fileId, fileState: 'reading' } as const
  await updateRows(db, 'essays', waiting, { fileState: state, fileName: name, fileUrl: url, fileText: text })
}
