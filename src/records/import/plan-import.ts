import type { Transacting } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Member } from '../../members/member.ts'
import { listMembers } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { today } from '../../time/clock.ts'
import type { ImportCounts, ImportPlan, RowDoubt, RowPlan } from './plan.ts'
import { nameRows } from './name-rows.ts'
import { numbersNamed, planRows } from './plan-rows.ts'
import { foldName } from '../../text/names.ts'
import { questionRows } from './question-rows.ts'
import type { Table } from '../../tables/read-table.ts'
import type { RowIssue } from '../../tables/row-issues.ts'
import { HELP_SHEET } from '../table/write-table.ts'
import { sameDetails, type Family, type RecordDetails } from '../record/record.ts'
import { byId } from '../answers/handler-context.ts'
import { findRecordsByIds, findRecordsBySourceKeys } from '../record/store.ts'
import { memberInTable } from '../table/cells.ts'
import type { Words } from '../words/vocabulary.ts'

/** Refused rows that are told one by one. */
const FAULTS_TOLD = 20
/** Unusual values that are told one by one. */
const DOUBTS_TOLD = 8

/** What importing a table would do, what the preview says, and every fault and doubt, of which that tells the first. */
type Planned = {
  readonly plan: ImportPlan
  readonly counts: ImportCounts
  readonly faults: readonly RowIssue[]
  readonly doubts: readonly RowDoubt[]
}

/**
 * Says what importing a table would do; stores nothing. `family`: what its rows are that do not say it themselves. Throws
 * MemberFacingError when its headings make no sense.
 */
export async function planImport(
  ctx: Transacting,
  table: Table,
  words: Words,
  family: Family | null = null,
): Promise<Planned> {
  const { rows, unknownHeadings } = nameRows(table)
  const { zone } = await readWorkspace(ctx.db)
  const members = await listMembers(ctx.db)
  const records = await findRecordsByIds(ctx.db, numbersNamed(rows))
  const byNumber = new Map(records.map((record) => [record.id, record]))
  const planned = planRows(rows, {
    family,
    catalog: { ...words, members: byId(members), zone },
    vocabulary: words.vocabulary,
    memberCalled: callMembers(members),
    records: byNumber,
    today: today(ctx.clock, zone),
  })
  const { added, changed, unchanged, overwritten } = await againstEarlier(ctx, planned)
  const rowsChanged = planned.filter((row) => row.kind === 'changed')
  const plan = {
    added,
    changed: [
      ...rowsChanged.map(({ id, baseRevision, details }) => ({ id, baseRevision, details })),
      ...changed,
    ],
  }
  const refused = planned.filter((row) => row.kind === 'refused')
  const faults = refused.flatMap((row) => row.faults)
  const unusual = await questionRows(ctx.db, planned, { records: byNumber, measures: words.measures })
  const doubts = [...overwritten, ...unusual].sort((one, other) => one.line - other.line)
  const help: readonly string[] = Object.values(HELP_SHEET)
  return {
    plan,
    faults,
    doubts,
    counts: {
      added: plan.added.length,
      changed: plan.changed.length,
      unchanged: unchanged + planned.filter((row) => row.kind === 'unchanged').length,
      refused: refused.length,
      faults: faults.slice(0, FAULTS_TOLD),
      doubts: doubts.slice(0, DOUBTS_TOLD),
      doubtful: doubts.length,
      unknownHeadings,
      otherSheets: table.otherSheets.filter((sheet) => !help.includes(sheet)),
    },
  }
}

/** Rows without a number of their own are the same row again when day, kind and title agree; the nth such row is the nth. */
function sourceKeys(family: Family, rows: readonly RecordDetails[]): string[] {
  const seen = new Map<string, number>()
  return rows.map(({ startsOn, kindId, title }) => {
    const key = JSON.stringify([family, startsOn, kindId, title])
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    return `csv:${key}:${nth}`
  })
}

/**
 * A row without a number may have been imported before: day, kind and title say so. Where it says something else now, it
 * may as well be another event, which whoever imports it has to know.
 */
async function againstEarlier(ctx: Transacting, planned: readonly RowPlan[]) {
  const added: ImportPlan['added'][number][] = []
  const changed: ImportPlan['changed'][number][] = []
  const overwritten: RowDoubt[] = []
  let unchanged = 0
  for (const family of ['study', 'activity'] as const satisfies readonly Family[]) {
    const fresh = planned.flatMap((row) => (row.kind === 'new' && row.family === family ? [row] : []))
    const keys = sourceKeys(
      family,
      fresh.map(({ details }) => details),
    )
    const known = await findRecordsBySourceKeys(ctx.db, keys)
    fresh.forEach(({ line, details }, nth) => {
      const key = keys[nth] ?? ''
      const before = known.get(key)
      if (before === undefined) added.push({ family, key, details })
      else if (before.deletedAt !== null || sameDetails(before, details)) unchanged += 1
      else {
        changed.push({ id: before.id, baseRevision: before.revision, details })
        overwritten.push({ line, question: isItTheSame(before.id) })
      }
    })
  }
  return { added, changed, unchanged, overwritten }
}

function isItTheSame(id: string) {
  return {
    zh: `与以前导入的 ${id} 同日、同类别、同标题，其他内容不同：会修改 ${id}。若是另一次，请把标题改得不同`,
    en: `has the day, kind and title of ${id}, imported before, and differs otherwise: ${id} is changed. If it is another event, give it another title`,
  }
}

/** Who a table means: 成员12（M012）, a number, an e-mail, a Slack id, or a name that only one member has. */
export function callMembers(members: readonly Member[]): (text: string) => string {
  const ids = new Map<string, string[]>()
  const call = (name: string | null, id: string) => {
    if (name === null) return
    const called = ids.get(foldName(name)) ?? []
    if (!called.includes(id)) ids.set(foldName(name), [...called, id])
  }
  for (const member of members) {
    for (const name of [
      member.externalId,
      member.slackUserId,
      member.email,
      member.name,
      memberInTable(member),
    ])
      call(name, member.id)
  }
  return (text) => {
    const called = ids.get(foldName(text.replace(/^[@＠]/u, ''))) ?? []
    const [only] = called
    if (only !== undefined && called.length === 1) return only
    throw new MemberFacingError(
      called.length === 0
        ? {
            zh: `没有叫“${text}”的成员。请写姓名或编号，一行一人`,
            en: `names "${text}", who is no member. Give names or numbers, one a line`,
          }
        : {
            zh: `有 ${called.length} 位成员叫“${text}”，请写编号`,
            en: `names "${text}", as ${called.length} members are called. Give the number`,
          },
    )
  }
}
