import { parse } from 'csv-parse/sync'
import { readSheet, type CellValue } from 'read-excel-file/node'
import { MemberFacingError } from '../errors.ts'
import { decodeTable } from './rows.ts'

/** A table as text, the headings apart. Lines are counted as an editor or a spreadsheet counts them, from 1. */
export type Table = { readonly headings: readonly string[]; readonly rows: readonly TableRow[] }
export type TableRow = { readonly line: number; readonly cells: readonly string[] }

/** Rows of one import. */
const MOST_ROWS = 5_000
/** What a workbook may unfold to. */
const MOST_UNPACKED = 100_000_000

/**
 * Reads a CSV file (UTF-8 with or without a byte-order mark, UTF-16 with one, GB18030; apart by comma, semicolon or
 * tab) or the first sheet of an XLSX workbook. Empty rows are left out. Throws MemberFacingError for what is neither.
 */
export async function readTable(bytes: Uint8Array): Promise<Table> {
  const lines = startsWith(bytes, [0x50, 0x4b]) ? await readWorkbook(bytes) : readCsv(bytes)
  const [head, ...rows] = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (head === undefined) {
    throw new MemberFacingError({ zh: '这个文件是空的。', en: 'This file is empty.' })
  }
  if (rows.length > MOST_ROWS) {
    throw new MemberFacingError({
      zh: `这个文件有 ${rows.length} 行，一次最多导入 ${MOST_ROWS} 行。请分成几个文件。`,
      en: `This file has ${rows.length} rows; ${MOST_ROWS} can be imported at once. Split it into several files.`,
    })
  }
  return { headings: head.cells, rows }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte)
}

function readCsv(bytes: Uint8Array): TableRow[] {
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new MemberFacingError({
      zh: '这是旧的 .xls 文件。请在表格软件里另存为 .xlsx 或 CSV。',
      en: 'This is an old .xls file. Save it as .xlsx or CSV and send it again.',
    })
  }
  const text = startsWith(bytes, [0xff, 0xfe])
    ? new TextDecoder('utf-16le').decode(bytes)
    : decodeTable(bytes)
  if (text.includes('\u0000')) throw notATable()
  try {
    const rows: TableRow[] = []
    let last = 0
    parse(text, {
      bom: true,
      relax_column_count: true,
      delimiter: delimiterOf(text),
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: last + 1, cells })
        last = lines
        return null
      },
    })
    return rows
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new MemberFacingError(
      {
        zh: `这不是有效的 CSV：${error.message}`,
        en: `This is not valid CSV: ${error.message}`,
      },
      { cause: error },
    )
  }
}

/** What the headings are apart by. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split(/\r?\n/, 1)
  const counted = [',', '\t', ';'].map((sign) => ({ sign, count: head.split(sign).length }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).sign
}

function notATable(): MemberFacingError {
  return new MemberFacingError({
    zh: '这个文件不是 CSV 或 XLSX 表格。用 /wenshu template 下载模板。',
    en: 'This file is neither CSV nor XLSX. Get a template with /wenshu template.',
  })
}

async function readWorkbook(bytes: Uint8Array): Promise<TableRow[]> {
  if (unpackedSize(bytes) > MOST_UNPACKED) {
    throw new MemberFacingError({
      zh: '这个 XLSX 文件解开后太大。请只留下要导入的那一张表。',
      en: 'This XLSX file unfolds to more than can be read. Keep only the sheet to be imported.',
    })
  }
  const rows = await readSheet(Buffer.from(bytes), { trim: false }).catch((error: unknown) => {
    throw new MemberFacingError(
      {
        zh: '这个 XLSX 文件打不开。请重新另存一次，或存为 CSV。',
        en: 'This XLSX file cannot be opened. Save it again, or as CSV.',
      },
      { cause: error },
    )
  })
  return rows.map((cells, index) => ({ line: index + 1, cells: cells.map(textOf) }))
}

/** How large the archive's entries say they are, from its central directory. Source: PKWARE, APPNOTE.TXT, 4.3.12. */
function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let size = 0
  for (let at = 0; at + 46 <= bytes.length; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50) size += view.getUint32(at + 24, true)
  }
  return size
}

/** A cell as a person would type it: a date without its hours, when it has none. */
function textOf(cell: CellValue | null): string {
  if (cell === null) return ''
  if (!(cell instanceof Date)) return String(cell)
  const moment = cell.toISOString()
  return moment.endsWith('T00:00:00.000Z') ? moment.slice(0, 10) : moment.slice(0, 16).replace('T', ' ')
}
