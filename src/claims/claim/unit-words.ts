import type { Locale } from '../../locale.ts'
import { plainFigure } from '../../text/numbers/write-number.ts'
import type { SubjectSort } from './claim.ts'

/** A unit in both languages. */
export type UnitWords = { readonly zh: string; readonly one: string; readonly many: string }

const ENGLISH: Readonly<Record<string, readonly [one: string, many: string]>> = {
  次: ['time', 'times'],
  场: ['session', 'sessions'],
  人次: ['attendance', 'attendances'],
  人: ['person', 'people'],
  名: ['person', 'people'],
  位: ['person', 'people'],
  篇: ['piece', 'pieces'],
  期: ['issue', 'issues'],
  条: ['item', 'items'],
  册: ['copy', 'copies'],
  份: ['copy', 'copies'],
  本: ['copy', 'copies'],
  个: ['piece', 'pieces'],
  块: ['board', 'boards'],
  类: ['category', 'categories'],
  项: ['item', 'items'],
  个月: ['month', 'months'],
  小时: ['hour', 'hours'],
  分钟: ['minute', 'minutes'],
  元: ['yuan', 'yuan'],
  '%': ['per cent', 'per cent'],
  百分点: ['percentage point', 'percentage points'],
}

/** What a unit is called where something of that sort is counted: an essay, a session, an activity. */
const OF_SORT: Readonly<Partial<Record<SubjectSort, Readonly<Record<string, readonly [string, string]>>>>> = {
  study: { 次: ['session', 'sessions'], 个: ['material', 'materials'] },
  activity: { 次: ['activity', 'activities'], 个: ['material', 'materials'] },
  essays: { 篇: ['essay', 'essays'] },
  owed: { 篇: ['essay', 'essays'], 人次: ["member's month", "members' months"] },
  measure: { 人次: ['registration', 'registrations'] },
}

/** The words of a unit. A unit that the table does not know stands as the office writes it. */
export function unitWords(unit: string, of: SubjectSort): UnitWords {
  const [one, many] = OF_SORT[of]?.[unit] ?? ENGLISH[unit] ?? [unit, unit]
  return { zh: unit, one, many }
}

/** `1 essay`, `2 essays`, `100%`, `2篇`. */
export function countInWords(value: number, unit: UnitWords, locale: Locale): string {
  const figure = plainFigure(value, locale)
  if (locale === 'zh' || unit.zh === '%') return `${figure}${unit.zh}`
  return `${figure} ${Math.abs(value) === 1 ? unit.one : unit.many}`
}
