import { MemberFacingError } from '../../errors.ts'
import type { NamedRow } from './plan.ts'
import type { Table } from '../../tables/read-table.ts'
import { issuesOfCells } from '../../tables/row-issues.ts'
import { cellText } from '../../tables/cells.ts'
import { columnNamed, type ReadColumnId } from '../table/columns.ts'

/**
 * Gives every cell of a table its column by the headings, in either language. Headings nobody knows are returned.
 * Throws MemberFacingError when two headings name one column, or when nothing says what and when a record was.
 */
export function nameRows(table: Table): {
  readonly rows: readonly NamedRow[]
  readonly unknownHeadings: readonly string[]
} {
  const headings = new Map<ReadColumnId, string>()
  const places = new Map<ReadColumnId, number>()
  const unknownHeadings: string[] = []
  table.headings.forEach((raw, place) => {
    const heading = raw.trim()
    if (heading === '') return
    const column = columnNamed(heading)
    const before = column === null ? undefined : headings.get(column)
    if (column === null) unknownHeadings.push(heading)
    else if (before !== undefined) throw twice(before, heading)
    else {
      headings.set(column, heading)
      places.set(column, place)
    }
  })
  if (!headings.has('number')) requireHeadings(headings, table.headings)
  const unread = new Set(unknownHeadings)
  const rows = table.rows.map((row) => ({
    line: row.line,
    headings,
    cells: new Map([...places].map(([column, place]) => [column, cellText(row.cells[place] ?? '')])),
    issues: issuesOfCells(table, row).filter(({ column }) => !unread.has(column)),
  }))
  return { rows, unknownHeadings }
}

function requireHeadings(headings: ReadonlyMap<ReadColumnId, string>, all: readonly string[]): void {
  const missing = (['startsOn', 'kind', 'title'] as const).filter((column) => !headings.has(column))
  if (missing.length === 0) return
  const names = { startsOn: '开始日期 / Start date', kind: '类别 / Kind', title: '标题 / Title' }
  const lacking = missing.map((column) => names[column]).join(', ')
  const found = all.filter((heading) => heading.trim() !== '').slice(0, 12)
  throw new MemberFacingError({
    zh: `第一行要是标题行，缺少：${lacking}。现在的标题行是：${found.join('、')}。用 /wenshu template 下载模板。`,
    en: `The first row has to hold the headings; it lacks ${lacking}. It holds: ${found.join(', ')}. Get a template with /wenshu template.`,
  })
}

function twice(one: string, other: string): MemberFacingError {
  return new MemberFacingError({
    zh: `“${one}”和“${other}”是同一列。请只留一列。`,
    en: `"${one}" and "${other}" are the same column. Keep one of them.`,
  })
}
