import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import type { Days } from '../claim/claim.ts'
import type { Month } from '../../time/month.ts'
import type { EssayRow, EvidenceRows, KindWords, MemberWords, Quantity, RecordRow } from './rows.ts'

/** With the ids of the kind itself and of those merged into it. */
type StoredKind = KindWords & { readonly ids: readonly string[] }
/** With what the member is called in `record_attendance.people`. */
type StoredMember = MemberWords & { readonly place: number }

/** What the workspace's words are, and from when on anything is on record. */
type Words = Pick<EvidenceRows, 'measures' | 'begins'> & {
  readonly kinds: readonly StoredKind[]
  readonly members: readonly StoredMember[]
}

/**
 * Kinds that count (not merged into another) with the names of those merged into them, measures, everybody who is or was a
 * member, and the first day of a record and of an essay's month: one statement.
 */
export async function readWords(db: Db): Promise<Words> {
  const { rows } = await sql<Words>`
    with ${targets}
    select coalesce((select json_agg(json_build_object(
          'ids', array(select step.id from step where step.target = target.id),
          'family', family, 'zh', name_zh, 'en', name_en, 'isEntry', is_entry,
          'aliases', target.aliases || array(
            select unnest(array[merged.name_zh, merged.name_en] || merged.aliases)
            from step join kinds merged on merged.id = step.id
            where step.target = target.id and step.id <> target.id
            order by 1)) order by family, name_zh)
        from target where kind_id = id), '[]') as kinds,
      coalesce((select json_agg(json_build_object(
          'name', name, 'unit', unit, 'aggregation', aggregation, 'aliases', aliases, 'isEntry', is_entry,
          'en', coalesce(name_en, (select alias from unnest(aliases) with ordinality as own (alias, place)
            where alias ~* '^[a-z]' order by place limit 1))) order by name)
        from measures), '[]') as measures,
      coalesce((select json_agg(json_build_object(
          'id', id, 'name', name, 'department', department, 'place', place, 'isBot', is_bot) order by id)
        from members), '[]') as members,
      json_build_object(
        'records', (select to_char(min(starts_on), 'YYYY-MM-DD') from records where deleted_at is null),
        'essays', (select min(month) || '-01' from essays where state in ('submitted', 'returned', 'approved')))
        as begins`.execute(db)
  return rows[0]!
}

/** How many statements read the records of a period: each holds the event loop of the embedded database for as long. */
const SLICES = 8

/**
 * Records that started on these days, as figures come from them, by family and number. A fixed number of statements,
 * each of as many days; between them others have their turn.
 */
export async function listRecordRows(
  db: Db,
  days: Days,
  { kinds, members }: { readonly kinds: readonly StoredKind[]; readonly members: readonly StoredMember[] },
): Promise<RecordRow[]> {
  const targets = new Map(kinds.flatMap((kind) => kind.ids.map((id) => [id, kind] as const)))
  const places = new Map(members.map(({ place }, index) => [place, index]))
  const rows: RecordRow[] = []
  for (const slice of slicesOf(days)) {
    await nextTurn()
    for (const row of await readSlice(db, slice)) rows.push(recordRow(row, targets, places))
  }
  return rows.sort((a, b) => (a.family === b.family ? a.number - b.number : a.family < b.family ? -1 : 1))
}

type StoredRow = {
  readonly id: string
  readonly number: number
  readonly family: RecordRow['family']
  readonly kind_id: string
  readonly day: string
  readonly head_count: number | null
  /** Places of the people, with blanks between. */
  readonly people: string
  readonly minutes: number | null
  readonly place: string | null
  readonly partner: string | null
  readonly materials: string[]
  readonly title: string | null
  readonly quantities: string | null
  readonly only_entries: boolean | null
}

async function readSlice(db: Db, { from, to }: Days): Promise<readonly StoredRow[]> {
  const { rows } = await sql<StoredRow>`
    select records.id, records.number, records.family, records.kind_id, records.starts_on::text as day,
      records.head_count, coalesce(array_to_string(record_attendance.people, ' '), '') as people, records.duration_min as minutes,
      records.place, records.partner, records.materials,
      case when records.title like '%《%》第%期%' then records.title end as title, stated.quantities, stated.only_entries
    from records
    left join record_attendance on record_attendance.record_id = records.id
    left join (
      select record_id, bool_and(measures.is_entry) as only_entries,
        json_agg(json_build_object('measure', measures.name, 'value', value::float8) order by position)::text as quantities
      from record_quantities
      join measures on measures.id = measure_id
      where record_id in (select id from records
        where deleted_at is null and starts_on between ${from}::date and ${to}::date)
      group by record_id) stated
      on stated.record_id = records.id
    where records.deleted_at is null and records.starts_on between ${from}::date and ${to}::date`.execute(db)
  return rows
}

function recordRow(
  row: StoredRow,
  targets: ReadonlyMap<string, KindWords>,
  places: ReadonlyMap<number, number>,
): RecordRow {
  const {
    kind_id: kindId,
    head_count: headCount,
    only_entries: onlyEntries,
    title,
    quantities,
    ...rest
  } = row
  const kind = targets.get(kindId)
  const people =
    row.people === '' ? [] : row.people.split(' ').map((place) => places.get(Number(place)) ?? -1)
  const [, series = null, issue = ''] = /^\s*(《[^《》]{1,60}》)第([^期]{1,12})期/u.exec(title ?? '') ?? []
  return {
    ...rest,
    kind: kind?.zh ?? '',
    people,
    heads: (headCount ?? 0) + people.length,
    series,
    issue: series === null ? null : issue.trim(),
    quantities: quantities === null ? [] : (JSON.parse(quantities) as Quantity[]),
    isEntry: kind?.isEntry === true || (onlyEntries === true && headCount === null && people.length === 0),
  }
}

/** The days in about equal parts, none of them shared. */
function slicesOf({ from, to }: Days): Days[] {
  const first = Temporal.PlainDate.from(from)
  const count = first.until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days + 1
  const at = (slice: number) => Math.round((slice * count) / SLICES)
  return Array.from({ length: SLICES }, (_, slice) => ({
    from: first.add({ days: at(slice) }).toString(),
    to: first.add({ days: at(slice + 1) - 1 }).toString(),
  })).filter((slice) => slice.from <= slice.to)
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
