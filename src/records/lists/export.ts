import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { translator, type Locale } from '../../locale.ts'
import { type Caller, dayOf } from '../../members/caller.ts'
import { listMembers } from '../../members/members-store.ts'
import { listRecords, totalRecords, type Selection, type Totals } from './list.ts'
import type { LoggedRecord } from '../record/record.ts'
import { byId } from '../answers/handler-context.ts'
import type { NamedFile } from '../../slack/files/upload-file.ts'
import { cellsOf } from '../table/cells.ts'
import type { Cell } from '../../tables/cells.ts'
import type { Words } from '../words/vocabulary.ts'
import { csvTable, xlsxTable } from '../table/write-table.ts'

/** Records in one file: what a spreadsheet still opens with ease. */
const MOST_RECORDS = 20_000
const CHUNK = 2_000

/** Writes a selection as a file, oldest record first. Throws MemberFacingError when it holds none or too many. */
export async function exportRecords(
  caller: Pick<Caller, 'ctx' | 'workspace' | 'locale'>,
  wanted: { readonly selection: Selection; readonly format: 'csv' | 'xlsx'; readonly words: Words },
): Promise<{ readonly file: NamedFile; readonly count: number }> {
  const { ctx, workspace, locale } = caller
  const { selection, format, words } = wanted
  const { records, members, totals } = await inTransaction(ctx, async ({ db }) => ({
    records: await allRecords(async (turn) => await listRecords(db, selection, { limit: CHUNK, turn })),
    members: await listMembers(db),
    totals: await totalRecords(db, selection),
  }))
  if (records.length === 0) {
    throw new MemberFacingError({
      zh: '这里没有记录可导出。请换一个时段。',
      en: 'There is nothing to export here. Choose another period.',
    })
  }
  const catalog = { ...words, members: byId(members), zone: workspace.zone }
  const rows = records.toReversed().map((record) => cellsOf(record, catalog, locale))
  const bytes =
    format === 'csv'
      ? csvTable(rows, locale)
      : await xlsxTable(rows, locale, { totals: totalsCells(totals, locale) })
  const period = selection.period?.label ?? 'all'
  const name = `wenshu-${selection.family}-${period}-${dayOf(caller).toString()}.${format}`
  return { file: { name, bytes }, count: records.length }
}

/** What the list comes to, each with its unit; persons and attendances apart. */
function totalsCells(totals: Totals, locale: Locale): Cell[][] {
  const t = translator(locale)
  const { records, members, attendances, heads, headTimes, minutes, measures } = totals
  return [
    [t('记录', 'Records'), records, t('条', '')],
    [t('列名的成员', 'Members named'), members, t('人', '')],
    [t('列名的到场', 'Attendances of members named'), attendances, t('人次', '')],
    [t('未列名的到场', 'Attendances not named'), heads + headTimes, t('人次', '')],
    [t('到场合计', 'Attendances in all'), attendances + heads + headTimes, t('人次', '')],
    [t('时长合计', 'Duration in all'), minutes, t('分钟', 'min')],
    ...measures.map(({ name, value, unit }) => [name, value, unit]),
  ]
}

type Turn = NonNullable<Parameters<typeof listRecords>[2]['turn']>

async function allRecords(read: (turn: Turn | null) => Promise<LoggedRecord[]>): Promise<LoggedRecord[]> {
  const records: LoggedRecord[] = []
  let turn: Turn | null = null
  for (;;) {
    const more: LoggedRecord[] = await read(turn)
    records.push(...more)
    const last = more.at(-1)
    if (more.length < CHUNK || last === undefined) return records
    if (records.length >= MOST_RECORDS) {
      throw new MemberFacingError({
        zh: `超过 ${MOST_RECORDS} 条，一个文件放不下。请把时段写短一些。`,
        en: `That is more than ${MOST_RECORDS} records, too many for one file. Choose a shorter period.`,
      })
    }
    turn = { to: 'older', cursor: { startsOn: last.startsOn, number: last.number } }
  }
}
