import type { OwnStatus } from '../essays/status/status.ts'
import type { OfficeGrid } from '../essays/duties/office-grid.ts'
import type { Queue } from '../essays/review/queue.ts'
import type { Family } from '../records/record/record.ts'
import type { Deadline } from '../deadlines/deadline.ts'
import type { UndeliveredAnswer } from '../members/answers/undelivered-store.ts'
import type { Month } from '../time/month.ts'

/** A record as Home lists it. Days are ISO dates. */
export type LoggedHere = {
  readonly id: string
  readonly title: string
  readonly kindZh: string
  readonly kindEn: string
  readonly startsOn: string
}

/** Records of a kind in one month. */
export type KindCount = {
  readonly family: Family
  readonly nameZh: string
  readonly nameEn: string
  readonly count: number
}

/** Records that begin in one week. `startsOn` is its Monday, or 1 January for what the year has of its first week. */
export type WeekCount = { readonly startsOn: string; readonly study: number; readonly activity: number }

/** A member's own month. */
export type MyMonth = {
  readonly month: Month
  /** Records they logged since the month began, whatever day the records are of; the newest are listed. */
  readonly logged: number
  readonly newest: readonly LoggedHere[]
  /** Records of this month that name them among the people. */
  readonly tookPart: number
  readonly essays: OwnStatus
  /** The next one that is not over yet: this month's, or the next month's. */
  readonly deadline: Deadline
  /** Working days after today, up to and with the deadline's. */
  readonly workingDaysLeft: number
}

/** The office's month and year, for those who may see the whole office. */
export type OfficeMonth = {
  readonly month: Month
  readonly kinds: readonly KindCount[]
  /** From the year's first day to this week, and on when records lie later; weeks without a record too. */
  readonly weeks: readonly WeekCount[]
  /** Essays of the year's months up to this one. */
  readonly grid: OfficeGrid
}

/** All that Home shows to one member. */
export type Home = {
  /** Answers that reached them nowhere, oldest first, until they say that they have seen them. */
  readonly undelivered: readonly UndeliveredAnswer[]
  readonly today: Temporal.PlainDate
  readonly zone: string
  readonly mine: MyMonth
  /** The essays that wait for this reviewer; null for who reviews none. */
  readonly review: Queue | null
  /** null for those who may not see it. */
  readonly office: OfficeMonth | null
  readonly mayWriteReports: boolean
}
