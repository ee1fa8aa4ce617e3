// A process that logs, edits and imports as fast as it can, and says on stdout what was confirmed: to be killed.
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inTransaction, nowOf } from '../../src/context.ts'
import { openDatabase, type DatabaseAddress } from '../../src/db/database.ts'
import { findMemberByAnyName } from '../../src/members/members-store.ts'
import { readWorkspace } from '../../src/members/workspace-store.ts'
import { applyImport } from '../../src/imports/apply-import.ts'
import { editRecord } from '../../src/records/change/correct-record.ts'
import { importStudy } from '../../src/records/import/import-records.ts'
import { logRecord } from '../../src/records/change/log-record.ts'
import { insertPendingImport, keepPlan } from '../../src/imports/pending-store.ts'
import { planImport } from '../../src/records/import/plan-import.ts'
import { recordImports } from '../../src/records/import/record-imports.ts'
import { readTable } from '../../src/tables/read-table.ts'
import type { RecordDetails } from '../../src/records/record/record.ts'
import { keepWords } from '../../src/records/words/vocabulary.ts'
import { officeOn } from './office.ts'

const [address = '', confirmations = '', run = ''] = process.argv.slice(2)
const database = await openDatabase(JSON.parse(address) as DatabaseAddress)
const ctx = await officeOn(database)
const by = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, 'M001'))
if (by === null) throw new Error('the office is not there')
const zone = 'Asia/Shanghai'
// Beside the confirmations, so that whoever kills this process clears it away.
const folder = mkdtempSync(join(dirname(confirmations), 'import-'))
// Written at once, so that what stands in the file was confirmed before the kill.
const confirm = (line: string) => {
  appendFileSync(confirmations, `${line}\n`)
  process.stdout.write(`${line}\n`)
}

const wordsFor = keepWords()

process.stdout.write('ready\n')
for (let turn = 0; ; turn += 1) {
  const details: RecordDetails = {
    kindId: 'group-study',
    title: `${run} ${turn}`,
    startsOn: '2022-11-17',
    endsOn: '2022-11-17',
    materials: ['《一》', '《二》'],
    people: [by.id],
    headCount: { value: 25, unit: '人' },
    expected: null,
    excused: null,
    durationMin: 60,
    place: null,
    partner: null,
    note: null,
    quantities: [{ measureId: 'news-items', value: 1 }],
    evidence: [{ kind: 'link', title: 'x', url: 'https://example.org' }],
  }
  const { record } = await logRecord(ctx, {
    family: 'study',
    details,
    by,
    zone,
    requestId: `${run} log ${turn}`,
  })
  confirm(`logged ${record.id}`)
  const edited = { ...details, title: `${details.title} edited` }
  await editRecord(ctx, {
    id: record.id,
    baseRevision: 1,
    details: edited,
    by,
    zone,
    requestId: `${run} edit ${turn}`,
  })
  confirm(`edited ${record.id}`)
  const rows = Array.from(
    { length: 20 },
    (_, row) => `2022-10-0${1 + (row % 9)},党课,${run} import ${turn} ${row},,M001,60,,`,
  )
  const file = join(folder, 'study.csv')
  writeFileSync(file, `date,kind,title,materials,attendees,duration_min,place,note\n${rows.join('\n')}\n`)
  await inTransaction(ctx, async (ctx) => await importStudy(ctx, file))
  confirm(`imported ${run} import ${turn}`)
  await importSent(`${run} sent ${turn}`)
  confirm(`applied ${run} sent ${turn}`)
}

/** As a table that an editor sends in Slack: kept with what it would do, then carried out. */
async function importSent(name: string): Promise<void> {
  const sent = Array.from({ length: 20 }, (_, row) => `2022-09-0${1 + (row % 9)},党课,${name} ${row},M001`)
  const table = await readTable(new TextEncoder().encode(`开始日期,类别,标题,人员\n${sent.join('\n')}\n`))
  await inTransaction(ctx, async (ctx) => {
    const sent = { slackFileId: 'F1', fileName: name, period: null }
    await insertPendingImport(ctx.db, {
      id: name,
      sort: 'records',
      byMember: by!.id,
      askedAt: nowOf(ctx),
      ...sent,
    })
  })
  const known = await wordsFor({
    ctx,
    workspace: await inTransaction(ctx, async ({ db }) => await readWorkspace(db)),
  })
  await inTransaction(ctx, async (ctx) => {
    await keepPlan(ctx.db, name, recordImports.keep(await planImport(ctx, table, known)))
  })
  await applyImport(ctx, recordImports, { id: name, by: by! })
}
