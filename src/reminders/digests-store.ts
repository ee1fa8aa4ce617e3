import type { Db } from '../db/tenant.ts'
import type { Month } from '../time/month.ts'

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
