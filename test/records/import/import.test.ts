import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import { TableRefused } from '../../../src/tables/row-issues.ts'
import type { Database } from '../../../src/db/database.ts'
import { importOffice } from '../../../src/app/import-office.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { totalRecords } from '../../../src/records/lists/list.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn, SAMPLE_OFFICE } from '../../helpers/office.ts'

const STUDY = 'date,kind,title,materials,attendees,duration_min,place,note\n'
const ACTIVITIES = 'date,kind,title,place,participant_count,quantities,partner,note\n'

onBothDatabases('importing an office', (kind) => {
  let database: Database
  let ctx: Context
  let folder: string
  beforeAll(async () => {
    database = await freshDatabase(kind)
    ctx = await officeOn(database, { sample: true })
  })
  afterAll(async () => {
    await database[Symbol.asyncDispose]()
  })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wenshu-import-'))
    return () => {
      rmSync(folder, { recursive: true })
    }
  })

  async function totals(family: 'study' | 'activity'): Promise<number> {
    const page = await inTransaction(ctx, async ({ db }) => {
      const wanted = { family, period: parsePeriod('2022'), kindIds: [], memberIds: [], words: [] }
      return await totalRecords(db, wanted)
    })
    return page.records
  }

  async function faultsOf(tables: Readonly<Record<string, string | Uint8Array>>) {
    for (const [name, content] of Object.entries(tables)) writeFileSync(join(folder, name), content)
    const refusal = await importOffice(ctx, folder).then(
      () => null,
      (error: unknown) => error,
    )
    if (!(refusal instanceof TableRefused)) throw new Error(`not refused: ${String(refusal)}`)
    return refusal.faults.map(({ line, column, value, reason }) => ({
      file: refusal.file,
      line,
      column,
      value,
      reason: reason.en,
    }))
  }

  it('stores the whole sample year', async () => {
    expect(await totals('study')).toBe(100)
    expect(await totals('activity')).toBe(43)
  })

  it('changes nothing the second time', async () => {
    const again = await importOffice(ctx, SAMPLE_OFFICE)
    expect(again.map(({ file, count }) => [file, count.added, count.changed])).toEqual([
      ['members.csv', 0, 0],
      ['measures.csv', 0, 0],
      ['study.csv', 0, 0],
      ['activities.csv', 0, 0],
      ['essays.csv', 0, 0],
    ])
  })

  it('refuses a table with a bad row whole, and says where, what and why of every fault', async () => {
    const before = await totals('study')
    const faults = await faultsOf({
      'study.csv': `${STUDY}2022-03-01,党课,好的一行,,M001,60,,\n2022-02-30,党课,坏日子,,M001,60,,\n2022-03-02,不存在,标题,,M999,一会儿,,\n`,
    })
    expect(faults).toMatchObject([
      { file: 'study.csv', line: 3, column: 'date', value: '2022-02-30' },
      { file: 'study.csv', line: 4, column: 'kind', value: '不存在' },
      { file: 'study.csv', line: 4, column: 'duration_min', value: '一会儿' },
      { file: 'study.csv', line: 4, column: 'attendees', value: 'M999' },
    ])
    expect(await totals('study')).toBe(before)
  })

  it.each([
    ['a quantity that is none', '发布新闻动态25条', /not measure=number unit/],
    ['a measure nobody knows', '发明=3项', /Which measure is "发明3项"/],
    ['another unit than the measure has', '注册审核=18人', /is counted in "人次"/],
  ])('refuses %s', async (_what, quantities, reason) => {
    const faults = await faultsOf({
      'activities.csv': `${ACTIVITIES}2022-03-01,新闻宣传,标题,,,${quantities},,\n`,
    })
    expect(faults).toMatchObject([
      { line: 2, column: 'quantities', value: quantities, reason: expect.stringMatching(reason) },
    ])
  })

  it.each([
    ['a day to come', '2099-03-10,新闻宣传,标题,,,,,', 'date', '2099-03-10', /still to come/],
    [
      'a number below nothing',
      '2022-03-01,新闻宣传,标题,,,发布新闻动态=-3条,,',
      'quantities',
      '发布新闻动态=-3条',
      /./,
    ],
    [
      'digits grouped as nobody groups them',
      '2022-03-01,新闻宣传,标题,,,"发布新闻动态=12,00条",,',
      'quantities',
      '发布新闻动态=12,00条',
      /./,
    ],
    ['nobody there', '2022-03-01,新闻宣传,标题,,0,,,', 'participant_count', '0', /./],
    [
      'an error of the spreadsheet',
      '2022-03-01,新闻宣传,标题,,#REF!,,,',
      'participant_count',
      '#REF!',
      /error/,
    ],
    [
      'a cell too many',
      '2022-03-01,新闻宣传,标题,,,,,张三请假,李四迟到',
      'I',
      '李四迟到',
      /below no heading/,
    ],
  ])('refuses a row with %s, as Slack does', async (_what, row, column, value, reason) => {
    const before = await totals('activity')
    const faults = await faultsOf({
      'activities.csv': `${ACTIVITIES}2022-03-01,新闻宣传,好的,,,,,\n${row}\n`,
    })
    expect(faults[0]).toMatchObject({ line: 3, column, value, reason: expect.stringMatching(reason) })
    expect(await totals('activity')).toBe(before)
  })

  it('refuses a file whose letters would be guessed', async () => {
    const faults = await faultsOf({
      'study.csv': Buffer.from(`${STUDY}2022-03-01,Caf\u00e9,r\u00e9union,,,,,\n`, 'latin1'),
    })
    expect(faults).toMatchObject([{ line: 1, reason: expect.stringMatching(/encoding/) }])
  })

  it('names what is doubtful and imports it', async () => {
    const table = (number: number) => `${ACTIVITIES}2022-11-08,新闻宣传,手滑的,,,发布新闻动态=${number}条,,\n`
    writeFileSync(join(folder, 'activities.csv'), table(24_000))
    const [unusual] = await importOffice(ctx, folder)
    expect(unusual?.notes.map(({ en }) => en).join()).toMatch(/^line 2: .*24000/)
  })

  it('overwrites no record of the same day, kind and title unless its column decision says so', async () => {
    const table = (number: number, decision?: string) =>
      `${ACTIVITIES.replace('note\n', `note${decision === undefined ? '' : ',decision'}\n`)}2022-11-09,新闻宣传,同一件,,,发布新闻动态=${number}条,,${decision === undefined ? '' : `,${decision}`}\n`
    writeFileSync(join(folder, 'activities.csv'), table(24))
    await importOffice(ctx, folder)
    writeFileSync(join(folder, 'activities.csv'), table(23))
    const [again] = await importOffice(ctx, folder)
    expect(again?.count).toEqual({ added: 0, changed: 0, unchanged: 1 })
    expect(again?.notes.map(({ zh }) => zh)).toEqual([
      expect.stringMatching(
        /第 2 行没有导入：A-\d+ 数量：发布新闻动态=24条 → 发布新闻动态=23条。请在 decision 一列写/,
      ),
    ])
    for (const [decision, count] of [
      ['keep', { added: 0, changed: 0, unchanged: 1 }],
      ['both', { added: 1, changed: 0, unchanged: 0 }],
    ] as const) {
      writeFileSync(join(folder, 'activities.csv'), table(23, decision))
      expect((await importOffice(ctx, folder))[0]).toMatchObject({ count, notes: [] })
    }
    writeFileSync(join(folder, 'activities.csv'), table(22, 'take'))
    expect((await importOffice(ctx, folder))[0]?.count).toEqual({ added: 0, changed: 1, unchanged: 0 })
    writeFileSync(join(folder, 'activities.csv'), table(22, '也许'))
    await expect(importOffice(ctx, folder)).rejects.toThrow(/has to be keep, take or both/)
  })

  it('refuses a table that lacks a column, naming it', async () => {
    const faults = await faultsOf({ 'study.csv': 'date,kind\n2022-03-01,党课\n' })
    expect(faults).toMatchObject([{ line: 1, reason: expect.stringMatching(/lacks 标题 \/ Title/) }])
  })

  it('reads GB18030 and a byte-order mark as it reads UTF-8', async () => {
    writeFileSync(join(folder, 'measures.csv'), `\uFEFFmeasure,unit,aggregation\n新指标,项,sum\n`)
    expect((await importOffice(ctx, folder))[0]?.count.added).toBe(1)
    const gbk = Uint8Array.from([
      ...Buffer.from('measure,unit,aggregation\n'),
      0xd6,
      0xb8,
      0xb1,
      0xea,
      0x2c,
      0xcf,
      0xee,
      ...Buffer.from(',sum\n'),
    ])
    writeFileSync(join(folder, 'measures.csv'), gbk)
    expect((await importOffice(ctx, folder))[0]?.count.added).toBe(1)
    const names = await inTransaction(
      ctx,
      async ({ db }) => await db.selectFrom('measures').select('name').where('name', '=', '指标').execute(),
    )
    expect(names).toHaveLength(1)
  })

  it('takes two rows of the same day, kind and title for two events, and the very same row for one', async () => {
    const rows = (...minutes: readonly number[]) =>
      STUDY + minutes.map((one) => `2021-03-01,党课,同一标题,,,${one},,\n`).join('')
    writeFileSync(join(folder, 'study.csv'), rows(60, 90, 60))
    const [first] = await importOffice(ctx, folder)
    expect(first?.count).toEqual({ added: 2, changed: 0, unchanged: 1 })
    expect(first?.notes.map(({ en }) => en)).toEqual([
      expect.stringMatching(/^line 4 was not imported: says the same as line 2\. Write keep or both/),
    ])
    writeFileSync(join(folder, 'study.csv'), rows(90, 60))
    expect((await importOffice(ctx, folder))[0]?.count).toEqual({ added: 0, changed: 0, unchanged: 2 })
  })

  it('a quota changed by a later import counts from the present month on', async () => {
    const members = 'member_id,display_name,department,role,essay_quota,joined_on\n'
    writeFileSync(join(folder, 'members.csv'), `${members}M012,成员12,法工委,member,3,2021-01-04\n`)
    expect((await importOffice(ctx, folder))[0]?.count).toEqual({ added: 0, changed: 1, unchanged: 0 })
    const quotas = await inTransaction(ctx, async ({ db }) => {
      return await db
        .selectFrom('member_quotas')
        .innerJoin('members', 'members.id', 'member_id')
        .select(['from_month', 'quota'])
        .where('external_id', '=', 'M012')
        .orderBy('decided_at')
        .orderBy('from_month')
        .execute()
    })
    expect(quotas).toEqual([
      { from_month: '2021-01', quota: 2 },
      { from_month: '2022-11', quota: 3 },
    ])
  })
})

describe('a folder without tables', () => {
  it('is refused with the names that were expected', async () => {
    await using database = await freshDatabase('pglite')
    const ctx = await officeOn(database)
    const folder = mkdtempSync(join(tmpdir(), 'wenshu-empty-'))
    await expect(importOffice(ctx, folder)).rejects.toThrow(/members\.csv, measures\.csv/)
  })
})
