import { dayOf, type Day } from './rules.ts'

/** Feasts that are one day: [month, day], or of the Chinese calendar. Source: the State Council's list of holidays and memorial days. */
const solar: Readonly<Record<string, readonly [number, number]>> = {
  元旦: [1, 1],
  妇女节: [3, 8],
  三八: [3, 8],
  植树节: [3, 12],
  劳动节: [5, 1],
  五一: [5, 1],
  青年节: [5, 4],
  五四: [5, 4],
  儿童节: [6, 1],
  六一: [6, 1],
  建党节: [7, 1],
  七一: [7, 1],
  建军节: [8, 1],
  八一: [8, 1],
  教师节: [9, 10],
  国庆: [10, 1],
  国庆节: [10, 1],
  十一: [10, 1],
  记者节: [11, 8],
  圣诞节: [12, 25],
  圣诞: [12, 25],
  "new year's day": [1, 1],
  'may day': [5, 1],
  "women's day": [3, 8],
  "children's day": [6, 1],
  "teachers' day": [9, 10],
  'national day': [10, 1],
  'christmas day': [12, 25],
  'christmas eve': [12, 24],
  'boxing day': [12, 26],
  "new year's eve": [12, 31],
}
const lunar: Readonly<Record<string, readonly [number, number]>> = {
  春节: [1, 1],
  大年初一: [1, 1],
  元宵: [1, 15],
  元宵节: [1, 15],
  端午: [5, 5],
  端午节: [5, 5],
  七夕: [7, 7],
  中秋: [8, 15],
  中秋节: [8, 15],
  重阳: [9, 9],
  重阳节: [9, 9],
  腊八: [12, 8],
}

/** Their names, longest first, as alternatives of a pattern. */
export const feastNames = [...Object.keys(solar), ...Object.keys(lunar), '清明', '清明节', '除夕']
  .sort((left, right) => right.length - left.length)
  .join('|')

/** The latest day of that name that is not after today. */
export function latestFeast(name: string, today: Day): Day | null {
  for (let year = today.year; year > today.year - 3; year--) {
    const day = feastOf(name, year)
    if (day !== null && Temporal.PlainDate.compare(day, today) <= 0) return day
  }
  return null
}

function feastOf(name: string, year: number): Day | null {
  const fixed = solar[name]
  if (fixed !== undefined) return dayOf(year, fixed[0], fixed[1])
  if (name.startsWith('清明'))
    return dayOf(year, 4, Math.floor((year % 100) * 0.2422 + 4.81) - Math.floor((year % 100) / 4))
  if (name === '除夕') return lunarDay(year, 1, 1)?.subtract({ days: 1 }) ?? null
  const moon = lunar[name]
  return moon === undefined ? null : lunarDay(year, moon[0], moon[1])
}

/** The day of the Chinese calendar that falls into the year that begins with that spring. */
function lunarDay(year: number, month: number, day: number): Day | null {
  const known = `${year} ${month} ${day}`
  const before = moons.get(known)
  if (before !== undefined) return before
  const spring = dayOf(year, 6, 15)?.withCalendar('chinese')
  if (spring === undefined) return null
  const found = Temporal.PlainDate.from({
    calendar: 'chinese',
    year: spring.year,
    monthCode: `M${String(month).padStart(2, '0')}`,
    day,
  }).withCalendar('iso8601')
  moons.set(known, found)
  return found
}

const moons = new Map<string, Day>()
