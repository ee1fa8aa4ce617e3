import { dateAt, type DateRange, type DateWords } from './dates.ts'
import type { Day } from './rules.ts'
import { durationAt } from './durations.ts'
import { partsOfDay } from './hours.ts'
import { isEdge, type Line } from '../words/line.ts'
import { nameEndingAt, nameStartingAt } from '../../../text/names.ts'
import { headUnitAt } from '../words/heads.ts'
import type { KindIndex } from '../words/kinds.ts'
import type { QuickCandidate } from '../words/reading.ts'

const hour =
  '(?:\\d{1,2}|[一二两三四五六七八九十]{1,3})(?:[:：]\\d{2}|[点时]钟?(?:半|一刻|三刻|[\\d一二三四五六七八九十]{1,3}分?)?)'
const partOfDay = new RegExp(
  `^\\s?(?:${partsOfDay})(?:${hour}(?:\\s?(?:-|~|—+|至|到)\\s?(?:${partsOfDay})?${hour})?)?`,
  'u',
)
/** What goes on after a date is the sentence of what was done, not the rest of a name. */
const goesOn =
  /^(?:[在于赴与和]|全体|全员|组织|开展|举办|举行|召开|参加|收看|观看|联合|我们?|完成|发布|印发|慰问|参观|\d+(?:人|名|条|份|册)|,)/u
const weaklyGoesOn = /^(?:[在赴看读学听去到讲我和与跟谈聊]|全体|组织|开展|举办|举行|召开|参加)/u
/** 11月20日讲话精神, 5月4日青年节: the day belongs to the name of a thing. */
const namesThing =
  /^(?:的|重要|版|\p{Script=Han}{0,4}(?:讲话|精神|会议|报告|文件|通知|事件|纪念|节|指示|批示))/u
const relative = /^(?:[昨今前]|大前|上|the day|day before|yesterday|today|last|this)/u

/** Enough to ask which one is meant. */
export const mostDates = 6
/** What reads like a date or a duration so often is a list of them. */
export const mostLooked = 24

type Taken = { from: number; end: number; words: DateWords }

/** Takes the date of the line. null when none is written: then it was today. Doubts are asked about. */
export function readDate(line: Line, today: Day, index: KindIndex, region: string): DateRange | null {
  const text = line.free
  const taken: Taken[] = []
  let doubt: { at: number; words: DateWords } | null = null
  let looked = 0
  for (let at = 0; at < text.length;) {
    const words = dateAt(text, at, today, region)
    if (words !== null && ++looked > mostLooked) break
    if (words === null || isAmount(text, at, words)) {
      at++
      continue
    }
    const verdict = judge(text, at, words, index)
    if (verdict === 'leave') {
      at++
      continue
    }
    if (verdict === 'doubt') doubt ??= { at, words }
    else {
      const ask = verdict === 'ask' ? isItADate(text.slice(at, words.end)) : null
      takePartOfDay(line, text, words.end)
      taken.push({
        from: leadOf(text, at),
        end: words.end,
        words: ask === null ? words : { ...words, ask: words.ask ?? ask },
      })
    }
    at = words.end
    if (taken.length === mostDates) break
  }
  dropHabits(taken, text)
  if (taken.length > 0) {
    const settled = withoutOwnWeekday(taken)
    for (const { from, end } of taken.filter((one) => !settled.includes(one))) line.claim(from, end, 'date')
    return settle(line, settled)
  }
  if (doubt !== null) {
    const { words } = doubt
    line.ask('date', isItADate(line.words(doubt.at, words.end)), candidatesOf([words]))
  }
  return null
}

/** 6月7日-8日 每天: how often within the days that are named. Alone, every Monday names no day and is asked about. */
function dropHabits(taken: Taken[], text: string): void {
  if (!taken.some(({ words }) => words.range !== null)) return
  const rest = taken.filter(
    ({ from, end, words }) => words.range !== null || !/^(?:every|each|每)/.test(text.slice(from, end)),
  )
  taken.splice(0, taken.length, ...rest)
}

/** 昨天上午机关支部…: the part of the day belongs to the date, where it begins no other word (下午茶) and no hour. */
function takePartOfDay(line: Line, text: string, at: number): void {
  const words = new RegExp(`^(?:${partsOfDay})`, 'u').exec(text.slice(at, at + 4))?.[0] ?? ''
  if (/^[茶操场会班课间餐饭\d一二两三四五六七八九十]/.test(text.slice(at + words.length))) return
  line.claim(at, at + words.length, 'none')
}

/** 1.5 小时, 3 Mar people: the same signs with a unit behind them count something. */
function isAmount(text: string, at: number, words: DateWords): boolean {
  const duration = durationAt(text, at)
  if (duration !== null && duration.end > words.end) return true
  // 2-3 hours, 1-2 小时.
  if (/^\d{1,2}\s?[-~]\s?\d{1,2}\s?(?:h|小时|个小时|min|分钟)/.test(text.slice(at, at + 14))) return true
  const next = text.charAt(words.end) === ' ' ? words.end + 1 : words.end
  return (
    /\d$/.test(text.slice(at, words.end)) &&
    (headUnitAt(text, next) !== null || /^[条份册本块个次篇%万亿]/.test(text.slice(next)))
  )
}

export type Verdict = 'take' | 'ask' | 'doubt' | 'leave'

function judge(text: string, at: number, words: DateWords, index: KindIndex): Verdict {
  const before = text.slice(Math.max(0, at - 1), at)
  const left =
    isEdge(text, at - 1) ||
    (/[于自从至到]/.test(before) && (isEdge(text, at - 2) || text.charAt(at - 2) === '截')) ||
    /(?:^|[^\p{L}\d])(?:我|我们|本人)$/u.test(text.slice(0, at)) ||
    isKindBefore(text, at, index)
  const time = partOfDay.exec(text.slice(words.end, words.end + 24))?.[0] ?? ''
  const next = words.end + time.length
  const right = isEdge(text, next)
  if (left && right) return 'take'
  const rest = text.slice(next, next + 12)
  const kindFollows = nameStartingAt(index.own, text, next) !== null
  if (words.weak) {
    // 周六上午清扫: the part of the day says that it is a day.
    if (left && time !== '' && !/^[茶操场会班课间餐饭]/.test(text.slice(next))) return 'take'
    if (
      left &&
      (kindFollows || weaklyGoesOn.test(rest)) &&
      (!/^\d/.test(text.slice(at)) || /[日号]$/.test(text.slice(at, words.end)))
    )
      return kindFollows ? 'ask' : 'take'
    return left && words.weekday !== undefined && words.range !== null ? 'doubt' : 'leave'
  }
  if (left && (kindFollows || goesOn.test(rest))) return 'take'
  const spoken = relative.test(text.slice(at, words.end))
  if (spoken ? rest.startsWith('的') : namesThing.test(rest))
    return /^的(?:$|[^\p{L}])/u.test(rest) && left ? 'take' : left || words.range === null ? 'leave' : 'doubt'
  if (left) return 'take'
  return right ? 'ask' : 'doubt'
}

/** 集中学习昨天12人: the name of a kind that begins its word stands glued before the day. */
function isKindBefore(text: string, at: number, index: KindIndex): boolean {
  const named = nameEndingAt(index.own, text, at)
  return named !== null && isEdge(text, at - named.name.length - 1)
}

function leadOf(text: string, at: number): number {
  const lead =
    /(?:\b(?:on|from|since)\s|截至|截止|[于自从])$/u.exec(text.slice(Math.max(0, at - 6), at))?.[0] ?? ''
  return at - lead.length
}

/** Sunday, 13 Nov: the weekday only says it again. */
function withoutOwnWeekday(all: readonly Taken[]): readonly Taken[] {
  const exact = all.filter(({ words }) => words.weekday === undefined)
  if (exact.length === 0) return all
  return all.filter(({ words }) => {
    if (words.weekday === undefined) return true
    return !exact.some((other) => other.words.range?.startsOn.dayOfWeek === words.weekday)
  })
}

function settle(line: Line, taken: readonly Taken[]): DateRange | null {
  const [first] = taken
  for (const { from, end, words } of taken) {
    const range = words.range
    line.claim(from, end, 'date', range === null ? '?' : readingOf(range))
    if (words.ask !== undefined) line.ask('date', words.ask, candidatesOf([words]))
  }
  const readings = new Set(taken.map(({ words }) => (words.range === null ? '?' : readingOf(words.range))))
  if (readings.size > 1) {
    line.ask(
      'date',
      { zh: '写了不止一个日期，请选一个。', en: 'More than one date is given. Choose one.' },
      candidatesOf(taken.map(({ words }) => words)),
    )
  }
  return first?.words.range ?? null
}

function candidatesOf(all: readonly DateWords[]): QuickCandidate[] {
  const days = all.flatMap(
    (words) => words.candidates?.map(String) ?? (words.range === null ? [] : [readingOf(words.range)]),
  )
  return [...new Set(days)].map((day) => ({ value: day, label: { zh: day, en: day } }))
}

export function readingOf({ startsOn, endsOn }: DateRange): string {
  return startsOn.equals(endsOn) ? startsOn.toString() : `${startsOn.toString()}/${endsOn.toString()}`
}

function isItADate(words: string): { zh: string; en: string } {
  const said = words.trim()
  return { zh: `“${said}”是这件事的日期吗？请确认。`, en: `Is "${said}" the date of this? Please confirm.` }
}
