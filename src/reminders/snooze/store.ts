import type { Db } from '../../db/tenant.ts'
import type { Month } from '../../time/month.ts'

/** Writes a snooze; the newest of a member and month counts. */
export async function upsertSnooze(
  db: Db,
  snooze: {
    readonly memberId: string
    readonly month: Month
    readonly step: string
    readonly until: Temporal.Instant
  },
): Promise<void> {
  const until = new Date(snooze.until.epochMilliseconds)
  await db
    .insertInto('reminder_snoozes')
    .values({ member_id: snooze.memberId, month: snooze.month, step: snooze.step, snoozed_until: until })
    .onConflict((conflict) =>
      conflict
        .columns(['team_id', 'member_id', 'month'])
        .doUpdateSet({ step: snooze.step, snoozed_until: until }),
    )
    .execute()
}
