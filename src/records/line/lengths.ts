import type { LocalizedText } from '../../locale.ts'
import { durationAt } from './dates/durations.ts'
import type { KindIndex } from './words/kinds.ts'
import { isEdge, type Line } from './words/line.ts'
import { headAt } from './words/heads.ts'
import { longestRough, roughBefore } from '../../text/numbers/approximation.ts'
import { nameStartingAt } from '../../text/names.ts'
import { mostDates, mostLooked, type Verdict } from './dates/when.ts'

const leadIn = /(?:历时|用时|时长|为时|共计?|大约|约|近|lasted|lasting|for|about|around|nearly|over)\s?$/u

/** Takes the duration; minutes, or null when none is written or it has to be asked for. */
export function readDuration(line: Line, index: KindIndex, days: number): number | null {
  const text = line.free
  const found: (number | null)[] = []
  let looked = 0
  for (let at = 0; at < text.length;) {
    const words = durationAt(text, at)
    if (words !== null && ++looked > mostLooked) break
    if (words === null) {
      at++
      continue
    }
    const before = text.slice(Math.max(0, at - longestRough), at)
    const lead = leadIn.exec(before)?.[0] ?? roughBefore.exec(before)?.[0] ?? ''
    const isVague = words.minutes === null && lead === ''
    const verdict = judgeDuration(text, at, words.end, isVague, index)
    if (verdict === 'take') {
      line.claim(
        at - lead.length,
        words.end,
        'duration',
        words.minutes === null ? '?' : `${words.minutes} min`,
      )
      const ask = words.ask ?? tooShort(words.minutes)
      if (ask !== undefined) line.ask('duration', ask, words.candidates)
      const times = days > 1 && daily(line, text, at, words.end) ? days : 1
      found.push(words.minutes === null ? null : words.minutes * times)
      if (found.length === mostDates) break
    } else if (verdict === 'ask') {
      const said = line.words(at, words.end)
      line.ask(
        'duration',
        { zh: `“${said}”是这件事的时长吗？请确认。`, en: `Is "${said}" how long it took? Please confirm.` },
        [{ value: String(words.minutes), label: { zh: `${words.minutes}分钟`, en: `${words.minutes} min` } }],
      )
    }
    at = words.end
  }
  const values = [...new Set(found)]
  if (values.length > 1) {
    line.ask('duration', {
      zh: '写了不止一个时长，请填总时长。',
      en: 'More than one duration is given. Give the total.',
    })
  }
  return values[0] ?? null
}

/** 每天2小时, 2 hours a day: on each of the days. */
function daily(line: Line, text: string, at: number, end: number): boolean {
  const before = /(?:每天|每日)\s?$/.exec(text.slice(Math.max(0, at - 4), at))?.[0] ?? ''
  const after =
    /^\s?(?:a day|per day|each day|daily|every day|\/天|\/day|每天)(?![a-z])/.exec(
      text.slice(end, end + 10),
    )?.[0] ?? ''
  line.claim(at - before.length, at, 'duration')
  line.claim(end, end + after.length, 'duration')
  return before !== '' || after !== ''
}

/** 跳绳 一分钟: a few minutes are more often part of what was done. */
function tooShort(minutes: number | null): LocalizedText | undefined {
  if (minutes === null || minutes >= 5) return undefined
  return {
    zh: `时长只有 ${minutes} 分钟，请确认。`,
    en: `The duration is only ${minutes} min. Please confirm.`,
  }
}

function judgeDuration(text: string, at: number, end: number, vague: boolean, index: KindIndex): Verdict {
  const left = isEdge(text, at - 1)
  const right = isEdge(text, end) || (text.charAt(end) === '的' && !isEdge(text, at - 1))
  if (left && right) return 'take'
  const before = text.charAt(at - 1)
  if (right && !vague && /\p{Script=Han}/u.test(before))
    return /(?:[第每均各]|每[^天日]|(?<!\d)人)$/u.test(text.slice(Math.max(0, at - 2), at)) ? 'ask' : 'take'
  if (/[-~]/.test(before) && /\d/.test(text.charAt(at - 2)) && right) return 'take'
  if (!left) return right && !vague && !/[\p{L}\d]/u.test(before) ? 'ask' : 'leave'
  // 1小时9人, 2h15人, 2小时三楼会议室: another number begins at once.
  if (headAt(text, end) !== null || /^\d/.test(text.slice(end))) return 'take'
  if (vague) return 'leave'
  if (nameStartingAt(index.own, text, end) !== null) return 'take'
  return /^(?:内|制|值|不)/u.test(text.slice(end)) || !/\p{Script=Han}/u.test(text.charAt(end))
    ? 'leave'
    : 'ask'
}
