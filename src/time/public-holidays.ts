import { createRequire } from 'node:module'
import type { default as DateHolidays } from 'date-holidays'

/** One year of a region's official days, as ISO dates. */
export type OfficialDays = {
  /** Public holidays, also when they fall on a weekend. */
  readonly holidays: ReadonlySet<string>
  /** Weekend days that are worked to make up for a long holiday (China's 调休). */
  readonly makeUpDays: ReadonlySet<string>
}

/**
 * The official days of `region` in `year`, or null when nobody knows them: ask for weekends then, and say so.
 * `CN` comes from the State Council's notices as collected by chinese-days; any other region, a country with an
 * optional state (`DE`, `US-NY`), from the rules of date-holidays. Both are read at first need and kept for the
 * life of the process, one small set a year, because the tables behind them are large (0.8 MB) and never change.
 */
export function officialDays(region: string, year: number): OfficialDays | null {
  const key = `${region} ${year}`
  let days = remembered.get(key)
  if (days === undefined) {
    days = region === 'CN' ? chineseDays(year) : daysByRule(region, year)
    remembered.set(key, days)
  }
  return days
}

const remembered = new Map<string, OfficialDays | null>()
const require = createRequire(import.meta.url)

type ChineseTable = {
  readonly holidays: Readonly<Record<string, string>>
  readonly workdays: Readonly<Record<string, string>>
}

/**
 * chinese-days itself answers "working day" for the holidays of a year it has never heard of, so its table is read
 * instead. A year's notice covers the whole year, therefore a year is known when its National Day is listed.
 */
function chineseDays(year: number): OfficialDays | null {
  const table = require('chinese-days/dist/chinese-days.json') as ChineseTable
  if (!(`${year}-10-01` in table.holidays)) return null
  const ofYear = (dates: Readonly<Record<string, string>>) =>
    new Set(Object.keys(dates).filter((date) => date.startsWith(`${year}-`)))
  return { holidays: ofYear(table.holidays), makeUpDays: ofYear(table.workdays) }
}

/**
 * Years whose movable feasts date-holidays can place: its Islamic calendar covers 1970 to 2076, and outside them it
 * leaves the feasts out without a word.
 */
const firstYearByRule = 1970
const lastYearByRule = 2076

function daysByRule(region: string, year: number): OfficialDays | null {
  if (year < firstYearByRule || year > lastYearByRule) return null
  const holidays = new Set<string>()
  for (const { date, start, end } of rulesOf(region)?.getHolidays(year) ?? []) {
    const first = Temporal.PlainDate.from(date.slice(0, 10))
    const days = (end.getTime() - start.getTime()) / 86_400_000
    for (let day = 0; day < wholeDays(days); day++) holidays.add(first.add({ days: day }).toString())
  }
  return holidays.size > 0 ? { holidays, makeUpDays: new Set() } : null
}

/** A half holiday is still worked; a day on which clocks change lasts 23 or 25 hours. */
function wholeDays(days: number): number {
  return days < 0.9 ? 0 : Math.round(days)
}

/** Whether the region's code means a country, or a state of one, that some table here lists. */
export function isKnownRegion(region: string): boolean {
  return region === 'CN' || rulesOf(region) !== null
}

function rulesOf(region: string): DateHolidays | null {
  const [country = '', state, ...rest] = region.split('-')
  if (rest.length > 0) return null
  const Rules = require('date-holidays') as typeof DateHolidays
  const rules = new Rules()
  if (!(country in rules.getCountries())) return null
  if (state !== undefined && !(state in (rules.getStates(country) ?? {}))) return null
  const options = { types: ['public' as const] }
  return state === undefined ? new Rules(country, options) : new Rules(country, state, options)
}
