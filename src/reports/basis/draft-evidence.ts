import type { Db } from '../../db/tenant.ts'
import type { Evidence } from '../../claims/evidence/evidence.ts'
import { loadEvidence } from '../../claims/evidence/load-evidence.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import type { DraftBasis } from './draft-basis.ts'

/** What a draft's figures come from now, months counted as over up to the same day as when it was written. */
export async function loadDraftEvidence(
  db: Db,
  of: {
    readonly period: string
    readonly basis: Pick<DraftBasis, 'asOf'> | null
    readonly asked: Date
    readonly zone: string
  },
): Promise<Evidence> {
  return await loadEvidence(db, { period: parsePeriod(of.period), asOf: asOfDraft(of), zone: of.zone })
}

/** The day up to which a draft counts months as over: that of its fact sheet, or of when it was asked for. Pure. */
export function asOfDraft(of: {
  readonly basis: Pick<DraftBasis, 'asOf'> | null
  readonly asked: Date
  readonly zone: string
}): Temporal.PlainDate {
  return of.basis?.asOf === undefined
    ? of.asked.toTemporalInstant().toZonedDateTimeISO(of.zone).toPlainDate()
    : Temporal.PlainDate.from(of.basis.asOf)
}
