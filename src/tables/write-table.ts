import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import { harmless, storable, type Cell } from './cells.ts'

/** One sheet of a workbook. `widths` are in characters; a heading line stays in view. */
export type Sheet = {
  readonly name: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  readonly widths: readonly number[]
}

/** A table as CSV: CRLF lines, and a byte-order mark, by which Excel knows UTF-8. Cells are made harmless. */
export function csvFile(heads: readonly string[], rows: readonly (readonly Cell[])[]): Uint8Array {
  const lines = [heads, ...rows.map((row) => row.map((cell) => String(harmless(cell))))]
  const text = lines.map((line) => line.map(quoted).join(',')).join('\r\n')
  return new TextEncoder().encode(`\uFEFF${text}\r\n`)
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** A workbook: numbers are numbers, everything else is text, made harmless. No heads: a sheet without a heading line. */
export async function xlsxFile(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const written = writeXlsxFile(
    sheets.map(({ name, heads, rows, widths }) => {
      const bold = heads.map((head) => ({ value: head, type: String, fontWeight: 'bold' as const }))
      const cells: SheetData = rows.map((row) => row.map((cell) => xlsxCell(harmless(cell))))
      return {
        data: heads.length === 0 ? cells : [bold, ...cells],
        sheet: name,
        columns: widths.map((width) => ({ width })),
        ...(heads.length === 0 ? {} : { stickyRowsCount: 1 }),
      }
    }),
  )
  return new Uint8Array(await written.toBuffer())
}

function xlsxCell(cell: Cell) {
  if (cell === '') return null
  if (typeof cell === 'number') return { value: cell, type: Number }
  return { value: escaped(storable(cell)), type: String }
}

/**
 * A text as ST_Xstring has it. The writer looks texts up in a plain object, where those named like one of its own
 * properties (`toString`, `constructor`) would be found without having been written: their first letter is escaped.
 */
function escaped(text: string): string {
  if (text in {}) return `_x00${text.charCodeAt(0).toString(16).toUpperCase()}_${text.slice(1)}`
  return text.replaceAll(LIKE_AN_ESCAPE, '_x005F_x')
}

/** _x0041_ in a workbook is an A, so that a text which only looks so is escaped. Source: ECMA-376, ST_Xstring. */
const LIKE_AN_ESCAPE = /_x(?=[0-9A-Fa-f]{4}_)/g
