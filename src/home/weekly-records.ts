import type { TopLevelSpec } from 'vega-lite'
import { type Locale, plural, say, translator } from '../locale.ts'
import { formatMonth } from '../essays/words/words.ts'
import { monthOf, type Month } from '../time/month.ts'
import type { WeekCount } from './home.ts'
import { weekStarts } from './weeks.ts'
import { CHART_LOOK, COLOURS, type Picture } from './picture.ts'

/** Records a week through the year, study sessions and activities on top of each other. `year` is the weeks'. */
export function weeklyRecordsPicture(year: number, weeks: readonly WeekCount[], locale: Locale): Picture {
  return {
    name: `records-by-week-${year}`,
    chart: weeklyChart(year, weeks, locale),
    altText: weeklyAltText(year, weeks, locale),
  }
}

function weeklyChart(year: number, weeks: readonly WeekCount[], locale: Locale): TopLevelSpec {
  const [study, activity] = familyNames(locale)
  // A place for each week of the whole year: how much of it is still to come shows too.
  const places = weekStarts(year)
  const values = weeks.flatMap((week) => {
    const place = places.indexOf(week.startsOn)
    return [
      { place, family: study, order: 0, count: week.study },
      { place, family: activity, order: 1, count: week.activity },
    ]
  })
  const highest = weeks.reduce((most, week) => Math.max(most, week.study + week.activity), 0)
  const months = firstWeeks(places)
  return {
    ...CHART_LOOK,
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: 720,
    height: 200,
    data: { values },
    params: [{ name: 'months', value: monthNames(months, locale) }],
    mark: { type: 'bar', cornerRadius: 1 },
    encoding: {
      x: {
        field: 'place',
        type: 'ordinal',
        scale: { domain: places.map((_, place) => place), paddingInner: 0.25, paddingOuter: 0.1 },
        axis: {
          title: null,
          values: [...months.keys()],
          labelExpr: 'months[datum.value]',
          labelAngle: 0,
          labelAlign: 'left',
          labelOffset: -5,
          ticks: false,
          labelPadding: 6,
          labelOverlap: false,
        },
      },
      y: {
        field: 'count',
        type: 'quantitative',
        stack: 'zero',
        scale: { domain: [0, Math.max(4, highest)], nice: true },
        axis: { title: null, tickMinStep: 1, tickCount: 5, domain: false, ticks: false, format: 'd' },
      },
      color: {
        field: 'family',
        type: 'nominal',
        scale: { domain: [study, activity], range: [COLOURS.study, COLOURS.activity] },
      },
      order: { field: 'order', type: 'quantitative' },
    },
  }
}

/** For each month the place of the first week that begins in it. */
function firstWeeks(places: readonly string[]): Map<number, Month> {
  const firsts = new Map<number, Month>()
  for (const [place, start] of places.entries()) {
    const month = monthOf(Temporal.PlainDate.from(start))
    if (monthOf(Temporal.PlainDate.from(places[place - 1] ?? '1900-01-01')) !== month)
      firsts.set(place, month)
  }
  return firsts
}

/** By place: 1月 … 12月, Jan … Dec. */
function monthNames(months: ReadonlyMap<number, Month>, locale: Locale): Record<string, string> {
  return Object.fromEntries([...months].map(([place, month]) => [String(place), monthName(month, locale)]))
}

function familyNames(locale: Locale): [study: string, activity: string] {
  return locale === 'zh' ? ['学习', '活动'] : ['study sessions', 'activities']
}

function weeklyAltText(year: number, weeks: readonly WeekCount[], locale: Locale): string {
  const [first = '', ...table] = weeklyRecordsTable(weeks, locale)
  return say(locale, {
    zh: `${year}年每周记录数。${first}。${table.join('；')}`,
    en: `Records a week in ${year}. ${first}. ${table.join('; ')}`,
  })
}

/**
 * The same numbers as lines of text: the sums, then a line for the weeks that begin in a month, each with its first day
 * and its study sessions + activities.
 */
export function weeklyRecordsTable(weeks: readonly WeekCount[], locale: Locale): string[] {
  const t = translator(locale)

  const sum = (family: 'study' | 'activity') => weeks.reduce((total, week) => total + week[family], 0)
  const [study, activity] = [sum('study'), sum('activity')]
  const head = t(
    `学习 ${study} 条，活动 ${activity} 条。以下每周：首日 学习+活动`,
    `${study} study sessions, ${plural(activity, 'activity', 'activities')}. By week: first day, study sessions + activities`,
  )
  const months = Map.groupBy(weeks, ({ startsOn }) => monthOf(Temporal.PlainDate.from(startsOn)))
  const lines = [...months].map(([month, ofMonth]) => {
    const name = monthName(month, locale)
    const list = ofMonth.map((week) => {
      const { day } = Temporal.PlainDate.from(week.startsOn)
      const first = t(`${day}日`, `${day} ${name}`)
      return `${first} ${week.study}+${week.activity}`
    })
    return t(`${name}：${list.join('，')}`, `${name}: ${list.join(', ')}`)
  })
  return [head, ...lines]
}

/** 11月, Nov */
function monthName(month: Month, locale: Locale): string {
  return formatMonth(month, locale).replace(/^\d+年|\s\d+$/u, '')
}
