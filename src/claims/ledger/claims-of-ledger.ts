import { say, type Locale } from '../../locale.ts'
import { isFormula } from '../claim/claim.ts'
import type { Ledger } from '../facts/fact.ts'
import { parseClaim } from '../sources/claim-key.ts'
import type { ClaimValue } from '../sources/claim-values.ts'
import { withDistinctUnits } from './ledger.ts'
import { evidenceOfLedger } from './rows-of-ledger.ts'
import { valuesOf, type Values } from './values.ts'

/** What the records prove of a claim by its key, in any scope. null: nothing. */
export type Proven = (key: string, locale: Locale) => ClaimValue | null

/** What a frozen ledger still proves, claim by claim; its records are read when the first is asked for. */
export function claimsOfLedger(given: Ledger): Proven {
  let proven: Proven | null = null
  return (key, locale) => {
    proven ??= provenBy(valuesOf(evidenceOfLedger(given), withDistinctUnits(given)))
    return proven(key, locale)
  }
}

/** The same of values that are read already. */
export function provenBy(values: Values): Proven {
  return (key, locale) => {
    const claim = parseClaim(key)
    const valued = claim === null ? null : values.valueOf(claim)
    if (claim === null || valued === null) return null
    const { value, unit, unitAliases, recordIds, fact, label } = valued
    const isShare = isFormula(claim) && claim.op === 'share'
    const isOfRecord = !isFormula(claim) && claim.stem.startsWith('record.')
    const how = isShare ? 'share' : isFormula(claim) ? 'sum' : isOfRecord ? 'record' : 'fact'
    return { key, label: say(locale, label), value, unit, unitAliases, recordIds, fact, how }
  }
}
