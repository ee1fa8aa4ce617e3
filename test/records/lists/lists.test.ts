import { expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { listRecords, totalRecords, type Selection } from '../../../src/records/lists/list.ts'
import { logAnyway } from '../../helpers/log-anyway.ts'
import { deleteWithReason } from '../../../src/records/change/correct-record.ts'
import type { RecordDetails } from '../../../src/records/record/record.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { memberNamed, officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

const everything: Selection = {
  family: 'study',
  period: parsePeriod('2022'),
  kindIds: [],
  memberIds: [],
  words: [],
}

onBothDatabases('a selection of records', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const ctx = shared(() => officeOn(database, { sample: true }))
  let request = 0

  const member = (name: string) => memberNamed(ctx, name)
  const totals = async (selection: Partial<Selection>) =>
    await inTransaction(ctx, async ({ db }) => await totalRecords(db, { ...everything, ...selection }))
  const page = async (selection: Partial<Selection>, limit = 500) =>
    await inTransaction(
      ctx,
      async ({ db }) => await listRecords(db, { ...everything, ...selection }, { limit }),
    )
  const log = async (
    details: Partial<RecordDetails>,
    family: 'study' | 'activity' = 'study',
    by = 'M011',
  ) => {
    const full: RecordDetails = {
      kindId: 'party-lecture',
      title: '一课',
      startsOn: '2020-05-01',
      endsOn: '2020-05-01',
      materials: [],
      people: [],
      headCount: null,
      expected: null,
      excused: null,
      durationMin: null,
      place: null,
      partner: null,
      note: null,
      quantities: [],
      evidence: [],
      ...details,
    }
    const entry = {
      family,
      details: full,
      by: await member(by),
      zone: 'Asia/Shanghai',
      requestId: `r${(request += 1)}`,
    }
    return (await logAnyway(ctx, entry)).record
  }

  it('turns forth and back over every record exactly once, newest first', async () => {
    const all = (await page({})).map(({ id }) => id)
    expect(all).toHaveLength(100)
    const seen: string[] = []
    let turn: Parameters<typeof listRecords>[2]['turn'] = null
    let last: Awaited<ReturnType<typeof page>> = []
    for (;;) {
      const at: typeof turn = turn
      const more: typeof last = await inTransaction(
        ctx,
        async ({ db }) => await listRecords(db, everything, { limit: 15, turn: at }),
      )
      if (more.length === 0) break
      seen.push(...more.map(({ id }) => id))
      last = more
      const end = more.at(-1)
      if (end !== undefined) turn = { to: 'older', cursor: end }
    }
    expect(seen).toEqual(all)
    const [first] = last
    if (first === undefined) throw new Error('no page')
    const before = await inTransaction(
      ctx,
      async ({ db }) =>
        await listRecords(db, everything, { limit: 15, turn: { to: 'newer', cursor: first } }),
    )
    expect(before.map(({ id }) => id)).toEqual(all.slice(75, 90))
  })

  it('adds up flows, takes the newest of stocks and ratios, and counts as the sample year does', async () => {
    const activities = await totals({ family: 'activity' })
    const value = (name: string) => activities.measures.find((measure) => measure.name === name)?.value
    expect(activities.records).toBe(43)
    expect(value('发布新闻动态')).toBe(262)
    expect(value('关注人数')).toBe(98_600)
    expect((await totals({ kindIds: ['party-lecture'] })).records).toBe(8)
  })

  it('finds a member who took part and one who only logged, and asks for both when two are named', async () => {
    const [a, b] = [await member('M012'), await member('M013')]
    await log({ people: [a.id], startsOn: '2020-05-02', endsOn: '2020-05-02' }, 'study', 'M013')
    const of2020 = { period: parsePeriod('2020') }
    expect((await page({ ...of2020, memberIds: [a.id] })).length).toBe(1)
    expect((await page({ ...of2020, memberIds: [a.id, b.id] })).length).toBe(1)
    expect((await page({ ...of2020, memberIds: [a.id, (await member('M014')).id] })).length).toBe(0)
  })

  it.each([
    ['宪法宣誓', true],
    ['宪法', true],
    ['ＡＢＣ', true],
    ['abc', true],
    ['100%', true],
    ['100_', false],
    ['x%y', false],
    ['三楼', true],
    ['某街道', true],
    ['备注里', true],
    ['誓 会', false],
    ['\\', true],
  ])('looks for %s as it stands in any field, whatever its case and width: %s', async (word, isThere) => {
    await log({
      title: '宪法宣誓',
      materials: ['会议手册 Abc'],
      place: '三楼',
      partner: '某街道',
      note: '备注里 100% \\ x1y',
      startsOn: '2019-05-02',
      endsOn: '2019-05-02',
    })
    const found = await page({ period: parsePeriod('2019'), words: [word] })
    expect(found.length > 0).toBe(isThere)
  })

  it('keeps the unit of unnamed heads apart, and leaves deleted records out', async () => {
    const of2018 = { period: parsePeriod('2018'), family: 'activity' as const }
    const day = { kindId: 'volunteering', startsOn: '2018-05-02', endsOn: '2018-05-02' }
    await log({ ...day, headCount: { value: 7, unit: '人' }, durationMin: 90 }, 'activity')
    await log({ ...day, headCount: { value: 9, unit: '人次' } }, 'activity')
    const gone = await log({ ...day, headCount: { value: 500, unit: '人' } }, 'activity')
    await deleteWithReason(ctx, { id: gone.id, reason: 'x', by: await member('M001'), requestId: 'gone' })
    expect(await totals(of2018)).toMatchObject({
      records: 2,
      heads: 7,
      headTimes: 9,
      minutes: 90,
      members: 0,
    })
  })

  it('counts records of a merged kind under the kind it was merged into', async () => {
    await log({ kindId: 'party-lecture', startsOn: '2017-05-02', endsOn: '2017-05-02' })
    await inTransaction(ctx, async ({ db }) => {
      await db
        .updateTable('kinds')
        .set({ merged_into: 'warning-education' })
        .where('id', '=', 'party-lecture')
        .execute()
    })
    const of2017 = { period: parsePeriod('2017') }
    expect((await totals({ ...of2017, kindIds: ['warning-education'] })).records).toBe(1)
  })
})
