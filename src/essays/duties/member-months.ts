import type { Transacting } from '../../context.ts'
import type { Member } from '../../members/member.ts'
import { today } from '../../time/clock.ts'
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
  const obligations = await loadObligations(db, { months, named, today: day, of: member.id })
  return { current, obligations, owed: monthsOwed(obligations) }
}
