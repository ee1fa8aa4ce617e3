/**
 * Hands out message timestamps: the clock's microseconds, or one more than the last if the clock does not go on
 * (it may stand still or be set back), so that each is unique and later than all before.
 */
export class Timestamps {
  #last: number

  /** `latest` is the greatest timestamp given out so far, '' for none. */
  constructor(latest: string) {
    this.#last = latest === '' ? 0 : microsOf(latest)
  }

  next(now: Temporal.Instant): string {
    const micros = Number(now.epochNanoseconds / 1000n)
    this.#last = Math.max(this.#last + 1, micros)
    return timestampOf(this.#last)
  }
}

/** `1668733200.000100` for 1668733200000100 microseconds. */
function timestampOf(micros: number): string {
  const text = String(micros).padStart(7, '0')
  return `${text.slice(0, -6)}.${text.slice(-6)}`
}

function microsOf(ts: string): number {
  const [seconds = '0', fraction = ''] = ts.split('.')
  return Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}
