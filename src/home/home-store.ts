import { sql } from 'kysely'
import type { Db } from '../db/tenant.ts'
import { firstDay, lastDay, type Month } from '../time/month.ts'
import type { KindCount, LoggedHere } from './home.ts'
import type { DayCount } from './weeks.ts'

/** Records that a member logged from a moment on, and the newest of them. Deleted ones are left out. */
export async function listLoggedBy(
  db: Db,
  memberId: string,
  since: Date,
  limit: number,
): Promise<{ readonly total: number; readonly newest: readonly LoggedHere[] }> {
  const logged = db
    .selectFrom('records')
    .where('logged_by', '=', memberId)
    .where('logged_at', '>=', since)
    .where('deleted_at', 'is', null)
  const newest = await logged
    .innerJoin('kinds', 'kinds.id', 'records.kind_id')
    .select(['records.id', 'title', 'name_zh as kindZh', 'name_en as kindEn', 'starts_on as startsOn'])
    .orderBy('logged_at', 'desc')
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
  const { total } = await logged
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { total, newest }
}

/** Records that begin in a month and name a member among their people. */
export async function countTakenPart(db: Db, memberId: string, month: Month): Promise<number> {
  const { total } = await db
    .selectFrom('record_people')
    .innerJoin('records', 'records.id', 'record_people.record_id')
    .where('record_people.member_id', '=', memberId)
    .where('starts_on', '>=', firstDay(month).toString())
    .where('starts_on', '<=', lastDay(month).toString())
    .where('deleted_at', 'is', null)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}

/** Records that begin in a month by kind, study first, then the most frequent. A merged kind counts as the one it became. */
export async function countByKind(db: Db, month: Month): Promise<KindCount[]> {
  const { rows } = await sql<KindCount>`
    with counted as (
      select kind_id, count(*)::int as count from records
      where family in ('study', 'activity') and starts_on between ${firstDay(month).toString()}::date and ${lastDay(month).toString()}::date
        and deleted_at is null
      group by kind_id
    )
    select kept.family, kept.name_zh as "nameZh", kept.name_en as "nameEn", sum(counted.count)::int as count
    from counted
    join kinds used on used.id = counted.kind_id
    join kinds kept on kept.id = coalesce(used.merged_into, used.id)
    group by kept.family, kept.id, kept.name_zh, kept.name_en
    order by kept.family desc, count desc, kept.id`.execute(db)
  return rows
}

/** Records of a year by the day they begin and by family. */
export async function countByDay(db: Db, year: number): Promise<DayCount[]> {
  return await db
    .selectFrom('records')
    .select(['starts_on as day', 'family', (eb) => eb.fn.countAll<number>().as('count')])
    // Both of them, said so that the index by family and day serves.
    .where('family', 'in', ['study', 'activity'])
    .where('starts_on', '>=', `${year}-01-01`)
    .where('starts_on', '<=', `${year}-12-31`)
    .where('deleted_at', 'is', null)
    .groupBy(['starts_on', 'family'])
    .execute()
}
