import { z } from 'zod'
import type { LocalizedText } from '../../locale.ts'
import type { RowIssue } from '../../tables/row-issues.ts'
import type { Family, RecordDetails } from '../record/record.ts'
import type { ReadColumnId } from '../table/columns.ts'

/** A value that may be a slip, which importing confirms. */
export type RowDoubt = { readonly line: number; readonly question: LocalizedText }

/** keep: what is stored stays and the row is left out; take: the record becomes what the row says; both: a new record. */
export const DECISIONS = ['keep', 'take', 'both'] as const
export type Decision = (typeof DECISIONS)[number]

/**
 * Why a row is chosen by a person and not carried out by itself:
 * - edited: it names a record by its number and says something else than the record.
 * - corrected: it differs from a record that people corrected since the last import.
 * - changed: an earlier import brought a record of this day, kind and title, which says something else.
 * - alike: a record that no import brought looks like the same event.
 * - twice: the file holds the very same row before.
 * - deleted: an earlier import brought it, and it was deleted since.
 */
export const CHOICE_GROUPS = ['corrected', 'changed', 'alike', 'twice', 'deleted', 'edited'] as const
export type ChoiceGroup = (typeof CHOICE_GROUPS)[number]

const texts = z.object({ zh: z.string(), en: z.string() })

const detailsSchema: z.ZodType<RecordDetails> = z.object({
  kindId: z.string(),
  title: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
  materials: z.array(z.string()),
  people: z.array(z.string()),
  headCount: z.object({ value: z.number(), unit: z.enum(['人', '人次']) }).nullable(),
  // Previews of earlier versions say nothing of these.
  expected: z.number().nullable().default(null),
  excused: z.number().nullable().default(null),
  durationMin: z.number().nullable(),
  place: z.string().nullable(),
  partner: z.string().nullable(),
  note: z.string().nullable(),
  quantities: z.array(z.object({ measureId: z.string(), value: z.number() })),
  evidence: z.array(
    z.object({ kind: z.enum(['link', 'file', 'message']), title: z.string(), url: z.string() }),
  ),
})

const family = z.enum(['study', 'activity'])
const addition = z.object({ family, key: z.string(), details: detailsSchema })

/** A row to be stored as a new record, under the key by which a later import knows it again. */
export type Addition = Readonly<z.infer<typeof addition>>

const choiceSchema = z.object({
  line: z.number(),
  group: z.enum(CHOICE_GROUPS),
  /** The record it is about; null where it is about another row of the file. */
  id: z.string().nullable(),
  baseRevision: z.number(),
  /** As a new record: its family and key. */
  family,
  key: z.string(),
  details: detailsSchema,
  /** What stands there and what the row says, field by field: plain text. */
  shows: texts,
  decision: z.enum(DECISIONS).nullable(),
})

/** A row that a person decides on, or has decided on. */
export type Choice = Readonly<z.infer<typeof choiceSchema>>

/** What may be decided: a record that is gone, or a row of the same file, cannot be changed. */
export function decisionsOf({ group }: Pick<Choice, 'group'>): readonly Decision[] {
  return group === 'twice' || group === 'deleted' ? ['keep', 'both'] : DECISIONS
}

/** What one row of a table comes to by itself, before it is held against what earlier imports and people stored. */
export type RowPlan =
  | {
      readonly kind: 'new'
      readonly line: number
      readonly family: Family
      readonly details: RecordDetails
      readonly decision: Decision | null
    }
  | {
      readonly kind: 'changed'
      readonly line: number
      readonly id: string
      readonly baseRevision: number
      readonly details: RecordDetails
      readonly decision: Decision | null
      /** Whether the row shows which wording it was made from, so that it overwrites nothing unseen. */
      readonly showsRevision: boolean
      /** The table has a column of decisions: where that is empty, nothing is decided. */
      readonly isList: boolean
    }
  | { readonly kind: 'unchanged'; readonly line: number }
  | { readonly kind: 'refused'; readonly line: number; readonly faults: readonly RowIssue[] }

/** What Import will do, and nothing else: kept with the preview. Choices that are not decided are left out. */
export type ImportPlan = { readonly added: readonly Addition[]; readonly choices: readonly Choice[] }

const earlierPlan = z.array(z.object({ id: z.string(), baseRevision: z.number(), details: detailsSchema }))

/** Reads a kept plan, also one of an older version, in which every changed row was to be carried out. */
export const planSchema = z
  .object({
    added: z.array(addition),
    choices: z.array(choiceSchema).default([]),
    changed: earlierPlan.default([]),
  })
  .transform(({ added, choices, changed }): ImportPlan => ({
    added,
    choices: [...choices, ...changed.map((row) => ({ ...EARLIER, ...row, family: familyOf(row.id) }))],
  }))

const EARLIER = { line: 0, group: 'edited', key: '', shows: { zh: '', en: '' }, decision: 'take' } as const

function familyOf(id: string): Family {
  return id.startsWith('S') ? 'study' : 'activity'
}

/** What the preview says beside the plan. Faults: the first ones. */
export type ImportCounts = {
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
  /** What the file hides, in words. */
  readonly hidden?: readonly LocalizedText[]
  /** The first new rows, a line each, plain text. */
  readonly news?: readonly LocalizedText[]
  /** Of the unchanged rows those that say what was imported before, while people corrected the record since. */
  readonly corrected?: number
}

/** A table's row by columns; a column that the file lacks is absent. Cells are trimmed, line ends are \n. */
export type NamedRow = {
  readonly line: number
  readonly cells: ReadonlyMap<ReadColumnId, string>
  /** The file's own heading of each column, for faults. */
  readonly headings: ReadonlyMap<ReadColumnId, string>
  /** What makes it unfit whatever its columns mean. */
  readonly issues: readonly RowIssue[]
}
