import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'
import { readTable, type Table } from './read-table.ts'
import { collecting, issuesOfCells, TableRefused, type RowIssue } from './row-issues.ts'

/** How an import of one table ended. Importing the same file again leaves every row unchanged. */
export type ImportCount = { readonly added: number; readonly changed: number; readonly unchanged: number }

/** A row whose columns are read one by one; each fault is collected with its place, and reading goes on. */
export type Row<Column extends string> = {
  /** The trimmed text of a column; '' when empty. */
  readonly text: (column: Column) => string
  /** Whether the table has the column at all. */
  readonly has: (column: Column) => boolean
  /** Reads a column; a MemberFacingError thrown by `parse` becomes a fault at this place. null: empty or faulty. */
  readonly read: <T>(column: Column, parse: (text: string) => T) => T | null
  /** As `read`, and an empty column is a fault. */
  readonly need: <T>(column: Column, parse: (text: string) => T) => T | null
  readonly fault: (column: Column, reason: LocalizedText) => void
}

/** A table of a file on this machine, of any length. Throws TableRefused when it cannot be read as one. */
export async function readTableFile(path: string): Promise<Table> {
  return await refusingFile(path, async () => await readTable(readFileSync(path), Number.POSITIVE_INFINITY))
}

/** Runs `work`; what it says of the table as a whole is thrown as TableRefused, with the file's name. */
export async function refusingFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof MemberFacingError)) throw error
    throw new TableRefused(basename(path), [{ line: 1, column: '-', value: '', reason: error.said }])
  }
}

/**
 * Reads each row of a file by the columns it has to have. Throws TableRefused, with every fault and its place, when it
 * is no table, a column is missing, or any row is faulty. An optional column that a table does without reads as empty.
 */
export async function readRows<const Column extends string, T, const Optional extends string = never>(
  path: string,
  columns: readonly Column[],
  readRow: (row: Row<Column | Optional>) => T | null,
): Promise<T[]> {
  const file = basename(path)
  const table = await readTableFile(path)
  const { headings } = table
  const missing = columns.filter((column) => !headings.includes(column))
  if (missing.length > 0) {
    const reason = { zh: '缺少这一列', en: 'lacks this column' }
    throw new TableRefused(
      file,
      missing.map((column) => ({ line: 1, column, value: headings.join(','), reason })),
    )
  }
  const faults: RowIssue[] = []
  const read = table.rows.map((row) => {
    faults.push(...issuesOfCells(table, row))
    return readRow(rowOf<Column | Optional>(row, headings, faults))
  })
  if (faults.length > 0) throw new TableRefused(file, faults)
  return read.filter((row) => row !== null)
}

function rowOf<Column extends string>(
  { line, cells }: Table['rows'][number],
  headings: readonly string[],
  faults: RowIssue[],
): Row<Column> {
  const text = (column: Column) => (cells[headings.indexOf(column)] ?? '').trim()
  const fault = (column: Column, reason: LocalizedText) => {
    // A cell that shows an error is told once, not again for what it cannot be read as.
    if (faults.some((known) => known.line === line && known.column === column)) return
    faults.push({ line, column, value: text(column), reason })
  }
  const read = <T>(column: Column, parse: (text: string) => T): T | null =>
    text(column) === ''
      ? null
      : collecting(
          (reason) => {
            fault(column, reason)
          },
          () => parse(text(column)),
        )
  return {
    text,
    has: (column) => headings.includes(column),
    read,
    fault,
    need: (column, parse) => {
      if (text(column) === '') fault(column, { zh: '不能为空', en: 'must not be empty' })
      return read(column, parse)
    },
  }
}

/** An ISO date, 2022-11-18. */
export function isoDate(text: string): string {
  try {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError(text)
    return Temporal.PlainDate.from(text).toString()
  } catch {
    throw new MemberFacingError({
      zh: '不是日期，请写成 2022-11-18',
      en: 'is not a date; write it like 2022-11-18',
    })
  }
}

/** A whole number in a range. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < from || value > to) {
      throw new MemberFacingError({
        zh: `不是 ${from} 到 ${to} 的整数`,
        en: `is not a whole number from ${from} to ${to}`,
      })
    }
    return value
  }
}

/** One of the given words. */
export function oneOf<const T extends string>(...choices: readonly T[]): (text: string) => T {
  return (text) => {
    const choice = choices.find((known) => known === text)
    if (choice === undefined) {
      throw new MemberFacingError({
        zh: `不是 ${choices.join('、')} 之一`,
        en: `is not one of ${choices.join(', ')}`,
      })
    }
    return choice
  }
}
