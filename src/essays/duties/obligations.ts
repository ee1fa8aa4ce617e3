import { lastDay, type Month } from '../../time/month.ts'

/**
 * What a member owes for a month. `handedIn` counts essays that were submitted, returned for changes or approved: who
 * handed in on time owes nothing while the essay is being mended, and hears of the changes from the reviewer, not from
 * a reminder. Drafts and withdrawn essays do not count.
 */
export type Obligation = {
  readonly memberId: string
  readonly month: Month
  readonly quota: number
  readonly handedIn: number
  /** Null when not exempt; else why, which may be empty. */
  readonly exemption: string | null
  /** On confirmed leave on every weekday of the month: then nothing is owed for it. */
  readonly isAway: boolean
}

/** Days are ISO dates; `leftOn` is the first day on which the member no longer belongs to the office. */
export type Stay = { readonly joinedOn: string; readonly leftOn: string | null }

/** What is asked for a month: nothing of who is exempt, or away all month. */
export function askedFor({
  quota,
  exemption,
  isAway,
}: Omit<Obligation, 'memberId' | 'month' | 'handedIn'>): number {
  return exemption === null && !isAway ? quota : 0
}

/** Essays still to be handed in for a month. */
export function stillOwed(obligation: Omit<Obligation, 'memberId' | 'month'>): number {
  return Math.max(0, askedFor(obligation) - obligation.handedIn)
}

/**
 * Whether a month's essays are asked of a member at all, by the reminders' rule: of who had joined by its last day, and
 * of nobody who left before it was over.
 */
export function isAsked(month: Month, stay: Stay): boolean {
  return isAskedUntil(lastDay(month).toString(), stay)
}

/** The same, by the month's last day, an ISO date: for many members of one month. */
export function isAskedUntil(last: string, { joinedOn, leftOn }: Stay): boolean {
  return joinedOn <= last && (leftOn === null || leftOn > last)
}

/** A member's months with something owed, earliest first. */
export function monthsOwed(obligations: readonly Obligation[], stay: Stay): Obligation[] {
  return obligations
    .filter((obligation) => stillOwed(obligation) > 0 && isAsked(obligation.month, stay))
    .sort((one, other) => (one.month < other.month ? -1 : 1))
}
