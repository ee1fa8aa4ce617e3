import type { Vocabulary } from './parse-quick-text.ts'
import type { RecordWordsBook } from './record-view.ts'

/** What the parser needs to know of the workspace's kinds and measures. */
export function vocabularyOf(book: Pick<RecordWordsBook, 'kinds' | 'measures'>): Vocabulary {
  return {
    kinds: book.kinds.map(({ id, family, nameZh, nameEn, aliases }) => ({
      id,
      family,
      names: [nameZh, nameEn, ...aliases],
    })),
    measures: book.measures,
  }
}
