import { schedule } from 'node-cron'

/** Does something again and again until it is disposed of, which waits for what is under way. */
export type Ticking = AsyncDisposable

/** How often the host's clock is compared with the steady one, and how far they may part. Milliseconds. */
const LOOK = 15_000
const JUMP = 5_000

/**
 * Does the work at each full minute of the host's clock, never twice at once. node-cron waits for the slot that it computed,
 * so when the clock was set back nothing would go until that time came again: a task is made anew when the clock jumped.
 */
export function everyMinute(work: () => Promise<void>): Ticking {
  let running = Promise.resolve()
  let isBusy = false
  const run = async () => {
    if (isBusy) return
    isBusy = true
    running = work().finally(() => {
      isBusy = false
    })
    await running
  }
  let task = schedule('* * * * *', run)
  let last = Date.now()
  const looking = setInterval(() => {
    const now = Date.now()
    const hasJumped = Math.abs(now - last - LOOK) > JUMP
    last = now
    if (!hasJumped) return
    void task.destroy()
    task = schedule('* * * * *', run)
  }, LOOK)
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(looking)
      await task.destroy()
      await running
    },
  }
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
