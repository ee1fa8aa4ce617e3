import type { ReadNumber } from './written-number.ts'

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const scales: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
  ['dozen', 12],
])
const small: ReadonlyMap<string, number> = new Map([
  ...units.map((word, value) => [word, value] as const),
  ...tens.map((word, i) => [word, 20 + 10 * i] as const),
  ['fourty', 40] as const,
])
const vague: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['dozens', [24, 99]],
  ['scores', [40, 99]],
  ['hundreds', [200, 999]],
  ['thousands', [2000, 9999]],
  ['millions', [2e6, 9_999_999]],
])
const parts = 'half third quarter fifth sixth seventh eighth ninth tenth'.split(' ')
const share = new RegExp(
  `(a|an|one|two|three|four|five|six|seven|eight|nine)[ -](half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)(?:s|(?= of)|(?![a-z]))(?! (?:time|place|issue|edition|batch|year|session|round|day|anniversary)|[a-z])|half(?![a-z]|[ -](?:a |an |of the year|year|hour|day|hearted|way|time))`,
  'y',
)
const withHalf = / and a half(?![a-z])/y
const word = /[a-z]+/y

/** Reads English number words in lower case: twenty-three, two thousand and forty, half a dozen, dozens of. */
export function readEnglishNumber(plain: string, at: number): ReadNumber | null {
  const first = plain.charCodeAt(at)
  if (!(first >= 97 && first <= 122) || /[a-z0-9]/.test(plain.charAt(at - 1))) return null
  share.lastIndex = at
  const part = share.exec(plain)
  if (
    part !== null &&
    !/(?:first|second|other|latter|former|this|next) $/.test(plain.slice(Math.max(0, at - 8), at))
  ) {
    const many = part[1] === undefined || /^an?$/.test(part[1]) ? 1 : (small.get(part[1]) ?? 1)
    const value = (100 * many) / (part[2] === undefined ? 2 : parts.indexOf(part[2]) + 2)
    return plainNumber(at + part[0].length, value, value, 1, true)
  }
  const opening = wordAt(plain, at)
  const range = vague.get(opening)
  if (range !== undefined) return plainNumber(at + opening.length, range[0], range[1], 1, false)
  const many = severalAt(plain, at)
  if (many !== null) return many
  const twice = opening === 'twice' ? 2 : opening === 'once' ? 1 : opening === 'thrice' ? 3 : 0
  if (twice > 0) return plainNumber(at + opening.length, twice, twice, 1, false)
  return readWords(plain, at)
}

const few: readonly (readonly [RegExp, number, number])[] = [
  [/a couple of/y, 2, 3],
  [/a handful of/y, 3, 9],
  [/several/y, 3, 9],
  [/a few/y, 3, 9],
]

/** "a couple of hundred", several dozen, a handful of, tenfold: [from, to]. "several" and "a few" count only before a scale. */
function severalAt(plain: string, at: number): ReadNumber | null {
  for (const [pattern, low, high] of few) {
    pattern.lastIndex = at
    const found = pattern.exec(plain)
    if (found === null) continue
    const ahead = / (dozen|hundred|thousand|million)(?![a-z])/y
    ahead.lastIndex = at + found[0].length
    const scale = ahead.exec(plain)
    const size = scale === null ? 1 : (scales.get(scale[1]!) ?? 1)
    if (scale === null && (high === 9) !== found[0].startsWith('a handful')) return null
    const end = at + found[0].length + (scale?.[0].length ?? 0)
    return plainNumber(end, low * size, (high + 1) * size - 1, size, false)
  }
  const fold = /(two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)-?fold(?![a-z])/y
  fold.lastIndex = at
  const found = fold.exec(plain)
  if (found === null) return null
  const value = small.get(found[1]!) ?? scales.get(found[1]!) ?? 1
  return plainNumber(at + found[0].length, value, value, 1, false)
}

function readWords(plain: string, at: number): ReadNumber | null {
  let [total, section, end, seen] = [0, 0, at, false]
  let cursor = at
  while (cursor < plain.length) {
    const next = wordAt(plain, cursor)
    const value = small.get(next)
    const scale = scales.get(next)
    if (value !== undefined) {
      // "three four" is two numbers; "twenty three" is one.
      if (seen && section % 100 !== 0 && !(value < 10 && section % 100 >= 20 && section % 10 === 0)) break
      section += value
    } else if (scale !== undefined && (seen || opensWithArticle(plain, cursor))) {
      section = Math.max(section, 1) * scale
      if (scale >= 1000) [total, section] = [total + section, 0]
    } else if (!seen && (next === 'a' || next === 'half')) {
      const ahead = /(?:half )?(?:a )?(hundred|thousand|million|dozen)(?![a-z])/y
      ahead.lastIndex = cursor
      const found = ahead.exec(plain)
      if (found === null) return null
      const half = next === 'half' ? 0.5 : 1
      section = half * (scales.get(found[1]!) ?? 1)
      if (section >= 1000) [total, section] = [total + section, 0]
      ;[end, seen, cursor] = [cursor + found[0].length, true, cursor + found[0].length]
      cursor = glue(plain, cursor, total + section)
      if (cursor < 0) break
      continue
    } else break
    ;[end, seen] = [cursor + next.length, true]
    cursor = glue(plain, end, total + section)
    if (cursor < 0) break
  }
  if (!seen) return null
  withHalf.lastIndex = end
  const half = withHalf.exec(plain)
  if (half !== null)
    return plainNumber(end + half[0].length, total + section + 0.5, total + section + 0.5, 0.1, false)
  const value = total + section
  return plainNumber(end, value, value, placeOf(value), false)
}

function opensWithArticle(plain: string, cursor: number): boolean {
  return /\ba $/.test(plain.slice(Math.max(0, cursor - 3), cursor))
}

/** Where the next number word may begin: past a space, a hyphen, or "and" after hundred or thousand; −1 for nowhere. */
function glue(plain: string, end: number, soFar: number): number {
  const pattern = soFar >= 100 && soFar % 100 === 0 ? /(?: and |[ -]+)(?=[a-z])/y : /[ -](?=[a-z])/y
  pattern.lastIndex = end
  const found = pattern.exec(plain)
  return found === null ? -1 : end + found[0].length
}

function wordAt(plain: string, at: number): string {
  word.lastIndex = at
  return word.exec(plain)?.[0] ?? ''
}

function placeOf(value: number): number {
  if (value === 0) return 1
  let place = 1
  while (value % (place * 10) === 0) place *= 10
  return place
}

function plainNumber(end: number, value: number, high: number, place: number, share: boolean): ReadNumber {
  return { end, value, high, place, above: false, form: 'english', share }
}
