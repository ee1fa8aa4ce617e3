import { expect, it } from 'vitest'
import { inTransaction, nowOf } from '../../src/context.ts'
import { insertPendingImport } from '../../src/imports/pending-store.ts'
import { findMemberBySlackId } from '../../src/members/members-store.ts'
import type { FileSeen, MessageSeen } from '../../src/playground/protocol/protocol.ts'
import { recordImports } from '../../src/records/import/record-imports.ts'
import { readTable } from '../../src/tables/read-table.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'
import { rowOf, workbookOf } from '../helpers/workbook.ts'
import { shared } from '../helpers/shared.ts'

onBothDatabases('lists, exports and imports', (kind) => {
  const house = shared(() => startHouse(kind))
  const member = shared(() => house.person('M011'))
  const editor = shared(() => house.person('M026'))

  const bytesOf = async (file: FileSeen) =>
    new Uint8Array(await (await fetch(`${house.url}${file.url}`)).arrayBuffer())

  async function fileSent(person: Person, name: RegExp): Promise<FileSeen> {
    let found: FileSeen | undefined
    await until(async () => {
      found = (await person.reads()).flatMap(({ files }) => files).findLast((file) => name.test(file.name))
      return found !== undefined
    })
    if (found === undefined) throw new Error('unreachable')
    return found
  }

  async function sends(person: Person, name: string, content: Uint8Array): Promise<MessageSeen> {
    await person.type('/wenshu import')
    await person.form()
    const file = await person.uploads(name, content)
    expect(await person.submits({ file: { files: [file] } })).toMatchObject({ ok: true })
    return await person.hears(new RegExp(name.replace('.', '\\.')), undefined, 8000)
  }

  it('a list is chosen by period, kind and words, adds up, and is turned page by page in its place', async () => {
    await member.type('/study list 2022 传达学习', '理论学习')
    const first = await member.hears(/2022年 · 学习 · 传达学习[\s\S]*63 条记录/, '理论学习')
    expect(wordsOf(first)).toMatch(/第 1–15 条，共 63 条/)
    const before = (await member.reads('理论学习')).length
    await member.clicks(first, 'record.list.older')
    const second = await member.hears(/第 16–30 条/, '理论学习')
    expect(wordsOf(second)).not.toBe(wordsOf(first))
    await member.clicks(second, 'record.list.newer')
    const back = await member.hears(/第 1–15 条/, '理论学习')
    expect(wordsOf(back)).toBe(wordsOf(first))
    expect((await member.reads('理论学习')).length).toBe(before)
  })

  it('what was typed with signs of Slack’s own is looked for as typed, and pings nobody', async () => {
    await member.type('/study list "a<b & <!channel>"', '理论学习')
    const said = await member.hears(/没有记录/, '理论学习')
    expect(wordsOf(said)).toMatch(/含“a&lt;b &amp; &lt;!channel&gt;”/)
  })

  it('mine holds what I took part in or logged, and a mention what somebody else did', async () => {
    await member.type('/study 党课 只有我的课 今天 @成员12', '理论学习')
    await member.hears(/已记录.*只有我的课/, '理论学习')
    await member.type('/study mine 只有我的课', '理论学习')
    await member.hears(/<@U0OFFICEM011> · 含“只有我的课”[\s\S]*1 条记录/, '理论学习')
    await member.type('/study list 只有我的课 @成员12', '理论学习')
    await member.hears(/<@U0OFFICEM012> · 含“只有我的课”[\s\S]*1 条记录/, '理论学习')
    await member.type('/study list 只有我的课 @成员13', '理论学习')
    await member.hears(/<@U0OFFICEM013> · 含“只有我的课”[\s\S]*没有记录/, '理论学习')
  })

  it('just this selection is exported, as CSV and XLSX, into the DM', async () => {
    await editor.type('/study list 2022 党课', '理论学习')
    const list = await editor.hears(/2022年 · 学习 · 党课/, '理论学习')
    for (const format of ['csv', 'xlsx']) {
      await editor.clicks(list, `record.list.${format}`)
      const file = await fileSent(editor, new RegExp(`^wenshu-study-2022-.*\\.${format}$`))
      const table = await readTable(await bytesOf(file))
      expect(table.headings.slice(0, 3)).toEqual(['编号', '版本', '类型'])
      expect(table.rows).toHaveLength(9)
      expect(new Set(table.rows.map(({ cells }) => cells[5]))).toEqual(new Set(['党课']))
    }
    await editor.hears(/已把这 9 条记录发到/, '理论学习')
  })

  it('an exported table changed in one cell and sent back changes that record once, after a preview', async () => {
    const file = await fileSent(editor, /^wenshu-study-2022-.*\.csv$/)
    const text = new TextDecoder().decode(await bytesOf(file))
    const changed = text.replace('只有我的课', '改过的课')
    const preview = await sends(editor, '改过.csv', new TextEncoder().encode(changed))
    expect(wordsOf(preview)).toMatch(/新增 0 条，修改 1 条，不变 8 条，拒绝 0 行/)
    await member.type('/study list 改过的课', '理论学习')
    await member.hears(/含“改过的课”\*?\s?：没有记录/, '理论学习')
    await editor.clicks(preview, 'record.import.apply')
    await editor.hears(/已导入.*新增 0 条，修改 1 条/)
    await member.type('/study list 改过的课', '理论学习')
    await member.hears(/含“改过的课”[\s\S]*1 条记录/, '理论学习')
  })

  it('a row of another wording is shown before and after, and chosen in the preview or by the list', async () => {
    const rows = (heads: number) =>
      `日期,类别,标题,人数\n2022-11-03,志愿服务,选择一,${heads}\n2022-11-03,志愿服务,选择二,${heads}\n`
    const first = await sends(editor, 'first.csv', new TextEncoder().encode(rows(12)))
    expect(wordsOf(first)).toMatch(/新增 2 条[\s\S]*• 第 2 行 2022-11-03 志愿服务 选择一/)
    await editor.clicks(first, 'record.import.apply')
    await editor.hears(/已导入 \*first\.csv\*\s?：新增 2 条/)
    const again = await sends(editor, 'again.csv', new TextEncoder().encode(rows(15)))
    expect(wordsOf(again)).toMatch(/新增 0 条，修改 0 条.*待选 2 行[\s\S]*第 2 行 · A-\d+ · 人数：12 → 15/)
    expect(JSON.stringify(again.blocks)).not.toContain('record.import.apply')
    const [, id = ''] = /"value":"([0-9a-f-]{36})\|/.exec(JSON.stringify(again.blocks)) ?? []
    await editor.picks(again, 'record.import.choose', `${id}|0|take`)
    const chosen = await editor.hears(/again\.csv.*修改 1 条.*待选 1 行/)
    expect(chosen.ts).toBe(again.ts)
    await editor.clicks(chosen, 'record.import.list')
    const list = await readTable(await bytesOf(await fileSent(editor, /^导入清单\.xlsx$/)))
    expect(list.rows.map(({ cells }) => cells.slice(0, 2))).toEqual([
      ['用文件的', '人数：12 → 15'],
      ['', '人数：12 → 15'],
    ])
    await editor.clicks(chosen, 'record.import.apply')
    await editor.hears(/已导入 \*again\.csv\*\s?：新增 0 条，修改 1 条；没有选择的 1 行没有导入/)
    await member.type('/activity list 选择', '机关活动')
    await member.hears(/含“选择”[\s\S]*2 条记录[\s\S]*27/, '机关活动')
  })

  it('who was expected and excused comes with a table, stands on the card, and is corrected in the form', async () => {
    const rows = '日期,类别,标题,人数,应到,请假\n2022-11-05,党课,点名的课,12,15,2\n'
    const preview = await sends(editor, 'roll.csv', new TextEncoder().encode(rows))
    await editor.clicks(preview, 'record.import.apply')
    const done = await editor.hears(/已导入 \*roll\.csv\*\s?：新增 1 条（S-\d+）/)
    const [number = ''] = /S-\d+/.exec(wordsOf(done)) ?? []
    await editor.type(`/study edit ${number}`, '理论学习')
    const { view } = await editor.form()
    expect(JSON.stringify(view.blocks)).toMatch(/"initial_value":"15"[\s\S]*"initial_value":"2"/)
    expect(await editor.submits({ expected: { value: '1' } })).toMatchObject({ ok: true })
    expect(await editor.submits({ expected: { value: '' }, excused: { value: '0人' } })).toMatchObject({
      ok: true,
    })
    await editor.type(`/study show ${number}`, '理论学习')
    await editor.hears(/人数：应到15人，到会12人，请假2人 → 到会12人，请假0人/, '理论学习')
  })

  it('a long import says how far it is, in the place of its preview', async () => {
    const rows = Array.from({ length: 250 }, (_, nth) => `2022-11-04,志愿服务,长表${nth},1\n`)
    const preview = await sends(
      editor,
      'long.csv',
      new TextEncoder().encode(`日期,类别,标题,人数\n${rows.join('')}`),
    )
    await editor.clicks(preview, 'record.import.apply')
    const said = await editor.hears(/已导入 \*long\.csv\*\s?：新增 250 条/, undefined, 20_000)
    expect(said.ts).toBe(preview.ts)
  })

  it('a table with bad rows says line, column and reason; the good ones can be imported, or nothing', async () => {
    const rows = '日期,类别,标题,人数\n2022-11-01,志愿服务,表格里的活动,12\n2022-11-31,志愿服务,坏日子,3\n'
    const preview = await sends(editor, 'bad.csv', new TextEncoder().encode(rows))
    expect(wordsOf(preview)).toMatch(/新增 1 条[\s\S]*拒绝 1 行[\s\S]*第 3 行 日期 `2022-11-31`：不是日期/)
    await editor.clicks(preview, 'record.import.cancel')
    await editor.hears(/已取消.*bad\.csv/)
    await member.type('/activity list 表格里的活动', '机关活动')
    await member.hears(/含“表格里的活动”[\s\S]*没有记录/, '机关活动')
  })

  it('a file that is no table is refused in words', async () => {
    const said = await sends(editor, 'picture.csv', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0]))
    expect(wordsOf(said)).toMatch(/不能导入。这个文件不是 CSV 或 XLSX 表格/)
  })

  it('a file that somebody else uploaded, or the bot, is not read', async () => {
    await editor.type('/wenshu template')
    const own = await fileSent(editor, /模板\.xlsx$/)
    for (const id of [
      own.id,
      await member.uploads('theirs.csv', new TextEncoder().encode('日期,类别,标题\n')),
    ]) {
      const before = (await editor.reads()).length
      // The playground's form takes none but the person's own; a client of Slack may say what it likes.
      await inTransaction(house.app.context, async (ctx) => {
        const by = await findMemberBySlackId(ctx.db, editor.id)
        const sent = { slackFileId: id, fileName: 'forged.csv', period: null }
        const pending = { id, sort: 'records', byMember: by?.id ?? '', askedAt: nowOf(ctx) } as const
        await insertPendingImport(ctx.db, { ...pending, ...sent })
        await ctx.enqueue(recordImports.queue.name, { importId: id })
      })
      await until(async () => (await editor.reads()).length > before)
      expect(wordsOf((await editor.reads()).at(-1)!)).toMatch(/不能导入。这个文件不是您上传的/)
    }
  })

  it('a further sheet that holds something is named, and the template’s own is not', async () => {
    const head = rowOf(1, '日期', '类别', '标题')
    const sheets = { 表一: head + rowOf(2, '2022-11-01', '党课', '第一张表的课'), 下半年: head }
    const preview = await sends(editor, 'two.xlsx', workbookOf({ ...sheets, 说明: rowOf(1, '怎么填') }))
    expect(wordsOf(preview)).toMatch(/新增 1 条[\s\S]*没有读：“下半年”(?! “说明”)/)
    await editor.clicks(preview, 'record.import.cancel')
  })

  it('pressed twice, a table is imported once', async () => {
    const rows = '日期,类别,标题\n2022-11-02,党课,点两次的课\n'
    const preview = await sends(editor, 'twice.csv', new TextEncoder().encode(rows))
    const press = async () => {
      await editor.clicks(preview, 'record.import.apply')
    }
    await Promise.all([press(), press()])
    await editor.hears(/已导入 \*twice\.csv\*：新增 1 条/)
    await editor.hears(/twice\.csv 已经导入过了，没有重复导入/)
    const shown = (await editor.reads()).find(({ ts }) => ts === preview.ts)
    expect(JSON.stringify(shown?.blocks)).not.toContain('record.import.apply')
  })

  it('the template is a workbook with the columns and an explanation, and can be filled in', async () => {
    await editor.type('/wenshu template')
    const file = await fileSent(editor, /模板\.xlsx$/)
    const table = await readTable(await bytesOf(file))
    expect(table.headings).toContain('开始日期')
    expect(table.rows).toHaveLength(0)
  })

  it('a member is told that importing is for editors', async () => {
    await member.type('/wenshu import')
    await member.hears(/您的角色是成员，不能修改他人的记录/)
  })
})
