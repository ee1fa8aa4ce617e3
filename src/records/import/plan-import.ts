import type { Transacting } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Member } from '../../members/member.ts'
import { listMembers } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { today } from '../../time/clock.ts'
import type { ImportCounts, ImportPlan, RowDoubt } from './plan.ts'
import { holdAgainst } from './hold-against.ts'
import { inOneLine } from './choice-table.ts'
import { nameRows } from './name-rows.ts'
import { numbersNamed, planRows } from './plan-rows.ts'
import { foldName } from '../../text/names.ts'
import { questionRows } from './question-rows.ts'
import type { Table } from '../../tables/read-table.ts'
import type { RowIssue } from '../../tables/row-issues.ts'
import { HELP_SHEET, TOTALS_SHEET } from '../table/write-table.ts'
import type { Family } from '../record/record.ts'
import { byId } from '../answers/handler-context.ts'
import { findRecordsByIds } from '../record/store.ts'
import { memberInTable } from '../table/cells.ts'
import type { Words } from '../words/vocabulary.ts'

/** Refused rows that are told one by one. */
const FAULTS_TOLD = 20
/** Unusual values that are told one by one. */
const DOUBTS_TOLD = 8

/** New rows that are told one by one. */
const NEWS_TOLD = 12

/** What importing a table would do, what the preview says, and every fault and doubt, of which that tells the first. */
export type PlannedImport = {
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
): Promise<PlannedImport> {
  const { rows, unknownHeadings } = nameRows(table)
  const { zone } = await readWorkspace(ctx.db)
  const members = await listMembers(ctx.db)
  const records = await findRecordsByIds(ctx.db, numbersNamed(rows))
  const byNumber = new Map(records.map((record) => [record.id, record]))
  const catalog = { ...words, members: byId(members), zone }
  const planned = planRows(rows, {
    family,
    catalog,
    vocabulary: words.vocabulary,
    memberCalled: callMembers(members),
    records: byNumber,
    today: today(ctx.clock, zone),
  })
  const held = await holdAgainst(ctx.db, planned, { byNumber, catalog })
  const refused = planned.filter((row) => row.kind === 'refused')
  const faults = refused.flatMap((row) => row.faults)
  const doubts = await questionRows(ctx.db, planned, { records: byNumber, measures: words.measures })
  const ours = new Set<string>([HELP_SHEET, TOTALS_SHEET].flatMap((sheet) => Object.values(sheet)))
  return {
    plan: {
      added: held.added.map(({ family, key, details }) => ({ family, key, details })),
      choices: held.choices,
    },
    faults,
    doubts,
    counts: {
      unchanged: held.unchanged + planned.filter((row) => row.kind === 'unchanged').length,
      refused: refused.length,
      faults: faults.slice(0, FAULTS_TOLD),
      doubts: doubts.slice(0, DOUBTS_TOLD),
      doubtful: doubts.length,
      unknownHeadings,
      otherSheets: table.otherSheets.filter((sheet) => !ours.has(sheet)),
      hidden: table.hidden,
      news: held.added.slice(0, NEWS_TOLD).map((row) => inOneLine(row, catalog)),
      corrected: held.corrected,
    },
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
