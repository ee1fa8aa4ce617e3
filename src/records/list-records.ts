import type { Db } from '../db/tenant.ts'
import type { Period } from '../time/period.ts'
import type { Family, LoggedRecord } from './record.ts'
import { withParts } from './records-store.ts'

/** Records of a period, newest first, and how many there are in all. Deleted ones are left out. */
export async function listRecords(
  db: Db,
  selection: {
    readonly family: Family
    readonly period: Period
    readonly memberId: string | null
    readonly limit: number
  },
): Promise<{ readonly records: LoggedRecord[]; readonly total: number }> {
  let chosen = db
    .selectFrom('records')
    .where('family', '=', selection.family)
    .where('starts_on', '<=', selection.period.endsOn.toString())
    .where('ends_on', '>=', selection.period.startsOn.toString())
    .where('deleted_at', 'is', null)
  const { memberId } = selection
  if (memberId !== null) {
    chosen = chosen.where((eb) =>
      eb.or([
        eb('logged_by', '=', memberId),
        eb.exists(
          eb
            .selectFrom('record_people')
            .select('record_id')
            .whereRef('record_id', '=', 'records.id')
            .where('member_id', '=', memberId),
        ),
      ]),
    )
  }
  const rows = await chosen
    .selectAll()
    .orderBy('starts_on', 'desc')
    .orderBy('number', 'desc')
    .limit(selection.limit)
    .execute()
  const { total } = await chosen
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { records: await withParts(db, rows), total }
}
