import { MemberFacingError } from '../errors.ts'
import { earliestYear, latestYear, monthNumbered, monthOf } from './month.ts'
import {
  halfPeriod,
  monthPeriod,
  previousPeriod,
  quarterPeriod,
  rangePeriod,
  yearPeriod,
  type Period,
} from './period.ts'

/**
 * Reads a period as people write it, in Chinese or English, full-width or not:
 * a year (`2026`, `2026年`, 今年, last year), half (`2026H1`, `2026年上半年`), quarter (`2026Q3`, `2026年第三季度`),
 * month (`2026-11`, `2026年11月`, `Nov 2026`, 上月), week (本周, last week; Monday to Sunday), day, or a range
 * of any of these (`2026-01-05..2026-03-31`, `2026年1月至3月`). Relative ones, and those without a year, need
 * `today`. Throws MemberFacingError naming the value and the accepted forms.
 */
export function parsePeriod(text: string, today?: Temporal.PlainDate): Period {
  const plain = text.normalize('NFKC').trim().toLowerCase().replace(/\s+/gu, ' ')
  const period =
    plain.length <= 60 ? (readPeriod(plain, today ?? null) ?? readRange(plain, today ?? null)) : null
  if (period !== null) return period
  const shown = text.length <= 60 ? text : `${text.slice(0, 60)}…`
  throw new MemberFacingError({
    zh: `“${shown}”不是时间段。可以写：2026、2026年上半年、2026Q3、2026-11、上月，或 2026-01-05..2026-03-31。`,
    en: `"${shown}" is not a period. Write one of: 2026, 2026H1, 2026Q3, 2026-11, last month, or 2026-01-05..2026-03-31.`,
  })
}

type Today = Temporal.PlainDate | null

function readRange(text: string, today: Today): Period | null {
  for (const separator of rangeSeparators) {
    const [left, right, more] = text.split(separator).map((side) => side.trim())
    if (left === undefined || right === undefined || more !== undefined) continue
    const first = readPeriod(left, today)
    if (first === null) continue
    const last = readPeriod(right, today, first.startsOn)
    if (last === null || Temporal.PlainDate.compare(first.startsOn, last.endsOn) > 0) continue
    return rangePeriod(first.startsOn, last.endsOn)
  }
  return null
}

const rangeSeparators = [/\.{2,3}/u, /至|到|~|—+|–/u, / to | - /u, /-/u]

/** `from` is the left end of a range, whose year and month the right end may leave out: 2026年1月5日至20日. */
function readPeriod(text: string, today: Today, from: Today = null): Period | null {
  for (const [form, read] of forms) {
    const match = form.exec(text)
    const period = match && read(match.groups ?? {}, { today, from })
    if (period) return period
  }
  return null
}

type Groups = Record<string, string | undefined>
type Reader = (parts: Groups, near: { today: Today; from: Today }) => Period | null

const year = '(?:(?<year>\\d{4})年?|(?<yearWord>今年|本年|去年|上年|前年|明年|this year|last year))'
const monthWords = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthEnds = 'uary|ruary|ch|il|e|y|ust|t|tember|ober|ember'
const englishMonth = `(?<monthWord>${monthWords.join('|')})(?:${monthEnds})?\\.?`

const forms: readonly (readonly [RegExp, Reader])[] = [
  [form(year), (parts, near) => inYear(parts, near, yearPeriod)],
  [form(`${year}? ?-?(?:h(?<half>[12])|(?<halfWord>上|下)半年)`), readHalf],
  [form(`h(?<half>[12]) (?<year>\\d{4})`), readHalf],
  [form(`(?:the )?(?<halfWord>first|second) half of ${year}`), readHalf],
  [form(`${year}? ?-?(?:q(?<quarter>[1-4])|第?(?<quarterWord>[一二三四1-4])季度)`), readQuarter],
  [form(`q(?<quarter>[1-4]) (?<year>\\d{4})`), readQuarter],
  [form(`(?<year>\\d{4})(?:[-/.]| ?年 ?)(?<month>\\d{1,2}) ?(?:月份?)?`), readNumberedMonth],
  [form(`${year}? ?(?<month>\\d{1,2}|十[一二]?|[一二三四五六七八九]) ?月份?`), readNumberedMonth],
  [form(`${englishMonth},? ?(?<year>\\d{4})?`), readNumberedMonth],
  [form(`(?<year>\\d{4})([-/.])(?<month>\\d{1,2})\\2(?<day>\\d{1,2})`), readDay],
  [form(`(?:${year} ?)?(?<month>\\d{1,2}) ?月 ?(?<day>\\d{1,2}) ?[日号]?`), readDay],
  [form(`(?<day>\\d{1,2}) ?[日号]`), readDay],
  [form(`(?<day>\\d{1,2}) ${englishMonth},? ?(?<year>\\d{4})?`), readDay],
  [form(`(?<this>本|这个?|this )(?<unit>月|季度|周|星期|month|quarter|week)`), readRelative],
  [form(`(?<last>上一?个?|last )(?<unit>月|季度|周|星期|month|quarter|week)`), readRelative],
  [form(`(?<dayWord>今天|昨天|today|yesterday)`), readRelative],
]

function form(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`, 'u')
}

type Near = Parameters<Reader>[1]

function inYear(parts: Groups, near: Near, periodOf: (year: number) => Period | null): Period | null {
  const year = yearNamed(parts, near)
  return year !== null && year >= earliestYear && year <= latestYear ? periodOf(year) : null
}

function yearNamed({ year, yearWord }: Groups, { today, from }: Near): number | null {
  if (year !== undefined) return Number(year)
  if (yearWord === undefined) return (from ?? today)?.year ?? null
  return today && today.year + yearsAway[yearWord]!
}

const yearsAway: Readonly<Record<string, number>> = {
  明年: 1,
  今年: 0,
  本年: 0,
  'this year': 0,
  去年: -1,
  上年: -1,
  'last year': -1,
  前年: -2,
}

function readHalf(parts: Groups, near: Near): Period | null {
  const second = parts['half'] === '2' || parts['halfWord'] === '下' || parts['halfWord'] === 'second'
  return inYear(parts, near, (year) => halfPeriod(year, second ? 2 : 1))
}

function readQuarter(parts: Groups, near: Near): Period | null {
  const { quarter, quarterWord = '' } = parts
  const number = Number(quarter ?? numberOf(quarterWord))
  return inYear(parts, near, (year) => quarterPeriod(year, number))
}

function readNumberedMonth(parts: Groups, near: Near): Period | null {
  const month = monthNamed(parts)
  if (month < 1 || month > 12) return null
  return inYear(parts, near, (year) => monthPeriod(monthNumbered(year, month)))
}

function readDay(parts: Groups, near: Near): Period | null {
  const month = (parts['month'] ?? parts['monthWord']) ? monthNamed(parts) : near.from?.month
  if (month === undefined || month < 1 || month > 12) return null
  const day = Number(parts['day'])
  return inYear(parts, near, (year) => {
    const first = new Temporal.PlainDate(year, month, 1)
    return day >= 1 && day <= first.daysInMonth ? dayPeriod(first.with({ day })) : null
  })
}

function monthNamed({ month, monthWord }: Groups): number {
  if (monthWord !== undefined) return monthWords.indexOf(monthWord) + 1
  return month === undefined ? 0 : numberOf(month)
}

function numberOf(numeral: string): number {
  const index = '一二三四五六七八九'.indexOf(numeral.at(-1) ?? '')
  return numeral.startsWith('十') ? 10 + index + 1 : index >= 0 ? index + 1 : Number(numeral)
}

function readRelative({ last, unit, dayWord }: Groups, { today }: Near): Period | null {
  if (today === null) return null
  if (dayWord !== undefined) {
    return dayPeriod(dayWord === '今天' || dayWord === 'today' ? today : today.subtract({ days: 1 }))
  }
  const present = presentPeriod(unit, today)
  return last === undefined ? present : previousPeriod(present)
}

function presentPeriod(unit: string | undefined, today: Temporal.PlainDate): Period {
  if (unit === '月' || unit === 'month') return monthPeriod(monthOf(today))
  if (unit === '季度' || unit === 'quarter') return quarterPeriod(today.year, Math.ceil(today.month / 3))
  const monday = today.subtract({ days: today.dayOfWeek - 1 })
  return rangePeriod(monday, monday.add({ days: 6 }))
}

function dayPeriod(date: Temporal.PlainDate): Period {
  return rangePeriod(date, date)
}
