import { expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { AlreadyHandled } from '../../../src/errors.ts'
import { logRecord } from '../../../src/records/change/log-record.ts'
import { LooksUnusual } from '../../../src/records/doubts/question-unusual.ts'
import type { RecordDetails } from '../../../src/records/record/record.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { memberNamed, officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

onBothDatabases('what many log at the same moment', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const ctx = shared(() => officeOn(database, { sample: true }))
  const by = shared(() => memberNamed(ctx, 'M001'))

  const details = (title: string, changes: Partial<RecordDetails> = {}): RecordDetails => ({
    kindId: 'group-study',
    title,
    startsOn: '2022-11-17',
    endsOn: '2022-11-17',
    materials: [],
    people: [],
    headCount: null,
    expected: null,
    excused: null,
    durationMin: 60,
    place: null,
    partner: null,
    note: null,
    quantities: [],
    evidence: [],
    ...changes,
  })
  const log = async (requestId: string, what: RecordDetails, confirmed: readonly string[] = []) =>
    await logRecord(ctx, { family: 'study', details: what, by, zone: 'Asia/Shanghai', requestId, confirmed })
  const stored = async (like: string) =>
    await inTransaction(
      ctx,
      async ({ db }) =>
        await db.selectFrom('records').select(['number', 'title']).where('title', 'like', like).execute(),
    )

  it('is stored once each, under numbers without gaps', async () => {
    const ends = await Promise.all(
      Array.from({ length: 120 }, async (_, index) => await log(`many ${index}`, details(`many ${index}`))),
    )
    const numbers = ends.map(({ record }) => record.number).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 120 }, (_, index) => numbers[0]! + index))
    const rows = await stored('many %')
    expect(rows).toHaveLength(120)
    for (const { record } of ends)
      expect(rows.find(({ number }) => number === record.number)?.title).toBe(record.title)
  })

  it('a request that is delivered twice at once is stored once', async () => {
    const ends = await Promise.allSettled(
      [1, 2, 3].map(async () => await log('delivered twice', details('delivered twice'))),
    )
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const end of ends)
      expect(end.status === 'fulfilled' || end.reason instanceof AlreadyHandled).toBe(true)
    expect(await stored('delivered twice')).toHaveLength(1)
  })

  it('what is asked about is not stored, keeps nobody else from it, and is stored when it is said to be right', async () => {
    for (let day = 1; day <= 9; day += 1) {
      const on = `2022-11-0${day}`
      await log(
        `usual ${day}`,
        details(`usual ${day}`, {
          kindId: 'field-research',
          startsOn: on,
          endsOn: on,
          headCount: { value: 10, unit: '人' },
        }),
      )
    }
    const huge = details('huge', { kindId: 'field-research', headCount: { value: 9000, unit: '人' } })
    const [unusual, other] = await Promise.allSettled([log('huge', huge), log('other', details('other'))])
    expect(other.status).toBe('fulfilled')
    const fault: unknown = unusual.status === 'rejected' ? unusual.reason : null
    if (!(fault instanceof LooksUnusual)) throw new Error('it was not asked about')
    expect(await stored('huge')).toEqual([])
    // The same request comes again with the person's word.
    await log(
      'huge',
      huge,
      fault.unusual.map(({ key }) => key),
    )
    expect(await stored('huge')).toHaveLength(1)
  })

  it('what the database refuses fails alone', async () => {
    const before = await log('before', details('before'))
    const ends = await Promise.allSettled([
      log('sound 1', details('sound 1')),
      log('broken', details('broken', { kindId: 'no such kind' })),
      log('sound 2', details('sound 2')),
    ])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await stored('broken')).toEqual([])
    const after = await log('after', details('after'))
    expect(after.record.number).toBe(before.record.number + 3)
  })
})
