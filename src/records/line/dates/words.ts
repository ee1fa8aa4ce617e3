import { readNumber } from '../../../text/numbers/numerals.ts'
import type { Day } from './rules.ts'

/** 上 −1, 上上 −2, 本 and 这 0, 下 1. */
export function stepsOf(words: string): number {
  const back = [...words].filter((sign) => sign === '上').length
  const on = [...words].filter((sign) => sign === '下').length
  return on - Math.min(back, 8)
}

export function yearOf(words: string, today: Day): number {
  const steps = { 今: 0, 去: -1, 前: -2 }[words]
  return steps === undefined ? valueOf(words) : today.year + steps
}

/** Digits or Chinese numerals; NaN for a spoken pair (十七八日), which names no one day. */
export function valueOf(words: string): number {
  const number = readNumber(words.replace('廿', '二十'), 0)
  return number === null || number.high !== undefined ? Number.NaN : number.value
}

export function daysBefore(today: Day, days: number): Day | null {
  return Number.isInteger(days) ? today.subtract({ days }) : null
}

export function englishDays(words: string): number {
  if (words.includes('before')) return -2
  if (words === 'tomorrow') return 1
  return words === 'yesterday' || words === 'last night' ? -1 : 0
}

export function englishNumber(word: string): number {
  const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven']
  if (word === 'a' || word === 'an') return 1
  const at = names.indexOf(word)
  return at >= 0 ? at + 1 : Number(word)
}
