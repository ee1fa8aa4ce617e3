import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parse } from 'csv-parse/sync'
import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'

/** How an import of one table ended. Importing the same file again leaves every row unchanged. */
export type ImportCount = { readonly added: number; readonly changed: number; readonly unchanged: number }

/** One thing wrong in a table, with its place. `column` is the heading as it stands in the file. */
export type TableIssue = {
  readonly file: string
  /** As an editor counts: the heading is line 1. */
  readonly line: number
  readonly column: string
  readonly value: string
  readonly reason: LocalizedText
}

/** A table was refused; nothing of it is stored. */
export class TableRefused extends MemberFacingError {
  readonly faults: readonly TableIssue[]

  constructor(faults: readonly TableIssue[]) {
    const shown = faults.slice(0, 20)
    const more = faults.length - shown.length
    super({
      zh: [...shown.map((fault) => placed(fault, 'zh')), ...(more > 0 ? [`……另有 ${more} 处`] : [])].join(
        '\n',
      ),
      en: [...shown.map((fault) => placed(fault, 'en')), ...(more > 0 ? [`… and ${more} more`] : [])].join(
        '\n',
      ),
    })
    this.faults = faults
  }
}

function placed(fault: TableIssue, locale: keyof LocalizedText): string {
  const value = JSON.stringify(fault.value)
  return locale === 'zh'
    ? `${fault.file} 第 ${fault.line} 行，${fault.column} 列：${value} ${fault.reason.zh}`
    : `${fault.file}, line ${fault.line}, column ${fault.column}: ${value} ${fault.reason.en}`
}

/** A row whose columns are read one by one; each fault is collected with its place, and reading goes on. */
export type Row<Column extends string> = {
  readonly line: number
  /** The trimmed text of a column; '' when empty. */
  readonly text: (column: Column) => string
  /** Reads a column; a MemberFacingError thrown by `parse` becomes a fault at this place. null: empty or faulty. */
  readonly read: <T>(column: Column, parse: (text: string) => T) => T | null
  /** As `read`, and an empty column is a fault. */
  readonly need: <T>(column: Column, parse: (text: string) => T) => T | null
  readonly fault: (column: Column, reason: LocalizedText) => void
}

/** A CSV file with a heading line. Throws TableRefused when it cannot be read as one or a column is missing. */
export function readTable<const Column extends string>(
  path: string,
  columns: readonly Column[],
): { readonly rows: Row<Column>[]; readonly faults: TableIssue[] } {
  const file = basename(path)
  const lines = parseLines(file, decodeTable(readFileSync(path)))
  const headings = (lines[0]?.cells ?? []).map((heading) => heading.trim())
  const missing = columns.filter((column) => !headings.includes(column))
  if (missing.length > 0) {
    throw new TableRefused(
      missing.map((column) => ({
        file,
        line: 1,
        column,
        value: headings.join(','),
        reason: { zh: '缺少这一列', en: 'lacks this column' },
      })),
    )
  }
  const faults: TableIssue[] = []
  const rows = lines.slice(1).map(({ line, cells }) => rowOf<Column>({ file, line, headings, cells, faults }))
  return { rows, faults }
}

/** UTF-8 with or without a byte-order mark; else GB18030, which Chinese Excel writes. */
export function decodeTable(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function parseLines(file: string, text: string): { line: number; cells: string[] }[] {
  try {
    const parsed = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as {
      record: string[]
      info: { lines: number }
    }[]
    return parsed.map(({ record, info }) => ({ line: info.lines, cells: record }))
  } catch (error) {
    const line = (error as { lines?: number }).lines ?? 1
    throw new TableRefused([
      {
        file,
        line,
        column: '-',
        value: '',
        reason: {
          zh: `不是有效的 CSV（${(error as Error).message}）`,
          en: `is not valid CSV (${(error as Error).message})`,
        },
      },
    ])
  }
}

function rowOf<Column extends string>(at: {
  readonly file: string
  readonly line: number
  readonly headings: readonly string[]
  readonly cells: readonly string[]
  readonly faults: TableIssue[]
}): Row<Column> {
  const text = (column: Column) => (at.cells[at.headings.indexOf(column)] ?? '').trim()
  const fault = (column: Column, reason: LocalizedText) => {
    at.faults.push({ file: at.file, line: at.line, column, value: text(column), reason })
  }
  const read = <T>(column: Column, parseCell: (text: string) => T): T | null => {
    const cell = text(column)
    if (cell === '') return null
    try {
      return parseCell(cell)
    } catch (error) {
      if (!(error instanceof MemberFacingError)) throw error
      fault(column, error.said)
      return null
    }
  }
  return {
    line: at.line,
    text,
    read,
    fault,
    need: (column, parseCell) => {
      if (text(column) === '') fault(column, { zh: '不能为空', en: 'must not be empty' })
      return read(column, parseCell)
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
