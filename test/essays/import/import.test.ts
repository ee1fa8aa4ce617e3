import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { TableRefused } from '../../../src/tables/row-issues.ts'
import { importEssays } from '../../../src/essays/import/import-essays.ts'
import { reviewEssay } from '../../../src/essays/review/review.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { memberNamed, officeOn, SAMPLE_OFFICE } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

const SAMPLE = readFileSync(join(SAMPLE_OFFICE, 'essays.csv'), 'utf8')
const HEAD = SAMPLE.split('\n', 1)[0] ?? ''

onBothDatabases('importing essays', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const ctx = shared(() => officeOn(database, { sample: true }))
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-essays-'))
  afterAll(async () => {
    rmSync(folder, { recursive: true })
  })

  const read = async (...rows: string[]) => {
    const path = join(folder, 'essays.csv')
    writeFileSync(path, rows.length === 1 ? (rows[0] ?? '') : rows.join('\n'))
    return await inTransaction(ctx, async (ctx) => await importEssays(ctx, path))
  }
  const essays = async () =>
    await inTransaction(ctx, async ({ db }) => await db.selectFrom('essays').selectAll().execute())
  const moves = async () =>
    await inTransaction(ctx, async ({ db }) => await db.selectFrom('essay_moves').selectAll().execute())

  it('stores the sample year: 215 essays, 206 approved, 83 excellent, 7 issues, 23 contest entries', async () => {
    const stored = await essays()
    const approved = stored.filter(({ state }) => state === 'approved')
    expect(stored).toHaveLength(215)
    expect(approved).toHaveLength(206)
    expect(approved.filter(({ excellent }) => excellent)).toHaveLength(83)
    expect(new Set(stored.map((essay) => essay.anthology_issue).filter((issue) => issue !== null)).size).toBe(
      7,
    )
    expect(stored.filter(({ contest }) => contest !== null)).toHaveLength(23)
    expect(stored.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 215 }, (_, index) => index + 1),
    )
    expect(await moves()).toHaveLength(215)
  })

  it('takes the day of submission as noon in the office’s zone', async () => {
    const first = (await essays()).find(({ number }) => number === 1)
    expect(first?.submitted_at?.toISOString()).toBe('2022-01-21T04:00:00.000Z')
    expect(first?.first_submitted_at).toEqual(first?.submitted_at)
  })

  it('adds nothing and changes nothing the second time', async () => {
    const before = await essays()
    expect(await read(SAMPLE)).toEqual({ added: 0, changed: 0, unchanged: 215 })
    expect(await essays()).toEqual(before)
    expect(await moves()).toHaveLength(215)
  })

  it('takes over what a later table says differently, as a new revision, and keeps its number', async () => {
    const count = await read(HEAD, 'M011,2022-01,1,理论文章,改过的题目,2022-01-21,M002,approved,no,,')
    expect(count).toEqual({ added: 0, changed: 1, unchanged: 0 })
    const changed = (await essays()).find(({ title }) => title === '改过的题目')
    expect(changed).toMatchObject({ number: 1, revision: 2, excellent: false, anthology_issue: null })
  })

  it('undoes no review: what people did with an essay since stands', async () => {
    const waiting = (await essays()).find(({ state }) => state === 'submitted')
    const admin = await memberNamed(ctx, 'M001')
    await reviewEssay(ctx, {
      id: waiting?.id ?? '',
      revision: 1,
      decision: 'return',
      comment: '请补充',
      by: admin,
      requestId: 'review',
    })
    const before = await essays()
    await read(SAMPLE)
    const after = (await essays()).find(({ id }) => id === waiting?.id)
    expect(after).toEqual(before.find(({ id }) => id === waiting?.id))
    expect(after?.state).toBe('returned')
  })

  it.each<[string, string, string, RegExp]>([
    [
      'a member nobody knows',
      'M999,2022-11,1,理论文章,题,2022-11-01,M002,approved,no,,',
      'member_id',
      /not a member/,
    ],
    [
      'a reviewer nobody knows',
      'M011,2022-11,1,理论文章,题,2022-11-01,M999,approved,no,,',
      'reviewer_id',
      /not a member/,
    ],
    [
      'a month that is none',
      'M011,2022-13,1,理论文章,题,2022-11-01,M002,approved,no,,',
      'month',
      /not a month/,
    ],
    ['a month to come', 'M011,2022-12,1,理论文章,题,2022-11-01,M002,approved,no,,', 'month', /still to come/],
    [
      'a day to come',
      'M011,2022-11,1,理论文章,题,2022-11-19,M002,approved,no,,',
      'submitted_on',
      /still to come/,
    ],
    [
      'an error of the spreadsheet',
      'M011,2022-11,1,理论文章,#N/A,2022-11-01,M002,approved,no,,',
      'title',
      /error of the spreadsheet/,
    ],
    [
      'a cell too many',
      'M011,2022-11,1,理论文章,题,2022-11-01,M002,approved,no,,,x',
      'L',
      /below no heading/,
    ],
    ['a place that is none', 'M011,2022-11,0,理论文章,题,2022-11-01,M002,approved,no,,', 'seq', /0/],
    [
      'a day that is none',
      'M011,2022-11,1,理论文章,题,2022-02-30,M002,approved,no,,',
      'submitted_on',
      /2022-02-30/,
    ],
    ['a state that is none', 'M011,2022-11,1,理论文章,题,2022-11-01,M002,passed,no,,', 'status', /passed/],
    ['no title', 'M011,2022-11,1,理论文章,,2022-11-01,M002,approved,no,,', 'title', /./],
    [
      'an excellent essay that is not approved',
      'M011,2022-11,1,理论文章,题,2022-11-01,M002,returned,yes,,',
      'status',
      /not approved/,
    ],
  ])(
    'refuses a row with %s, by line and column, and stores nothing of the file',
    async (_what, row, column, reason) => {
      const before = await essays()
      const good = 'M012,2022-11,1,理论文章,好的一行,2022-11-01,M002,approved,no,,'
      const refused: unknown = await read(HEAD, good, row).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(TableRefused)
      if (!(refused instanceof TableRefused)) return
      expect(refused.faults.map(({ line, column }) => [line, column])).toEqual([[3, column]])
      expect(refused.message).toMatch(reason)
      expect(await essays()).toHaveLength(before.length)
    },
  )

  it('takes text and link where the table has them, and then for every essay', async () => {
    const row = 'M011,2022-09,7,其他,有字的,2022-09-20,M002,approved,no,,'
    const count = await read(`${HEAD},text,link`, `${row},"字，一行",https://example.org/1`)
    expect(count).toEqual({ added: 1, changed: 0, unchanged: 0 })
    const found = (await essays()).find(({ title }) => title === '有字的')
    expect(found).toMatchObject({ body: '字，一行', link: 'https://example.org/1' })
    const refused: unknown = await read(
      `${HEAD},text,link`,
      `${row.replace(',7,', ',8,')},,`,
      `${row.replace(',7,', ',9,')},,x`,
    ).catch((error: unknown) => error)
    expect((refused as TableRefused).faults).toMatchObject([
      { line: 2, column: 'text', reason: { en: expect.stringMatching(/neither text nor link/) } },
      { line: 3, column: 'link', reason: { en: expect.stringMatching(/not a web address/) } },
    ])
    // A register without these columns takes no text away.
    expect(await read(HEAD, row)).toEqual({ added: 0, changed: 0, unchanged: 1 })
    expect((await essays()).find(({ title }) => title === '有字的')?.body).toBe('字，一行')
  })

  it('refuses the same essay twice in one file', async () => {
    const row = 'M012,2022-11,1,理论文章,题,2022-11-01,M002,approved,no,,'
    await expect(read(HEAD, row, row)).rejects.toThrow(/stands twice/)
  })
})
