import JSZip from 'jszip'
import readXlsx from 'read-excel-file/node'
import { expect, it } from 'vitest'
import { inTransaction, nowOf } from '../../src/context.ts'
import { findMemberByAnyName } from '../../src/members/members-store.ts'
import type { FileSeen } from '../../src/playground/protocol/protocol.ts'
import { insertExport } from '../../src/reports/assemble/export-store.ts'
import { sendExport } from '../../src/reports/export/send.ts'
import { uploadUnseen } from '../../src/slack/files/upload-file.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { until } from '../helpers/until.ts'
import { shared } from '../helpers/shared.ts'

const CHANNEL = '年度总结'

/** An editor takes the report out as files. */
onBothDatabases('exporting a report', (kind) => {
  const house = shared(() => startHouse(kind))
  const editor = shared(() => house.person('M026'))

  const bytesOf = async (file: FileSeen | undefined) =>
    Buffer.from(await (await fetch(`${house.url}${file?.url ?? ''}`)).arrayBuffer())

  /** The names of all files in the channel, oldest first. */
  const filesIn = async () =>
    (await editor.reads(CHANNEL)).flatMap(({ files }) => files.map(({ name }) => name))

  it('with nothing drafted is refused, with what to do; a member may not at all', async () => {
    await editor.type('/report export 2022', CHANNEL)
    await editor.hears(/2022 的报告还没有一个部分起草过[\s\S]*\/report draft/, CHANNEL)
    const member = house.person('M011')
    await member.type('/report export 2022', CHANNEL)
    await member.hears(/不能编写报告/, CHANNEL)
  })

  it('sends the document and its evidence where it was asked for', async () => {
    await editor.type('/report draft learning 2022', CHANNEL)
    const drafted = await editor.hears(/D-1 第 1 版\*?\s数字/, CHANNEL, 15_000)
    await editor.clicks(drafted, 'report.edit')
    await editor.form()
    await editor.submits({ more: { value: '群众满意度达95%。' } })
    await editor.hears(/D-1 第 2 版\*?\s数字/, CHANNEL, 15_000)

    await editor.type('/report export 2022', CHANNEL)
    await editor.hears(/正在导出《机关2022年度工作报告》（Word 文档、数字依据表）/, CHANNEL)
    const sent = await editor.hears(/二、理论学习：D-1 第 2 版，未定稿，\*\d+ 处不能作准\*/, CHANNEL, 15_000)
    expect(sent.text).toContain('一、组织领导与责任落实：\u2009*待补，还没有草稿*')
    expect(sent.files.map(({ name }) => name)).toEqual([
      '机关2022年度工作报告.docx',
      '机关2022年度工作报告（依据）.xlsx',
    ])

    const zip = await JSZip.loadAsync(await bytesOf(sent.files[0]))
    const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
    expect(xml).toContain('>二、理论学习<')
    expect(xml).toContain('【待补：本部分还没有草稿】')
    expect(xml).toMatch(/<w:commentRangeStart w:id="\d+"\/>(?:(?!commentRange).)*>95%</)
    expect((await zip.file('word/comments.xml')?.async('string')) ?? '').toContain('没有记录为据')

    const sheets = await readXlsx(await bytesOf(sent.files[1]))
    const [figures, records] = sheets.map(({ data }) => data)
    expect(figures?.[0]?.slice(0, 4)).toEqual(['部分', '草稿', '文中写法', '核对结果'])
    expect(figures?.some((row) => row[2] === '95%' && row[3] === '无记录为据')).toBe(true)
    expect(records?.length).toBeGreaterThan(50)
  })

  it('as Markdown, and by the button below the status', async () => {
    await editor.type('/report export 2022 md', CHANNEL)
    await until(async () => (await filesIn()).includes('机关2022年度工作报告.md'))
    const sent = (await editor.reads(CHANNEL)).find(({ files }) => files[0]?.name.endsWith('.md'))
    const markdown = (await bytesOf(sent?.files[0])).toString()
    expect(markdown).toMatch(/## 二、理论学习[\s\S]*群众满意度达95%\[\^\d+\]。/)

    await editor.type('/report status 2022', CHANNEL)
    const before = await filesIn()
    await editor.clicks(await editor.hears(/2022 报告各部分/, CHANNEL), 'report.export')
    await until(async () => (await filesIn()).length === before.length + 2)
  })

  it('cut off anywhere and run again, sends the same files once', async () => {
    const { context } = house.app
    const id = await inTransaction(context, async (ctx) => {
      const { id: member } = (await findMemberByAnyName(ctx.db, 'M026')) ?? { id: '' }
      const asked = { id: 'E1', byMember: member, askedAt: nowOf(ctx), channel: 'C0REPORT' }
      await insertExport(ctx.db, { ...asked, outlineId: 'zh-annual', period: '2022', formats: ['md'] })
      return asked.id
    })
    const before = await filesIn()
    await sendExport(context, id)
    expect(await filesIn()).toHaveLength(before.length + 1)
    await sendExport(context, id)
    // As if the process had ended when the message stood there, and before that was written down.
    await inTransaction(context, async ({ db }) => {
      await db.updateTable('report_exports').set({ state: 'waiting' }).where('id', '=', id).execute()
    })
    await sendExport(context, id)
    expect(await filesIn()).toHaveLength(before.length + 1)
    // As if it had ended with the file uploaded and nothing said.
    const client = context.slack?.bulk
    if (client === undefined) throw new Error('no Slack')
    const unseen = await uploadUnseen(client, { name: '未见.md', bytes: Buffer.from('x') })
    await inTransaction(context, async ({ db }) => {
      await db
        .updateTable('report_exports')
        .set({ state: 'waiting', file_ids: [unseen] })
        .execute()
    })
    await sendExport(context, id)
    await sendExport(context, id)
    expect((await filesIn()).slice(before.length + 1)).toEqual(['未见.md'])
  })

  it('goes to the DM where the bot may not post', async () => {
    const { context } = house.app
    await inTransaction(context, async ({ db }) => {
      const elsewhere = { state: 'waiting' as const, file_ids: [], channel: 'C0NOWHERE' }
      await db.updateTable('report_exports').set(elsewhere).where('id', '=', 'E1').execute()
    })
    await sendExport(context, 'E1')
    const sent = await editor.hears(/二、理论学习：D-1 第 2 版，未定稿/)
    expect(sent.files.map(({ name }) => name)).toEqual(['机关2022年度工作报告.md'])
  })

  it('in the other language by its own outline', async () => {
    await editor.type('/report draft en learning 2022', CHANNEL)
    await editor.hears(/D-2, version 1\*?:/, CHANNEL, 15_000)
    await editor.type('/report export en 2022 docx', CHANNEL)
    const sent = await editor.hears(
      /Annual work report 2022\*[\s\S]*2\. Learning: D-2, version 1/,
      CHANNEL,
      15_000,
    )
    expect(sent.text).toContain('1. Organisation: *missing, no draft yet*')
    const zip = await JSZip.loadAsync(await bytesOf(sent.files[0]))
    const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
    expect(xml).toContain('[To be added: this section has no draft yet]')
    expect(xml).not.toContain('仿宋')
  })

  it('says which formats and periods it knows', async () => {
    await editor.type('/report export 2022 pdf', CHANNEL)
    await editor.hears(/“pdf”不是导出的格式。可写 docx、md、xlsx/, CHANNEL)
    await editor.type('/report export pages', CHANNEL)
    await editor.hears(/“pages”不是导出的格式/, CHANNEL)
    await editor.type('/report export 2022-13', CHANNEL)
    await editor.hears(/2022-13/, CHANNEL)
  })
})
