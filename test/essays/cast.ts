import type { Context } from '../../src/context.ts'
import { fixedClock } from '../../src/time/clock.ts'

/** The same office at another moment. */
export function at(ctx: Context, moment: string): Context {
  return { ...ctx, clock: fixedClock(moment) }
}
