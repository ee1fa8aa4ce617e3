import type { Member } from '../../members/member.ts'
import { firstDay, lastDay, type Month } from '../../time/month.ts'
import { isLate } from '../essay/lateness.ts'
import type { EssayDeadline } from '../../deadlines/settings/essay-deadline.ts'
import { askedFor, type Obligation } from './obligations.ts'

/** An essay that counts as handed in, as far as the grid needs it. */
export type HandIn = {
  readonly memberId: string
  readonly month: Month
  readonly isApproved: boolean
  readonly firstSubmittedAt: Date | null
  readonly submittedAt: Date | null
}

/** ISO dates, both included. */
export type LeaveDays = { readonly memberId: string; readonly startsOn: string; readonly endsOn: string }

/** One member's month. `quota` 0: nothing was asked of them. */
export type GridCell = {
  readonly month: Month
  readonly quota: number
  readonly handedIn: number
  readonly approved: number
  readonly late: number
  readonly isExempt: boolean
  /** Confirmed leave on any day of the month. On every weekday of it: nothing is asked, and `quota` is 0. */
  readonly isOnLeave: boolean
}

export type GridRow = { readonly member: Member; readonly cells: readonly GridCell[] }

/** Members by months; sums are over all rows. `asked` and `missing` leave out the exempt. */
export type OfficeGrid = {
  readonly months: readonly Month[]
  /** Of these months, those that are over and from which nothing at all is on record. */
  readonly unrecorded: readonly Month[]
  readonly rows: readonly GridRow[]
  readonly asked: number
  readonly handedIn: number
  readonly approved: number
  readonly late: number
  readonly missing: number
}

type GridInput = {
  readonly months: readonly Month[]
  readonly unrecorded: readonly Month[]
  readonly members: readonly Member[]
  readonly obligations: readonly Obligation[]
  readonly handIns: readonly HandIn[]
  readonly leaves: readonly LeaveDays[]
  /** null when the workspace's rule is not known: then nothing is called late. */
  readonly deadlineOf: (month: Month) => EssayDeadline | null
}

/**
 * The office's essays, member by member in the given order. A member stands in it who owed something in one of the
 * months, was exempt or away from owing it, or handed something in.
 */
export function officeGrid(input: GridInput): OfficeGrid {
  const spans = input.months.map((month) => ({
    month,
    first: firstDay(month).toString(),
    last: lastDay(month).toString(),
    deadline: input.deadlineOf(month),
  }))
  const obligations = new Map(input.obligations.map((row) => [placeOf(row), row]))
  const handIns = Map.groupBy(input.handIns, placeOf)
  const leaves = Map.groupBy(input.leaves, ({ memberId }) => memberId)
  const rows = input.members.flatMap((member) => {
    const cells = spans.map((span) => {
      const place = placeOf({ memberId: member.id, month: span.month })
      return cellOf(span, {
        obligation: obligations.get(place) ?? null,
        handIns: handIns.get(place) ?? [],
        leaves: leaves.get(member.id) ?? [],
      })
    })
    const isAway = spans.some(({ month }) => obligations.get(placeOf({ memberId: member.id, month }))?.isAway)
    return isAway || cells.some(({ quota, handedIn }) => quota > 0 || handedIn > 0) ? [{ member, cells }] : []
  })
  return {
    months: input.months,
    unrecorded: input.unrecorded,
    rows,
    ...sumsOf(rows.flatMap(({ cells }) => cells)),
  }
}

type Span = {
  readonly month: Month
  readonly first: string
  readonly last: string
  readonly deadline: EssayDeadline | null
}

function cellOf(
  { month, first, last, deadline }: Span,
  known: {
    readonly obligation: Obligation | null
    readonly handIns: readonly HandIn[]
    readonly leaves: readonly LeaveDays[]
  },
): GridCell {
  const { obligation, handIns, leaves } = known
  return {
    month,
    // An exempt member's stands there, marked.
    quota: obligation?.isRecorded === true ? askedFor({ ...obligation, exemption: null }) : 0,
    handedIn: handIns.length,
    approved: handIns.filter(({ isApproved }) => isApproved).length,
    late: deadline === null ? 0 : handIns.filter((essay) => isLate(essay, deadline)).length,
    isExempt: obligation !== null && obligation.exemption !== null,
    isOnLeave: leaves.some(({ startsOn, endsOn }) => startsOn <= last && endsOn >= first),
  }
}

function sumsOf(cells: readonly GridCell[]) {
  const sum = (count: (cell: GridCell) => number) => cells.reduce((total, cell) => total + count(cell), 0)
  const asked = (cell: GridCell) => (cell.isExempt ? 0 : cell.quota)
  return {
    asked: sum(asked),
    handedIn: sum(({ handedIn }) => handedIn),
    approved: sum(({ approved }) => approved),
    late: sum(({ late }) => late),
    missing: sum((cell) => Math.max(0, asked(cell) - cell.handedIn)),
  }
}

function placeOf({ memberId, month }: { readonly memberId: string; readonly month: Month }): string {
  return `${month} ${memberId}`
}
