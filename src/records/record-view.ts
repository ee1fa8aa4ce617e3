import type { Member } from '../members/member.ts'
import type { Kind, Measure } from './kinds-store.ts'
import type { LoggedRecord, RecordDetails } from './record.ts'

/** The words around a record that its ids stand for: what a message or a form shows. */
export type RecordWordsBook = {
  readonly kinds: readonly Kind[]
  readonly measures: readonly Measure[]
  /** By member id; at least those the record names. */
  readonly members: ReadonlyMap<string, Member>
}

/** A record with its words. */
export type RecordView = { readonly record: LoggedRecord; readonly book: RecordWordsBook }

export function kindOf(book: Pick<RecordWordsBook, 'kinds'>, kindId: string): Kind | null {
  return book.kinds.find((kind) => kind.id === kindId) ?? null
}

/** 发布新闻动态 24条; 关注人数 98600人 */
export function quantitiesInWords(
  book: Pick<RecordWordsBook, 'measures'>,
  details: Pick<RecordDetails, 'quantities'>,
): string[] {
  return details.quantities.map(({ measureId, value }) => {
    const measure = book.measures.find(({ id }) => id === measureId)
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
