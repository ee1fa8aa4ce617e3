import { createRequire } from 'node:module'
import type { default as DateHolidays } from 'date-holidays'

/** One year of a region's official days, as ISO dates. */
export type OfficialDays = {
  /** Public holidays, also when they fall on a weekend. */
  readonly holidays: ReadonlySet<string>
  /** Weekend days that are worked to make up for a long holiday (China's 调休). */
  readonly makeUpDays: ReadonlySet<string>
  /** False when these are only the feasts that stand in the law: what else is off that year nobody knows here. */
  readonly isWhole: boolean
}

/**
 * The official days of `region` in `year`. Of a year that nobody has announced or listed they are those that the law
 * fixes; say so then.
 * `CN` comes from the State Council's notices as collected by chinese-days; any other region, a country with an
 * optional state (`DE`, `US-NY`), from the rules of date-holidays. Both are read at first need and kept for the
 * life of the process, one small set a year, because the tables behind them are large (0.8 MB) and never change.
 */
export function officialDays(region: string, year: number): OfficialDays {
  const key = `${region} ${year}`
  let days = remembered.get(key)
  if (days === undefined) {
    days = region === 'CN' ? chineseDays(year) : daysByRule(region, year)
    remembered.set(key, days)
  }
  return days
}

const remembered = new Map<string, OfficialDays>()
const require = createRequire(import.meta.url)

type ChineseTable = {
  readonly holidays: Readonly<Record<string, string>>
  readonly workdays: Readonly<Record<string, string>>
}

/**
 * chinese-days itself answers "working day" for the holidays of a year it has never heard of, so its table is read
 * instead. A year's notice covers the whole year, therefore a year is known when its National Day is listed.
 */
function chineseDays(year: number): OfficialDays {
  const table = require('chinese-days/dist/chinese-days.json') as ChineseTable
  if (!(`${year}-10-01` in table.holidays)) return lawfulChineseDays(year)
  const ofYear = (dates: Readonly<Record<string, string>>) =>
    new Set(Object.keys(dates).filter((date) => date.startsWith(`${year}-`)))
  return { holidays: ofYear(table.holidays), makeUpDays: ofYear(table.workdays), isWhole: true }
}

/** The seven feasts of 全国年节及纪念日放假办法. Days moved next to them, and those worked for it, wait for the notice. */
const LAWFUL = /元旦|春节|清明|劳动节|端午|中秋|国庆/u
/** Since then a fourth day of the Spring Festival and 2 May are off too (State Council decree 795). */
const TWO_DAYS_MORE = 2025

function lawfulChineseDays(year: number): OfficialDays {
  const { holidays, makeUpDays } = daysByRule('CN', year, (name) => LAWFUL.test(name))
  if (year < TWO_DAYS_MORE) return { holidays, makeUpDays, isWhole: false }
  // The rules begin with New Year's Eve and know three days.
  const [eve] = daysByRule('CN', year, (name) => name.includes('春节')).holidays
  const fourth = eve === undefined ? [] : [Temporal.PlainDate.from(eve).add({ days: 3 }).toString()]
  return { holidays: new Set([...holidays, ...fourth, `${year}-05-02`]), makeUpDays, isWhole: false }
}

/**
 * Years whose movable feasts date-holidays can place: its Islamic calendar covers 1970 to 2076, and outside them it
 * leaves the feasts out without a word.
 */
const firstYearByRule = 1970
const lastYearByRule = 2076

function daysByRule(
  region: string,
  year: number,
  isMeant: (name: string) => boolean = () => true,
): OfficialDays {
  const holidays = new Set<string>()
  for (const { date, start, end, name } of rulesOf(region)?.getHolidays(year) ?? []) {
    if (!isMeant(name)) continue
    const first = Temporal.PlainDate.from(date.slice(0, 10))
    const days = (end.getTime() - start.getTime()) / 86_400_000
    for (let day = 0; day < wholeDays(days); day++) holidays.add(first.add({ days: day }).toString())
  }
  const isPlaced = year >= firstYearByRule && year <= lastYearByRule
  return { holidays, makeUpDays: new Set(), isWhole: isPlaced && holidays.size > 0 }
}

/** A half holiday is still worked; a day on which clocks change lasts 23 or 25 hours. */
function wholeDays(days: number): number {
  return days < 0.9 ? 0 : Math.round(days)
}

/** The country or state that the code means; null when no table here lists it. */
function rulesOf(region: string): DateHolidays | null {
  if (!isKnownRegion(region)) return null
  const [country = '', state] = region.split('-')
  const Rules = require('date-holidays') as typeof DateHolidays
  const options = { types: ['public' as const] }
  return state === undefined ? new Rules(country, options) : new Rules(country, state, options)
}

/** Whether the region's code means a country, or a state of one, that some table here lists. */
export function isKnownRegion(region: string): boolean {
  const [country = '', state, ...rest] = region.split('-')
  if (rest.length > 0 || !countries().includes(country)) return false
  return state === undefined || Object.hasOwn(partsOf(country), state)
}

/** The codes of all countries that are listed. */
export function countries(): readonly string[] {
  return Object.keys(allRules().getCountries())
}

/** The parts of a country that have holidays of their own, by code: `ENG` → `England`. */
export function partsOf(country: string): Readonly<Record<string, string>> {
  return allRules().getStates(country) ?? {}
}

function allRules(): DateHolidays {
  const Rules = require('date-holidays') as typeof DateHolidays
  return new Rules()
}
