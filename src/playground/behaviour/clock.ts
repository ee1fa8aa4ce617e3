import type { ClockState } from '../protocol/protocol.ts'

/** Where the clock was set and when that was, both milliseconds since 1970. */
export type ClockSetting = { virtual: number; real: number; moving: boolean }

/**
 * The playground's own time: it can be set to any moment and flows at real speed from there, over restarts too
 * (the setting is stored, not the reading). Not set, it is the real time.
 */
export class PlaygroundClock {
  readonly zone: string
  #setting: ClockSetting | null = null
  readonly #listeners = new Set<() => void>()
  readonly #remember: (setting: ClockSetting | null) => void

  /** `remember` is called with each new setting, before anybody hears of it. */
  constructor(zone: string, remember: (setting: ClockSetting | null) => void) {
    this.zone = zone
    this.#remember = remember
  }

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.#millis())
  }

  /**
   * Sets the clock and tells who listens. `at` is an instant with offset, or a local date and time in the office's
   * zone (a date alone is its midnight), or `now` for the real time. Throws RangeError if it is none of these.
   */
  set(at: string, moving = true): void {
    const real = Date.now()
    const virtual = at === 'now' ? real : parseMoment(at, this.zone).epochMilliseconds
    this.#setting = at === 'now' && moving ? null : { virtual, real, moving }
    this.#remember(this.#setting)
    for (const listener of this.#listeners) listener()
  }

  /** Takes up a stored setting without telling anybody. */
  restore(setting: ClockSetting | null): void {
    this.#setting = setting
  }

  /** Called after the clock was set, not as it flows. Returns how to stop listening. */
  onMoved(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  state(): ClockState {
    return {
      now: this.now().toString(),
      zone: this.zone,
      moving: this.#setting?.moving ?? true,
      setAt:
        this.#setting === null
          ? null
          : Temporal.Instant.fromEpochMilliseconds(this.#setting.virtual).toString(),
    }
  }

  #millis(): number {
    if (this.#setting === null) return Date.now()
    const { virtual, real, moving } = this.#setting
    return moving ? virtual + (Date.now() - real) : virtual
  }
}

function parseMoment(at: string, zone: string): Temporal.Instant {
  if (/(Z|[+-]\d{2}:?\d{2}(\[.*\])?)$/.test(at.slice(10))) return Temporal.Instant.from(at)
  return Temporal.PlainDateTime.from(at.trim().replace(' ', 'T')).toZonedDateTime(zone).toInstant()
}
