import type { RawFact } from '../../claims/facts/raw-fact.ts'
import type { RecordRow } from '../../claims/facts/period-records.ts'
import { quarterPeriod, type Period } from '../../time/period.ts'
import { monthTotals } from './digest.ts'
import { english, ENOUGH, oneDecimal, sum, type Make, type Words } from './detail-maker.ts'
import { headsOf, isEvent } from './record-words.ts'

/** So many months before their average says anything. */
const MONTHS = 4

/** Events of a family, how many came to one on average, and its quarters. */
export function familyDetails(
  family: RecordRow['family'],
  rows: readonly RecordRow[],
  period: Period,
  make: Make,
): RawFact[] {
  const own = rows.filter((row) => row.family === family)
  const events = own.filter(isEvent)
  const met = events.filter((row) => headsOf(row) > 0)
  const [zh, en] = family === 'study' ? ['学习', 'study'] : ['活动', 'activity']
  const about = { family }
  const ids = (those: readonly RecordRow[]) => those.map(({ id }) => id)
  const facts: RawFact[] = []
  if (events.length > 0 && events.length < own.length)
    facts.push(
      make({
        key: `${family}.events`,
        label: {
          zh: `开展的${zh}次数（登记、发布等条目除外）`,
          en: `${en} events (posts and registrations left out)`,
        },
        aggregation: 'count',
        value: events.length,
        unit: '次',
        recordIds: ids(events),
        about,
      }),
    )
  if (met.length >= ENOUGH)
    facts.push(
      make({
        key: `average.heads:${family}`,
        label: { zh: `${zh}平均每次参加人数`, en: `${en}: heads an event on average` },
        aggregation: 'average',
        value: Math.round(sum(met.map(headsOf)) / met.length),
        unit: '人',
        recordIds: ids(met),
        about,
      }),
    )
  return [...facts, ...(events.length < 2 * ENOUGH ? [] : quarterDetails(family, events, period, make))]
}

function quarterDetails(
  family: RecordRow['family'],
  events: readonly RecordRow[],
  period: Period,
  make: Make,
): RawFact[] {
  const [zh, en] = family === 'study' ? ['学习', 'study'] : ['活动', 'activity']
  return wholeQuarters(period).flatMap(({ quarter, from, to }) => {
    const those = events.filter(({ starts_on: day }) => day >= from && day <= to)
    const common = { recordIds: those.map(({ id }) => id), about: { family } }
    const name = { zh: `第${'一二三四'[quarter - 1]}季度`, en: `Q${quarter}` }
    if (those.length === 0) return []
    return [
      make({
        ...common,
        key: `quarter.count:${family}:${from}`,
        label: { zh: `${name.zh}${zh}次数`, en: `${en} in ${name.en}: how often` },
        aggregation: 'count',
        value: those.length,
        unit: '次',
      }),
      make({
        ...common,
        key: `quarter.heads:${family}:${from}`,
        label: { zh: `${name.zh}${zh}参加人次`, en: `${en} in ${name.en}: attendances` },
        aggregation: 'sum',
        value: sum(those.map(headsOf)),
        unit: '人次',
      }),
    ]
  })
}

/** The quarters that lie in a period whole, where there are two or more. */
function wholeQuarters({
  startsOn,
  endsOn,
}: Period): { readonly quarter: number; readonly from: string; readonly to: string }[] {
  const found: { quarter: number; from: string; to: string }[] = []
  for (let { year } = startsOn; year <= endsOn.year; year++) {
    for (const quarter of [1, 2, 3, 4]) {
      const whole = quarterPeriod(year, quarter)
      const { PlainDate } = Temporal
      if (PlainDate.compare(whole.startsOn, startsOn) >= 0 && PlainDate.compare(whole.endsOn, endsOn) <= 0)
        found.push({ quarter, from: whole.startsOn.toString(), to: whole.endsOn.toString() })
    }
  }
  return found.length < 2 || found.length > 4 ? [] : found
}

/** By month, by issue: averages, highest and lowest; and in how many records a measure was reached. */
export function measureDetails(name: string, rows: readonly RecordRow[], make: Make): RawFact[] {
  const those = rows.filter(({ quantities }) => quantities.some((one) => one.name === name))
  const quantity = those[0]?.quantities.find((one) => one.name === name)
  if (quantity === undefined || quantity.aggregation !== 'sum' || those.length < 2) return []
  const en = english(name, quantity.aliases)
  const about = {
    family: those[0]!.family,
    kinds: [...new Set(those.map(({ kind }) => kind))],
    measure: name,
  }
  const common = { recordIds: those.map(({ id }) => id), about }
  const totals = [...monthTotals(name, those).values()]
  const total = sum(totals)
  const made = (
    key: string,
    zh: string,
    words: string,
    aggregation: Words['aggregation'],
    value: number,
    counted = quantity.unit,
  ) =>
    make({
      ...common,
      unit: counted,
      key: `${key}:${name}`,
      label: { zh: `${name}${zh}`, en: `${en}: ${words}` },
      aggregation,
      value,
    })
  const isSerial = those.every(({ title }) => /^\s*《[^《》]{1,60}》第[^期]{1,12}期/u.test(title))
  return [
    made('measure.records', '的次数', 'in how many records', 'count', those.length, '次'),
    ...(isSerial
      ? [
          made(
            'average.issue',
            '平均每期',
            'an issue on average',
            'average',
            oneDecimal(total / those.length),
          ),
        ]
      : []),
    ...(totals.length < MONTHS || isSerial
      ? []
      : [
          made('average.month', '月均', 'a month on average', 'average', oneDecimal(total / totals.length)),
          made('highest.month', '最多的月份', 'the most in a month', 'highest', Math.max(...totals)),
          made('lowest.month', '最少的月份', 'the fewest in a month', 'lowest', Math.min(...totals)),
        ]),
  ]
}
