import { parentPort, workerData } from 'node:worker_threads'
import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'
import { readDocument, type ReadDocument } from './read-document.ts'

/** What the thread answers, once. */
export type DocumentAnswer = { readonly document: ReadDocument } | { readonly refused: LocalizedText }

async function answer(bytes: Uint8Array): Promise<DocumentAnswer> {
  try {
    return { document: await readDocument(bytes) }
  } catch (error) {
    if (error instanceof MemberFacingError) return { refused: error.said }
    throw error
  }
}

parentPort?.postMessage(await answer(workerData as Uint8Array))
