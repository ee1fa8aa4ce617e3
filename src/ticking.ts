/** Does something again and again until it is disposed of, which waits for what is under way. */
export type Ticking = AsyncDisposable

/**
 * Does the work shortly after each full minute of the host's clock, never twice at once. No wait is longer than a minute by
 * the steady clock, so it goes on whichever way the host's clock is set.
 */
export function everyMinute(work: () => Promise<void>): Ticking {
  // A timer may come a moment early, which would make two of one minute.
  return again(work, () => 60_000 - (Date.now() % 60_000) + 20)
}

/** Does the work every so many hours from now on, by the steady clock. */
export function everyHours(hours: number, work: () => Promise<void>): Ticking {
  return again(work, () => hours * 3_600_000)
}

function again(work: () => Promise<void>, pause: () => number): Ticking {
  let running = Promise.resolve()
  let timer: NodeJS.Timeout
  let hasEnded = false
  const arm = () => {
    if (hasEnded) return
    timer = setTimeout(() => {
      running = work().finally(arm)
    }, pause())
  }
  arm()
  return {
    [Symbol.asyncDispose]: async () => {
      hasEnded = true
      clearTimeout(timer)
      await running
    },
  }
}
