import type { Member } from '../members/member.ts'
import type { Kind, Measure } from './kinds-store.ts'
import type { LoggedRecord, RecordDetails } from './record.ts'

/** The words around a record that its ids stand for: what a message or a form shows. */
export type RecordWordsBook = {
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

type KindWords = Pick<RecordWordsBook, 'kinds' | 'former'>
type MeasureWords = Pick<RecordWordsBook, 'measures' | 'former'>

/** A record with its words. */
export type RecordView = { readonly record: LoggedRecord; readonly book: RecordWordsBook }

/** The kind a record stands under: of a merged one, the kind it counts as now; also a retired one. */
export function kindOf(book: KindWords, kindId: string): Kind | null {
  const former = book.former?.kinds.find(({ id }) => id === kindId)
  const id = former?.mergedInto ?? kindId
  const inUse = book.kinds.find((kind) => kind.id === id)
  return inUse ?? book.former?.kinds.find((kind) => kind.id === id) ?? former ?? null
}

export function measureOf(book: MeasureWords, measureId: string): Measure | null {
  const isIt = ({ id }: Measure) => id === measureId
  return book.measures.find(isIt) ?? book.former?.measures.find(isIt) ?? null
}

/** 发布新闻动态 24条; 关注人数 98600人 */
export function quantitiesInWords(book: MeasureWords, details: Pick<RecordDetails, 'quantities'>): string[] {
  return details.quantities.map(({ measureId, value }) => {
    const measure = measureOf(book, measureId)
    return `${measure?.name ?? measureId} ${value}${measure?.unit ?? ''}`
  })
}

/** 120 → 2小时 / 2 h; 90 → 1小时30分钟 / 1 h 30 min. */
export function durationInWords(minutes: number, locale: 'zh' | 'en'): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const pieces =
    locale === 'zh'
      ? [hours > 0 ? `${hours}小时` : '', rest > 0 ? `${rest}分钟` : '']
      : [hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : '']
  return pieces.filter((piece) => piece !== '').join(locale === 'zh' ? '' : ' ')
}
