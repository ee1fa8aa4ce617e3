/** 2022-11-18 09:05, by the clock of a zone. */
export function localMinute(at: Date, zone: string): string {
  const there = at.toTemporalInstant().toZonedDateTimeISO(zone)
  return `${there.toPlainDate().toString()} ${there.toPlainTime().toString({ smallestUnit: 'minute' })}`
}
