import { expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { loadEvidence } from '../../../src/claims/evidence/load-evidence.ts'
import { collectFacts } from '../../../src/claims/facts/collect-facts.ts'
import { claimKey } from '../../../src/claims/sources/claim-key.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

const ZONE = 'Asia/Shanghai'
const MONTHS = ['2022-01', '2022-08', '2022-11']
const PERIODS = ['2022', '2022H2', '2022Q1', '2022Q4', ...MONTHS, '2022-03..2022-10']

onBothDatabases('claims and facts', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const office = shared(() => officeOn(database, { sample: true }))

  for (const asOf of ['2022-11-18', '2023-02-01'])
    it(`agree in value, unit, label and records as of ${asOf}`, async () => {
      for (const label of PERIODS) {
        const period = parsePeriod(label)
        const day = Temporal.PlainDate.from(asOf)
        const { facts, evidence } = await inTransaction(office, async ({ db }) => ({
          facts: await collectFacts(db, period, { locale: 'en', zone: ZONE, asOf: day }),
          evidence: await loadEvidence(db, { period, zone: ZONE, asOf: day }),
        }))
        const days = { from: period.startsOn.toString(), to: period.endsOn.toString() }
        for (const fact of facts) {
          const found = evidence.valueOf(claimKey(fact.key, days))
          const { key, value, unit, recordIds } = fact
          expect({
            period: label,
            key,
            value: found?.value,
            unit: found?.unit,
            label: found?.label.en,
            recordIds: found?.recordIds.toSorted(),
          }).toEqual({ period: label, key, value, unit, label: fact.label, recordIds: recordIds.toSorted() })
        }
      }
    })
})
