import type { Db } from '../../db/tenant.ts'
import type { Locale } from '../../locale.ts'
import type { Period } from '../../time/period.ts'
import { countByFamily, countByKind, countIssues, totalMeasures } from './facts-store.ts'
import { emptyMonths, familyFacts } from './family-facts.ts'
import { rawFact, type RawFact } from './raw-fact.ts'

type Row<Read extends (...given: never[]) => Promise<readonly unknown[]>> = Awaited<ReturnType<Read>>[number]

/**
 * Facts of study sessions and activities: by kind, by family, by measure, by series; and how many of the months that
 * were over on `asOf` have no record.
 */
export async function recordFacts(
  db: Db,
  period: Period,
  locale: Locale,
  asOf: Temporal.PlainDate,
): Promise<RawFact[]> {
  const kinds = await countByKind(db, period)
  const families = await countByFamily(db, period)
  const measures = await totalMeasures(db, period)
  const series = await countIssues(db, period)
  return [
    ...families.flatMap((row) => familyFacts(row, period, locale)),
    ...kinds.flatMap((row) => kindFacts(row, period, locale)),
    ...measures.map((row) => measureFact(row, period, locale)),
    ...series.map((row) => seriesFact(row, period, locale)),
    ...families.flatMap((row) => emptyMonths(row, period, locale, asOf)),
  ]
}

function kindFacts(row: Row<typeof countByKind>, period: Period, locale: Locale): RawFact[] {
  const { family, name_zh: zh, name_en: en, aliases, ids, heads, head_ids: headIds } = row
  const about = { family, kinds: [zh] }
  const isStudy = family === 'study'
  const count = rawFact(
    {
      key: `${family}.count:${zh}`,
      label: { zh: `${zh}次数`, en: `${capital(en)}: how often` },
      of: { zh: `${isStudy ? '学习' : '活动'}记录，类别为${zh}`, en: `${family} records of kind ${en}` },
      aggregation: 'count',
      value: ids.length,
      unit: '次',
      recordIds: ids,
      names: [zh, en, ...aliases],
      about,
    },
    period,
    locale,
  )
  if (heads === 0) return [count]
  const attendance = rawFact(
    {
      key: isStudy ? `study.attendance:${zh}` : `activity.headcount:${zh}`,
      label: { zh: `${zh}参加人次`, en: `${capital(en)}: attendances` },
      of: { zh: `${zh}的到场人次`, en: `attendances of ${en}` },
      aggregation: 'sum',
      value: heads,
      unit: '人次',
      recordIds: headIds,
      names: [`${zh}参加人次`, `${en} attendances`, zh, en, ...aliases],
      about,
    },
    period,
    locale,
  )
  return [count, attendance]
}

function measureFact(row: Row<typeof totalMeasures>, period: Period, locale: Locale): RawFact {
  const { name, unit, aggregation, aliases, value, ids, kinds, family } = row
  const english = aliases.find((alias) => /^[a-z]/i.test(alias))
  return rawFact(
    {
      key: `measure.${aggregation}:${name}`,
      label: { zh: name, en: capital(english ?? name) },
      of: { zh: `指标“${name}”`, en: `the measure ${english ?? name}` },
      aggregation,
      value,
      unit,
      recordIds: [...ids].sort(byNumber),
      names: [name, ...aliases],
      about: { family, kinds, measure: name },
    },
    period,
    locale,
  )
}

function seriesFact(row: Row<typeof countIssues>, period: Period, locale: Locale): RawFact {
  const { title, issues, ids, kinds, family } = row
  const bare = title.slice(1, -1)
  return rawFact(
    {
      key: `title.issues:${title}`,
      label: { zh: `${title}期数`, en: `Issues of ${title}` },
      of: { zh: `${title}的不同期号`, en: `different issues of ${title}` },
      aggregation: 'distinct',
      value: issues,
      unit: '期',
      recordIds: ids,
      names: [title, bare],
      about: { family, kinds },
    },
    period,
    locale,
  )
}

/** S-2 before S-10, A before S. */
function byNumber(one: string, other: string): number {
  const [a = '', m = '0'] = one.split('-')
  const [b = '', n = '0'] = other.split('-')
  return a === b ? Number(m) - Number(n) : a < b ? -1 : 1
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
