import { Worker } from 'node:worker_threads'
import { MemberFacingError } from '../../errors.ts'
import type { FileAnswer } from './file-worker.ts'

const ALLOWED_MS = 30_000

/**
 * The words of a file, read in a thread of its own with bounds on time and memory: a small file may unfold to more than
 * there is. Throws MemberFacingError for what cannot be read.
 */
export async function readFileApart(name: string, bytes: Uint8Array): Promise<string> {
  const thread = new Worker(new URL('file-worker.ts', import.meta.url), {
    workerData: { name, bytes },
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<FileAnswer>()
  thread.once('message', resolve)
  thread.once('error', (error: Error) => {
    reject(tooMuch(name, error))
  })
  const late = setTimeout(() => {
    reject(tooMuch(name, new Error(`not read within ${ALLOWED_MS} ms`)))
  }, ALLOWED_MS)
  try {
    const answer = await promise
    if ('refused' in answer) throw new MemberFacingError(answer.refused)
    return answer.text
  } finally {
    clearTimeout(late)
    await thread.terminate()
  }
}

function tooMuch(name: string, cause: Error): MemberFacingError {
  return new MemberFacingError(
    {
      zh: `“${name}”太大或已损坏，里面的文字读不出来。文件已保存，审阅人可以打开它。`,
      en: `"${name}" is too large or broken, so its words cannot be read. The file is kept, and reviewers can open it.`,
    },
    { cause },
  )
}
