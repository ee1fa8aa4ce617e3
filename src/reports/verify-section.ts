import type { DraftBasis } from './draft-basis.ts'
import { verifyText, type Verdict } from './verify-text.ts'

/** Verifies a section's text against the records it was frozen with. Records left unused are those that feed it. Pure. */
export function verifySection(text: string, basis: DraftBasis): Verdict {
  const wanted = new Set(basis.factIds)
  const own = basis.ledger.facts.filter(({ id }) => wanted.has(id)).flatMap(({ recordIds }) => recordIds)
  return withinSection(verifyText(text, basis.ledger, { locale: basis.locale }), new Set(own))
}

/** Only the section's own records can be missed in it. */
export function withinSection(verdict: Verdict, recordIds: ReadonlySet<string>): Verdict {
  return { ...verdict, unusedRecordIds: verdict.unusedRecordIds.filter((id) => recordIds.has(id)) }
}
