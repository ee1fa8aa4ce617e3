import type { Db } from '../../db/tenant.ts'
import type { Box, Entry } from '../../outbox/rows/box.ts'
import type { Month } from '../../time/month.ts'
import { monthAsStored } from '../../deadlines/settings/month-as-stored.ts'

/** One leader's digest of a month. */
export type Digest = Entry & { readonly month: Month }

export const digestBox: Box<Digest> = {
  table: 'digests',
  id: 'digest_id',
  read: (entry, row) => ({ ...entry, month: monthAsStored(row.month) }),
}

/** Leaders to whom a digest of these months was decided, as `2022-11 member`. */
export async function listDecidedDigests(db: Db, months: readonly Month[]): Promise<ReadonlySet<string>> {
  if (months.length === 0) return new Set()
  const rows = await db
    .selectFrom('digests')
    .select(['month', 'member_id'])
    .where('month', 'in', months)
    .execute()
  return new Set(rows.map(({ month, member_id }) => `${month} ${member_id}`))
}

/** Claims what nobody has claimed yet. Returns the ids of those that are ours. `reason`: why none is sent. */
export async function insertDigests(
  db: Db,
  digests: readonly { readonly id: string; readonly month: Month; readonly memberId: string }[],
  decided: { readonly at: Date; readonly reason: string | null },
): Promise<string[]> {
  if (digests.length === 0) return []
  const rows = await db
    .insertInto('digests')
    .values(
      digests.map(({ id, month, memberId }) => ({
        digest_id: id,
        month,
        member_id: memberId,
        state: decided.reason === null ? ('claimed' as const) : ('cancelled' as const),
        reason: decided.reason,
        decided_at: decided.at,
      })),
    )
    .onConflict((conflict) => conflict.columns(['team_id', 'month', 'member_id']).doNothing())
    .returning('digest_id')
    .execute()
  return rows.map((row) => row.digest_id)
}

/** How many leaders have a month's digest, and how many could not be given it. */
export async function countDigests(
  db: Db,
  month: Month,
): Promise<{ readonly sent: number; readonly failed: number }> {
  const rows = await db
    .selectFrom('digests')
    .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
    .where('month', '=', month)
    .where('state', 'in', ['sent', 'failed'])
    .groupBy('state')
    .execute()
  const of = (state: string) => rows.find((row) => row.state === state)?.count ?? 0
  return { sent: of('sent'), failed: of('failed') }
}
