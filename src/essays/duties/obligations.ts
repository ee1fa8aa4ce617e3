import type { Month } from '../../time/month.ts'

/**
 * What a member owes for a month, by what was true then. `handedIn` counts essays that were submitted, returned for
 * changes or approved: who handed in on time owes nothing while the essay is being mended, and hears of the changes
 * from the reviewer, not from a reminder. Drafts and withdrawn essays do not count.
 */
export type Obligation = {
  readonly memberId: string
  readonly month: Month
  readonly quota: number
  readonly handedIn: number
  /** Null when not exempt; else why, which may be empty. */
  readonly exemption: string | null
  /** On confirmed leave on every working day of the month: then nothing is owed for it. */
  readonly isAway: boolean
  /** Belonged to the office on the deadline's day, as somebody who owes essays: see `loadObligations`. */
  readonly isEntitled: boolean
  /** False for a month that is over and from which the office has no record of any kind. */
  readonly isRecorded: boolean
}

type Asked = Omit<Obligation, 'memberId' | 'month' | 'handedIn' | 'isRecorded'>

/** What is asked for a month: nothing of who is exempt, was away or did not belong. */
export function askedFor({ quota, exemption, isAway, isEntitled }: Asked): number {
  return exemption === null && !isAway && isEntitled ? quota : 0
}

/** Essays that can still be handed in for a month because they are asked for. */
export function stillOwed(obligation: Omit<Obligation, 'memberId' | 'month'>): number {
  return Math.max(0, askedFor(obligation) - obligation.handedIn)
}

/** Essays that are counted as missing: none for a month that is over and without any record. */
export function missingOf(obligation: Omit<Obligation, 'memberId' | 'month'>): number {
  return obligation.isRecorded ? stillOwed(obligation) : 0
}

/** A member's months with something owed, earliest first. */
export function monthsOwed(obligations: readonly Obligation[]): Obligation[] {
  return obligations
    .filter((obligation) => stillOwed(obligation) > 0)
    .sort((one, other) => (one.month < other.month ? -1 : 1))
}
