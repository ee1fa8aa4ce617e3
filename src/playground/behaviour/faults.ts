import type { Break, Faults } from '../protocol/protocol.ts'

/** What shall happen to one call of the Web API. At most one of these, in this order. */
export type CallFate =
  | { kind: 'rateLimited'; retryAfter: number }
  | { kind: 'http'; status: number }
  | { kind: 'refused'; error: string }
  | { kind: 'unanswered' }
  | { kind: 'answered' }

const NONE: Faults = {
  seed: 1,
  enforceRates: false,
  rateFactor: 1,
  answer429: [],
  loseAnswers: [],
  fail: [],
  failHttp: [],
  breaks: [],
  redeliver: 0,
  delayMs: 0,
}

/** Decides how badly things go, by a seeded sequence, so that a run can be repeated. */
export class FailureInjector {
  #faults: Faults = { ...NONE }
  #random = sequence(NONE.seed)
  readonly #calls = new Map<object, number>()

  get current(): Faults {
    return this.#faults
  }

  /** Changes the given faults and leaves the others; `seed` starts the sequence anew. */
  set(change: Partial<Faults>): void {
    this.#faults = { ...this.#faults, ...change }
    if (change.seed !== undefined) this.#random = sequence(change.seed)
  }

  reset(): void {
    this.#faults = { ...NONE }
    this.#random = sequence(NONE.seed)
  }

  fateOf(method: string): CallFate {
    const { answer429, failHttp, fail, loseAnswers } = this.#faults
    const limited = answer429.find((fault) => matches(fault, method) && this.#strikes(fault))
    if (limited !== undefined) return { kind: 'rateLimited', retryAfter: limited.retryAfter }
    const http = failHttp.find((fault) => matches(fault, method) && this.#spend(fault))
    if (http !== undefined) return { kind: 'http', status: http.status }
    const refused = fail.find((fault) => matches(fault, method) && this.#spend(fault))
    if (refused !== undefined) return { kind: 'refused', error: refused.error }
    const lost = loseAnswers.some(
      (fault) => matches(fault, method) && this.#random() < fault.probability && this.#spend(fault),
    )
    return lost ? { kind: 'unanswered' } : { kind: 'answered' }
  }

  /** What breaks at this place (see `Break.at`) this time, null if it goes well. */
  breakAt(place: string): Break | null {
    const isMethod = place.includes('.')
    const fits = ({ at }: Break): boolean => at === place || (at === '*' && isMethod)
    return this.#faults.breaks.find((fault) => fits(fault) && this.#spend(fault)) ?? null
  }

  sendsTwice(): boolean {
    return this.#faults.redeliver > 0 && this.#random() < this.#faults.redeliver
  }

  #strikes(fault: { every?: number; probability?: number }): boolean {
    if (fault.probability !== undefined) return this.#random() < fault.probability
    return this.#count(fault) % (fault.every ?? 1) === 0
  }

  /** True from the call `after` on, as long as the fault has not happened `times` times. */
  #spend(fault: { after?: number; times?: number }): boolean {
    const { after = 0, times = Infinity } = fault
    const count = this.#count(fault) - after
    return count > 0 && count <= times
  }

  #count(fault: object): number {
    const count = (this.#calls.get(fault) ?? 0) + 1
    this.#calls.set(fault, count)
    return count
  }
}

function matches(fault: { method: string }, method: string): boolean {
  return fault.method === '*' || fault.method === method
}

/** Numbers in [0, 1), always the same for one seed (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
