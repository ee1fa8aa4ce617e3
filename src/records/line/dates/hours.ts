import type { Line } from '../words/line.ts'

/** Words for the part of the day, longest first where one begins another. */
export const partsOfDay = '凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|晚|早'

const clock = `(${partsOfDay})?\\s?(\\d{1,2})(?:[:：](\\d{2})|([点时](?:半|\\d{1,2}分?)?))?\\s?(am|pm|a\\.m\\.|p\\.m\\.)?`
const clocks = new RegExp(
  `(?<![\\p{L}\\d.:])(?:at |from )?${clock}(?:\\s?(?:-|~|—+|至|到|to|until)\\s?${clock})?(?![\\p{L}\\d:])`,
  'gu',
)
const bareParts = new RegExp(
  `(?<![\\p{L}\\d])(?:${partsOfDay}|(?:in the |(?<=\\u0000[ ,]{0,2}))(?:morning|afternoon|evening))(?=$|[^\\p{L}\\d]|[在赴]|全体|组织|开展|集中|学习|召开|举办|参加)`,
  'gu',
)

/** Takes hours of the day. A stretch of them (14:00-16:30) is a duration, in minutes, where no other is written. */
export function readHours(line: Line, duration: number | null): number | null {
  let minutes: number | null = null
  for (const match of line.free.matchAll(clocks)) {
    const [start, end] = [match.slice(1, 6), match.slice(6, 11)]
    if (!isClock(start) && !(end[1] !== undefined && isClock(end))) continue
    const length = end[1] === undefined ? null : lengthOf(start, end)
    const last = match.index + match[0].trimEnd().length
    if (length === null || duration !== null || minutes !== null) line.claim(match.index, last, 'none')
    else {
      minutes = length
      line.claim(match.index, last, 'duration', `${length} min`)
    }
  }
  for (const match of line.free.matchAll(bareParts))
    line.claim(match.index, match.index + match[0].length, 'none')
  return minutes
}

function isClock([, hour, minute, half, suffix]: readonly (string | undefined)[]): boolean {
  if (Number(hour) > 24 || Number(minute ?? 0) > 59) return false
  return minute !== undefined || half !== undefined || suffix !== undefined
}

function lengthOf(
  start: readonly (string | undefined)[],
  end: readonly (string | undefined)[],
): number | null {
  const late = (parts: readonly (string | undefined)[]): boolean =>
    /下午|晚|傍晚|pm|p\.m\./.test(`${parts[0] ?? ''}${parts[4] ?? ''}`)
  const minutesOf = (parts: readonly (string | undefined)[], pm: boolean): number => {
    const hour = Number(parts[1])
    const rest =
      parts[3]?.endsWith('半') === true ? 30 : Number.parseInt(parts[2] ?? parts[3]?.slice(1) ?? '0', 10)
    return (hour < 12 && pm ? hour + 12 : hour) * 60 + (Number.isNaN(rest) ? 0 : rest)
  }
  const from = minutesOf(
    start,
    late(start) || (late(end) && start[4] === undefined && Number(start[1]) < Number(end[1])),
  )
  const to = minutesOf(end, late(end) || (late(start) && end[0] === undefined && end[4] === undefined))
  return to > from && to - from <= 1440 ? to - from : null
}
