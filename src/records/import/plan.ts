import { z } from 'zod'
import type { LocalizedText } from '../../locale.ts'
import type { RowIssue } from '../../tables/row-issues.ts'
import type { Family, RecordDetails } from '../record/record.ts'
import type { ColumnId } from '../table/columns.ts'

/** A value that may be a slip, which importing confirms. */
export type RowDoubt = { readonly line: number; readonly question: LocalizedText }

/** What one row of a table comes to. */
export type RowPlan =
  | { readonly kind: 'new'; readonly line: number; readonly family: Family; readonly details: RecordDetails }
  | {
      readonly kind: 'changed'
      readonly line: number
      readonly id: string
      readonly baseRevision: number
      readonly details: RecordDetails
    }
  | { readonly kind: 'unchanged'; readonly line: number }
  | { readonly kind: 'refused'; readonly line: number; readonly faults: readonly RowIssue[] }

const detailsSchema: z.ZodType<RecordDetails> = z.object({
  kindId: z.string(),
  title: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
  materials: z.array(z.string()),
  people: z.array(z.string()),
  headCount: z.object({ value: z.number(), unit: z.enum(['人', '人次']) }).nullable(),
  durationMin: z.number().nullable(),
  place: z.string().nullable(),
  partner: z.string().nullable(),
  note: z.string().nullable(),
  quantities: z.array(z.object({ measureId: z.string(), value: z.number() })),
  evidence: z.array(
    z.object({ kind: z.enum(['link', 'file', 'message']), title: z.string(), url: z.string() }),
  ),
})

/** What Apply will do, and nothing else: kept with the preview. */
export type ImportPlan = {
  readonly added: readonly {
    readonly family: Family
    readonly key: string
    readonly details: RecordDetails
  }[]
  readonly changed: readonly {
    readonly id: string
    readonly baseRevision: number
    readonly details: RecordDetails
  }[]
}

export const planSchema: z.ZodType<ImportPlan> = z.object({
  added: z.array(
    z.object({ family: z.enum(['study', 'activity']), key: z.string(), details: detailsSchema }),
  ),
  changed: z.array(z.object({ id: z.string(), baseRevision: z.number(), details: detailsSchema })),
})

/** What the preview says. Faults: the first ones. */
export type ImportCounts = {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly faults: readonly RowIssue[]
  /** Values far from the usual, the first ones, and how many there are; absent in previews of older versions. */
  readonly doubts?: readonly RowDoubt[]
  readonly doubtful?: number
  /** Headings that nobody knows: their columns are not read, which is said. */
  readonly unknownHeadings: readonly string[]
  /** Further sheets that hold something and are not read; absent in previews of older versions. */
  readonly otherSheets?: readonly string[]
}

/** A table's row by columns; a column that the file lacks is absent. Cells are trimmed, line ends are \n. */
export type NamedRow = {
  readonly line: number
  readonly cells: ReadonlyMap<ColumnId, string>
  /** The file's own heading of each column, for faults. */
  readonly headings: ReadonlyMap<ColumnId, string>
  /** What makes it unfit whatever its columns mean. */
  readonly issues: readonly RowIssue[]
}
