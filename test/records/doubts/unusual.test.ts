import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import type { Member } from '../../../src/members/member.ts'
import { findMemberByAnyName } from '../../../src/members/members-store.ts'
import { editRecord } from '../../../src/records/change/correct-record.ts'
import { logRecord } from '../../../src/records/change/log-record.ts'
import { LooksUnusual } from '../../../src/records/doubts/question-unusual.ts'
import type { RecordDetails } from '../../../src/records/record/record.ts'
import { findUnusual, type Usual } from '../../../src/records/doubts/unusual.ts'
import { readUsualValues } from '../../../src/records/doubts/usual-store.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

const measures = [{ id: 'news', name: '发布新闻动态', unit: '条' }]

describe('what is unusual', () => {
  const ask = (value: number, usual: Usual | null) =>
    findUnusual(
      { quantities: [{ measureId: 'news', value }], headCount: null },
      {
        quantities: new Map(usual === null ? [] : [['news', usual]]),
        headCounts: new Map(),
      },
      measures,
    )

  it('is a value of ten times the median and more, from three known values on', () => {
    expect(ask(240, { median: 24, values: 3 })).toHaveLength(1)
    expect(ask(239, { median: 24, values: 3 })).toEqual([])
    expect(ask(240, { median: 24, values: 2 })).toEqual([])
    expect(ask(240, null)).toEqual([])
  })

  it('says the value, the usual one and what to answer', () => {
    const [found] = ask(2400, { median: 24, values: 11 })
    expect(found?.question.zh).toBe(
      '“发布新闻动态” 2400条 约为往常的 100 倍（近一年 11 个值的中位数是 24条）。没有写错吗？',
    )
    expect(found?.answer.en).toBe('Yes, 2400条 is right')
  })

  it('is never compared across 人 and 人次', () => {
    const details = { quantities: [], headCount: { value: 1000, unit: '人次' as const } }
    const usual = { quantities: new Map(), headCounts: new Map([['人' as const, { median: 20, values: 9 }]]) }
    expect(findUnusual(details, usual, measures)).toEqual([])
  })

  it('is nothing where the median is 0', () => {
    fc.assert(
      fc.property(fc.nat(), (value) => {
        expect(ask(value, { median: 0, values: 9 })).toEqual([])
      }),
    )
  })
})

onBothDatabases('an unusual value', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const ctx = shared(() => officeOn(database))
  let author: Member
  let request = 0
  const perfect: RecordDetails = {
    kindId: 'publicity',
    title: '推送',
    startsOn: '2022-11-17',
    endsOn: '2022-11-17',
    materials: [],
    people: [],
    headCount: null,
    expected: null,
    excused: null,
    durationMin: null,
    place: null,
    partner: null,
    note: null,
    quantities: [{ measureId: 'news-items', value: 20 }],
    evidence: [],
  }
  beforeAll(async () => {
    await inTransaction(ctx, async ({ db }) => {
      await db
        .insertInto('members')
        .values({
          id: 'm1',
          external_id: 'M1',
          slack_user_id: 'U1',
          email: null,
          name: '甲',
          department: null,
          role: 'member',
          locale: 'zh',
          zone: null,
          own_zone: false,
          joined_on: '2020-01-01',
          left_on: null,
          is_bot: false,
          is_guest: false,
          deactivated: false,
        })
        .execute()
    })
    const found = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, 'M1'))
    if (found === null) throw new Error('no member')
    author = found
    for (const [value, startsOn] of [
      [20, '2022-09-01'],
      [10, '2022-10-01'],
      [40, '2022-11-01'],
      // More than a year ago: no longer what is usual.
      [9000, '2021-01-01'],
      [9000, '2021-01-02'],
    ] as const) {
      await log({ quantities: [{ measureId: 'news-items', value }], startsOn, endsOn: startsOn })
    }
  })
  const log = async (change: Partial<RecordDetails>, confirmed: readonly string[] = []) =>
    await logRecord(ctx, {
      family: 'activity',
      details: { ...perfect, ...change },
      by: author,
      zone: 'Asia/Shanghai',
      requestId: `u${(request += 1)}`,
      confirmed,
    })
  const thrown = async (work: Promise<unknown>) => {
    const error = await work.catch((fault: unknown) => fault)
    if (!(error instanceof LooksUnusual)) throw new Error(`no question but ${String(error)}`)
    return error.unusual
  }

  it('is measured by the median of the last year, older ones aside', async () => {
    const usual = await inTransaction(ctx, async ({ db }) => await readUsualValues(db, perfect, null))
    expect(usual.quantities.get('news-items')).toEqual({ median: 20, values: 3 })
  })

  it('is not stored before it is confirmed, and confirmed for this value only', async () => {
    const many = [{ measureId: 'news-items', value: 200 }]
    const [asked] = await thrown(log({ quantities: many }))
    const rows = async () =>
      await inTransaction(ctx, async ({ db }) => await db.selectFrom('records').select('id').execute())
    const before = (await rows()).length
    await thrown(log({ quantities: [{ measureId: 'news-items', value: 2000 }] }, [asked?.key ?? '']))
    expect(await rows()).toHaveLength(before)
    const { record } = await log({ quantities: many }, [asked?.key ?? ''])
    expect(record.quantities).toEqual(many)
    // Correcting something else about it asks nothing again.
    const edit = { id: record.id, by: author, zone: 'Asia/Shanghai', baseRevision: 1 }
    await editRecord(ctx, {
      ...edit,
      details: { ...perfect, quantities: many, title: '改' },
      requestId: 'e1',
    })
    const more = [{ measureId: 'news-items', value: 90_000 }]
    const wrong = { ...edit, baseRevision: 2, details: { ...perfect, quantities: more }, requestId: 'e2' }
    expect(await thrown(editRecord(ctx, wrong))).toHaveLength(1)
  })

  it('in people is asked about too', async () => {
    for (const [value, startsOn] of [
      [20, '2022-10-08'],
      [25, '2022-10-15'],
      [30, '2022-10-22'],
    ] as const) {
      const headCount = { value, unit: '人' } as const
      await log({ kindId: 'volunteering', quantities: [], headCount, startsOn, endsOn: startsOn })
    }
    const [asked] = await thrown(
      log({ kindId: 'volunteering', quantities: [], headCount: { value: 2500, unit: '人' } }),
    )
    expect(asked?.question.en).toMatch(/head count of 2500人 is about 100 times/)
  })
})
