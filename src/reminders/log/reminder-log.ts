import { sql, type RawBuilder } from 'kysely'
import type { ReminderState } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'
import type { Month } from '../../time/month.ts'

/** One line of what was decided in a month: a reminder, or why there was none. */
export type LogLine = {
  readonly memberId: string
  readonly externalId: string | null
  readonly slackUserId: string | null
  readonly name: string
  readonly step: string
  /** `skipped`: the step's hour came, and there was a reason to send nothing. */
  readonly state: ReminderState | 'skipped'
  /** Essays owed when it was sent; null of what was skipped. */
  readonly owed: number | null
  readonly decidedAt: Date
  readonly sentAt: Date | null
  /** A code, see `reasonOfLine`. */
  readonly reason: string | null
  readonly detailZh: string | null
  readonly detailEn: string | null
  /** Who nudged, for a nudge by hand. */
  readonly nudgedBy: string | null
}

export type LogWanted = { readonly month: Month; readonly memberIds: readonly string[] }

/** Newest first; lines of one moment by member and step. */
export async function listLog(
  db: Db,
  wanted: LogWanted,
  page: { readonly limit: number; readonly from: number },
): Promise<LogLine[]> {
  const { rows } = await sql<LogLine>`
    select lines."memberId", members.external_id as "externalId", members.slack_user_id as "slackUserId", members.name,
      step, state, owed, "decidedAt", "sentAt", reason, "detailZh", "detailEn", "nudgedBy"
    from (${linesOf(wanted)}) as lines join members on members.id = lines."memberId"
    order by "decidedAt" desc, members.external_id, members.name, "memberId", step
    limit ${page.limit} offset ${page.from}`.execute(db)
  return rows
}

/** How many lines there are in each state. */
export async function countLog(db: Db, wanted: LogWanted): Promise<ReadonlyMap<LogLine['state'], number>> {
  const { rows } = await sql<{ state: LogLine['state']; count: number }>`
    select state, count(*)::int as count from (${linesOf(wanted)}) as lines group by state`.execute(db)
  return new Map(rows.map(({ state, count }) => [state, count]))
}

function linesOf({ month, memberIds }: LogWanted): RawBuilder<unknown> {
  const of = memberIds.length === 0 ? sql`` : sql`and member_id = any(${memberIds}::text[])`
  return sql`
    select member_id as "memberId", step, state, owed, decided_at as "decidedAt", sent_at as "sentAt", reason,
      null as "detailZh", null as "detailEn",
      (select members.name from nudges join members on members.id = nudges.by_member
        where nudges.reminder_id = reminders.reminder_id) as "nudgedBy"
    from reminders where month = ${month} ${of}
    union all
    select member_id, step, 'skipped', null, at, null, reason, detail_zh, detail_en, null
    from reminder_skips where month = ${month} ${of}`
}
