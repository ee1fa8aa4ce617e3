import type { Amount, ApproximationBounds } from '../../text/numbers/approximation.ts'
import type { Sentence } from './sentence.ts'
import type { Anchor, WordIndex } from './words.ts'
import type { Fact, Ledger } from '../facts/fact.ts'
import type { LocalizedText } from '../../locale.ts'
import { reasons } from '../verdict/reasons.ts'

/** What a figure turned out to be. `firm`: words stand right beside it, so that a doubtful numeral counts as a figure. */
export type Binding = {
  readonly state: 'exact' | 'approximate' | 'derived' | 'unsupported' | 'conflict'
  readonly fact: Fact | null
  readonly recordIds: readonly string[]
  readonly reason: LocalizedText
  readonly firm: boolean
}

export type BindContext = {
  readonly ledger: Ledger
  readonly words: WordIndex
  readonly bounds: ApproximationBounds
  readonly before: Sentence | null
}

/** A fact that words beside the figure name, and how far off they stand. */
export type Candidate = { readonly fact: Fact; readonly cost: number; readonly anchor: Anchor }

/** Closer than this, words stand right beside the figure. */
export const beside = 2.6

/** The binding to a fact the figure passes for. */
export function bound(
  amount: Amount,
  fact: Fact,
  firm: boolean,
  reason: LocalizedText = reasons.matches(amount, fact),
): Binding {
  const state = amount.approximation === 'exact' ? 'exact' : 'approximate'
  return { state, fact, recordIds: fact.recordIds, reason, firm }
}

/** The words name this fact and the figure is not its value. */
export function conflict(fact: Fact, reason: LocalizedText, cost: number): Binding {
  return { state: 'conflict', fact, recordIds: fact.recordIds, reason, firm: cost <= beside }
}
