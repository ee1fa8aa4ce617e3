import readXlsxFile, { type CellValue } from 'read-excel-file/node'
import { MemberFacingError } from '../errors.ts'
import { BadZip, readZip, writeZip, type Entry } from '../files/zip.ts'
import type { TableRow } from './read-csv.ts'
import { isSheet, SheetRefused, tidySheet } from './tidy-sheet.ts'

/** What all parts of a workbook may unpack to, and one part of XML, in bytes. */
const MOST_UNPACKED = 100_000_000
const MOST_XML = 30_000_000

/** All lines of a workbook's first sheet, and which others hold something. Throws MemberFacingError for what is none. */
export async function readWorkbook(
  bytes: Uint8Array,
): Promise<{ readonly rows: TableRow[]; readonly otherSheets: string[] }> {
  const parts = partsOf(bytes)
  const sheets = await readXlsxFile(Buffer.from(writeZip(parts)), { trim: false }).catch((error: unknown) => {
    throw notOpened(error)
  })
  // A sheet that is a chart alone has no cells at all.
  const tables = sheets.filter(({ data }) => Array.isArray(data))
  const [first, ...others] = tables
  return {
    rows: (first?.data ?? []).map((cells, index) => ({ line: index + 1, cells: cells.map(textOf) })),
    otherSheets: others
      .filter(({ data }) => data.some((cells) => cells.some(holds)))
      .map(({ sheet }) => sheet),
  }
}

function holds(cell: CellValue | null): boolean {
  return cell !== null && String(cell).trim() !== ''
}

/** The XML of a workbook, its sheets within the bounds of a table. */
function partsOf(bytes: Uint8Array): Entry[] {
  try {
    const parts = readZip(bytes, MOST_UNPACKED).filter(({ name }) => /\.(?:xml|rels)$/i.test(name))
    if (parts.some((part) => part.bytes.length > MOST_XML)) throw new BadZip('too large')
    return parts.map(({ name, bytes: part }) => {
      const xml = Buffer.from(part).toString('utf8')
      return isSheet(xml) ? { name, bytes: Buffer.from(tidySheet(xml), 'utf8') } : { name, bytes: part }
    })
  } catch (error) {
    if (error instanceof SheetRefused) throw new MemberFacingError(TOO_FAR, { cause: error })
    if (!(error instanceof BadZip)) throw error
    throw error.reason === 'too large' ? new MemberFacingError(TOO_LARGE, { cause: error }) : notOpened(error)
  }
}

const TOO_LARGE = {
  zh: '这个 XLSX 文件解开后太大。请只留下要导入的那一张表。',
  en: 'This XLSX file unfolds to more than can be read. Keep only the sheet to be imported.',
}
const TOO_FAR = {
  zh: '这个 XLSX 文件里有离表格很远的单元格，或已损坏。请把要导入的表复制到新的文件里再试。',
  en: 'This XLSX file has cells far away from its table, or is broken. Copy the table into a new file and try again.',
}

function notOpened(cause: unknown): MemberFacingError {
  return new MemberFacingError(
    {
      zh: '这个 XLSX 文件打不开。请重新另存一次，或存为 CSV。',
      en: 'This XLSX file cannot be opened. Save it again, or as CSV.',
    },
    { cause },
  )
}

/** A cell as a person would type it: a day without its hours when it has none, an hour or a duration as 1:30. */
function textOf(cell: CellValue | null): string {
  if (cell === null) return ''
  if (!(cell instanceof Date)) return String(cell)
  const elapsed = elapsedIn(cell)
  if (elapsed !== null) return elapsed
  const moment = cell.toISOString()
  return moment.endsWith('T00:00:00.000Z') ? moment.slice(0, 10) : moment.slice(0, 16).replace('T', ' ')
}

/**
 * Hours and durations are numbers of days too, so they come as moments near the day from which a workbook counts: 30
 * December 1899 or, in the calendar of old Macintoshes, 1 January 1904. Source: ECMA-376 Part 1, 18.17.4.
 */
function elapsedIn(moment: Date): string | null {
  const at = Math.round(moment.getTime() / 1000) * 1000
  const from = [Date.UTC(1904, 0, 1), Date.UTC(1899, 11, 30)].find((start) => at >= start)
  if (from === undefined || at >= Date.UTC(1905, 0, 1)) return null
  const seconds = (at - from) / 1000
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${hours}:${two(minutes)}${rest === 0 ? '' : `:${two(rest)}`}`
}
