import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import type { Period } from '../../time/period.ts'
import type { Family, LoggedRecord } from '../record/record.ts'
import { withParts } from '../record/store.ts'

/** Records that are not deleted, of one family. A record is of the period that it began in. */
export type Selection = {
  readonly family: Family
  /** null: of all time. */
  readonly period: Period | null
  /** Any of these; none: every kind. Kinds merged into one of them count as it. */
  readonly kindIds: readonly string[]
  /** Each of them took part or logged it. */
  readonly memberIds: readonly string[]
  /** Each stands in title, materials, place, partner or note; case and full width make no difference. */
  readonly words: readonly string[]
}

/** Where a page ends: lists go by day and then by number, newest first. */
export type Cursor = { readonly startsOn: string; readonly number: number }

/** The records of a selection before or after a cursor, newest first; without one from the newest on. */
export async function listRecords(
  db: Db,
  selection: Selection,
  page: {
    readonly limit: number
    readonly turn?: { readonly to: 'older' | 'newer'; readonly cursor: Cursor } | null
  },
): Promise<LoggedRecord[]> {
  const { turn = null, limit } = page
  const isBack = turn?.to === 'newer'
  const beyond =
    turn === null
      ? sql`true`
      : sql`(starts_on, number) ${sql.raw(isBack ? '>' : '<')} (${turn.cursor.startsOn}::date, ${turn.cursor.number}::int)`
  const order = sql.raw(isBack ? 'asc' : 'desc')
  const { rows } = await sql<Parameters<typeof withParts>[1][number]>`
    select id, family, number, kind_id, title, starts_on, ends_on, materials, duration_min, place, partner, note,
      head_count, head_unit, expected, excused, logged_by, logged_at, revision, deleted_at
    from records where ${chosen(selection)} and ${beyond}
    order by starts_on ${order}, number ${order} limit ${limit}`.execute(db)
  return await withParts(db, isBack ? rows.toReversed() : rows)
}

/** What a selection adds up to. Persons and attendances are different units and are never added to each other. */
export type Totals = {
  readonly records: number
  /** Different members named, and how often. */
  readonly members: number
  readonly attendances: number
  /** Heads that are not named, of each unit. */
  readonly heads: number
  readonly headTimes: number
  readonly minutes: number
  /** sum: added up; latest and ratio: the newest value, by day and then by number. */
  readonly measures: readonly { readonly name: string; readonly unit: string; readonly value: number }[]
}

export async function totalRecords(db: Db, selection: Selection): Promise<Totals> {
  const { rows } = await sql<Totals>`
    with chosen as materialized (
      select id, number, starts_on, head_count, head_unit, duration_min from records where ${chosen(selection)}
    ),
    by_member as (
      select member_id, count(*)::int as times
      from record_people where record_id in (select id from chosen) group by member_id
    ),
    named as (select count(*)::int as members, coalesce(sum(times), 0)::int as attendances from by_member),
    newest as (
      select distinct on (quantities.measure_id) measures.name, measures.unit, quantities.value
      from record_quantities quantities
      join chosen on chosen.id = quantities.record_id
      join measures on measures.id = quantities.measure_id
      where measures.aggregation <> 'sum'
      order by quantities.measure_id, chosen.starts_on desc, chosen.number desc, quantities.position desc
    ),
    added_up as (
      select quantities.measure_id, sum(quantities.value) as value
      from record_quantities quantities
      where quantities.record_id in (select id from chosen) group by quantities.measure_id
    ),
    measured as (
      select name, unit, value::float8 as value from newest
      union all
      select measures.name, measures.unit, added_up.value::float8
      from added_up join measures on measures.id = added_up.measure_id
      where measures.aggregation = 'sum'
    )
    select count(*)::int as records,
      (select members from named) as members,
      (select attendances from named) as attendances,
      coalesce(sum(head_count) filter (where head_unit = '人'), 0)::float8 as heads,
      coalesce(sum(head_count) filter (where head_unit = '人次'), 0)::float8 as "headTimes",
      coalesce(sum(duration_min), 0)::float8 as minutes,
      coalesce((select json_agg(json_build_object('name', name, 'unit', unit, 'value', value) order by name)
        from measured), '[]') as measures
    from chosen`.execute(db)
  const [totals] = rows
  if (totals === undefined) throw new Error('an aggregate without a row')
  return totals
}

function chosen(selection: Selection): RawBuilder<unknown> {
  const { family, period, kindIds, memberIds, words } = selection
  const terms = [sql`family = ${family}`, sql`deleted_at is null`]
  if (period !== null) {
    terms.push(
      sql`starts_on between ${period.startsOn.toString()}::date and ${period.endsOn.toString()}::date`,
    )
  }
  if (kindIds.length > 0) {
    terms.push(sql`kind_id in (
      with recursive counted(id) as (
        select unnest(${[...kindIds]}::text[])
        union
        select kinds.id from kinds join counted on kinds.merged_into = counted.id
      )
      select id from counted)`)
  }
  for (const id of memberIds) {
    terms.push(sql`id in (
      select record_id from record_people where member_id = ${id}
      union all
      select mine.id from records mine where mine.logged_by = ${id} and mine.deleted_at is null)`)
  }
  for (const word of words) terms.push(sql`search like lower(${containing(word)})`)
  return sql.join(terms, sql` and `)
}

/** A pattern for text that holds the word as it stands: what a person types is no pattern. */
function containing(word: string): string {
  return `%${word.normalize('NFKC').replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}
