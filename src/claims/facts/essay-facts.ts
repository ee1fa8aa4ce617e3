import type { Db } from '../../db/tenant.ts'
import type { Locale } from '../../locale.ts'
import { addMonths, monthOf, monthsBetween, type Month } from '../../time/month.ts'
import type { Period } from '../../time/period.ts'
import type { Aggregation } from './fact.ts'
import {
  genreLabel,
  ISSUES,
  MISSING,
  SETS,
  SHORT_MONTHS,
  SHORT_PEOPLE,
  WRITERS,
  type Sort,
} from '../claim/essay-words.ts'
import { countEssayKinds, countEssays } from './essay-facts-store.ts'
import { missingOf } from '../../essays/duties/obligations.ts'
import { loadObligations } from '../../essays/duties/obligations-store.ts'
import { rawFact, type RawFact } from './raw-fact.ts'

/**
 * Facts of the essays written for the period's months, and of those that were owed and never handed in, counted up to
 * the last month that had ended on `asOf`.
 */
export async function essayFacts(
  db: Db,
  period: Period,
  locale: Locale,
  of: { readonly zone: string; readonly asOf: Temporal.PlainDate },
): Promise<RawFact[]> {
  const [first, last] = [monthOf(period.startsOn), monthOf(period.endsOn)]
  const row = await countEssays(db, first, last, of.zone)
  const fact = counter(period, locale)
  const sets = (Object.keys(SETS) as (keyof typeof SETS)[]).flatMap((name) => {
    const set: Sort = SETS[name]
    return fact({ ...set, ids: row[name], value: row[name].length, unit: '篇', aggregation: 'count' })
  })
  const kinds = (await countEssayKinds(db, first, last)).flatMap(({ kind, ids }) =>
    fact({ ...kindSort(kind), ids, value: ids.length, unit: '篇', aggregation: 'count' }),
  )
  return [
    ...sets,
    ...kinds,
    ...fact({ ...WRITERS, ids: row.submitted, value: row.writers, unit: '人', aggregation: 'distinct' }),
    ...fact({ ...ISSUES, ids: row.compiled, value: row.issues, unit: '期', aggregation: 'distinct' }),
    ...(await shortfallFacts(db, monthsOver(first, last, of.asOf), of.asOf, fact)),
  ]
}

type Counted = Sort & {
  readonly ids: readonly string[]
  readonly value: number
  readonly unit: string
  readonly aggregation: Aggregation
}

/** A fact of a set, or none when it is empty: what is not there is not said. */
function counter(period: Period, locale: Locale): (counted: Counted) => RawFact[] {
  return ({ ids, gap, ...words }) =>
    words.value === 0
      ? []
      : [
          rawFact(
            { ...words, recordIds: ids, about: gap === true ? { gap: true } : { essays: true } },
            period,
            locale,
          ),
        ]
}

async function shortfallFacts(
  db: Db,
  months: readonly Month[],
  today: Temporal.PlainDate,
  fact: (counted: Counted) => RawFact[],
): Promise<RawFact[]> {
  const obligations = await loadObligations(db, { months, today })
  const short = obligations.filter((obligation) => missingOf(obligation) > 0)
  const missing = short.reduce((sum, obligation) => sum + missingOf(obligation), 0)
  const shortMonths = new Set(short.map(({ month }) => month)).size
  return [
    ...fact({ ...MISSING, ids: [], value: missing, unit: '篇', aggregation: 'sum' }),
    ...fact({ ...SHORT_PEOPLE, ids: [], value: short.length, unit: '人次', aggregation: 'count' }),
    ...fact({ ...SHORT_MONTHS, ids: [], value: shortMonths, unit: '个月', aggregation: 'distinct' }),
  ]
}

/** Those of the months that were over on a day. */
function monthsOver(first: Month, last: Month, day: Temporal.PlainDate): Month[] {
  const before = addMonths(monthOf(day), -1)
  const end = last < before ? last : before
  return end < first ? [] : monthsBetween(first, end)
}

function kindSort(kind: string): Sort {
  return {
    key: `essay.kind:${kind}`,
    label: genreLabel(kind),
    of: { zh: `审核通过的习作，体裁为${kind}`, en: `approved essays of kind ${kind}` },
    names: [kind],
  }
}
