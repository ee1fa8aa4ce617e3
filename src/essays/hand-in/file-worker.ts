import { parentPort, workerData } from 'node:worker_threads'
import { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { textOfFile } from './file-text.ts'

/** What the thread answers, once. */
export type FileAnswer = { readonly text: string } | { readonly refused: LocalizedText }

async function answer({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<FileAnswer> {
  try {
    return { text: await textOfFile(name, bytes) }
  } catch (error) {
    if (error instanceof MemberFacingError) return { refused: error.said }
    throw error
  }
}

parentPort?.postMessage(await answer(workerData as { name: string; bytes: Uint8Array }))
