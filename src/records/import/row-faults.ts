import type { LocalizedText } from '../../locale.ts'
import { collecting, type RowIssue } from '../../tables/row-issues.ts'
import type { NamedRow } from './plan.ts'
import type { ReadColumnId } from '../table/columns.ts'

/** Collects what is wrong in one row, each fault with its place. */
export type Faults = {
  readonly found: readonly RowIssue[]
  readonly add: (column: ReadColumnId, reason: LocalizedText) => void
  /** Runs `read`; what it says to the person becomes a fault at the column, and the answer null. */
  readonly at: <T>(column: ReadColumnId, read: () => T) => T | null
}

export function faultsAt({ line, cells, headings, issues }: NamedRow): Faults {
  const found: RowIssue[] = [...issues]
  const add = (column: ReadColumnId, reason: LocalizedText) => {
    const heading = headings.get(column) ?? column
    // A cell that shows an error is told once, not again for what it cannot be read as.
    if (issues.some((issue) => issue.column === heading)) return
    found.push({ line, column: heading, value: (cells.get(column) ?? '').slice(0, 80), reason })
  }
  return {
    found,
    add,
    at: (column, read) =>
      collecting((reason) => {
        add(column, reason)
      }, read),
  }
}
