import type { LocalizedText } from '../../locale.ts'
import { formatPeriod, periodOfDays } from '../../time/period.ts'
import {
  claimPairs,
  isAllowed,
  isFormula,
  type ClaimPair,
  type Days,
  type PlainClaim,
} from '../claim/claim.ts'
import { claimLabel, type NameOf } from '../claim/labels.ts'
import { unitWords } from '../claim/unit-words.ts'
import { keyOf, parseClaim } from '../sources/claim-key.ts'
import type { Amounts } from './amounts.ts'
import { essayClaim, owedClaim } from './essay-claims.ts'
import type { ClaimValue, Evidence } from './evidence.ts'
import { evaluateFormula } from './evaluate-formula.ts'
import { measureClaim, oneRecordClaim, seriesClaim } from './quantity-claims.ts'
import { recordClaim, recordIndex } from './record-claims.ts'
import type { EvidenceRows } from './rows.ts'

type Of = Pick<Evidence, 'period' | 'asOf' | 'covered'>

/** What these rows prove. Values are kept, so that a claim is counted once however often it is asked. Pure. */
export function evidenceOf(rows: EvidenceRows, of: Of): Evidence {
  const known = new Map<string, ClaimValue | null>()
  const plain = plainEvaluator(rows, of)
  const evidence: Evidence = {
    ...of,
    rows,
    valueOf(asked) {
      const claim = typeof asked === 'string' ? parseClaim(asked) : asked
      if (claim === null || !isAllowed(claim)) return null
      const key = keyOf(claim)
      const before = known.get(key)
      if (before !== undefined) return before
      const found = isFormula(claim) ? evaluateFormula(claim, key, evidence) : plain(claim, key)
      known.set(key, found)
      return found
    },
  }
  return evidence
}

function plainEvaluator(rows: EvidenceRows, of: Of): (claim: PlainClaim, key: string) => ClaimValue | null {
  const counted = counter(rows, of)
  const nameOf = namesIn(rows)
  return (claim, key) => {
    if (claim.days !== null && !isCovered(claim.days, of)) return null
    const found = counted(claim)
    const unit = unitOf(claim, rows)
    if (found === null || unit === null) return null
    return {
      key,
      claim,
      value: found.value,
      unit,
      unitWords: unitWords(unit, claimPairs[claim.stem].of),
      label: withDays(claimLabel(claim, nameOf), claim.days, of.period),
      isComplete: found.isComplete,
      recordIds: found.amounts.map(([id]) => id),
      amounts: found.amounts,
    }
  }
}

function isCovered({ from, to }: Days, { covered }: Of): boolean {
  return from >= covered.from && to <= covered.to
}

/** Counts one claim. null: nothing is known by that name, or it cannot be said of those days. */
function counter(rows: EvidenceRows, { period, asOf }: Of): (claim: PlainClaim) => Amounts | null {
  const index = recordIndex(rows.records, rows.members, asOf)
  const byId = new Map(rows.records.map((record) => [record.id, record]))
  const kinds = new Set(rows.kinds.map(({ family, zh }) => `${family} ${zh}`))
  return (claim) => {
    const { of } = claimPairs[claim.stem]
    if (of === 'record') return oneRecordClaim(claim, byId.get(claim.name ?? ''))
    if (claim.days === null) return null
    if (of === 'measure') return measureClaim(claim, rows.records)
    if (of === 'series') return seriesClaim(claim.name, claim.days, rows.records)
    if (of === 'study' || of === 'activity')
      return claim.name === null || kinds.has(`${of} ${claim.name}`) ? recordClaim(claim, index) : null
    // Essays are written for months: of a part of one nothing can be said, unless the period itself is cut so.
    if (claim.scope.by === undefined && !isOfWholeMonths(claim.days) && !isSame(claim.days, period))
      return null
    return of === 'essays' ? essayClaim(claim, rows) : owedClaim(claim, { ...rows, asOf })
  }
}

function isOfWholeMonths({ from, to }: Days): boolean {
  return from.endsWith('-01') && Temporal.PlainDate.from(to).add({ days: 1 }).day === 1
}

function isSame(one: Days, other: Days): boolean {
  return one.from === other.from && one.to === other.to
}

function unitOf({ stem, name, scope }: PlainClaim, { measures }: EvidenceRows): string | null {
  const pair: ClaimPair = claimPairs[stem]
  if (pair.unit !== '') return pair.unit
  const wanted = pair.of === 'record' ? scope.measure : name
  return measures.find((measure) => measure.name === wanted)?.unit ?? null
}

/** What the names in claims are called in both languages. */
export function namesIn(rows: Pick<EvidenceRows, 'kinds' | 'measures' | 'members'>): NameOf {
  const kinds = new Map(rows.kinds.map(({ zh, en }) => [zh, { zh, en }]))
  const measures = new Map(rows.measures.map(({ name, en }) => [name, { zh: name, en: en ?? name }]))
  const members = new Map(rows.members.map(({ id, name }) => [id, { zh: name, en: name }]))
  const of = { kind: kinds, measure: measures, member: members }
  return (what, name) => of[what].get(name) ?? { zh: name, en: name }
}

/** The label with its days, where they are not those of the period. */
function withDays(label: LocalizedText, days: Days | null, period: Days): LocalizedText {
  if (days === null || isSame(days, period)) return label
  const { zh, en } = formatPeriod(periodOfDays(days.from, days.to))
  return { zh: `${label.zh}（${zh}）`, en: `${label.en} (${en})` }
}
