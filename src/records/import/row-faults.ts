import { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import type { NamedRow, RowIssue } from './plan.ts'
import type { ColumnId } from '../table/columns.ts'

/** Collects what is wrong in one row, each fault with its place. */
export type Faults = {
  readonly found: readonly RowIssue[]
  readonly add: (column: ColumnId, reason: LocalizedText) => void
  /** Runs `read`; what it says to the person becomes a fault at the column, and the answer null. */
  readonly at: <T>(column: ColumnId, read: () => T) => T | null
}

export function faultsAt({ line, cells, headings }: NamedRow): Faults {
  const found: RowIssue[] = []
  const add = (column: ColumnId, reason: LocalizedText) => {
    const value = cells.get(column) ?? ''
    found.push({ line, column: headings.get(column) ?? column, value: value.slice(0, 80), reason })
  }
  return {
    found,
    add,
    at: (column, read) => {
      try {
        return read()
      } catch (error) {
        if (!(error instanceof MemberFacingError)) throw error
        add(column, error.said)
        return null
      }
    },
  }
}
