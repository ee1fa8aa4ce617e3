// A process that logs, edits and imports as fast as it can, and says on stdout what was confirmed: to be killed.
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction } from '../../src/context.ts'
import { openDatabase, type DatabaseAddress } from '../../src/db/database.ts'
import { findMemberByAnyName } from '../../src/members/members-store.ts'
import { editRecord } from '../../src/records/correct-record.ts'
import { importStudy } from '../../src/records/import-records.ts'
import { logRecord } from '../../src/records/log-record.ts'
import type { RecordDetails } from '../../src/records/record.ts'
import { officeOn } from './office.ts'

const [address = '', confirmations = '', run = ''] = process.argv.slice(2)
const database = await openDatabase(JSON.parse(address) as DatabaseAddress)
const ctx = await officeOn(database)
const by = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, 'M001'))
if (by === null) throw new Error('the office is not there')
const zone = 'Asia/Shanghai'
const folder = mkdtempSync(join(tmpdir(), 'wenshu-import-'))
// Written at once, so that what stands in the file was confirmed before the kill.
const confirm = (line: string) => {
  appendFileSync(confirmations, `${line}\n`)
}

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
}
