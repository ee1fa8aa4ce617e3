import type { Transacting } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import type { Member } from '../../members/member.ts'
import { today } from '../../time/clock.ts'
import { addMonths, monthOf, monthsBetween, type Month } from '../../time/month.ts'
import { monthsOwed, type Obligation } from './obligations.ts'
import { findFirstEssayMonth, loadObligations } from './obligations-store.ts'

/** How far back an owed month is still asked for, and offered in the form. */
const MONTHS_BACK = 11

/** What a member owes now. `owed` are the months with something still to hand in, earliest first. */
export type MemberMonths = {
  readonly current: Month
  /** Each month looked at for which a quota was decided, the current one last. */
  readonly obligations: readonly Obligation[]
  readonly owed: readonly Obligation[]
}

/**
 * What a member owes for the current month and the eleven before it. Months before the office's first essay on record
 * are left out: the ledger did not exist then.
 */
export async function loadMemberMonths(
  { db, clock }: Pick<Transacting, 'db' | 'clock'>,
  member: Pick<Member, 'id' | 'joinedOn' | 'leftOn'>,
  zone: string,
): Promise<MemberMonths> {
  const current = monthOf(today(clock, zone))
  const first = await firstMonthAsked(db, current)
  const obligations = await loadObligations(db, monthsBetween(first, current), member.id)
  return { current, obligations, owed: monthsOwed(obligations, member) }
}

async function firstMonthAsked(db: Db, current: Month): Promise<Month> {
  const ledger = (await findFirstEssayMonth(db)) ?? current
  const farthest = addMonths(current, -MONTHS_BACK)
  if (ledger < farthest) return farthest
  return ledger > current ? current : ledger
}
