import readXlsxFile, { type CellValue } from 'read-excel-file/node'
import { MemberFacingError } from '../errors.ts'
import { BadZip, readZip, writeZip, type Entry } from '../files/zip.ts'
import type { LocalizedText } from '../locale.ts'
import { hiddenParts, type Hidden } from './hidden-parts.ts'
import type { TableRow } from './read-csv.ts'
import { isSheet, SheetRefused, tidySheet } from './tidy-sheet.ts'

/** What all parts of a workbook may unpack to, and one part of XML, in bytes. */
const MOST_UNPACKED = 100_000_000
const MOST_XML = 30_000_000

/**
 * All lines of a workbook's first sheet that is not hidden, which others hold something, and what is hidden. Throws
 * MemberFacingError for what is none.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<{
  readonly rows: TableRow[]
  readonly otherSheets: string[]
  readonly hidden: LocalizedText[]
}> {
  const parts = partsOf(bytes)
  const read = await readXlsxFile(Buffer.from(writeZip(parts)), { trim: false }).catch((error: unknown) => {
    throw notOpened(error)
  })
  const states = hiddenParts(parts)
  const sheets = read
    .map(({ sheet, data }, nth) => ({ sheet, data, state: states[nth] ?? SHOWN }))
    // A sheet that is a chart alone has no cells at all.
    .filter(({ data }) => Array.isArray(data))
  const first = sheets.find(({ state }) => !state.sheet) ?? sheets[0]
  const others = sheets.filter((one) => one !== first && one.data.some((cells) => cells.some(holds)))
  return {
    rows: (first?.data ?? []).map((cells, index) => ({ line: index + 1, cells: cells.map(textOf) })),
    otherSheets: others.map(({ sheet }) => sheet),
    hidden: [
      ...formatHiddenSheets(others.filter(({ state }) => state.sheet).map(({ sheet }) => sheet)),
      ...formatHidden(first?.state ?? SHOWN),
    ],
  }
}

const SHOWN: Hidden = { sheet: false, lines: [], columns: 0 }
const NAMED = 10

function formatHiddenSheets(names: readonly string[]): LocalizedText[] {
  if (names.length === 0) return []
  const said = names.slice(0, NAMED)
  return [
    {
      zh: `隐藏的工作表里也有内容，没有读：${said.map((name) => `“${name}”`).join(' ')}`,
      en: `Hidden sheets hold something too and are not read: ${said.map((name) => `"${name}"`).join(', ')}`,
    },
  ]
}

/** Rows that a filter hides are in the file, and are imported with the others: whoever sends it has to know. */
function formatHidden({ sheet, lines, columns }: Hidden): LocalizedText[] {
  const said = lines.slice(0, NAMED).join(', ')
  const isMore = lines.length > NAMED
  return [
    ...(sheet ? [{ zh: '读的这张工作表是隐藏的', en: 'The sheet that is read is a hidden one' }] : []),
    ...(lines.length > 0
      ? [
          {
            zh: `有 ${lines.length} 行是隐藏的，也读了：第 ${said}${isMore ? ' 等' : ''} 行。不要导入就先在表里删掉`,
            en: `${lines.length} hidden ${lines.length === 1 ? 'row is' : 'rows are'} read as well: line ${said}${isMore ? ' and more' : ''}. Delete them in the table if they are not to be imported`,
          },
        ]
      : []),
    ...(columns > 0
      ? [
          {
            zh: `有 ${columns} 列是隐藏的，也读了`,
            en: `${columns} hidden ${columns === 1 ? 'column is' : 'columns are'} read as well`,
          },
        ]
      : []),
  ]
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
