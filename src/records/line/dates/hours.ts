import { valueOf } from './words.ts'
import type { Line } from '../words/line.ts'

/** Words for the part of the day, longest first where one begins another. */
export const partsOfDay = '凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|晚|早'

const numeral = '\\d{1,2}|[一二两三四五六七八九十]{1,3}|noon|midday|midnight'
const clock = `(${partsOfDay}|次日|第二天)?\\s?(${numeral})(?:[:：](\\d{2})|\\s?([点时]钟?(?:半|一刻|三刻|整|(?:${numeral})分?)?))?\\s?(am|pm|a\\.m\\.|p\\.m\\.)?`
const stretches = new RegExp(
  `(?<![a-z\\d.:：第一二三四五六七八九十])(?:at |from |between )?${clock}\\s?(?:-|~|—+|至|到|to|until|till|and)\\s?${clock}(?![a-z\\d:])`,
  'gu',
)
const hours = new RegExp(
  `(?<![\\p{L}\\d.:])(?:at |from |around |about )?${clock}(?:开始|起)?(?![\\p{L}\\d:])`,
  'gu',
)
const bareParts = new RegExp(
  `(?<![\\p{L}\\d])(?:${partsOfDay}|(?:in the |(?<=\\u0000[ ,]{0,2}))(?:morning|afternoon|evening))(?=$|[^\\p{L}\\d]|[在赴]|全体|组织|开展|集中|学习|召开|举办|参加)`,
  'gu',
)

/** One side of a stretch as written; minutes since midnight follow from both sides. */
type Clock = {
  readonly part: string
  readonly hour: number
  readonly minute: number
  readonly suffix: string
  /** 9:30, 9点, 9 am: more than a bare number. */
  readonly isHour: boolean
}

/**
 * Takes hours of the day. Stretches of them (14:00-16:30) are a duration, their sum in minutes, where no other is
 * written; one that does not read, or says otherwise than the duration that is written, is asked about.
 */
export function readHours(line: Line, duration: number | null): number | null {
  let minutes = 0
  let isBroken = false
  let count = 0
  for (const match of line.free.matchAll(stretches)) {
    const [start, end] = [clockOf(match.slice(1, 6)), clockOf(match.slice(6, 11))]
    if (!start.isHour && !end.isHour) continue
    const length = lengthOf(start, end)
    line.claim(
      match.index,
      match.index + match[0].trimEnd().length,
      'duration',
      length === null ? '?' : `${length} min`,
    )
    if (length === null) askAboutStretch(line, match[0].trim())
    isBroken ||= length === null
    minutes += length ?? 0
    count++
  }
  for (const match of line.free.matchAll(hours)) {
    const { isHour, hour, minute } = clockOf(match.slice(1, 6))
    if (isHour && hour <= 24 && minute < 60)
      line.claim(match.index, match.index + match[0].trimEnd().length, 'none')
  }
  for (const match of line.free.matchAll(bareParts))
    line.claim(match.index, match.index + match[0].length, 'none')
  if (count === 0 || isBroken) return null
  if (duration !== null && duration !== minutes) askWhichLength(line, duration, minutes)
  return minutes
}

function askAboutStretch(line: Line, said: string): void {
  line.ask('duration', {
    zh: `“${said}”读不出是多长时间，请填时长。`,
    en: `"${said}" does not read as a stretch of time. Give the duration.`,
  })
}

function askWhichLength(line: Line, spoken: number, stretch: number): void {
  line.ask(
    'duration',
    {
      zh: `时长写的是 ${spoken} 分钟，起止时间是 ${stretch} 分钟，请选一个。`,
      en: `${spoken} min are written, and from start to end it is ${stretch} min. Choose one.`,
    },
    [spoken, stretch].map((value) => ({
      value: String(value),
      label: { zh: `${value}分钟`, en: `${value} min` },
    })),
  )
}

function clockOf([part = '', hour = '', minute, word, suffix = '']: readonly (string | undefined)[]): Clock {
  if (/^[a-z]/.test(hour))
    return { part, hour: hour === 'midnight' ? 24 : 12, minute: 0, suffix: '', isHour: true }
  const rest = word?.replace(/^[点时]钟?/, '').replace(/[分整]$/, '') ?? ''
  const quarters = { 半: 30, 一刻: 15, 三刻: 45 }[rest]
  const said = minute === undefined ? (quarters ?? (rest === '' ? 0 : valueOf(rest))) : Number(minute)
  const isHour = minute !== undefined || word !== undefined || suffix !== ''
  return { part, hour: valueOf(hour), minute: said, suffix: suffix.replaceAll('.', ''), isHour }
}

const DAY = 1440

/** Hours without am, pm or 下午 that would have to be of the afternoon are believed up to this length, in minutes. */
const longestGuess = 540

/** Minutes from start to end; null where they do not read. Over midnight only from an evening into a night. */
function lengthOf(start: Clock, end: Clock): number | null {
  if ([start, end].some(({ hour, minute }) => !(hour <= 24 && minute < 60))) return null
  const [from, to] = [minutesOf(start), minutesOf(end)]
  // 2-4 pm, 9:30-12 pm: the last hour of that name before the end.
  if (isLate(end) && !isMarked(start) && from + 720 < to) return to - from - 720
  if (to > from) return to - from
  const later = isMarked(end) || end.hour >= 12 ? to : to + 720
  if (later > from && (isMarked(start) || later - from <= longestGuess)) return later - from
  return from >= 18 * 60 && to <= 6 * 60 ? to + DAY - from : null
}

function minutesOf(side: Clock): number {
  const minutes = side.hour * 60 + side.minute
  if (side.suffix === 'am') return side.hour === 12 ? minutes - 720 : minutes
  if (isLate(side) || (side.part === '中午' && side.hour < 6)) return minutes < 720 ? minutes + 720 : minutes
  return minutes
}

function isMarked({ part, suffix }: Clock): boolean {
  return part !== '' || suffix !== ''
}

function isLate({ part, suffix }: Clock): boolean {
  return suffix === 'pm' || /下午|晚|夜/.test(part)
}
