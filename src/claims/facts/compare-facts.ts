import { say, type Locale, type LocalizedText } from '../../locale.ts'
import { previousPeriod, rangePeriod, type Period, type PeriodKind } from '../../time/period.ts'
import type { Comparison } from './fact.ts'
import type { RawFact } from './raw-fact.ts'

/** The stretch of time that a period is compared with, and what prose calls it. */
export type ComparedPeriod = { readonly period: Period; readonly words: LocalizedText }

/**
 * What a period is compared with: the one of its kind before. A period that is not over is compared with as much of the
 * one before as has passed of it, so that eleven months do not stand against twelve. null: it has not begun. Pure.
 */
export function comparedPeriod(period: Period, asOf: Temporal.PlainDate): ComparedPeriod | null {
  const { PlainDate } = Temporal
  if (PlainDate.compare(asOf, period.startsOn) < 0) return null
  const before = previousPeriod(period)
  const words = WORDS[period.kind] ?? OTHER
  if (PlainDate.compare(asOf, period.endsOn) >= 0) return { period: before, words }
  const passed = period.startsOn.until(asOf, { largestUnit: 'day' }).days
  const sameDay = period.kind === 'year' ? asOf.subtract({ years: 1 }) : before.startsOn.add({ days: passed })
  const endsOn = PlainDate.compare(sameDay, before.endsOn) > 0 ? before.endsOn : sameDay
  return {
    period: rangePeriod(before.startsOn, endsOn),
    words: { zh: `${words.zh}同期`, en: `the same part of ${words.en}` },
  }
}

const OTHER: LocalizedText = { zh: '上期', en: 'the period before' }
const WORDS: Readonly<Partial<Record<PeriodKind, LocalizedText>>> = {
  year: { zh: '上年', en: 'the year before' },
  quarter: { zh: '上季度', en: 'the quarter before' },
  month: { zh: '上月', en: 'the month before' },
}

/** A percentage of less than this says more than there is. */
const LEAST_FOR_PERCENT = 20

/**
 * Facts that compare: for each fact that the period before has too, its value then, by how much it rose or fell, and by
 * how many per cent where numbers are large. Gaps, months and percentages are not compared. Pure.
 */
export function comparisons(
  now: readonly RawFact[],
  before: readonly RawFact[],
  compared: ComparedPeriod,
  locale: Locale,
): RawFact[] {
  const earlier = new Map(before.map((fact) => [fact.key, fact]))
  return now.flatMap((fact) => {
    const then = earlier.get(fact.key)
    const isComparable =
      fact.aggregation !== 'ratio' && fact.unit !== '个月' && !fact.about.gap && then?.unit === fact.unit
    return then === undefined || !isComparable ? [] : comparisonsOf(fact, then, compared, locale)
  })
}

function comparisonsOf(
  fact: RawFact,
  then: RawFact,
  { period, words }: ComparedPeriod,
  locale: Locale,
): RawFact[] {
  const than = say(locale, words)
  const change = tidy(fact.value - then.value)
  const how = change > 0 ? ('more' as const) : ('fewer' as const)
  const verb = say(locale, change > 0 ? { zh: '增加', en: 'more' } : { zh: '减少', en: 'fewer' })
  const recordIds = [...new Set([...fact.recordIds, ...then.recordIds])]
  const compares = (as: Comparison['how']) => ({ of: fact.key, how: as, than: words })
  const earlier: RawFact = {
    ...then,
    key: `before:${fact.key}`,
    label: say(locale, { zh: `${fact.label}（${than}）`, en: `${fact.label} (${than})` }),
    aggregation: 'before',
    names: [],
    period: period.label,
    about: fact.about,
    compares: compares('before'),
  }
  if (change === 0) return [earlier]
  const difference: RawFact = {
    ...fact,
    key: `change:${fact.key}`,
    label: say(locale, {
      zh: `${fact.label}比${than}${verb}`,
      en: `${fact.label}: how many ${verb} than ${than}`,
    }),
    aggregation: 'change',
    value: Math.abs(change),
    formula: `|${fact.value} − ${then.value}| = ${Math.abs(change)}${say(locale, { zh: '，', en: ', ' })}${fact.period} / ${period.label}`,
    recordIds,
    names: [],
    compares: compares(how),
  }
  if (then.value < LEAST_FOR_PERCENT) return [earlier, difference]
  const percent = Math.round((1000 * Math.abs(change)) / then.value) / 10
  return [
    earlier,
    difference,
    {
      ...difference,
      key: `percent:${fact.key}`,
      label: say(locale, {
        zh: `${fact.label}比${than}${verb}（百分比）`,
        en: `${fact.label}: per cent ${verb} than ${than}`,
      }),
      value: percent,
      unit: '%',
      unitAliases: ['％', 'percent', 'per cent'],
      formula: `|${fact.value} − ${then.value}| ÷ ${then.value} = ${percent}%${say(locale, { zh: '，', en: ', ' })}${fact.period} / ${period.label}`,
    },
  ]
}

/** Without the dust of binary fractions: 142.8 − 100.1 is 42.7. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
