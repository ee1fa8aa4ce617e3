import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import { say, type Locale } from '../locale.ts'
import { harmless, storable, type Cells } from './table-cells.ts'
import { COLUMNS } from './table-columns.ts'

/** Records as CSV: headings in the person's language, CRLF lines, and a byte-order mark, by which Excel knows UTF-8. */
export function csvTable(rows: readonly Cells[], locale: Locale): Uint8Array {
  const lines = [
    COLUMNS.map(({ head }) => say(locale, head)),
    ...rows.map((row) => COLUMNS.map(({ id }) => String(harmless(row[id])))),
  ]
  const text = lines.map((line) => line.map(quoted).join(',')).join('\r\n')
  return new TextEncoder().encode(`\uFEFF${text}\r\n`)
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Records as a workbook: numbers are numbers, everything else is text. `help` becomes a second sheet. */
export async function xlsxTable(
  rows: readonly Cells[],
  locale: Locale,
  {
    columns = COLUMNS,
    help = [],
  }: {
    readonly columns?: readonly (typeof COLUMNS)[number][]
    readonly help?: readonly (readonly string[])[]
  } = {},
): Promise<Uint8Array> {
  const data: SheetData = [
    columns.map(({ head }) => ({ value: say(locale, head), type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) => columns.map(({ id }) => xlsxCell(harmless(row[id])))),
  ]
  const records = {
    data,
    sheet: say(locale, { zh: '记录', en: 'Records' }),
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }
  const explained = {
    data: help.map((line) => line.map((cell) => xlsxCell(harmless(cell)))),
    sheet: say(locale, { zh: '说明', en: 'Help' }),
    columns: [{ width: 18 }, { width: 90 }],
  }
  const written = writeXlsxFile(help.length === 0 ? [records] : [records, explained])
  return new Uint8Array(await written.toBuffer())
}

function xlsxCell(cell: string | number) {
  if (cell === '') return null
  if (typeof cell === 'number') return { value: cell, type: Number }
  return { value: storable(cell).replaceAll(LIKE_AN_ESCAPE, '_x005F_x'), type: String }
}

/** _x0041_ in a workbook is an A, so that a text which only looks so is escaped. Source: ECMA-376, ST_Xstring. */
const LIKE_AN_ESCAPE = /_x(?=[0-9A-Fa-f]{4}_)/g
