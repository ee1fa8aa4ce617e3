import { plural } from '../../locale.ts'
import { essayDeadline } from '../../deadlines/settings/essay-deadline.ts'
import { inTransaction, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Member } from '../../members/member.ts'
import { listMembers } from '../../members/members-store.ts'
import type { Workspace } from '../../members/workspace-store.ts'
import { monthOf, monthsBetween, type Month } from '../../time/month.ts'
import type { Period } from '../../time/period.ts'
import type { Essay } from '../essay/essay.ts'
import { listEssaysOf, listWaitingFor } from '../essay/lists-store.ts'
import { loadMemberMonths, type MemberMonths } from '../duties/member-months.ts'
import { loadObligations, monthsWithoutRecords } from '../duties/obligations-store.ts'
import { today } from '../../time/clock.ts'
import { officeGrid, type OfficeGrid } from '../duties/office-grid.ts'
import { listHandIns, listLeavesIn } from '../duties/status-store.ts'

/** Months that one status may span: a year's columns are still readable. */
const MOST_MONTHS = 12

/** A member's own essays of some months, those returned to them and their drafts whatever the month, and what they owe now. */
export type OwnStatus = {
  readonly months: readonly Month[]
  readonly essays: readonly Essay[]
  readonly returned: readonly Essay[]
  readonly drafts: readonly Essay[]
  readonly now: MemberMonths
}

/** The calendar months that a period touches. Throws when they are more than a status can show. */
export function monthsOf(period: Period): Month[] {
  const months = monthsBetween(monthOf(period.startsOn), monthOf(period.endsOn))
  if (months.length <= MOST_MONTHS) return months
  throw new MemberFacingError({
    zh: `“${period.label}”有 ${months.length} 个月，一次最多看 ${MOST_MONTHS} 个月。请缩短时段。`,
    en: `"${period.label}" has ${plural(months.length, 'month')}; one status shows at most ${MOST_MONTHS}. Choose a shorter period.`,
  })
}

export async function ownStatus(
  ctx: Context,
  asked: { readonly member: Member; readonly months: readonly Month[]; readonly zone: string },
): Promise<OwnStatus> {
  const { member, months, zone } = asked
  return await inTransaction(ctx, async (ctx) => ({
    months,
    essays: await listEssaysOf(ctx.db, member.id, months),
    returned: await listWaitingFor(ctx.db, member.id, 'returned'),
    drafts: await listWaitingFor(ctx.db, member.id, 'draft'),
    now: await loadMemberMonths(ctx, member, zone),
  }))
}

/** Who has handed in what in some months, for those who may see the whole office. */
export async function officeStatus(
  ctx: Context,
  asked: {
    readonly months: readonly Month[]
    readonly workspace: Workspace
  },
): Promise<OfficeGrid> {
  const { months, workspace } = asked
  return await inTransaction(ctx, async ({ db, clock }) => {
    const day = today(clock, workspace.zone)
    return officeGrid({
      months,
      unrecorded: await monthsWithoutRecords(db, months, day),
      members: await listMembers(db),
      obligations: await loadObligations(db, { months, today: day }),
      handIns: await listHandIns(db, months),
      leaves: await listLeavesIn(db, months),
      deadlineOf: (month) => essayDeadline(month, workspace),
    })
  })
}
