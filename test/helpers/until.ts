import { setTimeout as wait } from 'node:timers/promises'

/** Waits until something is so, looking every few milliseconds; throws when it is not so in time (milliseconds). */
export async function until(isSo: () => boolean | Promise<boolean>, within = 4000): Promise<void> {
  const end = performance.now() + within
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`still not so after ${within} ms: ${isSo.toString()}`)
    await wait(10)
  }
}
