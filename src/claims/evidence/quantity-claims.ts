import type { Days, PlainClaim, Stem } from '../claim/claim.ts'
import { added, distinct, type Amounts } from './amounts.ts'
import { selected } from './record-claims.ts'
import type { RecordRow } from './rows.ts'

/** A flow added up; of a stock or a percentage the last value, by day and then by number. null: none was recorded. */
export function measureClaim(
  { stem, name, days, scope }: PlainClaim,
  records: readonly RecordRow[],
): Amounts | null {
  if (days === null) return null
  const stated = selected(records, days, scope).filter(({ quantities }) =>
    quantities.some(({ measure }) => measure === name),
  )
  if (stated.length === 0) return null
  if (stem === 'measure.sum') return added(stated.map((row) => [row.id, totalOf(row, name)]))
  const newest = stated.reduce((one, other) => (isLater(other, one) ? other : one))
  const value = newest.quantities.findLast(({ measure }) => measure === name)?.value ?? 0
  return { value, amounts: [[newest.id, value]], isComplete: true }
}

function isLater(one: RecordRow, other: RecordRow): boolean {
  return one.day === other.day ? one.number > other.number : one.day > other.day
}

function totalOf({ quantities }: RecordRow, name: string | null): number {
  return quantities.reduce((sum, { measure, value }) => (measure === name ? sum + value : sum), 0)
}

/** How many different issues of a title came out. null: none. */
export function seriesClaim(title: string | null, days: Days, records: readonly RecordRow[]): Amounts | null {
  const issues = selected(records, days, {}).filter(({ series }) => series === title)
  return issues.length === 0 ? null : distinct(issues, ({ issue }) => (issue === null ? [] : [issue]))
}

/** What one record says of itself. null: it does not say it, or there is no such record. */
export function oneRecordClaim({ stem, scope }: PlainClaim, record: RecordRow | undefined): Amounts | null {
  if (record === undefined) return null
  const of: Readonly<Partial<Record<Stem, () => number | null>>> = {
    'record.people': () => (record.heads === 0 ? null : record.heads),
    'record.minutes': () => record.minutes,
    'record.hours': () => (record.minutes === null ? null : record.minutes / 60),
    'record.day': () => Number(record.day.replaceAll('-', '')),
    'record.quantity': () =>
      record.quantities.some(({ measure }) => measure === scope.measure)
        ? totalOf(record, scope.measure ?? null)
        : null,
  }
  const value = of[stem]?.() ?? null
  return value === null ? null : { value, amounts: [[record.id, value]], isComplete: true }
}
