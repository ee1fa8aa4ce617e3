import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import { lastDay, type Month } from '../../time/month.ts'
import type { Obligation } from './obligations.ts'

/**
 * What members owe for some months, and what they have handed in, in one query; by month, then member. The quota is
 * the one in force that month: of the decisions for it or for an earlier month, the one for the latest month, and of
 * those the newest; so what was owed last March stays when the quota changes from today on. Members for whom no quota
 * was ever decided have no row. With `of`, the rows of that member or those members only. Joining and leaving are not looked at: see `isAsked`.
 */
export async function loadObligations(
  db: Db,
  months: readonly Month[],
  of?: string | readonly string[],
): Promise<Obligation[]> {
  if (months.length === 0) return []
  const wanted = sql`${[...new Set(months)]}::text[]`
  const sorted = [...months].sort()
  const [first, last] = [`${sorted[0]}-01`, lastDay(sorted.at(-1) ?? months[0]!).toString()]
  const one = of === undefined ? sql`` : sql`and member_id = any(${[of].flat()}::text[])`
  const { rows } = await sql<Obligation>`
    with owed as (
      select distinct on (wanted.month, member_id) wanted.month, member_id, quota
      from unnest(${wanted}) as wanted (month)
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
      select month, member_id
      from (
        select distinct to_char(day, 'YYYY-MM') as month, member_id, day
        from leaves, generate_series(greatest(starts_on, ${first}::date), least(ends_on, ${last}::date), '1 day') as day
        where state = 'confirmed' and starts_on <= ${last}::date and ends_on >= ${first}::date
          and extract(isodow from day) < 6 ${one}
      ) as days
      group by month, member_id
      having count(*) = (
        select count(*) from generate_series(
          to_date(month, 'YYYY-MM'), to_date(month, 'YYYY-MM') + interval '1 month - 1 day', '1 day') as day
        where extract(isodow from day) < 6)
    )
    select owed.member_id as "memberId", owed.month, owed.quota, coalesce(done.essays, 0) as "handedIn",
      exempt.reason as exemption, away.member_id is not null as "isAway"
    from owed
    left join done on done.month = owed.month and done.member_id = owed.member_id
    left join exempt on exempt.month = owed.month and exempt.member_id = owed.member_id
    left join away on away.month = owed.month and away.member_id = owed.member_id
    order by owed.month, owed.member_id`.execute(db)
  return rows
}

/** The month of the first essay on record; null without any. Earlier months were never kept here, so nothing is owed for them. */
export async function findFirstEssayMonth(db: Db): Promise<Month | null> {
  const { rows } = await sql<{ month: Month | null }>`select min(month) as month from essays`.execute(db)
  return rows[0]?.month ?? null
}
