import { say, type Locale, type LocalizedText } from '../../locale.ts'
import { claimPairs, isFormula, type Claim } from '../../claims/claim/claim.ts'
import { countInWords } from '../../claims/claim/unit-words.ts'
import type { ClaimValue, Evidence } from '../../claims/evidence/evidence.ts'
import { claimKey } from '../../claims/sources/claim-key.ts'
import type { VerdictSpan } from '../../claims/verdict/verdict.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'

/** What a figure of a text comes to by the records of now. null: it rests on no claim, or the records know none such. Pure. */
export function figureClaim(
  span: VerdictSpan,
  basis: DraftBasis | null,
  evidence: Evidence,
): ClaimValue | null {
  if (span.kind !== 'figure') return null
  if (span.claim) return evidence.valueOf(span.claim.key)
  const fact = basis?.ledger.facts.find(({ id }) => id === span.fact?.id)
  if (basis === null || fact === undefined) return null
  const { startsOn, endsOn } = basis.ledger.period
  return evidence.valueOf(claimKey(fact.key, { from: startsOn, to: endsOn }))
}

/** The claims whose records add up: the claim itself, or the parts of one that is worked out. Pure. */
export function addends(value: ClaimValue): readonly ClaimValue[] {
  return value.parts === undefined || value.parts.length === 0 ? [value] : value.parts.flatMap(addends)
}

/** What one record contributes, in words: 35人次, 2 new people. '' where it cannot be said of the record alone. Pure. */
export function contribution(value: ClaimValue, recordId: string, locale: Locale): string {
  const own = addends(value)
  const one = own.length === 1 ? own[0]! : value
  if (own.length > 1 && !(isFormula(value.claim) && value.claim.op === 'sum')) return ''
  const amount = one.amounts.find(([id]) => id === recordId)?.[1]
  if (amount === undefined) return ''
  const words = countInWords(Math.round(amount * 100) / 100, one.unitWords, locale)
  return isDistinct(one.claim) ? say(locale, { zh: `新增${words}`, en: `${words} more` }) : words
}

/** Counted once each: a record contributes only what no record before it had. */
function isDistinct(claim: Claim): boolean {
  return (
    !isFormula(claim) && ['people', 'months', 'materials', 'issues'].includes(claimPairs[claim.stem].tells)
  )
}

/** Why a value is a lower bound only. null: it is not. Pure. */
export function incompleteness(value: ClaimValue): LocalizedText | null {
  const lacking = addends(value).find(({ isComplete }) => !isComplete)
  if (value.isComplete || lacking === undefined) return null
  const tells = isFormula(lacking.claim) ? null : claimPairs[lacking.claim.stem].tells
  if (tells === 'hours')
    return { zh: '至少：有的记录没有时长', en: 'at least: some records have no duration' }
  if (tells === 'people' || hasScope(lacking.claim))
    return { zh: '至少：有到场者没有列名', en: 'at least: some of those present are not named' }
  return { zh: '至少：有的记录没有到场人数', en: 'at least: some records have no attendance' }
}

function hasScope(claim: Claim): boolean {
  return !isFormula(claim) && (claim.scope.member !== undefined || claim.scope.department !== undefined)
}

/** The parts of a figure that is worked out: 25次, 63次. '' for one that is counted. Pure. */
export function partsInWords(value: ClaimValue, locale: Locale): string {
  if (value.parts === undefined) return ''
  return value.parts
    .map((part) => `${say(locale, part.label)} ${countInWords(part.value, part.unitWords, locale)}`)
    .join(say(locale, { zh: '，', en: '; ' }))
}
