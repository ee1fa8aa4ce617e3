import { findLookalike } from '../doubts/lookalike.ts'
import {
  detailsOf,
  sameDetails,
  type Family,
  type LoggedRecord,
  type RecordDetails,
} from '../record/record.ts'
import type { ChoiceGroup } from './plan.ts'

/** A row without a number of its own. */
export type FreshRow = { readonly line: number; readonly family: Family; readonly details: RecordDetails }

/** A stored record, and what a table last said of it; null where no import brought or changed it. */
export type Known = { readonly record: LoggedRecord; readonly said: RecordDetails | null }

/** What rows without a number are held against. */
export type Ledger = {
  /** Records that imports stored under a row's stem, by that stem: oldest first, also deleted ones. */
  readonly imported: ReadonlyMap<string, readonly Known[]>
  /** Records of a row's kind and day that are not deleted, by `dayKey`. */
  readonly sameDay: ReadonlyMap<string, readonly Known[]>
}

/** How a row stands to what is stored. `corrected`: it says what it said before, and people changed the record since. */
export type Match =
  | { readonly kind: 'new' }
  | { readonly kind: 'unchanged'; readonly corrected: boolean }
  | {
      readonly kind: 'choice'
      readonly group: Exclude<ChoiceGroup, 'edited'>
      /** null: `line` is the row of the same file that says the same. */
      readonly record: LoggedRecord | null
      readonly line: number | null
      /** The row says nothing new of a record that was deleted since. */
      readonly settled: boolean
    }

/** Rows without a number are the same row again when these agree; the nth such row is under the nth key. */
export function stemOf({ family, details: { startsOn, kindId, title } }: Omit<FreshRow, 'line'>): string {
  return `csv:${JSON.stringify([family, startsOn, kindId, title])}`
}

export function dayKey({ kindId, startsOn }: Pick<RecordDetails, 'kindId' | 'startsOn'>): string {
  return `${startsOn} ${kindId}`
}

/**
 * Holds rows against what earlier imports brought and what people logged. A row that says what a record says, or what a
 * table last said of it, is that record and changes nothing: what was corrected in Slack stays. Any other row of the same
 * day, kind and title, and one that looks like a record of its day, is for a person to decide. No record is held against
 * two rows.
 */
export function matchRows(rows: readonly FreshRow[], { imported, sameDay }: Ledger): Match[] {
  const matches = new Map<FreshRow, Match>()
  const taken = new Set<string>()
  const pass = (find: (row: FreshRow) => readonly [Known, Match] | null) => {
    for (const row of rows) {
      if (matches.has(row)) continue
      const found = find(row)
      if (found === null) continue
      taken.add(found[0].record.id)
      matches.set(row, found[1])
    }
  }
  const free = (known: readonly Known[] | undefined) =>
    (known ?? []).filter(({ record }) => !taken.has(record.id))
  const ofRow = (row: FreshRow) => free(imported.get(stemOf(row)))
  const near = (row: FreshRow) => free(sameDay.get(dayKey(row.details)))

  pass((row) => firstOf([...ofRow(row), ...near(row).filter(({ said }) => said !== null)], row, saysTheSame))
  pass((row) => firstOf([...ofRow(row), ...near(row)], row, saidTheSame))
  pass((row) => {
    const known = ofRow(row)
    return choiceOn(known.find(({ record }) => record.deletedAt === null) ?? known[0])
  })
  pass((row) => {
    const known = near(row)
    const alike = findLookalike(
      row.details.title,
      known.map(({ record }) => record),
    )
    const found = known.find(({ record }) => record.id === alike?.id)
    return found === undefined ? null : [found, { ...ASKED, group: 'alike', record: found.record }]
  })
  const lines = new Map<string, number>()
  const fresh = rows.filter((row) => !matches.has(row))
  for (const row of [...matches.keys(), ...fresh]) {
    const says = JSON.stringify([row.family, detailsOf(row.details)])
    const line = lines.get(says)
    if (!matches.has(row))
      matches.set(row, line === undefined ? { kind: 'new' } : { ...ASKED, group: 'twice', line })
    if (line === undefined) lines.set(says, row.line)
  }
  return rows.map((row) => matches.get(row) ?? { kind: 'new' })
}

const ASKED = { kind: 'choice', record: null, line: null, settled: false } as const

type Comparison = (known: Known, row: FreshRow) => Match | null

function firstOf(
  known: readonly Known[],
  row: FreshRow,
  compare: Comparison,
): readonly [Known, Match] | null {
  for (const one of known) {
    const match = one.record.family === row.family ? compare(one, row) : null
    if (match !== null) return [one, match]
  }
  return null
}

const saysTheSame: Comparison = ({ record }, { details }) =>
  record.deletedAt === null && sameDetails(record, details) ? { kind: 'unchanged', corrected: false } : null

const saidTheSame: Comparison = ({ record, said }, { details }) => {
  if (said === null || !sameDetails(said, details)) return null
  if (record.deletedAt === null) return { kind: 'unchanged', corrected: true }
  return { ...ASKED, group: 'deleted', record, settled: true }
}

function choiceOn(known: Known | undefined): readonly [Known, Match] | null {
  if (known === undefined) return null
  const { record, said } = known
  const isCorrected = said === null || !sameDetails(record, said)
  const group = record.deletedAt !== null ? 'deleted' : isCorrected ? 'corrected' : 'changed'
  return [known, { ...ASKED, group, record }]
}
