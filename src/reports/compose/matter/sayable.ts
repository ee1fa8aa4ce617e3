import { bareDigits, withoutSlots } from '../../../claims/slots/slots.ts'
import { scanText } from '../../../claims/scan/scan-text.ts'

/** A record's words that end no sentence and open no markup. */
const LONGEST = 60
const MARKS = /[%％。！？；;!?\n【】<>|*_~`[\]{}@#]/

/**
 * A record's words as a sentence of ours may hold them; null: not at all. Words that state a quantity would stand there
 * as our own figure; words with a date only where marks show whose they are. Pure.
 */
export function sayable(words: string, lexicon: readonly string[]): string | null {
  const plain = words.replaceAll(/\s+/gu, ' ').trim()
  if (plain === '' || plain.length > LONGEST || plain !== withoutSlots(plain) || MARKS.test(plain))
    return null
  if (bareDigits(plain, lexicon).length > 0) return null
  const dated = scanText(plain, { lexicon }).some(({ kind }) => kind === 'date')
  if (!dated) return plain
  return plain.length < 6 ? null : inMarks(plain)
}

/** 《…》 and “…” stay; other words are put into quotation marks. */
export function inMarks(words: string): string {
  return /[《“]/.test(words) ? words : `“${words}”`
}

/** GB/T 15834-2011 4.5.3.5: nothing stands between one closing mark and the next opening one. */
export function sideBySide(words: readonly string[]): string {
  return words.join('、').replaceAll(/(?<=[》”])、(?=[《“])/gu, '')
}

/** one; one and two; one, two and three */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** one; one or two; one, two or three */
export function either(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** Papers that are made. */
const PAPER = /(?:要点|方案|办法|规定|制度|意见|通知|规则|细则|计划|纲要|预案|条例|清单)$/

/** Whether a title is that of a paper: it stands between book-title marks. */
export function isPaper(title: string): boolean {
  return PAPER.test(title.replace(/[》”]$/, ''))
}
