import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'
import type { TableRow } from './read-csv.ts'
import type { Table } from './read-table.ts'

/** One thing wrong in a table, with its place. */
export type RowIssue = {
  readonly line: number
  /** As the file's heading calls it; of a column without one its letter. */
  readonly column: string
  readonly value: string
  readonly reason: LocalizedText
}

/** What spreadsheets show instead of a value, and what a column shows that is too narrow for one. */
const ERROR =
  /^(?:#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|FIELD!|CONNECT!|BLOCKED!|UNKNOWN!|BUSY!|PYTHON!|GETTING_DATA|#{4,})|Err:\d{3})$/i

/** What makes a row unfit whatever its columns mean: a cell that no heading names, or one that shows an error. */
export function issuesOfCells({ headings }: Pick<Table, 'headings'>, { line, cells }: TableRow): RowIssue[] {
  return cells.flatMap((cell, place) => {
    const value = cell.trim().slice(0, 80)
    const column = headings[place] ?? ''
    if (value === '') return []
    if (column === '') return [{ line, column: letterOf(place), value, reason: SURPLUS }]
    return ERROR.test(value) ? [{ line, column, value, reason: NO_VALUE }] : []
  })
}

const SURPLUS: LocalizedText = {
  zh: '这一格上面没有列名。请核对这一行是否多了分隔符，或给这一列写上列名',
  en: 'stands below no heading. See whether the row has a separator too many, or give the column a heading',
}
const NO_VALUE: LocalizedText = {
  zh: '是表格软件的错误提示，不是内容。请改好公式或填上内容',
  en: 'is an error of the spreadsheet and no value. Mend the formula or fill it in',
}

/** 0 → A, 25 → Z, 26 → AA. */
function letterOf(place: number): string {
  const last = String.fromCharCode(65 + (place % 26))
  return place < 26 ? last : letterOf(Math.floor(place / 26) - 1) + last
}

/** Runs `read`; what it says to the person becomes an issue by `add`, and the answer null. */
export function collecting<T>(add: (reason: LocalizedText) => void, read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof MemberFacingError)) throw error
    add(error.said)
    return null
  }
}

/** A table was refused; nothing of it is stored. */
export class TableRefused extends MemberFacingError {
  readonly file: string
  readonly faults: readonly RowIssue[]

  constructor(file: string, faults: readonly RowIssue[]) {
    const shown = faults.slice(0, 20)
    const more = faults.length - shown.length
    super({
      zh: [
        ...shown.map(
          ({ line, column, value, reason }) =>
            `${file} 第 ${line} 行，${column} 列：${JSON.stringify(value)} ${reason.zh}`,
        ),
        ...(more > 0 ? [`……另有 ${more} 处`] : []),
      ].join('\n'),
      en: [
        ...shown.map(
          ({ line, column, value, reason }) =>
            `${file}, line ${line}, column ${column}: ${JSON.stringify(value)} ${reason.en}`,
        ),
        ...(more > 0 ? [`… and ${more} more`] : []),
      ].join('\n'),
    })
    this.file = file
    this.faults = faults
  }
}
