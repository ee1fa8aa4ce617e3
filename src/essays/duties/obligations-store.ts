import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import { deadlineOf, rulesFor } from '../../deadlines/deadline.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { addMonths, lastDay, monthOf, type Month } from '../../time/month.ts'
import { calendarOf, workingDaysOf } from '../../time/working-days.ts'
import type { Obligation } from './obligations.ts'

export type ObligationsWanted = {
  readonly months: readonly Month[]
  /** The office's day: which months are over. */
  readonly today: Temporal.PlainDate
  /** Months that a message asked for: they stand as asked for, also before the office's first and without records. */
  readonly named?: readonly Month[]
  /** Only of this member, or of these. */
  readonly of?: string | readonly string[] | undefined
}

/**
 * What members owe for some months, and what they have handed in; by month, then member. The one rule for status,
 * grid, digest, report and reminders.
 *
 * The quota is the one in force that month: of the decisions for it or for an earlier month, the one for the latest
 * month, and of those the newest. Entitled is who had joined by the deadline's day, had not left before it, and was no
 * bot, no guest and not without account on it: what changes later changes no month that is over. Months before the
 * office's first (see `firstMonthOwed`) have no row, nor have members for whom no quota was ever decided.
 */
export async function loadObligations(
  db: Db,
  { months, today, named = [], of }: ObligationsWanted,
): Promise<Obligation[]> {
  if (months.length + named.length === 0) return []
  const workspace = await readWorkspace(db)
  const settings = reminderSettingsOf(workspace)
  const first = await firstMonthOwed(db, settings, workspace.installedOn)
  const begun = months.filter((month) => first === null || month >= first)
  const wanted = [...new Set([...begun, ...named])].sort()
  if (wanted.length === 0) return []
  const unrecorded = new Set(await monthsWithoutRecords(db, wanted, today))
  const dueOn = wanted.map((month) => deadlineOf(month, settings).date.toString())
  const working = wanted.flatMap((month) => workingDays(month, settings).map((day) => ({ month, day })))
  const one = of === undefined ? sql`` : sql`and member_id = any(${[of].flat()}::text[])`
  const { rows } = await sql<Omit<Obligation, 'isRecorded'>>`
    with wanted as (
      select * from unnest(${wanted}::text[], ${dueOn}::date[]) as wanted (month, due_on)
    ), working as (
      select * from unnest(${working.map(({ month }) => month)}::text[], ${working.map(({ day }) => day)}::date[])
        as working (month, day)
    ), owed as (
      select distinct on (wanted.month, member_id) wanted.month, wanted.due_on, member_id, quota
      from wanted
      join member_quotas on from_month <= wanted.month ${one}
      order by wanted.month, member_id, from_month desc, decided_at desc
    ), done as (
      select month, member_id, count(*)::int as essays
      from essays
      where month = any(${wanted}) and state in ('submitted', 'returned', 'approved') ${one}
      group by month, member_id
    ), exempt as (
      select distinct on (month, member_id) month, member_id, reason
      from essay_exemptions
      where month = any(${wanted}) and revoked_at is null ${one}
      order by month, member_id, decided_at desc
    ), away as (
      select working.month, member_id
      from working
      join leaves on leaves.state = 'confirmed' and working.day between starts_on and ends_on ${one}
      group by working.month, member_id
      having count(distinct working.day) = (select count(*) from working as all_days where all_days.month = working.month)
    ), elsewhere as (
      select distinct wanted.month, member_id
      from wanted
      join member_absences on from_day <= wanted.due_on and (until_day is null or until_day > wanted.due_on) ${one}
    )
    select owed.member_id as "memberId", owed.month, owed.quota, coalesce(done.essays, 0) as "handedIn",
      exempt.reason as exemption, away.member_id is not null as "isAway",
      elsewhere.member_id is null and not members.is_bot and members.joined_on <= owed.due_on
        and (members.left_on is null or members.left_on > owed.due_on) as "isEntitled"
    from owed
    join members on members.id = owed.member_id
    left join done on done.month = owed.month and done.member_id = owed.member_id
    left join exempt on exempt.month = owed.month and exempt.member_id = owed.member_id
    left join away on away.month = owed.month and away.member_id = owed.member_id
    left join elsewhere on elsewhere.month = owed.month and elsewhere.member_id = owed.member_id
    order by owed.month, owed.member_id`.execute(db)
  return rows.map((row) => ({ ...row, isRecorded: !unrecorded.has(row.month) || named.includes(row.month) }))
}

function workingDays(month: Month, settings: ReminderSettings): string[] {
  const { region, overrides } = rulesFor(month, settings)
  return workingDaysOf(calendarOf(region, overrides), month).map(String)
}

/** The month of the first essay on record; null without any. */
export async function findFirstEssayMonth(db: Db): Promise<Month | null> {
  const { rows } = await sql<{ month: Month | null }>`select min(month) as month from essays`.execute(db)
  return rows[0]?.month ?? null
}

/**
 * The first month for which the office owes anything: that of its first deadline after Wenshu came, or of its first
 * essay on record if that is earlier. null when neither is known.
 */
async function firstMonthOwed(
  db: Db,
  settings: ReminderSettings,
  installedOn: string | null,
): Promise<Month | null> {
  const essay = await findFirstEssayMonth(db)
  if (installedOn === null) return essay
  const day = Temporal.PlainDate.from(installedOn)
  const month = monthOf(day)
  const isBefore = Temporal.PlainDate.compare(deadlineOf(month, settings).date, day) < 0
  const due = isBefore ? addMonths(month, 1) : month
  return essay !== null && essay < due ? essay : due
}

/** Of some months, those that are over and from which nothing at all is on record: no essay, session or activity. */
export async function monthsWithoutRecords(
  db: Db,
  months: readonly Month[],
  today: Temporal.PlainDate,
): Promise<Month[]> {
  const over = months.filter((month) => Temporal.PlainDate.compare(lastDay(month), today) < 0)
  if (over.length === 0) return []
  const { rows } = await sql<{ month: Month }>`
    select month from unnest(${over}::text[], ${over.map((month) => `${month}-01`)}::date[],
      ${over.map((month) => lastDay(month).toString())}::date[]) as over (month, first, last)
    where not exists (select from essays where essays.month = over.month
        and state in ('submitted', 'returned', 'approved'))
      and not exists (select from records where deleted_at is null and starts_on <= over.last and ends_on >= over.first)
    order by month`.execute(db)
  return rows.map(({ month }) => month)
}
