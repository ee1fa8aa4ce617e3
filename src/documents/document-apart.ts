import { Worker } from 'node:worker_threads'
import type { DocumentDescription } from './description.ts'

/** A book of a thousand pages takes some seconds; on a busy machine many times that. */
const ALLOWED_MS = 5 * 60_000

/** A description as it can be sent to a thread, which knows no dates of Temporal. */
export type SentDescription = Omit<DocumentDescription, 'signOff'> & {
  readonly signOff?: { readonly organ: string; readonly day: string }
}

/**
 * A document as DOCX, like `officialDocument`, made in a thread of its own: a long one takes seconds, in which the
 * bot still has to answer.
 */
export async function officialDocumentApart(description: DocumentDescription): Promise<Uint8Array> {
  const thread = new Worker(new URL('document-worker.ts', import.meta.url), { workerData: sent(description) })
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  thread.once('message', resolve)
  thread.once('error', reject)
  const late = setTimeout(() => {
    reject(new Error(`the document was not made within ${ALLOWED_MS / 60_000} minutes`))
  }, ALLOWED_MS)
  try {
    return await promise
  } finally {
    clearTimeout(late)
    await thread.terminate()
  }
}

export function sent({ signOff, ...description }: DocumentDescription): SentDescription {
  if (signOff === undefined) return description
  return { ...description, signOff: { organ: signOff.organ, day: signOff.day.toString() } }
}

export function revived({ signOff, ...description }: SentDescription): DocumentDescription {
  if (signOff === undefined) return description
  return { ...description, signOff: { organ: signOff.organ, day: Temporal.PlainDate.from(signOff.day) } }
}
