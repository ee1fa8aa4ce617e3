import type { Locale } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import type { Kind, Measure } from '../vocabulary/kinds-store.ts'
import { foldName } from '../../text/names.ts'
import type { HeadCount, LoggedRecord, RecordDetails } from '../record/record.ts'

/** The words around a record that its ids stand for: what a message or a form shows. */
export type Catalog = {
  readonly kinds: readonly Kind[]
  readonly measures: readonly Measure[]
  /** Kinds and measures that can no longer be chosen, for the records that stand under them. */
  readonly former?: FormerWords
  /** By member id; at least those the record names. */
  readonly members: ReadonlyMap<string, Member>
}

export type FormerWords = {
  readonly kinds: readonly (Kind & { readonly mergedInto: string | null })[]
  readonly measures: readonly Measure[]
}

type KindWords = Pick<Catalog, 'kinds' | 'former'>
type MeasureWords = Pick<Catalog, 'measures' | 'former'>

/** A record with its words. */
export type RecordView = { readonly record: LoggedRecord; readonly catalog: Catalog }

/** The kind a record stands under: of a merged one, the kind it counts as now; also a retired one. */
export function kindOf(catalog: KindWords, kindId: string): Kind | null {
  const former = catalog.former?.kinds.find(({ id }) => id === kindId)
  const id = former?.mergedInto ?? kindId
  const inUse = catalog.kinds.find((kind) => kind.id === id)
  return inUse ?? catalog.former?.kinds.find((kind) => kind.id === id) ?? former ?? null
}

export function measureOf(catalog: MeasureWords, measureId: string): Measure | null {
  const isIt = ({ id }: Measure) => id === measureId
  return catalog.measures.find(isIt) ?? catalog.former?.measures.find(isIt) ?? null
}

/** 发布新闻动态 24条; in English news items 24. Read back by the parser as the same quantities. */
export function formatQuantities(
  catalog: MeasureWords,
  details: Pick<RecordDetails, 'quantities'>,
  locale: Locale,
): string[] {
  return details.quantities.map(({ measureId, value }) => {
    const measure = measureOf(catalog, measureId)
    return measure === null ? `${measureId} ${value}` : formatAmount(measure, String(value), catalog, locale)
  })
}

/** A number of a measure. English leaves a Chinese counter out where it has a name of its own for the measure. */
export function formatAmount(
  measure: Pick<Measure, 'name' | 'unit'>,
  value: string,
  catalog: MeasureWords,
  locale: Locale,
): string {
  const english = locale === 'en' ? englishNameOf(measure, catalog) : null
  if (english === null) return `${measure.name} ${value}${measure.unit}`
  return `${english} ${value}${/\p{Script=Han}/u.test(measure.unit) ? '' : measure.unit}`
}

/** The first name of a measure in letters, if no other measure has it too; null when the office gave none. */
export function englishNameOf({ name }: Pick<Measure, 'name'>, book: MeasureWords): string | null {
  const all = [...book.measures, ...(book.former?.measures ?? [])]
  const measure = all.find((one) => one.name === name)
  const english = [name, ...(measure?.aliases ?? [])].find((alias) => !/\p{Script=Han}/u.test(alias))
  if (english === undefined) return null
  const folded = foldName(english)
  const isShared = all.some(
    (one) => one !== measure && [one.name, ...one.aliases].some((alias) => foldName(alias) === folded),
  )
  return isShared ? null : english
}

/** 28人, 60人次; in English 28 people, 60 visits. */
export function formatHeadCount({ value, unit }: HeadCount, locale: Locale): string {
  if (locale === 'zh') return `${value}${unit}`
  if (unit === '人次') return value === 1 ? '1 visit' : `${value} visits`
  return value === 1 ? '1 person' : `${value} people`
}

/** 12人; with what is said of the others: 应到15人，到会12人，请假2人. '' when nothing is said of how many. */
export function formatAttendance(
  {
    headCount,
    expected = null,
    excused = null,
  }: Pick<RecordDetails, 'headCount'> & Partial<Pick<RecordDetails, 'expected' | 'excused'>>,
  locale: Locale,
): string {
  if (expected === null && excused === null)
    return headCount === null ? '' : formatHeadCount(headCount, locale)
  const came = headCount === null ? '' : formatHeadCount(headCount, locale)
  const pieces =
    locale === 'zh'
      ? [
          expected === null ? '' : `应到${expected}人`,
          came === '' ? '' : `到会${came}`,
          excused === null ? '' : `请假${excused}人`,
        ]
      : [
          expected === null ? '' : `${expected} expected`,
          came === '' ? '' : `${came} came`,
          excused === null ? '' : `${excused} excused`,
        ]
  return pieces.filter((piece) => piece !== '').join(locale === 'zh' ? '，' : ', ')
}

/** 120 → 2小时 / 2 h; 90 → 1小时30分钟 / 1 h 30 min. */
export function formatDuration(minutes: number, locale: 'zh' | 'en'): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const pieces =
    locale === 'zh'
      ? [hours > 0 ? `${hours}小时` : '', rest > 0 ? `${rest}分钟` : '']
      : [hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : '']
  return pieces.filter((piece) => piece !== '').join(locale === 'zh' ? '' : ' ')
}
