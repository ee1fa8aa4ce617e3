import { addMonths, monthOf, monthsBetween, type Month } from '../../time/month.ts'
import { claimPairs, type Aggregate, type Days, type PlainClaim, type Scope } from '../claim/claim.ts'
import { added, distinct, type Amounts } from './amounts.ts'
import type { Family, MemberWords, RecordRow } from './rows.ts'

/** Records in memory, found by family and kind. */
export type RecordIndex = {
  readonly byFamily: ReadonlyMap<Family, readonly RecordRow[]>
  /** By family and kind: `study 党课`. */
  readonly byKind: ReadonlyMap<string, readonly RecordRow[]>
  readonly members: readonly MemberWords[]
  readonly asOf: string
}

export function recordIndex(
  records: readonly RecordRow[],
  members: readonly MemberWords[],
  asOf: string,
): RecordIndex {
  return {
    byFamily: Map.groupBy(records, ({ family }) => family),
    byKind: Map.groupBy(records, ({ family, kind }) => `${family} ${kind}`),
    members,
    asOf,
  }
}

/** What study or activities come to. null: the scope names nobody. */
export function recordClaim(claim: PlainClaim, index: RecordIndex): Amounts | null {
  const { of: family, tells } = claimPairs[claim.stem]
  if ((family !== 'study' && family !== 'activity') || claim.days === null) return null
  const rows = selected(
    (claim.name === null ? index.byFamily.get(family) : index.byKind.get(`${family} ${claim.name}`)) ?? [],
    claim.days,
    claim.scope,
  )
  const { days, scope } = claim
  const of: Readonly<Partial<Record<Aggregate, () => Amounts | null>>> = {
    count: () => added(rows.map(({ id }) => [id, 1])),
    attendances: () => attendances(rows, scope, index),
    people: () => people(rows, scope, index),
    hours: () => hours(rows, scope, index),
    months: () => distinct(rows, ({ day }) => [day.slice(0, 7)]),
    'months without': () => monthsWithout(rows, days, index.asOf),
    materials: () => distinct(rows, ({ materials }) => materials),
  }
  return of[tells]?.() ?? null
}

export function selected(rows: readonly RecordRow[], { from, to }: Days, scope: Scope): RecordRow[] {
  const { place, partner, material } = scope
  return rows.filter(
    (row) =>
      row.day >= from &&
      row.day <= to &&
      (place === undefined || row.place === place) &&
      (partner === undefined || row.partner === partner) &&
      (material === undefined || row.materials.includes(material)),
  )
}

function attendances(rows: readonly RecordRow[], scope: Scope, index: RecordIndex): Amounts | null {
  const whose = placesOf(scope, index)
  if (whose === undefined) return null
  const isComplete = rows.every((row) => (whose === null ? isAttended(row) : isNamed(row)))
  const amounts = rows.map((row) => [row.id, whose === null ? row.heads : among(row, whose)] as const)
  return added(
    amounts.filter(([, amount]) => amount > 0),
    isComplete,
  )
}

function people(rows: readonly RecordRow[], scope: Scope, index: RecordIndex): Amounts | null {
  const whose = placesOf(scope, index)
  if (whose === undefined) return null
  const named = rows.filter((row) => (whose === null ? row.people.length > 0 : among(row, whose) > 0))
  const own = ({ people: all }: RecordRow) => (whose === null ? all : all.filter((one) => whose.has(one)))
  return distinct(named, own, rows.every(isNamed))
}

function hours(rows: readonly RecordRow[], scope: Scope, index: RecordIndex): Amounts | null {
  const whose = placesOf(scope, index)
  if (whose === undefined) return null
  const there = whose === null ? rows : rows.filter((row) => among(row, whose) > 0)
  const isComplete =
    there.every(({ minutes, isEntry }) => minutes !== null || isEntry) &&
    (whose === null || rows.every(isNamed))
  const timed = there.filter(({ minutes }) => minutes !== null)
  const minutes = timed.reduce((sum, row) => sum + (row.minutes ?? 0), 0)
  return {
    value: Math.round(minutes / 6) / 10,
    amounts: timed.map((row) => [row.id, (row.minutes ?? 0) / 60]),
    isComplete,
  }
}

function monthsWithout(rows: readonly RecordRow[], { from, to }: Days, asOf: string): Amounts {
  const filled = new Set(rows.map(({ day }) => day.slice(0, 7)))
  const empty = monthsOver(from, to, asOf).filter((month) => !filled.has(month))
  return { value: empty.length, amounts: [], isComplete: true }
}

/** The months that begin within the days and were over on `asOf`. */
export function monthsOver(from: string, to: string, asOf: string): Month[] {
  const first = monthOf(Temporal.PlainDate.from(from))
  const begun = from.endsWith('-01') ? first : addMonths(first, 1)
  const last = monthOf(Temporal.PlainDate.from(to))
  const before = addMonths(monthOf(Temporal.PlainDate.from(asOf)), -1)
  return monthsBetween(begun, last < before ? last : before)
}

/** Somebody is known to have been there, or nobody is meant to. */
function isAttended({ heads, isEntry }: RecordRow): boolean {
  return heads > 0 || isEntry
}

/** All who were there are known by name. */
function isNamed({ heads, people: named, isEntry }: RecordRow): boolean {
  return heads === named.length && (heads > 0 || isEntry)
}

/** Places of the member or of the department's members; null: everybody. undefined: nobody is called that. */
function placesOf(
  { member, department }: Scope,
  { members }: RecordIndex,
): ReadonlySet<number> | null | undefined {
  if (member === undefined && department === undefined) return null
  const places = members.flatMap((one, place) =>
    (member === undefined || one.id === member) && (department === undefined || one.department === department)
      ? [place]
      : [],
  )
  return places.length === 0 ? undefined : new Set(places)
}

function among({ people: named }: RecordRow, whose: ReadonlySet<number>): number {
  let count = 0
  for (const one of named) if (whose.has(one)) count++
  return count
}
