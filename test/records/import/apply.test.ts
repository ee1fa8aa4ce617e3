import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { inTransaction, nowOf } from '../../../src/context.ts'
import type { Member } from '../../../src/members/member.ts'
import { listMembers } from '../../../src/members/members-store.ts'
import { readWorkspace } from '../../../src/members/workspace-store.ts'
import { applyImport, cancelImport, changePlan } from '../../../src/imports/apply-import.ts'
import { deleteWithReason, editRecord } from '../../../src/records/change/correct-record.ts'
import { listRecords, totalRecords, type Selection } from '../../../src/records/lists/list.ts'
import { insertPendingImport, keepPlan } from '../../../src/imports/pending-store.ts'
import { carryOutPlan } from '../../../src/records/import/carry-out.ts'
import { choiceTable } from '../../../src/records/import/choice-table.ts'
import type { Decision, ImportPlan } from '../../../src/records/import/plan.ts'
import { logRecord } from '../../../src/records/change/log-record.ts'
import { decide, tally, type Chosen } from '../../../src/records/import/decide.ts'
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
      return { id, ...read.counts, ...tally(read.plan, read.counts), plan: read.plan }
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

  /** Decides on rows of a preview, as its owner does. */
  async function chosen(id: string, which: Chosen, decision: Decision): Promise<void> {
    await changePlan(ctx, recordImports, { id, by: editor }, ({ plan, counts }) => ({
      plan: decide(plan, which, decision),
      counts,
    }))
  }

  it('sent again, adds nothing twice; a changed row is shown, and is a revision once it is chosen', async () => {
    const before = await count()
    const file = `${HEAD}2022-11-07,党课,表里的课,成员11;M012,6\n2022-11-08,警示教育,表里的片,,\n`
    const again = await preview(file)
    expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 1, refused: 0, open: 1 })
    const [choice] = again.plan.choices
    expect(choice).toMatchObject({ line: 2, group: 'changed', decision: null })
    expect(choice?.shows).toEqual({ zh: '人数：5 → 6', en: 'Head count: 5 → 6' })
    const undecided = await applyImport(ctx, recordImports, { id: again.id, by: editor })
    expect(undecided.done).toEqual({ numbers: [], changed: [], open: 1 })
    expect((await find(choice?.id ?? '')).headCount?.value).toBe(5)
    const third = await preview(file)
    await chosen(third.id, { nth: 0 }, 'take')
    const { done } = await applyImport(ctx, recordImports, { id: third.id, by: editor })
    expect(done).toEqual({ numbers: [], changed: [choice?.id], open: 0 })
    expect((await find(choice?.id ?? '')).headCount?.value).toBe(6)
    expect(await count()).toBe(before)
  })

  it('reverts nothing that was corrected since the last import: the same file changes nothing', async () => {
    const file = `${HEAD}2022-11-03,党课,要改的课,成员11,5\n`
    const { id } = await preview(file)
    const { done } = await applyImport(ctx, recordImports, { id, by: editor })
    const stored = await find(done.numbers[0] ?? '')
    const details = { ...stored, headCount: { value: 9, unit: '人' as const }, title: '改了标题的课' }
    const edit = { id: stored.id, baseRevision: 1, details, by: editor, zone: 'Asia/Shanghai' }
    await editRecord(ctx, { ...edit, requestId: 'corrected' })
    expect(await preview(file)).toMatchObject({ added: 0, changed: 0, unchanged: 1, open: 0, corrected: 1 })
    const other = await preview(file.replace(',5', ',6'))
    expect(other.plan.choices).toMatchObject([{ group: 'corrected', id: stored.id, decision: null }])
    const byNumber = await preview(`编号,人数\n${stored.id},5\n`)
    expect(byNumber.plan.choices).toMatchObject([{ group: 'corrected', decision: null }])
  })

  it('adds a second event of the same day, kind and title where both is chosen, and knows both again', async () => {
    const [one, two] = ['成员11', '成员12'].map((who) => `${HEAD}2022-11-04,党课,两次的课,${who},5\n`)
    const first = await preview(one!)
    await applyImport(ctx, recordImports, { id: first.id, by: editor })
    const second = await preview(two!)
    expect(second).toMatchObject({ added: 0, open: 1 })
    await chosen(second.id, { group: 'changed' }, 'both')
    const { done } = await applyImport(ctx, recordImports, { id: second.id, by: editor })
    expect(done.numbers).toHaveLength(1)
    for (const file of [one!, two!]) {
      expect(await preview(file)).toMatchObject({ added: 0, unchanged: 1, open: 0 })
    }
  })

  it('asks about a row that looks like a logged record, and about a row that stands in the file twice', async () => {
    const { record } = await logRecord(ctx, {
      family: 'study',
      details: {
        ...(await find('S-1')),
        title: '学习条例原文',
        startsOn: '2022-11-02',
        endsOn: '2022-11-02',
      },
      by: editor,
      zone: 'Asia/Shanghai',
      requestId: 'alike',
    })
    const kindName = (await words()).kinds.find((one) => one.id === record.kindId)?.nameZh ?? ''
    const row = `2022-11-02,${kindName},学习条例的原文,,3\n`
    const asked = await preview(`${HEAD}${row}${row}2022-11-02,${kindName},另一件事,,3\n`)
    expect(asked).toMatchObject({ added: 1, open: 2 })
    expect(asked.plan.choices).toMatchObject([
      { group: 'alike', id: record.id, line: 2 },
      { group: 'twice', id: null, line: 3 },
    ])
    const double = await preview(`${HEAD}2022-11-01,党课,重复的行,,3\n2022-11-01,党课,重复的行,,3\n`)
    expect(double.plan.choices).toMatchObject([{ group: 'twice', id: null, line: 3 }])
  })

  it('brings nothing back that was deleted here since, unless it is chosen', async () => {
    const file = `${HEAD}2022-11-05,党课,会删的课,,5\n`
    const first = await preview(file)
    const { done } = await applyImport(ctx, recordImports, { id: first.id, by: editor })
    const removal = { id: done.numbers[0] ?? '', reason: 'x', by: editor, requestId: 'gone' }
    await deleteWithReason(ctx, removal)
    const again = await preview(file)
    expect(again).toMatchObject({ added: 0, unchanged: 1, open: 0 })
    expect(again.plan.choices).toMatchObject([{ group: 'deleted', decision: 'keep' }])
    await chosen(again.id, { nth: 0 }, 'both')
    const back = await applyImport(ctx, recordImports, { id: again.id, by: editor })
    expect(back.done.numbers).toHaveLength(1)
    expect(await preview(file)).toMatchObject({ added: 0, unchanged: 1, open: 0 })
  })

  it('takes the decisions of a list that is sent back', async () => {
    const rows = (heads: number) =>
      `${HEAD}2022-10-11,党课,清单一,,${heads}\n2022-10-11,党课,清单二,,${heads}\n2022-10-11,党课,清单三,,${heads}\n`
    const first = await preview(rows(5))
    await applyImport(ctx, recordImports, { id: first.id, by: editor })
    const { plan } = await preview(rows(7))
    const decided = ['keep', 'take', 'both'].reduce<ImportPlan>(
      (so, decision, nth) => decide(so, { nth }, decision as Decision),
      plan,
    )
    const members = await inTransaction(ctx, async ({ db }) => await listMembers(db))
    const catalog = { ...(await words()), members: byId(members), zone: 'Asia/Shanghai' }
    for (const locale of ['zh', 'en'] as const) {
      const back = await preview(await choiceTable(decided, catalog, locale))
      expect(back).toMatchObject({ added: 1, changed: 1, unchanged: 1, refused: 0, open: 0 })
      expect(back.unknownHeadings).toEqual([])
      if (locale === 'zh') continue
      const { done } = await applyImport(ctx, recordImports, { id: back.id, by: editor })
      expect(done).toMatchObject({ changed: [plan.choices[1]?.id], open: 0 })
      expect(done.numbers).toHaveLength(1)
    }
    const undecided = await preview(await choiceTable(plan, catalog, 'zh'))
    expect(undecided).toMatchObject({ added: 0, changed: 0, unchanged: 1, refused: 0, open: 2 })
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

  it('of five thousand changed rows takes a fixed number of statements, and says how far it is', async () => {
    const rows = (heads: number) =>
      Array.from(
        { length: 5000 },
        (_, nth) => `2020-05-${String((nth % 28) + 1).padStart(2, '0')},党课,课${nth},,${heads}`,
      ).join('\n')
    const first = await preview(HEAD + rows(5))
    await applyImport(ctx, recordImports, { id: first.id, by: editor })
    const { id, open } = await preview(HEAD + rows(6))
    expect(open).toBe(5000)
    await chosen(id, { group: 'changed' }, 'take')
    const told: string[] = []
    const { plan } = await preview(HEAD + rows(6))
    const all = decide(plan, { group: 'changed' }, 'take')
    let statements = 0
    await inTransaction(ctx, async (ctx) => {
      const db = ctx.db.withPlugin({
        transformQuery: ({ node }) => {
          statements += 1
          return node
        },
        transformResult: async ({ result }) => await Promise.resolve(result),
      })
      const carried = await carryOutPlan({ ...ctx, db }, all, editor.id, (done, of) =>
        told.push(`${done}/${of}`),
      )
      expect(carried.changed).toHaveLength(5000)
    })
    expect(statements).toBeLessThan(40)
    expect(told).toEqual(['0/5000', '1000/5000', '2000/5000', '3000/5000', '4000/5000'])
  }, 60_000)

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
