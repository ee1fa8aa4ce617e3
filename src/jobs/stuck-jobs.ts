import { sql, type Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'

/** What is wrong on one queue. */
export type QueueTrouble = {
  readonly queue: string
  /** Jobs that should have begun this many seconds ago or more. */
  readonly waiting: number
  /** Jobs given up within the last day. */
  readonly failed: number
  /** What the last of those said; null when it said nothing. */
  readonly lastFault: string | null
}

/** Queues on which jobs wait although their time came `overdue` seconds ago, or were given up within the last day. */
export async function listQueueTroubles(base: Kysely<Schema>, overdue: number): Promise<QueueTrouble[]> {
  const { rows: found } = await sql<{ there: boolean }>`
    select to_regclass('pgboss.job') is not null as there`.execute(base)
  // The queue's tables come with the bot's first start.
  if (found[0]?.there !== true) return []
  const { rows } = await sql<QueueTrouble>`
    select name as queue,
      count(*) filter (where state in ('created', 'retry'))::int as waiting,
      count(*) filter (where state = 'failed')::int as failed,
      (array_agg(output ->> 'message' order by completed_on desc nulls last)
        filter (where state = 'failed'))[1] as "lastFault"
    from pgboss.job
    where (state in ('created', 'retry') and start_after < now() - make_interval(secs => ${overdue}))
      or (state = 'failed' and completed_on > now() - interval '1 day')
    group by name order by name`.execute(base)
  return rows
}
