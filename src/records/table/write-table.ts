import { say, type Locale } from '../../locale.ts'
import type { Cell } from '../../tables/cells.ts'
import { csvFile, xlsxFile } from '../../tables/write-table.ts'
import type { Cells } from './cells.ts'
import { COLUMNS } from './columns.ts'

/** The name of the sheet that explains the first one. */
export const HELP_SHEET = { zh: '说明', en: 'Help' } as const
/** The name of the sheet that says what an exported list comes to. */
export const TOTALS_SHEET = { zh: '合计', en: 'Totals' } as const

/** Records as CSV, headings in the person's language. */
export function csvTable(rows: readonly Cells[], locale: Locale): Uint8Array {
  return csvFile(
    COLUMNS.map(({ head }) => say(locale, head)),
    rows.map((row) => COLUMNS.map(({ id }) => row[id])),
  )
}

/** Records as a workbook. `totals` and `help` become sheets after the first. */
export async function xlsxTable(
  rows: readonly Cells[],
  locale: Locale,
  {
    columns = COLUMNS,
    help = [],
    totals = null,
  }: {
    readonly columns?: readonly (typeof COLUMNS)[number][]
    readonly help?: readonly (readonly string[])[]
    readonly totals?: readonly (readonly Cell[])[] | null
  } = {},
): Promise<Uint8Array> {
  const records = {
    name: say(locale, { zh: '记录', en: 'Records' }),
    heads: columns.map(({ head }) => say(locale, head)),
    rows: rows.map((row) => columns.map(({ id }) => row[id])),
    widths: columns.map(({ width }) => width),
  }
  const sum = { name: say(locale, TOTALS_SHEET), heads: [], rows: totals ?? [], widths: [30, 14, 10] }
  const explained = {
    name: say(locale, HELP_SHEET),
    heads: [],
    rows: help,
    widths: [18, 90],
  }
  return await xlsxFile([
    records,
    ...(totals === null ? [] : [sum]),
    ...(help.length === 0 ? [] : [explained]),
  ])
}
