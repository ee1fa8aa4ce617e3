import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import { openDatabase, type Database } from '../../../src/db/database.ts'
import type { Member } from '../../../src/members/member.ts'
import { listMembers } from '../../../src/members/members-store.ts'
import { LooksUnusual } from '../../../src/records/doubts/question-unusual.ts'
import { logRecord } from '../../../src/records/change/log-record.ts'
import type { RecordDetails } from '../../../src/records/record/record.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'

const details: RecordDetails = {
  kindId: 'volunteering',
  title: '交通文明劝导',
  startsOn: '2022-11-12',
  endsOn: '2022-11-12',
  materials: [],
  people: [],
  headCount: { value: 28, unit: '人' },
  expected: null,
  excused: null,
  durationMin: null,
  place: null,
  partner: null,
  note: null,
  quantities: [],
  evidence: [],
}

/** What a refused entry was asked about. */
function keysOf(reason: unknown): string[] {
  return reason instanceof LooksUnusual ? reason.unusual.map(({ key }) => key) : [String(reason)]
}

onBothDatabases('equal lines at once', (kind) => {
  const open = new AsyncDisposableStack()
  let database: Database
  let ctx: Context
  let by: Member[]
  beforeAll(async () => {
    database = open.use(await freshDatabase(kind))
    ctx = await officeOn(database, { sample: true })
    by = await inTransaction(ctx, async ({ db }) => await listMembers(db))
  })
  afterAll(async () => {
    await open.disposeAsync()
  })

  let count = 0
  const log = async (at: Context, who: Member, title: string, day = '2022-11-12') =>
    await logRecord(at, {
      family: 'activity',
      details: { ...details, title, startsOn: day, endsOn: day },
      by: who,
      zone: 'Asia/Shanghai',
      requestId: `equal-${(count += 1)}`,
    })

  it('in one batch: the later one asks whether it is the earlier one', async () => {
    const [first, second, other] = await Promise.allSettled([
      log(ctx, by[11]!, '社区清洁一次'),
      log(ctx, by[12]!, '社区清洁一次'),
      log(ctx, by[12]!, '防汛值守'),
    ])
    if (first.status !== 'fulfilled' || second.status !== 'rejected') throw new Error('not asked')
    expect(keysOf(second.reason)).toEqual([`alike=${first.value.record.id}`])
    expect(other.status).toBe('fulfilled')
  })

  it('on a day with many records of the kind: the newest is not overlooked', async () => {
    const day = '2022-09-03'
    await Promise.all(
      Array.from({ length: 21 }, async (_, nth) => await log(ctx, by[11]!, `第${nth}期`, day)),
    )
    const { record } = await log(ctx, by[11]!, '交通文明劝导', day)
    const again = await log(ctx, by[12]!, '交通文明劝导', day).catch((error: unknown) => error)
    expect(keysOf(again)).toEqual([`alike=${record.id}`])
  })

  it('in two processes: exactly the later one asks, ten times over', async () => {
    if (kind === 'pglite') return
    const second = open.use(await openDatabase(database.address))
    const there: Context = { ...ctx, database: second }
    for (let round = 0; round < 10; round += 1) {
      const day = `2022-10-${10 + round}`
      const pair = await Promise.allSettled([
        log(ctx, by[11]!, '环境整治', day),
        log(there, by[12]!, '环境整治', day),
      ])
      const [early] = pair.flatMap((one) => (one.status === 'fulfilled' ? [one.value.record.id] : []))
      const asked = pair.flatMap((one) => (one.status === 'rejected' ? keysOf(one.reason) : []))
      expect(asked).toEqual([`alike=${early ?? 'none is stored'}`])
    }
  })
})
