import { Worker } from 'node:worker_threads'
import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'
import type { Answer, Asked } from './reading-thread.ts'

/** What a reading in a thread may take, and what is said of a file that takes more. */
export type Bounds = {
  readonly seconds: number
  readonly megabytes: number
  readonly tooMuch: LocalizedText
}

/**
 * Calls a function that a module exports, in a thread of its own with bounds on time and memory: a file may be
 * anything, and a small one may unfold to more than there is. What goes in and comes out is copied, so it is plain data.
 * Throws MemberFacingError: the function's own, or `tooMuch` when the thread fails or is not done in time.
 */
export async function readApart<Read extends (...given: never[]) => Promise<unknown>>(
  { module, name }: { readonly module: URL; readonly name: string },
  given: Parameters<Read>,
  { seconds, megabytes, tooMuch }: Bounds,
): Promise<Awaited<ReturnType<Read>>> {
  const asked: Asked = { module: module.href, name, given }
  const thread = new Worker(new URL('reading-thread.ts', import.meta.url), {
    workerData: asked,
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const fail = (cause: Error) => {
    reject(new MemberFacingError(tooMuch, { cause }))
  }
  thread.once('message', resolve)
  thread.once('error', fail)
  const late = setTimeout(() => {
    fail(new Error(`not read within ${seconds} s`))
  }, seconds * 1000)
  try {
    const answer = await promise
    if ('refused' in answer) throw new MemberFacingError(answer.refused)
    return answer.read as Awaited<ReturnType<Read>>
  } finally {
    clearTimeout(late)
    await thread.terminate()
  }
}
