import { Worker } from 'node:worker_threads'
import type { TopLevelSpec } from 'vega-lite'
import type { DrawAnswer } from './draw-worker.ts'

/** Draws charts without holding up anything else. */
export type Drawing = {
  /** A PNG. Throws when the chart cannot be drawn, or not within the time allowed. */
  draw(chart: TopLevelSpec): Promise<Uint8Array>
} & AsyncDisposable

type Waiting = { readonly resolve: (png: Uint8Array) => void; readonly reject: (error: Error) => void }

/** The thread goes away so long after its last picture, and its memory with it. */
const IDLE_MS = 20_000
const ALLOWED_MS = 30_000

/**
 * Draws in a thread of its own, one chart after another. The thread starts with the first chart and ends when nothing
 * was drawn for a while, since what it loads is most of a small server's memory.
 */
export function startDrawing(
  { idleMs, allowedMs }: { readonly idleMs: number; readonly allowedMs: number } = {
    idleMs: IDLE_MS,
    allowedMs: ALLOWED_MS,
  },
): Drawing {
  let thread: Worker | null = null
  let ending: NodeJS.Timeout | undefined
  let sent = 0
  const waiting = new Map<number, Waiting>()

  const settle = (id: number, how: (one: Waiting) => void): void => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (one !== undefined) how(one)
    if (waiting.size === 0) ending = setTimeout(() => void stop(), idleMs).unref()
  }
  const failAll = (error: Error): void => {
    for (const id of waiting.keys()) {
      settle(id, ({ reject }) => {
        reject(error)
      })
    }
  }
  const stop = async (): Promise<void> => {
    const old = thread
    thread = null
    clearTimeout(ending)
    await old?.terminate()
  }
  const start = (): Worker => {
    const started = new Worker(new URL('draw-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    // A thread that waits for charts must not keep the process.
    started.unref()
    started.on('message', (answer: DrawAnswer) => {
      settle(answer.id, ({ resolve, reject }) => {
        if ('png' in answer) resolve(answer.png)
        else reject(new Error(`the picture could not be drawn: ${answer.fault}`))
      })
    })
    started.on('error', (error: Error) => {
      if (thread === started) thread = null
      failAll(error)
    })
    return started
  }
  return {
    draw: async (chart) => {
      clearTimeout(ending)
      thread ??= start()
      const id = ++sent
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
      waiting.set(id, { resolve, reject })
      thread.postMessage({ id, chart })
      const late = setTimeout(() => {
        failAll(new Error(`the picture was not drawn within ${allowedMs} ms`))
        void stop()
      }, allowedMs)
      return await promise.finally(() => {
        clearTimeout(late)
      })
    },
    [Symbol.asyncDispose]: async () => {
      failAll(new Error('Wenshu stops'))
      await stop()
    },
  }
}
