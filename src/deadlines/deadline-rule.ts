import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'
import { englishWeekdays } from '../time/clock.ts'

/**
 * Which day of a month its essays are due: the last working day, the Nth day (1–31), the Nth working day (1–23),
 * or a weekday of it (ISO, 1 Monday to 7 Sunday), counted from its first (1–5) or the last one.
 */
export type DeadlineRule =
  | { readonly kind: 'last-working-day' }
  | { readonly kind: 'day'; readonly day: number }
  | { readonly kind: 'working-day'; readonly nth: number }
  | { readonly kind: 'weekday'; readonly nth: number | 'last'; readonly weekday: number }

/**
 * Reads a rule as people write it, in either language: `last working day`, 最后一个工作日, `25`, 每月25日, `last day`,
 * 月底, `3rd working day`, 第三个工作日, `3rd Friday`, 第三个星期五, 最后一个周五. Throws MemberFacingError.
 */
export function parseDeadlineRule(text: string): DeadlineRule {
  const plain = text.normalize('NFKC').trim().toLowerCase().replace(/\s+/gu, ' ')
  const bare = plain.replace(/^(?:the |每个?月的?)/u, '').replace(/ (?:of|in) (?:the|each|every) month$/u, '')
  const rule = readRule(bare)
  if (rule !== null) return rule
  throw new MemberFacingError({
    zh: `“${text}”不是截止日规则。可以写：最后一个工作日、每月25日、第3个工作日、第三个星期五。`,
    en: `"${text}" is not a deadline rule. Write one of: last working day, 25, 3rd working day, 3rd Friday.`,
  })
}

function readRule(text: string): DeadlineRule | null {
  if (lastWorkingDay.test(text)) return { kind: 'last-working-day' }
  if (/^(?:last day|月末|月底|最后一[天日])$/u.test(text)) return { kind: 'day', day: 31 }
  const groups = firstMatch(text, [nthWorkingDay, nthWeekday, nthDay])
  if (groups === null) return null
  const nth = groups['nth'] === undefined ? 'last' : countOf(groups['nth'])
  if (groups['weekday'] !== undefined) return weekdayRule(nth, weekdayOf(groups['weekday']))
  if (nth === 'last') return null
  if (groups['working'] !== undefined) return nth >= 1 && nth <= 23 ? { kind: 'working-day', nth } : null
  return nth >= 1 && nth <= 31 ? { kind: 'day', day: nth } : null
}

function weekdayRule(nth: number | 'last', weekday: number): DeadlineRule | null {
  return nth === 'last' || (nth >= 1 && nth <= 5) ? { kind: 'weekday', nth, weekday } : null
}

const count = '(?<nth>\\d{1,2}|[一二三四五六七八九十]{1,3})'
const englishNth = '(?<nth>\\d{1,2})(?:st|nd|rd|th)?'
const lastWorkingDay = /^(?:last (?:working|business) day|最后一?个?工作日)$/u
const nthWorkingDay = [
  new RegExp(`^${englishNth} (?<working>working|business) day$`, 'u'),
  new RegExp(`^第${count}个?(?<working>工作日)$`, 'u'),
]
const nthWeekday = [
  /^(?:(?<nth>\d)(?:st|nd|rd|th)?|last) (?<weekday>mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|s|rs)?$/u,
  new RegExp(`^(?:第${count}|最后一)个?(?:星期|周|礼拜)(?<weekday>[一二三四五六日天])$`, 'u'),
]
const nthDay = [
  new RegExp(`^(?:day )?${englishNth}(?: day)?$`, 'u'),
  new RegExp(`^(?:第?${count}[日号天])$`, 'u'),
]

function firstMatch(text: string, families: readonly RegExp[][]): Record<string, string | undefined> | null {
  for (const form of families.flat()) {
    const match = form.exec(text)
    if (match) return match.groups ?? {}
  }
  return null
}

/** 25, 三, 十五, 二十, 三十一 → a number; 0 when it is none. */
function countOf(numeral: string): number {
  if (/^\d+$/u.test(numeral)) return Number(numeral)
  const parts = /^(?<tens>[二三]?十)?(?<ones>[一二三四五六七八九])?$/u.exec(numeral)?.groups
  if (!parts) return 0
  const tens = parts['tens'] === undefined ? 0 : parts['tens'] === '十' ? 1 : digitOf(parts['tens'][0])
  return tens * 10 + digitOf(parts['ones'])
}

function digitOf(numeral: string | undefined): number {
  return numeral === undefined ? 0 : '零一二三四五六七八九'.indexOf(numeral)
}

function weekdayOf(text: string): number {
  const index = '一二三四五六日'.indexOf(text === '天' ? '日' : text)
  return index >= 0 ? index + 1 : englishWeekdays.findIndex((name) => name.toLowerCase().startsWith(text)) + 1
}

/** As a person reads it; `parseDeadlineRule` reads both sentences back to the same rule. */
export function formatDeadlineRule(rule: DeadlineRule): LocalizedText {
  switch (rule.kind) {
    case 'last-working-day':
      return { zh: '每月最后一个工作日', en: 'the last working day of the month' }
    case 'day':
      if (rule.day === 31) return { zh: '每月最后一天', en: 'the last day of the month' }
      return { zh: `每月${rule.day}日`, en: `the ${ordinal(rule.day)} of the month` }
    case 'working-day':
      return { zh: `每月第${rule.nth}个工作日`, en: `the ${ordinal(rule.nth)} working day of the month` }
    case 'weekday':
      break
  }
  const [zh, en] = ['一二三四五六日'[rule.weekday - 1], englishWeekdays[rule.weekday - 1]]
  return rule.nth === 'last'
    ? { zh: `每月最后一个星期${zh}`, en: `the last ${en} of the month` }
    : { zh: `每月第${rule.nth}个星期${zh}`, en: `the ${ordinal(rule.nth)} ${en} of the month` }
}

function ordinal(number: number): string {
  const teen = number % 100 >= 11 && number % 100 <= 13
  return `${number}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')}`
}
