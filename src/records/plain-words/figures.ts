import { readNumber } from '../../text/numbers/numerals.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import { parseQuickText } from '../line/read-line.ts'
import { placesOf } from '../../text/quotes.ts'
import { roughAfter, roughBefore } from '../../text/numbers/approximation.ts'
import type { HeadCount, QuickField, QuickFields, QuickQuantity, Vocabulary } from '../line/words/reading.ts'

/*
 * Figures and dates of words that a model quotes, read by the rules of the one-line parser. A quote may cut a figure in
 * two (5人 of 25人) or leave out what changes it (约, 次, 上): then it is not read at all.
 */

const NO_WORDS: Vocabulary = { kinds: [], measures: [] }

type Days = Pick<QuickFields, 'startsOn' | 'endsOn'>

const DATE_LEFT =
  /(?:[上下本这前去今明每第大年月至到\-–—~/.]|\b(?:last|next|this|previous|every|each|not|to|until)\s)$/iu
const DATE_RIGHT =
  /^\s?(?:至|到|起|前|后|以前|之前|以后|之后|以来|[-–—~/]|(?:to|until|till|through|before|after)\b|,?\s?\d{4}(?!\d))/iu

/** What may follow 5号 as a day; 5号楼 and 3号线 are none. */
const AFTER_DAY = /^(?:在|于|去|赴|到|和|与|上午|下午|早上|晚上|中午|全天|开|组织|集中|学习|参加|举办|召开)/u

/** The day or days of words like 昨天下午; null where they are cut, ambiguous or no date. */
export function readDateWords(quote: string, whole: string, today: Temporal.PlainDate): Days | null {
  const isWhole = placesOf(whole, quote).some(({ from, to }) => {
    const [before, after] = [whole.slice(Math.max(0, from - 10), from), whole.slice(to, to + 10)]
    const namesSomething = quote.endsWith('号') && /^\p{Script=Han}/u.test(after) && !AFTER_DAY.test(after)
    return (
      !cutsSigns(whole, from, to) && !DATE_LEFT.test(before) && !DATE_RIGHT.test(after) && !namesSomething
    )
  })
  if (!isWhole) return null
  const { fields, questions } = read(quote, NO_WORDS, today)
  if (!fields.dateGiven || asks(questions, 'date')) return null
  return { startsOn: fields.startsOn, endsOn: fields.endsOn }
}

/** Whole minutes of words like 两小时; null where they are cut, only rough, or no duration. */
export function readDurationWords(quote: string, whole: string): number | null {
  if (!isExact(whole, quote)) return null
  const { fields, questions } = read(quote)
  return fields.durationMin === undefined || asks(questions, 'duration') ? null : fields.durationMin
}

/** A head count of words like 25人; null where they are cut, only rough, or name no unit. */
export function readHeadWords(quote: string, whole: string): HeadCount | null {
  if (!isExact(whole, quote)) return null
  const { fields, questions } = read(quote)
  return fields.headCount === undefined || asks(questions, 'headCount') ? null : fields.headCount
}

/**
 * A quantity of words like 发布动态24条. Which measure is meant may be the model's choice; then the quote has to hold one
 * number only, with the measure's unit behind it, and the model has to have read the same.
 */
export function readQuantityWords(
  quote: string,
  claimed: { readonly measure: string | null; readonly count: number },
  whole: string,
  vocabulary: Vocabulary,
): QuickQuantity | null {
  if (!isExact(whole, quote)) return null
  const { fields, questions } = read(quote, { kinds: [], measures: vocabulary.measures })
  const [byRules, second] = fields.quantities
  if (byRules?.measureId !== undefined && second === undefined && !asks(questions, 'quantities'))
    return byRules
  const measure = vocabulary.measures.find(({ id }) => id === claimed.measure)
  if (measure === undefined) return null
  const numbers = numbersOf(quote)
  const [number] = numbers
  if (number === undefined || numbers.length > 1 || number.value !== claimed.count) return null
  const after = quote.slice(number.end).trimStart()
  const hasUnit = measure.unit === '' ? !/^\p{L}/u.test(after) : after.startsWith(measure.unit)
  const isRough =
    number.high !== undefined ||
    number.percent ||
    roughAfter.test(after) ||
    roughAfter.test(after.slice(measure.unit.length)) ||
    roughBefore.test(quote.slice(0, number.from))
  if (!hasUnit || isRough) return null
  return { measureId: measure.id, name: measure.name, value: number.value, unit: measure.unit }
}

function numbersOf(quote: string) {
  const numbers: (NonNullable<ReturnType<typeof readNumber>> & { readonly from: number })[] = []
  for (let at = 0; at < quote.length;) {
    const number = readNumber(quote, at)
    if (number !== null) numbers.push({ ...number, from: at })
    at = number === null ? at + 1 : Math.max(at + 1, number.end)
  }
  return numbers
}

function read(quote: string, vocabulary = NO_WORDS, today = Temporal.PlainDate.from('2000-01-01')) {
  return parseQuickText('activity', escapeText(quote), vocabulary, today)
}

function asks(questions: readonly { readonly field: QuickField }[], field: QuickField): boolean {
  return questions.some((question) => question.field === field)
}

/** Whether the quote stands somewhere in the words with the same figure: nothing that changes it was left out. */
function isExact(whole: string, quote: string): boolean {
  return placesOf(whole, quote).some(({ from, to }) => {
    const [before, after] = [whole.slice(Math.max(0, from - 9), from), whole.slice(to, to + 6)]
    return (
      !cutsSigns(whole, from, to) &&
      !roughBefore.test(before) &&
      !/[-−第每]\s?$/u.test(before) &&
      !roughAfter.test(after) &&
      !/^\s?(?:[次半%％‰/]|个半|左右|上下|(?:and a )?half)/u.test(after)
    )
  })
}

const NUMERAL = /[\d零〇一二两三四五六七八九十百千万亿半几数]/u
const LETTER = /[\p{L}\d]/u
const HAN = /\p{Script=Han}/u

/** Whether either end of the quote lies inside a number or a word of letters. */
function cutsSigns(whole: string, from: number, to: number): boolean {
  return cutsAt(whole, from) || cutsAt(whole, to)
}

function cutsAt(whole: string, at: number): boolean {
  const [left, right] = [whole.charAt(at - 1), whole.charAt(at)]
  if (left === '' || right === '') return false
  if (NUMERAL.test(left) && NUMERAL.test(right)) return true
  // A point, comma or colon belongs to a number with digits on both its sides.
  if (/\d[.,:]$/.test(whole.slice(Math.max(0, at - 2), at)) && /\d/.test(right)) return true
  if (/\d/.test(left) && /^[.,:]\d/.test(whole.slice(at, at + 2))) return true
  return LETTER.test(left) && LETTER.test(right) && !HAN.test(left) && !HAN.test(right)
}
