import { parentPort, workerData } from 'node:worker_threads'
import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'

/** What the thread is asked: to call what a module exports under a name. */
export type Asked = { readonly module: string; readonly name: string; readonly given: readonly unknown[] }

/** What the thread answers, once. */
export type Answer = { readonly read: unknown } | { readonly refused: LocalizedText }

async function answer({ module, name, given }: Asked): Promise<Answer> {
  const exported = (await import(module)) as Record<string, (...given: readonly unknown[]) => unknown>
  try {
    return { read: await exported[name]?.(...given) }
  } catch (error) {
    if (error instanceof MemberFacingError) return { refused: error.said }
    throw error
  }
}

parentPort?.postMessage(await answer(workerData as Asked))
