import type { Locale } from '../../locale.ts'
import { rawFact, type FactWords, type RawFact } from '../../claims/facts/raw-fact.ts'
import type { Period } from '../../time/period.ts'

export type Words = Omit<FactWords, 'names' | 'of'>
/** Makes a fact that only a slot may say. */
export type Make = (words: Words) => RawFact

/** A maker of facts of a period, labelled in the outline's language. */
export function makerFor(period: Period, locale: Locale): Make {
  return (words) => ({ ...rawFact({ ...words, names: [], of: words.label }, period, locale), detail: true })
}

/** So many sessions before an average or a share says anything; twice as many before quarters do. */
export const ENOUGH = 5

/** A measure's English name; its own where it has none. */
export function english(name: string, aliases: readonly string[]): string {
  return aliases.find((alias) => /^[a-z]/i.test(alias)) ?? name
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** 60.9 */
export function oneDecimal(value: number): number {
  return Math.round(10 * value) / 10
}
