import { plural } from '../../locale.ts'
import type { LocalizedText } from '../../locale.ts'
import type { HeadCount, RecordDetails } from '../record/record.ts'

/** From how many times the median on a value is asked about. Source: issue "Logging that people keep using", Sanity. */
export const UNUSUAL_TIMES = 10
/** Fewer known values than these say nothing about what is usual. */
export const VALUES_NEEDED = 3

/** What was usual among the records of a kind: the median and how many values it is of. */
export type Usual = { readonly median: number; readonly values: number }
export type UsualValues = {
  /** By measure id. */
  readonly quantities: ReadonlyMap<string, Usual>
  /** Per unit: 人 and 人次 are never compared. */
  readonly headCounts: ReadonlyMap<HeadCount['unit'], Usual>
}

/**
 * A value at least ten times the usual one, or an event that was logged a moment ago. `key` names the value itself: another value is asked
 * about anew.
 */
export type Unusual = {
  readonly key: string
  readonly field: 'quantities' | 'headCount' | 'title'
  readonly question: LocalizedText
  /** What a person ticks to say that it is right. */
  readonly answer: LocalizedText
}

/** The values that are to be asked about before they are stored. Nothing is unusual where too little is known. */
export function findUnusual(
  details: Pick<RecordDetails, 'quantities' | 'headCount'>,
  usual: UsualValues,
  measures: readonly { readonly id: string; readonly name: string; readonly unit: string }[],
): Unusual[] {
  const found: Unusual[] = []
  const { headCount } = details
  if (headCount !== null) {
    const { value, unit } = headCount
    const heads = usual.headCounts.get(unit)
    const what = { zh: '人数', en: 'A head count' }
    if (isUnusual(value, heads)) found.push(unusualOf('headCount', 'headCount', what, { value, unit }, heads))
  }
  for (const { measureId, value } of details.quantities) {
    const known = usual.quantities.get(measureId)
    if (!isUnusual(value, known)) continue
    const measure = measures.find(({ id }) => id === measureId)
    const name = measure?.name ?? measureId
    const what = { zh: `“${name}”`, en: `"${name}"` }
    found.push(unusualOf('quantities', measureId, what, { value, unit: measure?.unit ?? '' }, known))
  }
  return found
}

/** A median of 0 tells no size to compare with. */
function isUnusual(value: number, usual: Usual | undefined): usual is Usual {
  return (
    usual !== undefined &&
    usual.values >= VALUES_NEEDED &&
    usual.median > 0 &&
    value >= usual.median * UNUSUAL_TIMES
  )
}

/** Slack's bound of an option's value. Source: Slack's reference, "Option object". */
const LONGEST_KEY = 150

function unusualOf(
  field: Unusual['field'],
  name: string,
  what: LocalizedText,
  { value, unit }: { readonly value: number; readonly unit: string },
  usual: Usual,
): Unusual {
  const times = Math.floor(value / usual.median)
  return {
    key: `${value}=${name}`.slice(0, LONGEST_KEY),
    field,
    question: {
      zh: `${what.zh} ${value}${unit} 约为往常的 ${times} 倍（近一年 ${usual.values} 个值的中位数是 ${usual.median}${unit}）。没有写错吗？`,
      en: `${what.en} of ${value}${unit} is about ${times} times the usual (median of ${plural(usual.values, 'value')} in the last year: ${usual.median}${unit}). Is it right?`,
    },
    answer: { zh: `没有写错：${value}${unit}`, en: `Yes, ${value}${unit} is right` },
  }
}
