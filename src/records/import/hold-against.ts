import type { Db } from '../../db/tenant.ts'
import { findLookalike } from '../doubts/lookalike.ts'
import { sameDetails, type LoggedRecord, type RecordDetails } from '../record/record.ts'
import { findImported, findImportedWordings, findRecordsByIds, findRecordsOfDays } from '../record/store.ts'
import type { TableCatalog } from '../table/cells.ts'
import { dayKey, matchRows, stemOf, type Known, type Ledger, type Match } from './match-rows.ts'
import { decisionsOf, type Addition, type Choice, type Decision, type RowPlan } from './plan.ts'
import { formatChange } from './choice-table.ts'

type Fresh = Extract<RowPlan, { kind: 'new' }>
type Edit = Extract<RowPlan, { kind: 'changed' }>

/** What the rows of a table come to, once they are held against what is stored. */
type Held = {
  readonly added: readonly (Addition & { readonly line: number })[]
  readonly choices: readonly Choice[]
  readonly unchanged: number
  readonly corrected: number
}

/** Decides which rows are new, which change nothing, and which a person has to decide on. A fixed number of queries. */
export async function holdAgainst(
  db: Db,
  planned: readonly RowPlan[],
  known: { readonly byNumber: ReadonlyMap<string, LoggedRecord>; readonly catalog: TableCatalog },
): Promise<Held> {
  const rows = planned.filter((row): row is Fresh => row.kind === 'new')
  const edits = planned.filter((row): row is Edit => row.kind === 'changed')
  // An edit that is to be kept beside its record needs a key that is free.
  const stems = [
    ...rows,
    ...edits.map((row) => ({ ...row, family: recordOf(row, known.byNumber).family })),
  ].map(stemOf)
  const { ledger, used } = await readLedger(db, rows, stems)
  const said = await findImportedWordings(
    db,
    edits.map(({ id }) => id),
  )
  const keyOf = keysAfter(used)
  const matches = matchRows(rows, ledger)
  const held = {
    added: [] as (Addition & { line: number })[],
    choices: [] as Choice[],
    unchanged: 0,
    corrected: 0,
  }
  rows.forEach((row, nth) => {
    const match = matches[nth] ?? { kind: 'new' }
    if (match.kind === 'unchanged' || (match.kind === 'new' && row.decision === 'keep')) {
      held.unchanged += 1
      if (match.kind === 'unchanged' && match.corrected) held.corrected += 1
    } else if (match.kind === 'new') {
      const { line, family, details } = row
      held.added.push({ line, family, details, key: keyOf(row) })
    } else held.choices.push(choiceOf(row, match, keyOf(row), known.catalog))
  })
  for (const row of edits) {
    const before = recordOf(row, known.byNumber)
    held.choices.push(
      editOf(
        row,
        before,
        { said: said.get(row.id), key: keyOf({ ...row, family: before.family }) },
        known.catalog,
      ),
    )
  }
  held.choices.sort((one, other) => one.line - other.line)
  return held
}

function recordOf({ id }: Edit, byNumber: ReadonlyMap<string, LoggedRecord>): LoggedRecord {
  const record = byNumber.get(id)
  if (record === undefined) throw new Error(`${id} was there a moment ago`)
  return record
}

/** What rows without a number are held against, and how often each stem was used. */
async function readLedger(
  db: Db,
  rows: readonly Fresh[],
  stems: readonly string[],
): Promise<{ readonly ledger: Ledger; readonly used: ReadonlyMap<string, number> }> {
  const imported = await findImported(db, [...new Set(stems)])
  const near = await findNear(db, rows)
  const ids = [...new Set([...imported.map(({ id }) => id), ...near])]
  const said = await findImportedWordings(db, ids)
  const records = (await findRecordsByIds(db, ids)).map((record): Known => {
    return { record, said: said.get(record.id) ?? null }
  })
  const byId = new Map(records.map((known) => [known.record.id, known]))
  const isNear = new Set(near)
  return {
    ledger: {
      imported: new Map(
        [...Map.groupBy(imported, ({ stem }) => stem)].map(([stem, all]) => [
          stem,
          all.flatMap(({ id }) => byId.get(id) ?? []),
        ]),
      ),
      sameDay: Map.groupBy(
        records.filter(({ record }) => isNear.has(record.id)),
        ({ record }) => dayKey(record),
      ),
    },
    used: new Map(imported.map(({ stem, nth }) => [stem, nth])),
  }
}

/** Records that look like the event of a row, by kind, day and title. */
async function findNear(db: Db, rows: readonly Fresh[]): Promise<string[]> {
  const days = [...Map.groupBy(rows, ({ details }) => dayKey(details)).values()]
  const found = await findRecordsOfDays(
    db,
    days.map(([row]) => ({ kindId: row!.details.kindId, day: row!.details.startsOn })),
  )
  return found.flatMap((records, nth) =>
    records
      .filter((record) => days[nth]!.some(({ details }) => findLookalike(details.title, [record]) !== null))
      .map(({ id }) => id),
  )
}

/** Hands out keys that no record has: after the last that an import used. */
function keysAfter(used: ReadonlyMap<string, number>): (row: Parameters<typeof stemOf>[0]) => string {
  const next = new Map(used)
  return (row) => {
    const stem = stemOf(row)
    const nth = (next.get(stem) ?? 0) + 1
    next.set(stem, nth)
    return `${stem}:${nth}`
  }
}

function choiceOf(
  row: Fresh,
  match: Extract<Match, { kind: 'choice' }>,
  key: string,
  catalog: TableCatalog,
): Choice {
  const { line, family, details } = row
  const { record, group } = match
  const shows =
    record === null
      ? { zh: `与第 ${match.line ?? 0} 行完全相同`, en: `says the same as line ${match.line ?? 0}` }
      : formatChange(record, details, catalog)
  const id = record?.id ?? null
  const choice = { line, group, id, baseRevision: record?.revision ?? 0, family, key, details, shows }
  return { ...choice, decision: allowed(group, row.decision) ?? (match.settled ? 'keep' : null) }
}

/** A row with a number: carried out as it stands where it overwrites nothing that whoever wrote it may not have seen. */
function editOf(
  row: Edit,
  before: LoggedRecord,
  { said, key }: { readonly said: RecordDetails | undefined; readonly key: string },
  catalog: TableCatalog,
): Choice {
  const { line, id, baseRevision, details, decision } = row
  const isSeen = row.showsRevision || (said !== undefined && sameDetails(said, before))
  const group = isSeen ? 'edited' : 'corrected'
  const shows = formatChange(before, details, catalog)
  const choice = { line, group, id, baseRevision, family: before.family, key, details, shows } as const
  return { ...choice, decision: decision ?? (isSeen && !row.isList ? 'take' : null) }
}

function allowed(group: Choice['group'], decision: Decision | null): Decision | null {
  return decision !== null && decisionsOf({ group }).includes(decision) ? decision : null
}
