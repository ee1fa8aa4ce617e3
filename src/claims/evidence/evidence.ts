import type { LocalizedText } from '../../locale.ts'
import type { Claim, Days } from '../claim/claim.ts'
import type { UnitWords } from '../claim/unit-words.ts'
import type { EvidenceRows } from './rows.ts'

/** What the records prove of a claim. */
export type ClaimValue = {
  /** Canonical, see `keyOf`. */
  readonly key: string
  readonly claim: Claim
  readonly value: number
  /** As the office writes it: 次, 人次, 篇. */
  readonly unit: string
  readonly unitWords: UnitWords
  /** With the days where they are not the whole period's. */
  readonly label: LocalizedText
  /** False: the value is a lower bound only, for people without a name or sessions without attendance. */
  readonly isComplete: boolean
  /** Numbers that people say (S-42, E-3), by family and number. */
  readonly recordIds: readonly string[]
  /** What each of them contributes; of one that is counted they add up to the value (but for the rounding of hours). */
  readonly amounts: readonly (readonly [recordId: string, amount: number])[]
  /** Of a formula: what it was worked out from. */
  readonly parts?: readonly ClaimValue[]
  /** Of a change: which way. */
  readonly direction?: 'more' | 'fewer' | 'same'
  /** Of a largest or smallest one: in which month, of which kind, whose. */
  readonly at?: readonly LocalizedText[]
}

/** The records of a period in memory, and what they prove. */
export type Evidence = {
  readonly period: Days
  /** The day up to which months count as over, ISO. */
  readonly asOf: string
  /** Days of which claims can be asked: the period, and as much before it as it is compared with. */
  readonly covered: Days
  readonly rows: EvidenceRows
  /** null: nothing of the kind is known, or the days are not covered, or it is no claim that records can prove. */
  valueOf(claim: Claim | string): ClaimValue | null
}
