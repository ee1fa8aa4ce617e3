import { readNumber } from '../../text/numbers/numerals.ts'
import type { Line } from './words/line.ts'
import type { HeadCount } from './words/reading.ts'

/** Counts of people that are not simply who was there. */
export type SpecialCounts = {
  /** Men and women, as one sum. */
  readonly sum: HeadCount | null
  readonly expected: number | null
  readonly excused: number | null
  /** 缺席1人: neither there nor excused. */
  readonly absent: number | null
  /** 实到12 without a unit. */
  readonly present: number | null
}

const n = '(\\d{1,5}|[一二两三四五六七八九十百]{1,5})'
const people = '(?:个人|[人名位]|个)?'
const parts = new RegExp(
  `[，,、(（]?\\s?(?:其中|包括|含)(?:有)?\\p{Script=Han}{0,8}?${n}(?:个人|[人名位])(?:[、，,]\\p{Script=Han}{0,8}?${n}(?:个人|[人名位]))*[)）]?`,
  'gu',
)
const englishParts =
  /[,(]?\s?(?:(?:including|of whom|of them|among them) \d{1,5}(?: (?:were|are))?(?: [a-z]+){1,2}|\d{1,5} of them(?: [a-z]+){1,2})\)?(?=$|[^\w ]|\s*\u0000)/gu
const sexes = [
  new RegExp(
    `男(?:性|生|同志|职工|党员)?\\s?${n}${people}[，,、\\s]*女(?:性|生|同志|职工|党员)?\\s?${n}${people}(?![\\p{L}\\d])`,
    'gu',
  ),
  /(?<![\p{L}\d])(\d{1,5}) men(?:,| and|,? &)? (\d{1,5}) women(?![\p{L}\d])/gu,
]
const absences = '请假|病假|事假|公假|出差|休假|外出'
const missing = '缺席|缺勤|未到|旷课'
const expectedOnes = [
  new RegExp(
    `应(?:到会?|参加|出席|参会|有)(?:人数)?\\s?[:：]?\\s?${n}${people}(?![\\p{L}\\d](?<![实到出]))`,
    'gu',
  ),
  /(?<![\p{L}\d])(?:expected|invited|due):? (\d{1,5})(?: people| members)?(?![\p{L}\d])/gu,
  /(?<![\p{L}\d])(\d{1,5})(?: people| members)? (?:expected|invited|due)(?![\p{L}\d])/gu,
]
const excusedOnes = [
  new RegExp(`(?:${absences})(?:人员|人数)?\\s?[:：]?\\s?${n}${people}(?![\\p{L}\\d])`, 'gu'),
  new RegExp(
    `(?<![\\d一二两三四五六七八九十百])${n}(?:个人|[人名位])(?:因[事病公故])?(?:${absences})(?!\\p{L})`,
    'gu',
  ),
  /(?<![\p{L}\d])(?:excused|apologies|on leave):? (\d{1,5})(?: people| members)?(?![\p{L}\d])/gu,
  /(?<![\p{L}\d])(\d{1,5})(?: people| members| colleagues)?(?: were| was)? (?:excused|on leave|off sick|away|apologies|sent apologies)(?![\p{L}\d])/gu,
]

const absentOnes = [
  new RegExp(`(?:${missing})(?:人员|人数)?\\s?[:：]?\\s?${n}${people}(?![\\p{L}\\d])`, 'gu'),
  /(?<![\p{L}\d])(\d{1,5})(?: people| members| colleagues)?(?: were| was)? (?:absent|missing)(?![\p{L}\d])/gu,
  /(?<![\p{L}\d])(?:absent|missing):? (\d{1,5})(?: people| members)?(?![\p{L}\d])/gu,
]
const presentOnes = [
  new RegExp(`(?:实到|实际到会|到会)(?:人数)?\\s?[:：]?\\s?${n}(?![\\p{L}\\d.])`, 'gu'),
  /(?<![\p{L}\d])(?:present|attended):? (\d{1,5})(?![\p{L}\d]| \p{L})/gu,
]

/** Takes them before the head count is read: of 应到30人实到28人请假2人 that leaves 28. */
export function readSpecialCounts(line: Line): SpecialCounts {
  for (const pattern of [parts, englishParts]) takeAside(line, pattern)
  const expected = valueOf(line, expectedOnes)
  const excused = valueOf(line, excusedOnes)
  const whole = outOf(line)
  const absent = valueOf(line, absentOnes, 'none')
  return whole ?? { sum: sumOf(line), absent, expected, excused, present: valueOf(line, presentOnes) }
}

/** 9 of 9 present: those who came, of those expected. */
function outOf(line: Line): SpecialCounts | null {
  const [match] = line.free.matchAll(
    /(?<![\p{L}\d])(\d{1,5}) (?:out )?of (?:the )?(\d{1,5})(?: (?:people|members))? (?:present|attended|came|there)(?![\p{L}\d])/gu,
  )
  if (match === undefined) return null
  line.claim(match.index, match.index + match[0].length, 'headCount')
  return { sum: null, expected: Number(match[2]), excused: null, absent: null, present: Number(match[1]) }
}

/** 20人其中党员12人: a part of those who were there is no field of a record. */
function takeAside(line: Line, pattern: RegExp): void {
  for (const match of line.free.matchAll(pattern))
    line.claim(match.index, match.index + match[0].length, 'none')
}

function valueOf(
  line: Line,
  patterns: readonly RegExp[],
  field: 'none' | 'headCount' = 'headCount',
): number | null {
  let found: number | null = null
  for (const pattern of patterns) {
    if (found !== null) break
    for (const match of line.free.matchAll(pattern)) {
      const value = readNumber(match[1] ?? '', 0)?.value ?? null
      if (value === null) continue
      found = (found ?? 0) + value
      line.claim(match.index, match.index + match[0].length, field)
    }
  }
  return found
}

function sumOf(line: Line): HeadCount | null {
  for (const pattern of sexes) {
    const [match] = line.free.matchAll(pattern)
    const values = match?.slice(1, 3).map((word) => readNumber(word ?? '', 0)?.value ?? 0) ?? []
    if (match === undefined) continue
    const value = values.reduce((sum, one) => sum + one, 0)
    line.claim(match.index, match.index + match[0].length, 'headCount', `${value} 人`)
    return { value, unit: '人' }
  }
  return null
}
