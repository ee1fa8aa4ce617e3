import { say, type Locale } from '../../locale.ts'
import type { ComparedPeriod } from '../claim/compared-period.ts'
import type { Comparison } from './fact.ts'
import type { RawFact } from './raw-fact.ts'

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
