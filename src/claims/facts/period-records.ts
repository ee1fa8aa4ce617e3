import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import type { Month } from '../../time/month.ts'
import type { Period } from '../../time/period.ts'

/** A record of the period with every word and figure it holds. */
export type RecordRow = {
  readonly id: string
  readonly family: 'study' | 'activity'
  readonly title: string
  readonly starts_on: string
  readonly ends_on: string
  readonly materials: string[]
  readonly place: string | null
  readonly partner: string | null
  readonly note: string | null
  readonly head_count: number | null
  readonly head_unit: '人' | '人次' | null
  readonly duration_min: number | null
  /** Names and aliases of its kind, and of the kind that one was merged into; the one that counts stands first. */
  readonly kind: string
  readonly kind_names: string[]
  readonly people: string[]
  readonly evidence: string[]
  readonly quantities: {
    readonly name: string
    readonly aliases: readonly string[]
    readonly unit: string
    readonly aggregation: 'sum' | 'latest' | 'ratio'
    readonly value: number
  }[]
}

/** Records that started within the period, not deleted, by day and number. */
export async function listPeriodRecords(db: Db, period: Period): Promise<RecordRow[]> {
  const { rows } = await sql<RecordRow>`
    select records.id, records.family, records.title, records.starts_on, records.ends_on, records.materials,
      records.place, records.partner, records.note, records.head_count, records.head_unit, records.duration_min,
      coalesce(target.name_zh, own.name_zh) as kind,
      array_remove(array[target.name_zh, target.name_en] || coalesce(target.aliases, '{}')
        || array[own.name_zh, own.name_en] || own.aliases, null) as kind_names,
      array(select members.name from record_people join members on members.id = record_people.member_id
        where record_people.record_id = records.id order by members.id) as people,
      array(select title from record_evidence where record_id = records.id order by position) as evidence,
      coalesce((select json_agg(json_build_object('name', measures.name, 'aliases', measures.aliases,
          'unit', measures.unit, 'aggregation', measures.aggregation, 'value', quantities.value::float8) order by quantities.position)
        from record_quantities quantities join measures on measures.id = quantities.measure_id
        where quantities.record_id = records.id), '[]') as quantities
    from records
    join kinds own on own.id = records.kind_id
    left join kinds target on target.id = own.merged_into
    where records.deleted_at is null
      and records.starts_on between ${period.startsOn.toString()}::date and ${period.endsOn.toString()}::date
    order by records.starts_on, records.family, records.number`.execute(db)
  return rows
}

export type EssayRow = {
  readonly id: string
  readonly month: string
  readonly kind: string
  readonly title: string
  readonly writer: string
  readonly anthology_issue: number | null
  readonly contest: string | null
}

/** Essays handed in for the months, by number. */
export async function listPeriodEssays(db: Db, first: Month, last: Month): Promise<EssayRow[]> {
  const { rows } = await sql<EssayRow>`
    select essays.id, essays.month, essays.kind, essays.title, members.name as writer,
      essays.anthology_issue, essays.contest
    from essays join members on members.id = essays.member_id
    where essays.month between ${first} and ${last} and essays.state in ('submitted', 'returned', 'approved')
    order by essays.number`.execute(db)
  return rows
}

/** Kinds that were logged in the two years before the period, and not once in it. */
export async function listDroppedKinds(
  db: Db,
  period: Period,
): Promise<{ readonly zh: string; readonly en: string }[]> {
  const { rows } = await sql<{ zh: string; en: string }>`
    select kinds.name_zh as zh, kinds.name_en as en from kinds
    where kinds.merged_into is null and kinds.retired_at is null
      and exists (select from records where records.kind_id = kinds.id and deleted_at is null
        and starts_on between ${period.startsOn.subtract({ years: 2 }).toString()}::date
          and ${period.startsOn.subtract({ days: 1 }).toString()}::date)
      and not exists (select from records join kinds own on own.id = records.kind_id
        where coalesce(own.merged_into, own.id) = kinds.id and deleted_at is null
          and starts_on between ${period.startsOn.toString()}::date and ${period.endsOn.toString()}::date)
    order by kinds.family, kinds.name_zh`.execute(db)
  return rows
}

/** Chinese and English names of the kinds that may still be logged. */
export async function listKindNames(db: Db): Promise<{ readonly zh: string; readonly en: string }[]> {
  return await db
    .selectFrom('kinds')
    .select(['name_zh as zh', 'name_en as en'])
    .where('merged_into', 'is', null)
    .where('retired_at', 'is', null)
    .orderBy('family')
    .orderBy('name_zh')
    .execute()
}

/** Names of the measures that may still be logged; the English one is the first alias in Latin letters. */
export async function listMeasureNames(db: Db): Promise<{ readonly zh: string; readonly en: string }[]> {
  const rows = await db
    .selectFrom('measures')
    .select(['name', 'aliases'])
    .where('retired_at', 'is', null)
    .orderBy('name')
    .execute()
  return rows.map(({ name, aliases }) => ({
    zh: name,
    en: aliases.find((alias) => /^[a-z]/i.test(alias)) ?? name,
  }))
}
