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
