import type { Db } from '../../db/tenant.ts'
import type { RowDoubt, RowPlan } from './plan.ts'
import type { Measure } from '../vocabulary/kinds-store.ts'
import type { LoggedRecord, RecordDetails } from '../record/record.ts'
import { findUnusual } from '../doubts/unusual.ts'
import { readUsualValues } from '../doubts/usual-store.ts'

type Stored = Extract<RowPlan, { kind: 'new' | 'changed' }>

/**
 * What a table would store that is ten times the usual of its kind, row by row: the preview says it, and importing
 * confirms it. What a changed record already had is not asked about again. One query a kind.
 */
export async function questionRows(
  db: Db,
  planned: readonly RowPlan[],
  known: { readonly records: ReadonlyMap<string, LoggedRecord>; readonly measures: readonly Measure[] },
): Promise<RowDoubt[]> {
  const rows = planned.filter((row): row is Stored => row.kind === 'new' || row.kind === 'changed')
  const doubts: RowDoubt[] = []
  for (const kindId of new Set(rows.map(({ details }) => details.kindId))) {
    const ofKind = rows.filter(({ details }) => details.kindId === kindId)
    const usual = await readUsualValues(db, inBatches(kindId, ofKind), null)
    for (const row of ofKind) {
      const before = row.kind === 'changed' ? known.records.get(row.id) : undefined
      const had = new Set(before === undefined ? [] : findUnusual(before, usual, []).map(({ key }) => key))
      const found = findUnusual(row.details, usual, known.measures).filter(({ key }) => !had.has(key))
      doubts.push(...found.map(({ question }) => ({ line: row.line, question })))
    }
  }
  return doubts.sort((one, other) => one.line - other.line)
}

/** All that rows of a kind count, on the newest of their days. */
function inBatches(
  kindId: string,
  rows: readonly Stored[],
): Pick<RecordDetails, 'kindId' | 'startsOn' | 'quantities'> {
  const days = rows.map(({ details }) => details.startsOn).sort()
  return {
    kindId,
    startsOn: days.at(-1) ?? '',
    quantities: rows.flatMap(({ details }) => details.quantities),
  }
}
