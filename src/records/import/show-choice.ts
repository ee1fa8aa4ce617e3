import type { Locale, LocalizedText } from '../../locale.ts'
import { say } from '../../locale.ts'
import { fit } from '../../slack/mrkdwn.ts'
import type { LoggedRecord, RecordDetails } from '../record/record.ts'
import { cellsOf, type TableCatalog } from '../table/cells.ts'
import { COLUMNS } from '../table/columns.ts'
import { kindOf } from '../words/view.ts'

/** Longest that one side of a difference is shown, in UTF-16 units. */
const SHOWN = 80

/** What a record says and what a row would make of it, column by column: 人数：12 → 15. Plain text. */
export function formatChange(
  before: LoggedRecord,
  after: RecordDetails,
  catalog: TableCatalog,
): LocalizedText {
  const inWords = (locale: Locale) => {
    const [old, fresh] = [cellsOf(before, catalog, locale), cellsOf({ ...before, ...after }, catalog, locale)]
    const none = say(locale, { zh: '（无）', en: '(none)' })
    const side = (cell: string | number) => fit(String(cell).replaceAll('\n', ', '), SHOWN) || none
    return COLUMNS.filter(({ id }) => String(old[id]) !== String(fresh[id]))
      .map(
        ({ id, head }) =>
          `${say(locale, head)}${locale === 'zh' ? '：' : ': '}${side(old[id])} → ${side(fresh[id])}`,
      )
      .join(locale === 'zh' ? '；' : '; ')
  }
  return { zh: inWords('zh'), en: inWords('en') }
}

/** A row as it is listed: 第 3 行 2022-11-07 党课 第一课. Plain text. */
export function inOneLine(
  { line, details }: { readonly line: number; readonly details: RecordDetails },
  catalog: Pick<TableCatalog, 'kinds' | 'former'>,
): LocalizedText {
  const kind = kindOf(catalog, details.kindId)
  const { startsOn } = details
  const title = fit(details.title, SHOWN)
  return {
    zh: `第 ${line} 行 ${startsOn} ${kind?.nameZh ?? details.kindId} ${title}`,
    en: `line ${line}, ${startsOn}, ${kind?.nameEn ?? details.kindId}, ${title}`,
  }
}
