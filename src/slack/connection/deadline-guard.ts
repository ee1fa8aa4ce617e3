/** Says until when something may still leave this process. */
export type DeadlineGuard = { isOpen(): boolean }

/** Thrown in place of a request whose fence was closed: not a byte of it has left. */
export class DeadlinePassed extends Error {
  override readonly name = 'FenceClosed'

  constructor() {
    super('the time in which the request might leave is over')
  }
}

/** How far the wall clock may be set back before nothing measured by it is believed, in milliseconds. */
const SET_BACK = 1000

/**
 * A fence that is open for so many seconds from now, by the steady clock and by the wall clock: the first does not count
 * what a sleeping machine sleeps, the second can be set. Whichever has gone further decides.
 */
export function deadlineGuard(seconds: number): DeadlineGuard {
  const began = { steady: performance.now(), wall: Date.now() }
  return {
    isOpen: () => {
      const steady = performance.now() - began.steady
      const wall = Date.now() - began.wall
      return Math.max(steady, wall) < seconds * 1000 && wall > -SET_BACK
    },
  }
}
