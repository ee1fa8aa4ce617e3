import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'

/** Reminders that are under way for longer than they should be. */
export type ReminderTrouble = {
  /** Posted perhaps: the answer was lost, and for an hour nobody could look whether it stands. */
  readonly unknown: number
  /** Claimed or being posted, and not heard of for an hour. */
  readonly stuck: number
  /** Slack's words by which it bars the bot, as `invalid_auth`, each with how many reminders wait for it to end. */
  readonly barred: readonly { readonly error: string; readonly count: number }[]
}

/** By the database's own clock. */
export async function findReminderTrouble(db: Db): Promise<ReminderTrouble> {
  const { rows } = await sql<{ unknown: number; stuck: number }>`
    select
      count(*) filter (where state = 'unknown' and sending_since < clock_timestamp() - interval '1 hour')::int as unknown,
      count(*) filter (where state in ('claimed', 'sending')
        and queued_at < clock_timestamp() - interval '1 hour')::int as stuck
    from reminders where state in ('claimed', 'sending', 'unknown')`.execute(db)
  const { rows: barred } = await sql<{ error: string; count: number }>`
    select substring(reason from '^slack:(.*)$') as error, count(*)::int as count from reminders
    where state in ('claimed', 'unknown') and reason like 'slack:%'
    group by 1 order by 2 desc, 1`.execute(db)
  const [counts] = rows
  return { unknown: counts?.unknown ?? 0, stuck: counts?.stuck ?? 0, barred }
}
