import { Worker } from 'node:worker_threads'
import { MemberFacingError } from '../errors.ts'
import { UNREADABLE, type ReadDocument } from './read-document.ts'
import type { DocumentAnswer } from './read-document-worker.ts'

const ALLOWED_MS = 60_000

/**
 * Reads a DOCX in a thread of its own, with bounds on time and memory: a file may be anything, and its XML may unfold to
 * more than there is. Throws MemberFacingError for what is no document or too much for one.
 */
export async function readDocumentApart(bytes: Uint8Array): Promise<ReadDocument> {
  const thread = new Worker(new URL('read-document-worker.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<DocumentAnswer>()
  thread.once('message', resolve)
  thread.once('error', (error: Error) => {
    reject(new MemberFacingError(UNREADABLE, { cause: error }))
  })
  const late = setTimeout(() => {
    const cause = new Error(`not read within ${ALLOWED_MS} ms`)
    reject(new MemberFacingError(UNREADABLE, { cause }))
  }, ALLOWED_MS)
  try {
    const answer = await promise
    if ('refused' in answer) throw new MemberFacingError(answer.refused)
    return answer.document
  } finally {
    clearTimeout(late)
    await thread.terminate()
  }
}
