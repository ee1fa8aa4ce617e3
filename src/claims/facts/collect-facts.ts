import type { Locale } from '../../locale.ts'
import type { Db } from '../../db/tenant.ts'
import type { Period } from '../../time/period.ts'
import { comparedPeriod, covers } from '../claim/compared-period.ts'
import { comparisons } from './compare-facts.ts'
import { essayFacts } from './essay-facts.ts'
import { findBeginnings } from './facts-store.ts'
import type { RawFact } from './raw-fact.ts'
import { recordFacts } from './record-facts.ts'

/** How facts are computed. `asOf`: the day up to which months count as over. */
type Wanted = { readonly locale: Locale; readonly zone: string; readonly asOf: Temporal.PlainDate }

/**
 * Computes every fact of the period from the records, by SQL, compared with the period before where the records cover that
 * whole: what began in the middle of it has not grown.
 */
export async function collectFacts(db: Db, period: Period, wanted: Wanted): Promise<RawFact[]> {
  const raw = await factsWithin(db, period, wanted)
  const compared = raw.length === 0 ? null : comparedPeriod(period, wanted.asOf)
  if (compared === null) return raw
  const begins = await findBeginnings(db)
  const start = compared.period.startsOn.toString()
  const [hasRecords, hasEssays] = [covers(begins.records, start), covers(begins.essays, start)]
  const before = hasRecords || hasEssays ? await factsWithin(db, compared.period, wanted) : []
  const covered = before.filter(({ about }) => (about.essays ? hasEssays : hasRecords))
  return [...raw, ...comparisons(raw, covered, compared, wanted.locale)]
}

async function factsWithin(db: Db, period: Period, { locale, zone, asOf }: Wanted): Promise<RawFact[]> {
  return [
    ...(await recordFacts(db, period, locale, asOf)),
    ...(await essayFacts(db, period, locale, { zone, asOf })),
  ]
}
