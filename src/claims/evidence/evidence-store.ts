import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import type { Days } from '../claim/claim.ts'
import type { Month } from '../../time/month.ts'
import type { EssayRow, EvidenceRows, KindWords, MeasureWords, MemberWords, RecordRow } from './rows.ts'

/** Kinds that count (neither merged nor without a name), with the names of those merged into them. */
export async function listKindWords(db: Db): Promise<readonly KindWords[]> {
  const { rows } = await sql<KindWords>`
    with ${targets}
    select target.family, target.name_zh as zh, target.name_en as en, target.is_entry as "isEntry",
      target.aliases || array(
        select unnest(array[merged.name_zh, merged.name_en] || merged.aliases)
        from step join kinds merged on merged.id = step.id
        where step.target = target.id and step.id <> target.id
        order by 1) as aliases
    from target where target.kind_id = target.id
    order by target.family, target.name_zh`.execute(db)
  return rows
}

export async function listMeasureWords(db: Db): Promise<readonly MeasureWords[]> {
  const { rows } = await sql<MeasureWords>`
    select name, coalesce(name_en, (select alias from unnest(aliases) with ordinality as own (alias, place)
        where alias ~* '^[a-z]' order by place limit 1)) as en,
      unit, aggregation, aliases, is_entry as "isEntry"
    from measures order by name`.execute(db)
  return rows
}

/** Everybody who is or was a member. */
export async function listMemberWords(db: Db): Promise<readonly MemberWords[]> {
  const { rows } = await sql<MemberWords>`
    select id, name, department, is_bot as "isBot" from members order by id`.execute(db)
  return rows
}

/** Records that started on these days, as figures come from them. */
export async function listRecordRows(
  db: Db,
  days: Days,
  members: readonly MemberWords[],
): Promise<RecordRow[]> {
  const { rows } = await sql<Omit<RecordRow, 'people'> & { people: string[] }>`
    with ${targets}
    select records.id, records.number, records.family, target.name_zh as kind,
      to_char(records.starts_on, 'YYYY-MM-DD') as day,
      coalesce(records.head_count, 0) + coalesce(cardinality(named.ids), 0) as heads,
      coalesce(named.ids, '{}') as people,
      records.duration_min as minutes, records.place, records.partner, records.materials,
      substring(records.title from '^[[:space:]]*(《[^《》]{1,60}》)第[^期]{1,12}期') as series,
      trim(substring(records.title from '》第([^期]{1,12})期')) as issue,
      coalesce(stated.quantities, '[]') as quantities,
      target.is_entry or (coalesce(stated.only_entries, false) and records.head_count is null and named.ids is null)
        as "isEntry"
    from records
    join target on target.kind_id = records.kind_id
    left join (select record_id, array_agg(member_id) as ids from record_people group by record_id) named
      on named.record_id = records.id
    left join (
      select record_id, bool_and(measures.is_entry) as only_entries,
        json_agg(json_build_object('measure', measures.name, 'value', value::float8) order by position) as quantities
      from record_quantities join measures on measures.id = measure_id group by record_id) stated
      on stated.record_id = records.id
    where records.deleted_at is null and records.starts_on between ${days.from}::date and ${days.to}::date
    order by records.starts_on, records.family, records.number`.execute(db)
  const places = new Map(members.map(({ id }, place) => [id, place]))
  return rows.map((row) => ({ ...row, people: row.people.flatMap((id) => places.get(id) ?? []) }))
}

/** Essays that were handed in and not withdrawn, for these months or handed in within them. */
export async function listEssayRows(
  db: Db,
  { first, last, zone }: { readonly first: Month; readonly last: Month; readonly zone: string },
): Promise<EssayRow[]> {
  const { rows } = await sql<EssayRow>`
    select id, number, member_id as member, month, kind as genre, state, excellent, contest is not null as contest,
      exchanged_at is not null as exchanged, anthology_issue as issue, decided_by as reviewer,
      to_char(first_submitted_at at time zone ${zone}, 'YYYY-MM-DD') as "handedIn",
      to_char(decided_at at time zone ${zone}, 'YYYY-MM-DD') as decided
    from essays
    where state in ('submitted', 'returned', 'approved') and (month between ${first} and ${last}
      or to_char(first_submitted_at at time zone ${zone}, 'YYYY-MM') between ${first} and ${last}
      or to_char(decided_at at time zone ${zone}, 'YYYY-MM') between ${first} and ${last})
    order by number`.execute(db)
  return rows
}

/** From when on anything is on record. */
export async function findBeginnings(db: Db): Promise<EvidenceRows['begins']> {
  const { rows } = await sql<EvidenceRows['begins']>`
    select (select to_char(min(starts_on), 'YYYY-MM-DD') from records where deleted_at is null) as records,
      (select min(month) || '-01' from essays where state in ('submitted', 'returned', 'approved')) as essays`.execute(
    db,
  )
  return rows[0]!
}

/** The kind that each kind counts as: itself, or the one it was merged into, step by step. */
const targets = sql`
  recursive step(id, target) as (
    select id, id from kinds
    union
    select step.id, kinds.merged_into from step join kinds on kinds.id = step.target
    where kinds.merged_into is not null
  ),
  target as (
    select step.id as kind_id, kinds.id, kinds.family, kinds.name_zh, kinds.name_en, kinds.aliases, kinds.is_entry
    from step join kinds on kinds.id = step.target
    where kinds.merged_into is null
  )`
