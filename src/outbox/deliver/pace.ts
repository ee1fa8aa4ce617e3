import { setTimeout as sleep } from 'node:timers/promises'

/** Holds this process's reminders back after Slack has asked to wait, so that not each of them must be told so. */
export type Pace = {
  /**
   * Waits until reminders may go, and returns 0; or returns at once how many seconds that is away, when it is longer
   * than a job may last, or on `signal`.
   */
  wait(): Promise<number>
  /** Nothing goes for so many seconds. */
  hold(seconds: number): void
}

/** A job may last two minutes, and posting takes one at the most. */
const LONGEST_WAIT = 45

/** `signal`: the process is about to end. */
export function createPace(signal: AbortSignal): Pace {
  let until = 0
  return {
    async wait() {
      for (let left = until - performance.now(); left > 0; left = until - performance.now()) {
        if (left > LONGEST_WAIT * 1000 || signal.aborted) return Math.ceil(left / 1000)
        await sleep(left, undefined, { signal }).catch(() => {})
      }
      return 0
    },
    hold(seconds) {
      until = Math.max(until, performance.now() + seconds * 1000)
    },
  }
}
