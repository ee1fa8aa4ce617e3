import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { inTransaction, nowOf } from '../../../src/context.ts'
import type { Member } from '../../../src/members/member.ts'
import { listMembers } from '../../../src/members/members-store.ts'
import { readWorkspace } from '../../../src/members/workspace-store.ts'
import { applyImport, cancelImport } from '../../../src/imports/apply-import.ts'
import { deleteWithReason, editRecord } from '../../../src/records/change/correct-record.ts'
import { listRecords, totalRecords, type Selection } from '../../../src/records/lists/list.ts'
import { insertPendingImport, keepPlan } from '../../../src/imports/pending-store.ts'
import { planImport } from '../../../src/records/import/plan-import.ts'
import { recordImports } from '../../../src/records/import/record-imports.ts'
import { readTable } from '../../../src/tables/read-table.ts'
import { byId } from '../../../src/records/answers/handler-context.ts'
import { findRecord } from '../../../src/records/record/store.ts'
import { listRevisions } from '../../../src/records/record/revisions-store.ts'
import { cellsOf } from '../../../src/records/table/cells.ts'
import { keepWords } from '../../../src/records/words/vocabulary.ts'
import { csvTable, xlsxTable } from '../../../src/records/table/write-table.ts'
import { fixedClock } from '../../../src/time/clock.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn, SAMPLE_NOW } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'
import { memberNamed } from '../../helpers/office.ts'

const HEAD = '开始日期,类别,标题,人员,人数\n'

onBothDatabases('importing a table that somebody sent', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const ctx = shared(() => officeOn(database, { sample: true }))
  let editor: Member
  const wordsFor = keepWords()
  beforeAll(async () => {
    editor = await member('M001')
  })

  const member = (number: string) => memberNamed(ctx, number)
  const words = async () =>
    await wordsFor({ ctx, workspace: await inTransaction(ctx, async ({ db }) => await readWorkspace(db)) })

  async function preview(file: string | Uint8Array, by = editor) {
    const table = await readTable(typeof file === 'string' ? new TextEncoder().encode(file) : file)
    const known = await words()
    const id = randomUUID()
    return await inTransaction(ctx, async (ctx) => {
      const sent = { slackFileId: 'F1', fileName: 'a.csv', period: null }
      await insertPendingImport(ctx.db, {
        id,
        sort: 'records',
        byMember: by.id,
        askedAt: nowOf(ctx),
        ...sent,
      })
      const read = await planImport(ctx, table, known)
      await keepPlan(ctx.db, id, recordImports.keep(read))
      return { id, ...read.counts }
    })
  }
  const count = async (family: 'study' | 'activity' = 'study') =>
    await inTransaction(ctx, async ({ db }) => {
      const all: Selection = { family, period: null, kindIds: [], memberIds: [], words: [] }
      return (await totalRecords(db, all)).records
    })
  const find = async (id: string) => {
    const record = await inTransaction(ctx, async ({ db }) => await findRecord(db, id))
    if (record === null) throw new Error(id)
    return record
  }
  async function exported(family: 'study' | 'activity', format: 'csv' | 'xlsx'): Promise<Uint8Array> {
    const known = await words()
    const { records, members } = await inTransaction(ctx, async ({ db }) => ({
      records: await listRecords(
        db,
        { family, period: parsePeriod('2022'), kindIds: [], memberIds: [], words: [] },
        { limit: 1000 },
      ),
      members: await listMembers(db),
    }))
    const catalog = { ...known, members: byId(members), zone: 'Asia/Shanghai' }
    const rows = records.map((record) => cellsOf(record, catalog, 'zh'))
    return format === 'csv' ? csvTable(rows, 'zh') : await xlsxTable(rows, 'zh')
  }

  it.each([
    ['study', 'csv', 100],
    ['study', 'xlsx', 100],
    ['activity', 'csv', 43],
    ['activity', 'xlsx', 43],
  ] as const)(
    'the sample year of %s, exported as %s, comes back as %i unchanged rows',
    async (family, format, rows) => {
      expect(await preview(await exported(family, format))).toMatchObject({
        added: 0,
        changed: 0,
        unchanged: rows,
        refused: 0,
      })
    },
  )

  it('asks in the preview about what is ten times the usual, and not about what a record already had', async () => {
    const head = '开始日期,类别,标题,数量\n'
    const { doubts, doubtful, added } = await preview(
      `${head}2022-11-07,新闻宣传,平常的,发布新闻动态=24条\n2022-11-08,新闻宣传,手滑的,发布新闻动态=24000条\n`,
    )
    expect([added, doubtful, doubts?.[0]?.line]).toEqual([2, 1, 3])
    expect(doubts?.[0]?.question.zh).toMatch(/“发布新闻动态” 24000条 约为往常的 \d+ 倍/)
    const asStored = await preview(await exported('activity', 'csv'))
    expect(asStored).toMatchObject({ doubts: [], doubtful: 0 })
  })

  it('stores nothing before Import, then everything of the preview once, however often it is pressed', async () => {
    const before = await count()
    const { id, ...counts } = await preview(
      `${HEAD}2022-11-07,党课,表里的课,成员11;M012,5\n2022-11-08,警示教育,表里的片,,\n2022-13-01,党课,坏的,,\n`,
    )
    expect(counts).toMatchObject({ added: 2, changed: 0, unchanged: 0, refused: 1 })
    expect(await count()).toBe(before)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 3 }, async () => await applyImport(ctx, recordImports, { id, by: editor })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(String(outcomes.find((one) => one.status === 'rejected')?.reason)).toMatch(/imported already/)
    expect(await count()).toBe(before + 2)
    const [done] = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const first = await find(done?.done.numbers[0] ?? '')
    expect(first).toMatchObject({ title: '表里的课', headCount: { value: 5, unit: '人' }, loggedBy: null })
    expect(first.people).toHaveLength(2)
  })

  it('sent again, adds nothing twice; a changed row is a revision in the editor’s name', async () => {
    const before = await count()
    const again = await preview(
      `${HEAD}2022-11-07,党课,表里的课,成员11;M012,6\n2022-11-08,警示教育,表里的片,,\n`,
    )
    expect(again).toMatchObject({ added: 0, changed: 1, unchanged: 1, refused: 0, doubtful: 1 })
    expect(again.doubts?.[0]?.question.en).toMatch(/has the day, kind and title of S-\d+/)
    await applyImport(ctx, recordImports, { id: again.id, by: editor })
    expect(await count()).toBe(before)
  })

  it('a row with a number changes that record, as a revision', async () => {
    const { id, ...counts } = await preview('编号,标题\nS-1,改过的标题\n')
    expect(counts).toMatchObject({ changed: 1 })
    await applyImport(ctx, recordImports, { id, by: editor })
    expect((await find('S-1')).title).toBe('改过的标题')
    const revisions = await inTransaction(ctx, async ({ db }) => await listRevisions(db, 'S-1'))
    expect(revisions.at(-1)).toMatchObject({ action: 'imported', by_member: editor.id })
  })

  it('imports nothing at all when one of its records was changed or deleted since the preview', async () => {
    const before = await count()
    const { id } = await preview(
      '编号,开始日期,类别,标题\nS-2,,,甲\n'.replace(',,,甲', ',2022-01-07,民主生活会,甲'),
    )
    const fresh = await preview(
      '编号,开始日期,类别,标题\nS-3,2022-01-10,传达学习,乙\n,2022-11-09,党课,不该有的课\n',
    )
    const second = await find('S-2')
    await editRecord(ctx, {
      id: 'S-2',
      baseRevision: second.revision,
      details: { ...second, title: '别人改的' },
      by: editor,
      zone: 'Asia/Shanghai',
      requestId: 'e2',
    })
    await deleteWithReason(ctx, { id: 'S-3', reason: 'x', by: editor, requestId: 'd3' })
    await expect(applyImport(ctx, recordImports, { id, by: editor })).rejects.toThrow(/S-2/)
    await expect(applyImport(ctx, recordImports, { id: fresh.id, by: editor })).rejects.toThrow(/S-3/)
    expect((await find('S-2')).title).toBe('别人改的')
    expect(await count()).toBe(before - 1)
  })

  it('two previews of the same new rows: only one is imported', async () => {
    const file = `${HEAD}2022-11-10,党课,只要一次,,\n`
    const [one, two] = [await preview(file), await preview(file)]
    await applyImport(ctx, recordImports, { id: one.id, by: editor })
    await expect(applyImport(ctx, recordImports, { id: two.id, by: editor })).rejects.toThrow(
      /changed since the preview/,
    )
  })

  it('is not for members, not for another editor’s preview, not after a day, and not after Cancel', async () => {
    const file = `${HEAD}2022-11-11,党课,不该进来,,\n`
    const plain = await member('M011')
    await expect(
      applyImport(ctx, recordImports, { id: (await preview(file, plain)).id, by: plain }),
    ).rejects.toThrow(/You are a member/)
    const { id } = await preview(file)
    await expect(applyImport(ctx, recordImports, { id, by: { ...plain, role: 'editor' } })).rejects.toThrow(
      /no longer valid/,
    )
    const late = { ...ctx, clock: fixedClock(Temporal.Instant.from(SAMPLE_NOW).add({ hours: 25 })) }
    await expect(applyImport(late, recordImports, { id, by: editor })).rejects.toThrow(/no longer valid/)
    await cancelImport(ctx, recordImports, { id, by: editor })
    await expect(applyImport(ctx, recordImports, { id, by: editor })).rejects.toThrow(/cancelled/)
  })

  it('what an import held is not kept once it is decided', async () => {
    const rows = await inTransaction(
      ctx,
      async ({ db }) => await db.selectFrom('pending_imports').select(['state', 'plan']).execute(),
    )
    expect(rows.filter(({ state }) => state !== 'ready').map(({ plan }) => plan)).toEqual(
      rows.filter(({ state }) => state !== 'ready').map(() => null),
    )
  })

  it('of a thousand rows is stored in one go', async () => {
    const rows = Array.from(
      { length: 1000 },
      (_, nth) => `2021-05-${String((nth % 28) + 1).padStart(2, '0')},党课,课${nth},,`,
    )
    const { id, added } = await preview(HEAD + rows.join('\n'))
    expect(added).toBe(1000)
    const { done } = await applyImport(ctx, recordImports, { id, by: editor })
    expect(new Set(done.numbers).size).toBe(1000)
  })
})
