import { say, type Locale, type LocalizedText } from '../../locale.ts'
import { fit } from '../../slack/mrkdwn.ts'
import { xlsxFile } from '../../tables/write-table.ts'
import type { LoggedRecord, RecordDetails } from '../record/record.ts'
import { cellsOf, type TableCatalog } from '../table/cells.ts'
import { CHOICE_COLUMNS, COLUMNS, NOT_READ } from '../table/columns.ts'
import { kindOf } from '../words/view.ts'
import type { Addition, Choice, Decision, ImportPlan } from './plan.ts'

/**
 * A plan's new rows and those to be chosen as a workbook, which is imported as any other table: a row of a record has
 * its number and revision, so that it changes what it was shown with or is refused.
 */
export async function choiceTable(
  { added, choices }: ImportPlan,
  catalog: TableCatalog,
  locale: Locale,
): Promise<Uint8Array> {
  const [decision, differs] = CHOICE_COLUMNS
  const columns = [decision, differs, ...COLUMNS.filter(({ id }) => !NOT_READ.has(id))]
  const cellsOfRow = (row: Addition, of: Choice | null) => ({
    ...cellsOf(asRecord(row, of), catalog, locale),
    ...(hasRecord(of) ? {} : { number: '', revision: '' }),
    decision: written(of?.decision ?? null, locale),
    differs: of === null ? '' : say(locale, of.shows),
  })
  const rows = [...choices.map((one) => cellsOfRow(one, one)), ...added.map((one) => cellsOfRow(one, null))]
  return await xlsxFile([
    {
      name: say(locale, { zh: '清单', en: 'List' }),
      heads: columns.map(({ head }) => say(locale, head)),
      rows: rows.map((cells) => columns.map(({ id }) => cells[id])),
      widths: columns.map(({ width }) => width),
    },
  ])
}

/** Whether a row stands in the list under a record's number: one that is gone has none to be changed by. */
function hasRecord(of: Choice | null): boolean {
  return of !== null && of.id !== null && of.group !== 'deleted'
}

function written(decision: Decision | null, locale: Locale): string {
  return decision === null ? '' : say(locale, WRITTEN[decision])
}

/** As the column of decisions takes it. */
const WRITTEN: Readonly<Record<Decision, { readonly zh: string; readonly en: string }>> = {
  keep: { zh: '保留', en: 'keep' },
  take: { zh: '用文件的', en: 'take' },
  both: { zh: '都留', en: 'both' },
}

function asRecord({ details, family }: Addition, of: Choice | null): LoggedRecord {
  return {
    ...details,
    family,
    id: of?.id ?? '',
    revision: of?.baseRevision ?? 0,
    number: 0,
    loggedBy: null,
    loggedAt: new Date(0),
    deletedAt: null,
  }
}

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
    return COLUMNS.filter(({ id }) => !NOT_READ.has(id) && String(old[id]) !== String(fresh[id]))
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
