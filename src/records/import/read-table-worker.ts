import { parentPort, workerData } from 'node:worker_threads'
import { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { readTable, type Table } from '../../tables/read-table.ts'

/** What the thread answers, once. */
export type ReadAnswer = { readonly table: Table } | { readonly refused: LocalizedText }

async function answer(bytes: Uint8Array): Promise<ReadAnswer> {
  try {
    return { table: await readTable(bytes) }
  } catch (error) {
    if (error instanceof MemberFacingError) return { refused: error.said }
    throw error
  }
}

parentPort?.postMessage(await answer(workerData as Uint8Array))
