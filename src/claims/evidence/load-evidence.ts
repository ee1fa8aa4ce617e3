import type { Db } from '../../db/tenant.ts'
import { loadObligations } from '../../essays/duties/obligations-store.ts'
import { monthOf } from '../../time/month.ts'
import { previousPeriod, type Period } from '../../time/period.ts'
import { comparedPeriod } from '../claim/compared-period.ts'
import { evidenceOf } from './evaluate.ts'
import type { Evidence } from './evidence.ts'
import { listEssayRows, listRecordRows, readWords } from './evidence-store.ts'
import { monthsOver } from './record-claims.ts'

/**
 * Reads what claims about a period are evaluated from, and as much before it as the period and its quarters are compared
 * with, by a fixed number of statements. `asOf`: the day up to which months count as over; `zone`: the office's.
 */
export async function loadEvidence(
  db: Db,
  {
    period,
    asOf,
    zone,
  }: { readonly period: Period; readonly asOf: Temporal.PlainDate; readonly zone: string },
): Promise<Evidence> {
  const compared = comparedPeriod(period, asOf)?.period ?? previousPeriod(period)
  const days = { from: compared.startsOn.toString(), to: period.endsOn.toString() }
  const [first, last] = [monthOf(compared.startsOn), monthOf(period.endsOn)]
  const over = monthsOver(`${first}-01`, days.to, asOf.toString())
  const words = await readWords(db)
  const rows = {
    ...words,
    records: await listRecordRows(db, days, words),
    essays: await listEssayRows(db, { first, last, zone }),
    obligations: await loadObligations(db, { months: over, today: asOf }),
  }
  return evidenceOf(rows, {
    period: { from: period.startsOn.toString(), to: days.to },
    covered: days,
    asOf: asOf.toString(),
  })
}
