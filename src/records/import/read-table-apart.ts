import { Worker } from 'node:worker_threads'
import { MemberFacingError } from '../../errors.ts'
import type { Table } from '../../tables/read-table.ts'
import type { ReadAnswer } from './read-table-worker.ts'

const ALLOWED_MS = 30_000

/**
 * Reads a table in a thread of its own, with bounds on time and memory: a file may be anything, and a small one may
 * unfold to more than there is. Throws MemberFacingError for what is no table or too much for one.
 */
export async function readTableApart(bytes: Uint8Array): Promise<Table> {
  const thread = new Worker(new URL('read-table-worker.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<ReadAnswer>()
  thread.once('message', resolve)
  thread.once('error', (error: Error) => {
    reject(tooMuch(error))
  })
  const late = setTimeout(() => {
    reject(tooMuch(new Error(`not read within ${ALLOWED_MS} ms`)))
  }, ALLOWED_MS)
  try {
    const answer = await promise
    if ('refused' in answer) throw new MemberFacingError(answer.refused)
    return answer.table
  } finally {
    clearTimeout(late)
    await thread.terminate()
  }
}

function tooMuch(cause: Error): MemberFacingError {
  return new MemberFacingError(
    {
      zh: '这个文件太大或已损坏，读不出来。请只留下要导入的那一张表，存为 CSV 再试。',
      en: 'This file is too large or broken. Keep only the table to be imported, save it as CSV and try again.',
    },
    { cause },
  )
}
