import type { Log } from '../log.ts'
import type { Reply } from './calls.ts'

/** Work that waits until Slack has a form's answer. */
export type AfterAnswer = {
  readonly add: (work: () => Promise<void>) => void
  /** The same way to answer, which says nothing before. */
  readonly held: (reply: Reply) => Reply
  /** Carries out what waits, in its order; from then on nothing waits any more. */
  readonly carryOut: () => Promise<void>
}

/**
 * Slack gives a form three seconds, and shows a form that is answered later as failed though it was carried out: so
 * whatever posts comes after the answer. What fails then is logged, each piece by itself.
 */
export function afterAnswer(log: Log, what: string): AfterAnswer {
  const waiting: (() => Promise<void>)[] = []
  let isAnswered = false
  return {
    add: (work) => {
      waiting.push(work)
    },
    held: (reply) => async (message, options) => {
      if (isAnswered) await reply(message, options)
      else waiting.push(async () => await reply(message, options))
    },
    carryOut: async () => {
      isAnswered = true
      for (const work of waiting) {
        try {
          await work()
        } catch (error) {
          log.error({ err: error, what }, 'what comes after the answer of a form failed')
        }
      }
    },
  }
}
