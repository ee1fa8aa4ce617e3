import { listRows, type RawRow } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'
import type { Month } from '../../time/month.ts'
import type { Essay } from './essay.ts'
import { essayOf } from './store.ts'

/** A member's essays of some months that were not withdrawn, in order. */
export async function listEssaysOf(db: Db, memberId: string, months: readonly Month[]): Promise<Essay[]> {
  if (months.length === 0) return []
  const rows = await db
    .selectFrom('essays')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('month', 'in', months)
    .where('state', '!=', 'withdrawn')
    .orderBy('month')
    .orderBy('seq')
    .execute()
  return rows.map(essayOf)
}

/** A member's essays in a state in which they wait for the member, whatever the month. */
export async function listWaitingFor(
  db: Db,
  memberId: string,
  state: 'returned' | 'draft',
): Promise<Essay[]> {
  return (await listRows(db, 'essays', { memberId, state }, ['number'])).map(essayOf)
}

/**
 * Essays that wait for a review which this member may give: not their own; those passed to them and those passed to
 * nobody before those of other reviewers, and the longest waiting first.
 */
export async function listReviewQueue(
  db: Db,
  reviewerId: string,
  limit: number,
): Promise<{ readonly essays: readonly Essay[]; readonly total: number }> {
  const waiting = db
    .selectFrom('essays')
    .where('state', '=', 'submitted')
    .where('member_id', '!=', reviewerId)
  const rows = await waiting
    .selectAll()
    .orderBy((eb) => eb(eb.fn.coalesce('reviewer_id', eb.val(reviewerId)), '!=', reviewerId))
    .orderBy('submitted_at')
    .orderBy('number')
    .limit(limit)
    .execute()
  const { total } = await waiting
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { essays: rows.map(essayOf), total }
}

/** Everything but an essay's words, for long lists: `body` and the file's text are null. */
export const WITHOUT_WORDS = [
  'id',
  'number',
  'member_id',
  'month',
  'seq',
  'kind',
  'title',
  'link',
  'state',
  'first_submitted_at',
  'submitted_at',
  'reviewer_id',
  'decided_by',
  'decided_at',
  'exchanged_at',
  'exchanged_in',
  'excellent',
  'anthology_issue',
  'contest',
  'file_id',
  'file_name',
  'file_url',
  'file_state',
  'revision',
] as const

/** A row selected by WITHOUT_WORDS. */
export function essayWithoutWords(row: Omit<RawRow<'essays'>, 'body' | 'file_text'>): Essay {
  return essayOf({ ...row, body: null, file_text: null })
}
