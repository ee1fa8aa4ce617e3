import { type Context, inTransaction, nowOf } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { wallClockAt } from '../../time/clock.ts'
import type { Month } from '../../time/month.ts'
import { planReminders } from '../plan/plan-reminders.ts'
import type { Plan, PlanState, Skipped } from '../plan/state.ts'
import { loadPlan } from '../due/store.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import { closedAt, schedulesConcerned, standingAt } from '../../deadlines/settings/schedule.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'
import { type SkipCode, skipReasons } from '../plan/skip-reasons.ts'
import type { Step } from '../../deadlines/steps.ts'

/** One month's step whose hour has come in the office. */
export type Round = { readonly month: Month; readonly step: Step }

/** Reasons that tell why somebody with a task heard nothing; others say only that it is not their turn. */
const KEPT: ReadonlySet<SkipCode> = new Set([
  'bot',
  'guest',
  'deactivated',
  'left',
  'not-linked',
  'exempt',
  'handed-in',
  'on-leave',
  'snoozed',
])

/** The steps that are due by the office's clock. */
export function roundsAt(settings: ReminderSettings, now: Temporal.Instant): Round[] {
  if (closedAt(wallClockAt(now, settings.zone), settings) !== null) return []
  return schedulesConcerned(settings, now).flatMap((schedule) => {
    const { due } = standingAt(schedule, now, settings.zone, settings)
    return due === null ? [] : [{ month: schedule.deadline.month, step: due.step }]
  })
}

/** Who of a round gets nothing though something was asked of them, and why. */
export function skipsOf(
  { month }: Round,
  { skipped }: Pick<Plan, 'skipped'>,
  { obligations }: Pick<PlanState, 'obligations'>,
): Skipped[] {
  const asked = new Set(
    obligations.filter((row) => row.month === month && row.quota > 0).map(({ memberId }) => memberId),
  )
  return skipped.filter(
    (skip) => (skip.month ?? month) === month && KEPT.has(skip.code) && asked.has(skip.memberId),
  )
}

/**
 * Keeps, once a month and step, why members with a task get no reminder of it: at the first tick after its hour, by
 * whichever process inserts the round. Returns how many reasons were written.
 */
export async function noteSkips(ctx: Context): Promise<number> {
  const now = ctx.clock.now()
  return await inTransaction(ctx, async (ctx) => {
    const settings = reminderSettingsOf(await readWorkspace(ctx.db))
    const at = nowOf(ctx)
    const rounds = await claimRounds(ctx.db, roundsAt(settings, now), at)
    if (rounds.length === 0) return 0
    const { state } = await loadPlan(ctx.db, now)
    const plan = planReminders(state, now)
    const rows = rounds.flatMap((round) =>
      skipsOf(round, plan, state).map((skip) => ({
        ...round,
        ...detailOf(skip),
        member_id: skip.memberId,
        at,
      })),
    )
    await insertSkips(ctx.db, rows)
    return rows.length
  })
}

/** Those that nobody has noted yet. */
async function claimRounds(db: Db, rounds: readonly Round[], at: Date): Promise<Round[]> {
  const claimed: Round[] = []
  for (const round of rounds) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('reminder_rounds')
      .values({ ...round, at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 1n) claimed.push(round)
  }
  return claimed
}

/** The particular of a reason, without the reason itself. */
function detailOf({ code, said }: Skipped) {
  const after = (text: string, reason: string) => {
    const detail = text.slice(reason.length).replace(/^[：:]\s*/u, '')
    return detail === '' ? null : detail
  }
  const { zh, en } = skipReasons[code]
  return { reason: code, detail_zh: after(said.zh, zh), detail_en: after(said.en, en) }
}

const AT_ONCE = 1000

async function insertSkips(
  db: Db,
  rows: readonly {
    readonly month: string
    readonly step: string
    readonly member_id: string
    readonly reason: string
    readonly detail_zh: string | null
    readonly detail_en: string | null
    readonly at: Date
  }[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await db
      .insertInto('reminder_skips')
      .values(rows.slice(from, from + AT_ONCE))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
