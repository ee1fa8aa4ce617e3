/** Where every part of Wenshu takes the present moment from, so that a test or the playground can move it. */
export type Clock = { now(): Temporal.Instant }

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock that stands still. Takes an instant or its ISO text: `2022-11-21T09:30+08:00`. */
export function fixedClock(instant: Temporal.Instant | string): Clock {
  const stopped = Temporal.Instant.from(instant)
  return { now: () => stopped }
}

/** The date on the wall in `zone` (an IANA name). */
export function today(clock: Clock, zone: string): Temporal.PlainDate {
  return clock.now().toZonedDateTimeISO(zone).toPlainDate()
}
