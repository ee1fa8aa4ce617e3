import JSZip from 'jszip'
import { beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../../src/context.ts'
import type { MessageSeen } from '../../src/playground/protocol/protocol.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'
import { shared } from '../helpers/shared.ts'

const CHANNEL = '年度总结'

/** An editor edits the report in Word and brings it back. */
onBothDatabases('bringing an edited report back', (kind) => {
  const house = shared(() => startHouse(kind))
  const editor = shared(() => house.person('M026'))
  let exported: Buffer
  let nth = 0

  beforeAll(async () => {
    await editor.type('/report draft learning 2022', CHANNEL)
    await editor.hears(/D-1 第 1 版\*?\s数字/, CHANNEL, 15_000)
    await editor.type('/report draft gaps 2022', CHANNEL)
    await editor.hears(/D-2 第 1 版\*?\s数字/, CHANNEL, 15_000)
    exported = await exports()
  })

  async function exports(): Promise<Buffer> {
    const count = (messages: readonly MessageSeen[]) =>
      messages.filter(({ files }) => files.length > 0).length
    const before = count(await editor.reads(CHANNEL))
    await editor.type('/report export 2022 docx', CHANNEL)
    await until(async () => count(await editor.reads(CHANNEL)) > before)
    const file = (await editor.reads(CHANNEL)).findLast(({ files }) => files.length > 0)?.files[0]
    return Buffer.from(await (await fetch(`${house.url}${file?.url ?? ''}`)).arrayBuffer())
  }

  /** The document with its main part changed, and if wanted another part dropped. */
  async function edited(change: (xml: string) => string, without = ''): Promise<Uint8Array> {
    const zip = await JSZip.loadAsync(exported)
    const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
    zip.file('word/document.xml', change(xml))
    zip.remove(without)
    return await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' })
  }

  async function brings(bytes: Uint8Array): Promise<MessageSeen> {
    const name = `改稿${++nth}.docx`
    await editor.type('/report import', CHANNEL)
    await editor.form()
    const file = await editor.uploads(name, bytes)
    expect(await editor.submits({ file: { files: [file] } })).toMatchObject({ ok: true })
    return await editor.hears(new RegExp(`改稿${nth}\\.docx`), undefined, 15_000)
  }

  const versions = async () =>
    await inTransaction(house.app.context, async ({ db }) => {
      return (await db.selectFrom('draft_versions').select('version').execute()).length
    })

  const editsHere = async (id: string, from: string, to: string) => {
    await editor.type(`/report show ${id}`, CHANNEL)
    const newest = await editor.hears(new RegExp(`${id} 第 \\d+ 版\\* `), CHANNEL)
    await editor.clicks(newest, 'report.edit')
    const form = await editor.form()
    const block = form.view.blocks.find((one) => JSON.stringify(one).includes(from))
    const before = (block as { element: { initial_value: string } }).element.initial_value
    await editor.submits({ [block?.block_id ?? '']: { value: before.replace(from, to) } })
  }

  it('the document as it was exported changes nothing', async () => {
    const preview = await brings(exported)
    expect(wordsOf(preview)).toMatch(/（2022）：0 个部分有改动[\s\S]*没有要导入的/)
    expect(JSON.stringify(preview.blocks)).not.toContain('report.import.apply')
  })

  it('shows each change and how the figures check, and stores it when told, once', async () => {
    const preview = await brings(await edited((xml) => xml.replaceAll('警示教育片7次', '警示教育片9次')))
    const said = wordsOf(preview)
    expect(said).toMatch(/1 个部分有改动/)
    expect(said).toMatch(/\*二、理论学习\*：D-1 第 1 版 → 第 2 版.*\*1 处不能作准\*[\s\S]*~7~ \*9\*/)
    await editor.type('/report history D-1', CHANNEL)
    expect(wordsOf(await editor.hears(/D-1 的历史/, CHANNEL))).not.toContain('第 2 版')

    const press = async () => {
      await editor.clicks(preview, 'report.import.apply')
    }
    await Promise.all([press(), press()])
    await editor.hears(/已导入 \*改稿2\.docx\*：D-1 第 2 版/)
    await editor.hears(/改稿2\.docx 已经导入过了，没有重复导入/)
    await editor.hears(/从 Word 文件“改稿2\.docx”导入了 D-1，存为第 2 版/, CHANNEL)
    await editor.type('/report history D-1', CHANNEL)
    await editor.hears(/第 2 版\* .*从 Word 导入/, CHANNEL)
  })

  it('keeps what others have changed since in another place', async () => {
    // The file is of version 1; version 2 has 警示教育片9次. Here another paragraph is added.
    const more = '<w:p><w:r><w:t>在Word里加的一段。</w:t></w:r></w:p>'
    const preview = await brings(
      await edited((xml) => xml.replace(/(<w:p>(?:(?!<w:p>).)*三、宣传与阵地)/, `${more}$1`)),
    )
    expect(wordsOf(preview)).toMatch(
      /D-1 第 2 版 → 第 3 版[\s\S]*加了一段：\*在Word里加的一段。\*[\s\S]*出自第 1 版；别人后来改的也保留/,
    )
    await editor.clicks(preview, 'report.import.apply')
    await editor.hears(/已导入 \*改稿3\.docx\*：D-1 第 3 版/)
    await editor.type('/report show D-1', CHANNEL)
    const third = wordsOf(await editor.hears(/D-1 第 3 版\* /, CHANNEL))
    expect(third).toContain('警示教育片9次')
    expect(third).toContain('在Word里加的一段。')
  })

  it('leaves a section out, with the difference, where others have changed the same place', async () => {
    const preview = await brings(await edited((xml) => xml.replaceAll('警示教育片7次', '警示教育片5次')))
    expect(wordsOf(preview)).toMatch(
      /0 个部分有改动[\s\S]*\*二、理论学习\*（D-1）\*不导入\*：您的文件出自第 1 版[\s\S]*~9~ \*5\*/,
    )
  })

  it('compares anew when somebody has edited between the preview and the press', async () => {
    exported = await exports()
    // A figure with a remark is a run of its own.
    const preview = await brings(await edited((xml) => xml.replaceAll('>9次<', '>7次<')))
    await editsHere('D-1', '在Word里加的一段。', '在Slack里改的一段。')
    await editor.hears(/D-1，存为第 4 版/, CHANNEL)
    await editor.clicks(preview, 'report.import.apply')
    await editor.hears(/改稿5\.docx\* 还没有导入；正在重新比较/)
    const again = await editor.hears(/改稿5\.docx[\s\S]*D-1 第 4 版 → 第 5 版/, undefined, 15_000)
    await editor.clicks(again, 'report.import.apply')
    await editor.hears(/已导入 \*改稿5\.docx\*：D-1 第 5 版/)
    await editor.type('/report show D-1', CHANNEL)
    expect(wordsOf(await editor.hears(/D-1 第 5 版\* /, CHANNEL))).toMatch(
      /警示教育片7次[\s\S]*在Slack里改的一段。/,
    )
  })

  it('says so where the file has lost its mark, and compares with the texts as they are', async () => {
    exported = await exports()
    const preview = await brings(
      await edited((xml) => xml.replaceAll('警示教育片7次', '警示教育片3次'), 'docProps/custom.xml'),
    )
    expect(wordsOf(preview)).toMatch(/文件里没有文书的标记[\s\S]*D-1 第 5 版 → 第 6 版[\s\S]*~7~ \*3\*/)
    await editor.clicks(preview, 'report.import.cancel')
    await editor.hears(/已取消 \*改稿6\.docx\* 的导入，什么都没有保存/)
  })

  it('words below a heading without a draft stay out, and are said to', async () => {
    const words = '<w:p><w:r><w:t>宣传工作有声有色。</w:t></w:r></w:p>'
    const preview = await brings(
      await edited((xml) => xml.replace(/(<w:p>(?:(?!<w:p>).)*四、专项工作)/, `${words}$1`)),
    )
    expect(wordsOf(preview)).toMatch(
      /\*三、宣传与阵地\* \*不导入\*：这一部分还没有草稿[\s\S]*\/report draft communication/,
    )
  })

  it.each<[string, () => Promise<Uint8Array>, RegExp]>([
    [
      'no document',
      async () => await Promise.resolve(Buffer.from('<!channel> 不是文档')),
      /不能导入。这个文件不是 Word 文档/,
    ],
    [
      'a document without one heading',
      async () => await edited((xml) => xml.replace('二、理论学习', '二、学习')),
      /不能导入。(?:文件里找不到这些部分的标题：“二、理论学习”|“二、学习”是一级标题，但提纲里没有这一部分)/,
    ],
    [
      'a document of another workspace',
      async () => {
        const zip = await JSZip.loadAsync(exported)
        const properties = (await zip.file('docProps/custom.xml')?.async('string')) ?? ''
        zip.file('docProps/custom.xml', properties.replace('T0OFFICE', 'TELSEWHERE'))
        return await zip.generateAsync({ type: 'uint8array' })
      },
      /不能导入。这份文件是从另一个工作区导出的/,
    ],
    [
      'a document that claims drafts which are not its own',
      async () => {
        const zip = await JSZip.loadAsync(exported)
        const properties = (await zip.file('docProps/custom.xml')?.async('string')) ?? ''
        zip.file('docProps/custom.xml', properties.replace('D-1', 'D-2'))
        return await zip.generateAsync({ type: 'uint8array' })
      },
      /不能导入。文件里的标记和这里的草稿对不上/,
    ],
  ])('%s is refused in words, and nothing is stored', async (_, made, words) => {
    const before = await versions()
    const refused = await brings(await made())
    expect(wordsOf(refused)).toMatch(words)
    expect(await versions()).toBe(before)
  })

  it('a file of more than 10 MB is refused at its field', async () => {
    await editor.type('/report import', CHANNEL)
    await editor.form()
    const file = await editor.uploads('大.docx', Buffer.alloc(20_000_001))
    expect((await editor.submits({ file: { files: [file] } })).errors).toEqual({
      file: '文件超过 10 MB。请删掉里面的图片，只留正文。',
    })
  })

  it('is for those who write reports, and a preview for who asked', async () => {
    const member = house.person('M011')
    await member.type('/report import', CHANNEL)
    await member.hears(/不能编写报告/, CHANNEL)
  })
})
