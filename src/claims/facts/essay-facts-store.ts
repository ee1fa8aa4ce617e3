import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import type { Month } from '../../time/month.ts'

/** Essays of the months, in sets that a report speaks of. Each set holds numbers a person can say (E-3). */
type EssayRow = {
  readonly submitted: string[]
  readonly approved: string[]
  readonly excellent: string[]
  readonly contest: string[]
  readonly returned: string[]
  readonly waiting: string[]
  readonly exchanged: string[]
  readonly compiled: string[]
  readonly writers: number
  readonly issues: number
  /** First handed in after the month they are for had ended. */
  readonly late: string[]
}

/** An essay belongs to the month it is written for. Drafts and withdrawn ones count nowhere. */
export async function countEssays(db: Db, first: Month, last: Month, zone: string): Promise<EssayRow> {
  const { rows } = await sql<EssayRow>`
    with handed as (
      select * from essays
      where month between ${first} and ${last} and state in ('submitted', 'returned', 'approved')
    )
    select
      coalesce(array_agg(id order by number), '{}') as submitted,
      coalesce(array_agg(id order by number) filter (where state = 'approved'), '{}') as approved,
      coalesce(array_agg(id order by number) filter (where state = 'approved' and excellent), '{}') as excellent,
      coalesce(array_agg(id order by number) filter (where state = 'approved' and contest is not null), '{}') as contest,
      coalesce(array_agg(id order by number) filter (where state = 'returned'), '{}') as returned,
      coalesce(array_agg(id order by number) filter (where state = 'submitted'), '{}') as waiting,
      coalesce(array_agg(id order by number) filter (where state = 'approved' and exchanged_at is not null), '{}')
        as exchanged,
      coalesce(array_agg(id order by number) filter (where state = 'approved' and anthology_issue is not null), '{}')
        as compiled,
      count(distinct member_id)::int as writers,
      (count(distinct anthology_issue) filter (where state = 'approved'))::int as issues,
      coalesce(array_agg(id order by number)
        filter (where to_char(first_submitted_at at time zone ${zone}, 'YYYY-MM') > month), '{}') as late
    from handed`.execute(db)
  return rows[0]!
}

/** Approved essays by their kind. */
export async function countEssayKinds(
  db: Db,
  first: Month,
  last: Month,
): Promise<{ readonly kind: string; readonly ids: string[] }[]> {
  const { rows } = await sql<{ kind: string; ids: string[] }>`
    select kind, array_agg(id order by number) as ids from essays
    where month between ${first} and ${last} and state = 'approved'
    group by kind
    order by kind`.execute(db)
  return rows
}

/**
 * Members' months in which fewer essays were handed in than owed: the quota in force that month (the newest decision
 * for the latest month not after it), for those who were members the whole month, were not exempted, and were not on
 * leave on every weekday of it. Months before the first essay on record are not counted: the ledger did not exist then.
 */
export async function findShortMonths(
  db: Db,
  first: Month,
  last: Month,
): Promise<{ readonly month: string; readonly owed: number; readonly handed: number }[]> {
  if (last < first) return []
  const { rows } = await sql<{ month: string; owed: number; handed: number }>`
    with months as (
      select to_char(day, 'YYYY-MM') as month, day::date as starts_on, (day + interval '1 month - 1 day')::date as ends_on
      from generate_series(${`${first}-01`}::timestamp, ${`${last}-01`}::timestamp, interval '1 month') as day
    )
    select months.month, quota.quota as owed, done.handed
    from months
    join members on members.joined_on <= months.starts_on and not members.deactivated
      and (members.left_on is null or members.left_on > months.ends_on)
    join lateral (
      select quota from member_quotas
      where member_id = members.id and from_month <= months.month
      order by from_month desc, decided_at desc limit 1
    ) as quota on true
    join lateral (
      select count(*)::int as handed from essays
      where member_id = members.id and essays.month = months.month and state in ('submitted', 'returned', 'approved')
    ) as done on true
    where done.handed < quota.quota and months.month >= (select min(essays.month) from essays)
      and not exists (select from essay_exemptions
        where member_id = members.id and essay_exemptions.month = months.month and revoked_at is null)
      and exists (select from generate_series(months.starts_on, months.ends_on, '1 day') as day
        where extract(isodow from day) < 6 and not exists (select from leaves
          where member_id = members.id and state = 'confirmed' and day::date between starts_on and ends_on))
    order by months.month, members.id`.execute(db)
  return rows
}
