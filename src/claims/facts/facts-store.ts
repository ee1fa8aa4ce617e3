import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import type { Period } from '../../time/period.ts'

/** Records that started within the period and are not deleted, each under the kind that its own was merged into. */
type KindRow = {
  readonly family: 'study' | 'activity'
  readonly name_zh: string
  readonly name_en: string
  /** Other names of the kind, also those of kinds merged into it. */
  readonly aliases: string[]
  readonly ids: string[]
  /** People by name and head counts, added up: attendances. */
  readonly heads: number
  readonly head_ids: string[]
}

type FamilyRow = {
  readonly family: 'study' | 'activity'
  readonly ids: string[]
  readonly months: number
  /** 2022-01, 2022-02 … */
  readonly months_with: string[]
  readonly heads: number
  readonly head_ids: string[]
  readonly minutes: number
  readonly timed_ids: string[]
  readonly people: number
  readonly people_ids: string[]
}

type MeasureRow = {
  readonly name: string
  readonly unit: string
  readonly aggregation: 'sum' | 'latest' | 'ratio'
  readonly aliases: string[]
  readonly value: number
  readonly ids: string[]
  /** Chinese names and families of the kinds under which it was recorded. */
  readonly kinds: string[]
  readonly family: 'study' | 'activity'
}

type SeriesRow = {
  readonly title: string
  readonly issues: number
  readonly ids: string[]
  readonly kinds: string[]
  readonly family: 'study' | 'activity'
}

/**
 * The ledger of the period as common table expressions. `target` follows merged kinds to the one that counts;
 * `counted` holds the records with their attendances.
 */
function counted(period: Period): RawBuilder<unknown> {
  return sql`
    recursive step(id, target) as (
      select id, id from kinds
      union
      select step.id, kinds.merged_into from step join kinds on kinds.id = step.target
      where kinds.merged_into is not null
    ),
    target as (
      select step.id as kind_id, kinds.id, kinds.family, kinds.name_zh, kinds.name_en, kinds.aliases
      from step join kinds on kinds.id = step.target
      where kinds.merged_into is null
    ),
    counted as (
      select records.id, records.family, records.number, records.title, records.starts_on, records.duration_min,
        target.id as kind_id, target.name_zh,
        coalesce(records.head_count, 0)
          + (select count(*)::int from record_people where record_people.record_id = records.id) as heads
      from records join target on target.kind_id = records.kind_id
      where records.deleted_at is null
        and records.starts_on between ${period.startsOn.toString()}::date and ${period.endsOn.toString()}::date
    )`
}

/** The first day from which a record stands, and the first month of an essay; null: none does. */
export async function findBeginnings(
  db: Db,
): Promise<{ readonly records: string | null; readonly essays: string | null }> {
  const { rows } = await sql<{ records: string | null; essays: string | null }>`
    select (select to_char(min(starts_on), 'YYYY-MM-DD') from records where deleted_at is null) as records,
      (select min(month) || '-01' from essays where state in ('submitted', 'returned', 'approved')) as essays`.execute(
    db,
  )
  return rows[0]!
}

/** Counts and attendances by kind. */
export async function countByKind(db: Db, period: Period): Promise<KindRow[]> {
  const { rows } = await sql<KindRow>`
    with ${counted(period)}
    select target.family, target.name_zh, target.name_en,
      target.aliases || array(
        select unnest(array[merged.name_zh, merged.name_en] || merged.aliases)
        from step join kinds merged on merged.id = step.id
        where step.target = target.id and step.id <> target.id
        order by 1) as aliases,
      array_agg(counted.id order by counted.number) as ids,
      sum(counted.heads)::int as heads,
      coalesce(array_agg(counted.id order by counted.number) filter (where counted.heads > 0), '{}') as head_ids
    from counted join target on target.kind_id = counted.kind_id
    group by target.id, target.family, target.name_zh, target.name_en, target.aliases
    order by target.family, target.name_zh`.execute(db)
  return rows
}

/** Counts, months, attendances, hours and different people of each family that has records. */
export async function countByFamily(db: Db, period: Period): Promise<FamilyRow[]> {
  const { rows } = await sql<FamilyRow>`
    with ${counted(period)}
    select family,
      array_agg(id order by number) as ids,
      count(distinct to_char(starts_on, 'YYYY-MM'))::int as months,
      array_agg(distinct to_char(starts_on, 'YYYY-MM')) as months_with,
      sum(heads)::int as heads,
      coalesce(array_agg(id order by number) filter (where heads > 0), '{}') as head_ids,
      coalesce(sum(duration_min), 0)::int as minutes,
      coalesce(array_agg(id order by number) filter (where duration_min is not null), '{}') as timed_ids,
      (select count(distinct member_id)::int from record_people join counted c on c.id = record_people.record_id
        where c.family = counted.family) as people,
      array(select c.id from counted c where c.family = counted.family
        and exists (select from record_people where record_id = c.id) order by c.number) as people_ids
    from counted
    group by family
    order by family`.execute(db)
  return rows
}

/** Flows added up; of stocks and percentages the last value, by day and then by number. */
export async function totalMeasures(db: Db, period: Period): Promise<MeasureRow[]> {
  const { rows } = await sql<MeasureRow>`
    with ${counted(period)},
    entries as (
      select measures.name, measures.unit, measures.aggregation, measures.aliases, quantities.value,
        counted.id, counted.number, counted.family, counted.name_zh,
        row_number() over (partition by measures.id
          order by counted.starts_on desc, counted.number desc, quantities.position desc) as newest
      from record_quantities quantities
      join counted on counted.id = quantities.record_id
      join measures on measures.id = quantities.measure_id
    )
    select name, unit, aggregation, aliases, sum(value)::float8 as value,
      array_agg(distinct id) as ids,
      array_agg(distinct name_zh) as kinds,
      min(family) as family
    from entries
    where aggregation = 'sum' or newest = 1
    group by name, unit, aggregation, aliases
    order by name`.execute(db)
  return rows
}

/** Titles that come out in issues (《工作参阅》第3期): how many different issues. */
export async function countIssues(db: Db, period: Period): Promise<SeriesRow[]> {
  const { rows } = await sql<SeriesRow>`
    with ${counted(period)},
    issued as (
      select *, substring(title from '^[[:space:]]*(《[^《》]{1,60}》)第[^期]{1,12}期') as series,
        substring(title from '》第([^期]{1,12})期') as issue
      from counted
    )
    select series as title, count(distinct trim(issue))::int as issues,
      array_agg(id order by number) as ids, array_agg(distinct name_zh) as kinds, min(family) as family
    from issued
    where series is not null
    group by series
    order by series`.execute(db)
  return rows
}
