import { MemberFacingError } from '../../../errors.ts'
import type { LocalizedText } from '../../../locale.ts'
import { readNumberAt } from '../../../text/numbers/grammar.ts'
import { readNumber } from '../../../text/numbers/numerals.ts'
import { longestRough, roughAfter, roughBefore } from '../../../text/numbers/approximation.ts'
import type { ReadNumber } from '../../../text/numbers/written-number.ts'
import type { QuickCandidate } from '../words/reading.ts'
import { Line, matchAt } from '../words/line.ts'

/** A length of time at a place of the text. `minutes` is null where the words name none for sure (半天); then `ask`. */
export type DurationWords = {
  readonly end: number
  readonly minutes: number | null
  readonly ask?: LocalizedText
  readonly candidates?: readonly QuickCandidate[]
}

const hourUnit =
  /\s?(?:(个半)(?:小时|钟头|钟)|个?(?:小时|钟头)|h(?:(?:ou)?rs?)?(?![a-z])|-hours?(?![a-z])|学时)/uy
const minuteUnit = /\s?(?:分钟|m(?:in(?:ute)?s?)?(?![a-z²³^])|['’](?![a-z\d'])|-min(?:ute)?s?(?![a-z])|′)/uy
const quarterUnit = /\s?刻钟?/uy
const dayUnit = /\s?(?:(个半|半)?天|个?工作日|个(?:上午|下午|晚上)|days?(?![a-z]))/uy
const more = /(?:\s?(?:零|又|and|,)?\s?(?=[\d一二三四五六七八九十])|(?=半))/uy
const halfHour =
  /(?:半个?(?:小时|钟头)|half an? hours?|half[- ]hour|an? half[- ]hour|\.5 ?(?:h(?:(?:ou)?rs?)?(?![a-z])|小时))/uy
/** Parts of hours in words, with the minutes they say. */
const spoken: readonly (readonly [RegExp, number])[] = [
  [/three[- ]quarters of an hour(?![a-z])/y, 45],
  [/(?:an? |one )?quarter of an hour(?![a-z])/y, 15],
  [/(?:an? |one )?hour and a half(?![a-z])/y, 90],
  [/(?:an? |one )?hour and a quarter(?![a-z])/y, 75],
  [/(?:an? |one )?hour and three quarters(?![a-z])/y, 105],
  [/(?:an?|one) hour(?![a-z])/y, 60],
]
/** 个把小时, a couple of hours: no number of minutes is said. */
const unsaid =
  /(?:个把|几个?|好几个?|数个?|若干个?)(?:小时|钟头|分钟)|(?:a )?(?:couple|few) (?:of )?(?:hours|minutes|hrs|mins)(?![a-z])|several (?:hours|minutes)(?![a-z])|hours(?= (?:of|long)\b)/uy
const halves = /(?: and a half)? ?(?:hours?|hrs?)(?: and a half)?(?![a-z])/uy
const wholeDays =
  /(?:半天|全天|整天|一整天|半日|(?:一整?|整个?|一个)(?:上午|下午|晚上|早上)|(?:all|the whole) (?:day|morning|afternoon|evening)|half a day|half[- ]day|full day)(?![a-z])/uy

const beginnings = /[\d.〇零一二三四五六七八九十两百半全整壹贰叁肆伍陆柒捌玖拾个几好数若俩一haotfsenqc]/

/** Reads the length of time that starts at `at`: 2h, 1h30m, 1.5小时, 一个半小时, half an hour. Minutes, rounded. */
export function durationAt(text: string, at: number): DurationWords | null {
  const sign = text.charAt(at)
  if (!beginnings.test(sign)) return null
  if (/[a-z.]/.test(sign) && /[a-z\d]/u.test(text.charAt(at - 1))) return null
  const words = worded(text, at) ?? counted(text, at)
  if (words === null) return null
  return doubted(text, at, words)
}

function worded(text: string, at: number): DurationWords | null {
  const half = matchAt(halfHour, text, at)
  if (half !== null) return { end: at + half[0].length, minutes: 30 }
  for (const [pattern, minutes] of spoken) {
    const match = matchAt(pattern, text, at)
    if (match !== null) return { end: at + match[0].length, minutes }
  }
  const part = matchAt(/([1-5])\/([2-6]) (?:of an )?(?:hours?|hrs?)(?![a-z])/y, text, at)
  if (part !== null) return { end: at + part[0].length, minutes: (60 * Number(part[1])) / Number(part[2]) }
  const some = matchAt(unsaid, text, at)
  if (some !== null) return vague(at + some[0].length)
  const days = matchAt(wholeDays, text, at)
  if (days !== null)
    return inDays(
      days[0],
      at + days[0].length,
      /半|half|上午|下午|晚上|早上|morning|afternoon|evening/.test(days[0]) ? 0.5 : 1,
    )
  return inEnglish(text, at)
}

/** two hours, two and a half hours, two-hour, ninety minutes. */
function inEnglish(text: string, at: number): DurationWords | null {
  if (!/[a-z]/.test(text.charAt(at))) return null
  const number = readNumberAt(text, at)
  if (number === null || number.form !== 'english') return null
  const hours = matchAt(halves, text, number.end)
  if (hours !== null) {
    const extra = hours[0].includes('half') ? 30 : 0
    return exactly(number, number.value * 60 + extra, number.end + hours[0].length)
  }
  const unit = matchAt(hourUnit, text, number.end)
  const isHours = unit !== null && !unit[0].includes('学时')
  const minutes = isHours ? null : matchAt(minuteUnit, text, number.end)
  const found = isHours ? unit : minutes
  if (found === null) return null
  return exactly(number, number.value * (isHours ? 60 : 1), number.end + found[0].length)
}

function exactly(number: ReadNumber, minutes: number, end: number): DurationWords {
  return number.high > number.value || number.above ? vague(end) : { end, minutes }
}

function counted(text: string, at: number): DurationWords | null {
  const number = readNumber(text, at)
  if (number === null || number.percent) return null
  const spread = number.high !== undefined
  const many = roughAfter.exec(text.slice(number.end, number.end + 6))
  // 两个多小时: the 多 may stand inside the unit.
  const inside = /^个?[多余来]个?(?:小时|钟头)/u.exec(text.slice(number.end, number.end + 6))
  if (inside !== null) return vague(number.end + inside[0].length)
  const from = number.end + (many?.[0].length ?? 0)
  const words = withUnit(text, number.value, from)
  if (words === null || words.minutes === null || (!spread && many === null)) return words
  return vague(words.end)
}

function withUnit(text: string, value: number, at: number): DurationWords | null {
  const hours = matchAt(hourUnit, text, at)
  if (hours !== null) {
    if (hours[0].includes('学时'))
      return lessonHours(text.slice(at, at + hours[0].length), at + hours[0].length)
    const minutes = value * 60 + (hours[1] === undefined ? 0 : 30)
    return withMinutes(text, minutes, at + hours[0].length)
  }
  const minutes = matchAt(minuteUnit, text, at)
  if (minutes !== null) return { end: at + minutes[0].length, minutes: Math.round(value) }
  const quarters = matchAt(quarterUnit, text, at)
  // 四点一刻 is an hour of the clock.
  if (quarters !== null && Number.isInteger(value) && !/点[一三]?$/.test(text.slice(Math.max(0, at - 3), at)))
    return { end: at + quarters[0].length, minutes: value * 15 }
  const days = matchAt(dayUnit, text, at)
  if (days === null || text.startsWith('前', at + days[0].length)) return null
  return inDays(days[0], at + days[0].length, value + (days[1] === undefined ? 0 : 0.5))
}

/** The minutes after whole hours: 1h30m, 1h30, 1小时30分, 两小时半. */
function withMinutes(text: string, hours: number, end: number): DurationWords {
  const gap = matchAt(more, text, end)
  const at = end + (gap?.[0].length ?? 0)
  if (gap !== null && text.startsWith('半', at) && !/^半[天个小]/.test(text.slice(at, at + 2))) {
    return { end: at + 1, minutes: hours + 30 }
  }
  const number = gap === null ? null : readNumber(text, at)
  if (number === null || number.value >= 60 || number.high !== undefined)
    return { end, minutes: Math.round(hours) }
  const unit =
    matchAt(minuteUnit, text, number.end)?.[0] ??
    /^分(?!\p{L})/u.exec(text.slice(number.end, number.end + 2))?.[0]
  const bare = /^h\d\d(?![\d\p{L}.])/u.test(text.slice(at - 1, at + 3))
  if (unit === undefined && !bare) return { end, minutes: Math.round(hours) }
  return { end: number.end + (unit?.length ?? 0), minutes: Math.round(hours + number.value) }
}

/** How long a day of it was is not said. */
function inDays(words: string, end: number, days: number): DurationWords {
  const candidates = [3, 4, 6, 7, 8]
    .filter((hours) => (days < 1 ? hours < 5 : hours > 5))
    .map((hours) => hours * Math.max(1, days))
    .map((hours) => ({ value: String(hours * 60), label: { zh: `${hours}小时`, en: `${hours} h` } }))
  const said = words.trim()
  return {
    end,
    minutes: null,
    candidates,
    ask: { zh: `“${said}”是几个小时？`, en: `How many hours is "${said}"?` },
  }
}

function lessonHours(words: string, end: number): DurationWords {
  const said = words.trim()
  return {
    end,
    minutes: null,
    ask: { zh: `一${said}是多少分钟？请填时长。`, en: `How many minutes is one ${said}? Give the duration.` },
  }
}

function vague(end: number): DurationWords {
  return {
    end,
    minutes: null,
    ask: { zh: '时长只是大约，请填确切的时长。', en: 'The duration is approximate. Give the exact one.' },
  }
}

/** 1. 5小时, 1，5小时: what stands before belongs to the number, and nobody knows how. */
const broken = /[\dloi]\s?[.,，]\s?$/u

function doubted(text: string, at: number, words: DurationWords): DurationWords {
  if (words.minutes === null || words.ask !== undefined) return words
  const after = roughAfter.exec(text.slice(words.end, words.end + 14))
  const before = text.slice(Math.max(0, at - longestRough), at)
  // 1小时来了9人: 来 alone says nothing of an hour.
  if (after !== null && after[0].trim() !== '来') return vague(words.end + after[0].length)
  if (roughBefore.test(before) || /\d\s?(?:-|~|至|到|to|or)\s?$/u.test(before)) return vague(words.end)
  if (broken.test(before))
    return {
      end: words.end,
      minutes: null,
      ask: { zh: '时长的数读不通，请填。', en: 'The number of the duration does not read. Give it.' },
    }
  const ask = words.minutes <= 0 ? impossible(words.minutes, 1) : null
  return ask === null ? words : { ...words, ask }
}

/** The sanity of a duration: over 0 and at most 24 hours a day. null when it is fine. */
export function impossible(minutes: number, days: number): LocalizedText | null {
  if (minutes <= 0) return { zh: '时长是 0，请改。', en: 'The duration is 0. Change it.' }
  if (minutes <= 1440 * Math.max(1, days)) return null
  const hours = Math.round(minutes / 6) / 10
  return {
    zh: `时长 ${hours} 小时，超过 ${Math.max(1, days)} 天，请确认。`,
    en: `The duration is ${hours} h, more than ${days > 1 ? `${days} days` : 'a day'}. Please confirm.`,
  }
}

/**
 * A duration as a form field takes it, in whole minutes: 2h, 90m, 1h30m, 1.5小时, 一个半小时, and a bare number of
 * minutes. Throws MemberFacingError for anything else and for 0; how much fits into the days of a record is checked with them.
 */
export function parseDurationText(text: string): number {
  const plain = new Line(text).plain.trim()
  const bare = /^\d{1,4}$/.test(plain) ? { end: plain.length, minutes: Number(plain) } : null
  const words: DurationWords | null = bare ?? durationAt(plain, 0)
  if (words === null || words.end !== plain.length) {
    throw new MemberFacingError({
      zh: `“${text.trim()}”不是时长。请写成 90m、1h30m 或 1.5小时。`,
      en: `"${text.trim()}" is not a duration. Write it like 90m or 1h30m.`,
    })
  }
  const ask =
    words.minutes === null ? words.ask : (words.ask ?? impossible(words.minutes, Number.POSITIVE_INFINITY))
  if (words.minutes === null || (ask !== undefined && ask !== null)) {
    throw new MemberFacingError(ask ?? { zh: '请填时长。', en: 'Give the duration.' })
  }
  return words.minutes
}
