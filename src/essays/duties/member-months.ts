import type { Transacting } from '../../context.ts'
import type { Member } from '../../members/member.ts'
import type { Db } from '../../db/tenant.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import { monthsConcerned } from '../../deadlines/settings/schedule.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { today, type Clock } from '../../time/clock.ts'
import { addMonths, monthOf, monthsBetween, type Month } from '../../time/month.ts'
import { monthsOwed, type Obligation } from './obligations.ts'
import { loadObligations } from './obligations-store.ts'

/** How far back an owed month is still asked for, and offered in the form. */
const MONTHS_BACK = 11

/** What a member owes now. `owed` are the months with something still to hand in, earliest first. */
export type MemberMonths = {
  readonly current: Month
  /** Each month looked at for which a quota was decided, in order. */
  readonly obligations: readonly Obligation[]
  readonly owed: readonly Obligation[]
}

/**
 * What a member owes for the current month and the eleven before it, and for the `named` ones: what a message asks for
 * can be handed in from it, also when its month is still to come.
 */
export async function loadMemberMonths(
  { db, clock }: Pick<Transacting, 'db' | 'clock'>,
  member: Pick<Member, 'id'>,
  zone: string,
  named: readonly Month[] = [],
): Promise<MemberMonths> {
  const day = today(clock, zone)
  const current = monthOf(day)
  const months = monthsBetween(addMonths(current, -MONTHS_BACK), current)
  const asked = await monthsAskedNow(db, clock, named)
  const obligations = await loadObligations(db, { months, named: asked, today: day, of: member.id })
  return { current, obligations, owed: monthsOwed(obligations) }
}

/** Of the months that a message named, those whose reminders run now: no month further away is opened by naming it. */
async function monthsAskedNow(db: Db, clock: Clock, named: readonly Month[]): Promise<readonly Month[]> {
  if (named.length === 0) return []
  const concerned = monthsConcerned(reminderSettingsOf(await readWorkspace(db)), clock.now())
  return named.filter((month) => concerned.includes(month))
}
