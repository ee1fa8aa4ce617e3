import type { OfficeGrid } from '../../essays/duties/office-grid.ts'
import type { Member } from '../../members/member.ts'
import type { Month } from '../../time/month.ts'
import type { Deadline } from '../../deadlines/deadline.ts'

/** How one member's month stands. `missing` 0 and not exempt: all is handed in. */
export type DigestLine = {
  readonly member: Member
  readonly quota: number
  readonly handedIn: number
  readonly missing: number
  readonly late: number
  readonly isExempt: boolean
  readonly isOnLeave: boolean
}

/** A month's essays for those who lead the office. Numbers ending in People count members, the others essays. */
export type DigestOfMonth = {
  readonly month: Month
  readonly deadline: Deadline
  /** The month is over and nothing at all is on record for it. */
  readonly isUnrecorded: boolean
  /** Who still owes most first, then who was late, then the others. */
  readonly lines: readonly DigestLine[]
  readonly askedPeople: number
  readonly completePeople: number
  readonly missingPeople: number
  readonly missing: number
  readonly latePeople: number
  readonly exemptPeople: number
  readonly leavePeople: number
  /** Years soon to come whose holidays nobody knows. */
  readonly fallbackYears: readonly number[]
  readonly region: string
}

/** Makes the digest from the office's grid of that one month. */
export function digestOf(
  grid: OfficeGrid,
  about: Pick<DigestOfMonth, 'deadline' | 'fallbackYears' | 'region'>,
): DigestOfMonth {
  const lines = grid.rows.flatMap(({ member, cells: [cell] }): DigestLine[] => {
    if (cell === undefined) return []
    const { quota, handedIn, late, isExempt, isOnLeave } = cell
    const missing = isExempt ? 0 : Math.max(0, quota - handedIn)
    return [{ member, quota, handedIn, missing, late, isExempt, isOnLeave }]
  })
  const asked = lines.filter(({ quota, isExempt }) => quota > 0 && !isExempt)
  const count = (isSo: (line: DigestLine) => boolean) => lines.filter(isSo).length
  return {
    ...about,
    month: about.deadline.month,
    isUnrecorded: grid.unrecorded.includes(about.deadline.month),
    lines: lines.sort(byUrgency),
    askedPeople: asked.length,
    completePeople: asked.filter(({ missing }) => missing === 0).length,
    missingPeople: count(({ missing }) => missing > 0),
    missing: lines.reduce((sum, { missing }) => sum + missing, 0),
    latePeople: count(({ late }) => late > 0),
    exemptPeople: count(({ isExempt }) => isExempt),
    leavePeople: count(({ isOnLeave }) => isOnLeave),
  }
}

function byUrgency(one: DigestLine, other: DigestLine): number {
  return other.missing - one.missing || other.late - one.late || Number(one.isExempt) - Number(other.isExempt)
}
