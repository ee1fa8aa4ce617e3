import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import type { HeadCount, RecordDetails } from '../record/record.ts'
import type { Usual, UsualValues } from './unusual.ts'

/** The newest records of a kind that are looked at: the question costs the same in a table of any size. */
const LOOKED_AT = 100

/**
 * The medians of head counts and of the named measures, among the records of the kind in the year up to `day`.
 * `without`: a record that is being corrected does not vouch for itself.
 */
export async function readUsualValues(
  db: Db,
  details: Pick<RecordDetails, 'kindId' | 'quantities' | 'startsOn'>,
  without: string | null,
): Promise<UsualValues> {
  const measureIds = details.quantities.map(({ measureId }) => measureId)
  const { rows } = await sql<{ measure: string | null; unit: HeadCount['unit'] | null } & Usual>`
    with recent as (
      select id, head_count, head_unit from records
      where kind_id = ${details.kindId} and starts_on <= ${details.startsOn}::date
        and starts_on > (${details.startsOn}::date - interval '1 year')::date
        and deleted_at is null and id is distinct from ${without}
      order by starts_on desc limit ${LOOKED_AT}
    )
    select measure_id as measure, null as unit, count(*)::int as values,
      percentile_cont(0.5) within group (order by value::float8) as median
    from recent join record_quantities on record_id = recent.id
    where measure_id = any(${measureIds}::text[]) group by measure_id
    union all
    select null, head_unit, count(*)::int, percentile_cont(0.5) within group (order by head_count::float8)
    from recent where head_count is not null group by head_unit`.execute(db)
  const usual = ({ median, values }: Usual): Usual => ({ median, values })
  return {
    quantities: new Map(rows.flatMap((row) => (row.measure === null ? [] : [[row.measure, usual(row)]]))),
    headCounts: new Map(rows.flatMap((row) => (row.unit === null ? [] : [[row.unit, usual(row)]]))),
  }
}
