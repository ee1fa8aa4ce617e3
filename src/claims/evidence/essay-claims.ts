import { missingOf, type Obligation } from '../../essays/duties/obligations.ts'
import type { Days, PlainClaim, Scope } from '../claim/claim.ts'
import type { SETS } from '../claim/essay-words.ts'
import { added, distinct, type Amounts } from './amounts.ts'
import { monthsOver } from './record-claims.ts'
import type { EssayRow, MemberWords } from './rows.ts'

export type EssaySet = keyof typeof SETS

const inSet: Readonly<Record<EssaySet, (essay: EssayRow) => boolean>> = {
  submitted: () => true,
  approved: ({ state }) => state === 'approved',
  excellent: ({ state, excellent }) => state === 'approved' && excellent,
  contest: ({ state, contest }) => state === 'approved' && contest,
  compiled: ({ state, issue }) => state === 'approved' && issue !== null,
  exchanged: ({ state, exchanged }) => state === 'approved' && exchanged,
  returned: ({ state }) => state === 'returned',
  waiting: ({ state }) => state === 'submitted',
  late: ({ handedIn, month }) => handedIn !== null && handedIn.slice(0, 7) > month,
}

export function isEssaySet(name: string): name is EssaySet {
  return Object.hasOwn(inSet, name)
}

type Essays = { readonly essays: readonly EssayRow[]; readonly members: readonly MemberWords[] }

/** Essays of a set, by the month they are written for or the day they came. null: no such set, or nobody of that name. */
export function essayClaim(
  { stem, name, days, scope }: PlainClaim,
  { essays, members }: Essays,
): Amounts | null {
  const set =
    stem === 'essay.kind' ? 'approved' : stem === 'essay.issues' ? 'compiled' : (name ?? 'submitted')
  if (days === null || !isEssaySet(set)) return null
  const genre = stem === 'essay.kind' ? (name ?? undefined) : scope.genre
  const writers = writersOf(scope, members)
  if (writers === undefined) return null
  const rows = essays.filter(
    (essay) =>
      isWithin(essay, days, scope.by) &&
      inSet[set](essay) &&
      (genre === undefined || essay.genre === genre) &&
      (scope.reviewer === undefined || essay.reviewer === scope.reviewer) &&
      (writers === null || writers.has(essay.member)),
  )
  if (stem === 'essay.writers') return distinct(rows, ({ member }) => [member])
  if (stem === 'essay.months') return distinct(rows, ({ month }) => [month])
  if (stem === 'essay.issues') return distinct(rows, ({ issue }) => (issue === null ? [] : [issue]))
  return added(rows.map(({ id }) => [id, 1]))
}

function isWithin({ month, handedIn, decided }: EssayRow, { from, to }: Days, by: Scope['by']): boolean {
  if (by === undefined) return month >= from.slice(0, 7) && month <= to.slice(0, 7)
  const day = by === 'handed-in' ? handedIn : decided
  return day !== null && day >= from && day <= to
}

/** Essays owed and not handed in, of the months that were over. */
export function owedClaim(
  { stem, days, scope }: PlainClaim,
  of: {
    readonly obligations: readonly Obligation[]
    readonly members: readonly MemberWords[]
    readonly asOf: string
  },
): Amounts | null {
  const writers = writersOf(scope, of.members)
  if (days === null || writers === undefined) return null
  const months = new Set(monthsOver(`${days.from.slice(0, 7)}-01`, days.to, of.asOf))
  const short = of.obligations.filter(
    (one) => months.has(one.month) && (writers === null || writers.has(one.memberId)) && missingOf(one) > 0,
  )
  const value = {
    'gap.essays-missing': short.reduce((sum, one) => sum + missingOf(one), 0),
    'gap.short-people': short.length,
    'gap.short-months': new Set(short.map(({ month }) => month)).size,
  }[stem as string]
  return value === undefined ? null : { value, amounts: [], isComplete: true }
}

/** Ids of the member or of the department's members; null: everybody's. undefined: nobody is called that. */
function writersOf(
  { member, department }: Scope,
  members: readonly MemberWords[],
): ReadonlySet<string> | null | undefined {
  if (member === undefined && department === undefined) return null
  const ids = members
    .filter(
      (one) =>
        (member === undefined || one.id === member) &&
        (department === undefined || one.department === department),
    )
    .map(({ id }) => id)
  return ids.length === 0 ? undefined : new Set(ids)
}
