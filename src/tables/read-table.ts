import { plural } from '../locale.ts'
import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'
import { readApart } from '../files/read-apart.ts'
import { readCsv, type TableRow } from './read-csv.ts'
import { readWorkbook } from './read-workbook.ts'

/** A table as text, the headings apart. */
export type Table = {
  readonly headings: readonly string[]
  readonly rows: readonly TableRow[]
  /** Names of a workbook's further sheets that hold something: they are not read. */
  readonly otherSheets: readonly string[]
  /** What a spreadsheet hides of it, in words: hidden sheets, and rows that are read all the same. */
  readonly hidden: readonly LocalizedText[]
}

/** Rows of one file that somebody sends. */
const MOST_ROWS = 5_000

/**
 * Reads a CSV file (apart by comma, semicolon or tab) or the first sheet of an XLSX workbook. Empty rows are left out.
 * Throws MemberFacingError for what is neither, is empty, or has more than `most` rows.
 */
export async function readTable(bytes: Uint8Array, most = MOST_ROWS): Promise<Table> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  const {
    rows: lines,
    otherSheets,
    hidden,
  } = isZip ? await readWorkbook(bytes) : { rows: readCsv(bytes), otherSheets: [], hidden: [] }
  const [head, ...rows] = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (head === undefined) {
    throw new MemberFacingError({ zh: '这个文件是空的。', en: 'This file is empty.' })
  }
  if (rows.length > most) {
    throw new MemberFacingError({
      zh: `这个文件有 ${rows.length} 行，一次最多导入 ${most} 行。请分成几个文件。`,
      en: `This file has ${plural(rows.length, 'row')}; ${most} can be imported at once. Split it into several files.`,
    })
  }
  return { headings: head.cells.map((heading) => heading.trim()), rows, otherSheets, hidden }
}

/** The same in a thread with bounds, for a file that somebody sends. Throws MemberFacingError also for too much of one. */
export async function readTableApart(bytes: Uint8Array): Promise<Table> {
  return await readApart<typeof readTable>({ module: new URL(import.meta.url), name: 'readTable' }, [bytes], {
    seconds: 30,
    megabytes: 256,
    tooMuch: {
      zh: '这个文件太大或已损坏，读不出来。请只留下要导入的那一张表，存为 CSV 再试。',
      en: 'This file is too large or broken. Keep only the table to be imported, save it as CSV and try again.',
    },
  })
}
