import { FieldIssues, MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { checkDetails } from '../record/check-details.ts'
import { DECISIONS, type Decision, type NamedRow, type RowPlan } from './plan.ts'
import { readCells, type ReadContext } from './read-cells.ts'
import { faultsAt, type Faults } from './row-faults.ts'
import { foldName } from '../../text/names.ts'
import { sameDetails, type LoggedRecord, type RecordDetails } from '../record/record.ts'
import type { ColumnId } from '../table/columns.ts'

/** What the rows are held against. Records by their number; only those that the rows name are needed. */
export type PlanContext = ReadContext & {
  readonly records: ReadonlyMap<string, LoggedRecord>
  readonly today: Temporal.PlainDate
}

/** Numbers that rows name, as they are stored: S-42. What is no number is left out; its row is refused. */
export function numbersNamed(rows: readonly NamedRow[]): string[] {
  return [...new Set(rows.map(numberOf).filter((number) => /^[SA]-\d{1,9}$/.test(number)))]
}

/**
 * Decides for each row: a new record, a change of the record it names, nothing, or refused, with every fault and its
 * place. A cell that reads as an export writes it leaves its field as it is, so what was exported comes back unchanged.
 * A row that shows an older revision than the record has now changes nothing and is refused if it would.
 */
export function planRows(rows: readonly NamedRow[], context: PlanContext): RowPlan[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const number = numberOf(row)
    const before = seen.get(number)
    if (number !== '') seen.set(number, row.line)
    const faults = faultsAt(row)
    if (before !== undefined) {
      faults.add('number', {
        zh: `与第 ${before} 行重复`,
        en: `stands in line ${before} already`,
      })
      return { kind: 'refused', line: row.line, faults: faults.found }
    }
    return number === '' ? planNew(row, context, faults) : planChange(row, number, context, faults)
  })
}

function numberOf({ cells }: NamedRow): string {
  return (cells.get('number') ?? '').normalize('NFKC').toUpperCase()
}

function planNew(row: NamedRow, context: PlanContext, faults: Faults): RowPlan {
  const read = readCells(row, null, context, faults)
  const decision = decisionIn(row, faults)
  if (read !== null) check(read.details, context.today, faults)
  return read === null || faults.found.length > 0
    ? { kind: 'refused', line: row.line, faults: faults.found }
    : { kind: 'new', line: row.line, family: read.family, details: read.details, decision }
}

/** What a list that was sent back says of a row. Empty: nobody has decided. */
function decisionIn(row: NamedRow, faults: Faults): Decision | null {
  const written = foldName(row.cells.get('decision') ?? '')
  if (written === '') return null
  return faults.at('decision', () => {
    const decision = DECISIONS.find((one) => DECISION_NAMES[one].includes(written))
    if (decision !== undefined) return decision
    throw new MemberFacingError({
      zh: '请写 保留、用文件的 或 都留',
      en: 'has to be keep, take or both',
    })
  })
}

/** What stands in the column of decisions; the first two are how they are offered. */
const DECISION_NAMES: Readonly<Record<Decision, readonly string[]>> = {
  keep: ['保留', 'keep', '留', '不变'],
  take: ['用文件的', 'take', '用文件', '文件'],
  both: ['都留', 'both', '新增', 'add'],
}

function planChange(row: NamedRow, number: string, context: PlanContext, faults: Faults): RowPlan {
  const refused = () => ({ kind: 'refused', line: row.line, faults: faults.found }) as const
  const before = context.records.get(number)
  if (before === undefined || before.deletedAt !== null) {
    faults.add('number', noRecord(before))
    return refused()
  }
  const read = readCells(row, before, context, faults)
  const decision = decisionIn(row, faults)
  if (read === null || faults.found.length > 0) return refused()
  if (sameDetails(before, read.details)) return { kind: 'unchanged', line: row.line }
  const shown = row.cells.get('revision') ?? ''
  if (shown !== '' && shown !== String(before.revision)) faults.add('revision', movedOn(before))
  check(read.details, context.today, faults)
  if (faults.found.length > 0) return refused()
  const { id, revision } = before
  const told = { decision, showsRevision: shown !== '', isList: row.cells.has('decision') }
  return { kind: 'changed', line: row.line, id, baseRevision: revision, details: read.details, ...told }
}

function noRecord(deleted: LoggedRecord | undefined): LocalizedText {
  return deleted === undefined
    ? {
        zh: '没有这个编号的记录。新记录的编号请留空',
        en: 'is no record. Leave the number of a new record empty',
      }
    : { zh: '这条记录已经撤销或删除', en: 'was undone or deleted' }
}

function movedOn({ id, revision }: LoggedRecord): LocalizedText {
  return {
    zh: `${id} 在导出之后改过，现在是第 ${revision} 版。请重新导出再改`,
    en: `${id} was changed since the export and is at revision ${revision} now. Export it again`,
  }
}

const COLUMN_OF_FIELD: Readonly<Record<string, ColumnId>> = {
  date: 'startsOn',
  endDate: 'endsOn',
  duration: 'minutes',
  headCount: 'heads',
  expected: 'expected',
  excused: 'excused',
  title: 'title',
  materials: 'materials',
  place: 'place',
  partner: 'partner',
  note: 'note',
  quantities: 'quantities',
}

function check(details: RecordDetails, today: Temporal.PlainDate, faults: Faults): void {
  try {
    checkDetails(details, today)
  } catch (error) {
    if (!(error instanceof FieldIssues)) throw error
    for (const [field, said] of Object.entries(error.fields))
      faults.add(COLUMN_OF_FIELD[field] ?? 'title', said)
  }
}
