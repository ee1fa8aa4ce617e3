import JSZip from 'jszip'
import { beforeAll, expect, it } from 'vitest'
import type { FileSeen } from '../../src/playground/protocol/protocol.ts'
import { inTransaction } from '../../src/context.ts'
import { sendAnthology } from '../../src/essays/anthology/send.ts'
import { readTable } from '../../src/tables/read-table.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'
import { shared } from '../helpers/shared.ts'

const PLACE = '理论学习'
/** A document is made in a thread that has to start first; a busy machine takes its time. */
const SLOW = { timeout: 90_000 }
const FILE_MS = 40_000

onBothDatabases('the essays of a month', (kind) => {
  const house = shared(() => startHouse(kind))
  let author: Person
  let reviewer: Person
  beforeAll(async () => {
    ;[author, reviewer] = [house.person('M011'), house.person('M002')]
  })

  const fileSent = async (who: Person, name: RegExp): Promise<FileSeen> => {
    let found: FileSeen | undefined
    await until(async () => {
      found = (await who.reads()).flatMap(({ files }) => files).findLast((file) => name.test(file.name))
      return found !== undefined
    }, FILE_MS)
    if (found === undefined) throw new Error('unreachable')
    return found
  }
  const handInAndApprove = async (title: string, id: string) => {
    await author.type('/essay submit', PLACE)
    await author.form()
    const entry = {
      kind: { selected_option: '理论文章' },
      title: { value: title },
      body: { value: '一、缘起\n这是正文。' },
    }
    expect(await author.submits(entry)).toMatchObject({ ok: true })
    await author.hears(new RegExp(`已提交 ${id}`), PLACE)
    await reviewer.type(`/essay show ${id}`, PLACE)
    await reviewer.clicksAt(
      await reviewer.hears(new RegExp(`\\*${id}\\*[\\s\\S]*成员11 提交`), PLACE),
      'essay.approve',
      `${id}:1`,
    )
    await reviewer.hears(new RegExp(`已通过 ${id}`), PLACE)
  }

  it('with none approved are not exchanged: it is said why', async () => {
    await reviewer.type('/essay exchange 2022-11', PLACE)
    await reviewer.hears(/2022年11月没有待交流的习作（要先审阅通过）/, PLACE)
    await author.type('/essay exchange 2022-11', PLACE)
    await author.hears(/不能组织习作交流和评选/, PLACE)
  })

  it('are shown first and then exchanged in one study session, once', async () => {
    await handInAndApprove('<!channel> 山村', 'E-216')
    await handInAndApprove('=HYPERLINK("x")', 'E-217')
    await reviewer.type('/essay exchange 2022-11', PLACE)
    const form = await reviewer.form()
    const shown = JSON.stringify(form.view)
    expect(shown).toMatch(
      /将记一次学习“交流讨论”，附上2022年11月已通过、还没交流的 2 篇，参加人员是 1 位作者/,
    )
    expect(shown).toMatch(/E-216\* \*&lt;!channel&gt; 山村/)
    const future = await reviewer.submits({ date: { selected_date: '2022-11-30' } })
    expect(future.errors?.['date']).toMatch(/还没有到/)
    const fields = {
      date: { selected_date: '2022-11-18' },
      duration: { value: '90' },
      place: { value: '会议室' },
    }
    expect(await reviewer.submits(fields)).toMatchObject({ ok: true })
    const done = wordsOf(await reviewer.hears(/已交流2022年11月习作 2 篇，记为学习 \*S-\d+\*/, PLACE))
    const [, record = ''] = /\*(S-\d+)\*/.exec(done) ?? []
    await author.type(`/study show ${record}`, PLACE)
    const session = wordsOf(await author.hears(/2022年11月习作交流/, PLACE))
    expect(session).toMatch(/交流讨论/)
    expect(session).toMatch(/E-216 &lt;!channel&gt; 山村/)
    expect(session).toMatch(/<@U0OFFICEM011>/)
    await reviewer.type('/essay exchange 2022-11', PLACE)
    await reviewer.hears(new RegExp(`没有待交流的习作[\\s\\S]*2022-11-18 已交流 2 篇（${record}）`), PLACE)
  })

  it('are selected by a button, and sent to a contest by a form', async () => {
    await reviewer.type('/essay excellent 2022-11', PLACE)
    const choice = await reviewer.hears(/2022年11月已交流的习作\*，0 篇优秀/, PLACE)
    await reviewer.clicksAt(choice, 'essay.select', 'E-216')
    const marked = await reviewer.hears(/已评为优秀[\s\S]*E-216/, PLACE)
    await author.hears(/<@U0OFFICEM002> 把您的 E-216《&lt;!channel&gt; 山村》评为优秀习作/)
    await reviewer.clicksAt(marked, 'essay.contest', 'E-216')
    await reviewer.form()
    expect(await reviewer.submits({ contest: { value: '市直机关征文' } })).toMatchObject({ ok: true })
    await reviewer.hears(/已记：送去参加“市直机关征文”[\s\S]*参赛：市直机关征文/, PLACE)
    await reviewer.type('/essay contest E-217 省征文', PLACE)
    await reviewer.hears(/E-217 现在是“已交流”，不能送去参赛。可以：评为优秀/, PLACE)
  })

  it('are exported with the whole office’s, for leaders, as CSV and XLSX', async () => {
    await reviewer.type('/essay status 2022-11', PLACE)
    const grid = await reviewer.hears(/全室 2022年11月/, PLACE)
    for (const format of ['csv', 'xlsx']) {
      await reviewer.clicks(grid, `essay.grid.${format}`)
      const file = await fileSent(reviewer, new RegExp(`^wenshu-essays-2022-11\\.${format}$`))
      const table = await readTable(
        new Uint8Array(await (await fetch(`${house.url}${file.url}`)).arrayBuffer()),
      )
      expect(table.rows.map(({ cells }) => cells[1])).toContain('成员11')
    }
    await reviewer.hears(/已把 \d+ 人的习作情况/, PLACE)
  })

  it('are compiled into the next issue, which comes as DOCX and can be had again', SLOW, async () => {
    await reviewer.type('/essay anthology', PLACE)
    const form = await reviewer.form()
    expect(JSON.stringify(form.view)).toMatch(/文集第 \d+ 期/)
    expect(await reviewer.submits({ title: { value: '机关优秀习作选' } })).toMatchObject({ ok: true })
    const said = wordsOf(await reviewer.hears(/已编成《机关优秀习作选》第 \d+ 期/, PLACE))
    const [, issue = ''] = /第 (\d+) 期/.exec(said) ?? []
    const file = await fileSent(reviewer, new RegExp(`^机关优秀习作选-${issue}\\.docx$`))
    const zip = await JSZip.loadAsync(await (await fetch(`${house.url}${file.url}`)).arrayBuffer())
    const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
    expect(xml).toMatch(
      /机关优秀习作选[\s\S]*目　录[\s\S]*&lt;!channel&gt; 山村[\s\S]*成员11[\s\S]*这是正文。/,
    )
    const count = async () =>
      (await reviewer.reads()).flatMap(({ files }) => files).filter(({ name }) => name === file.name).length
    expect(await count()).toBe(1)
    const ctx = house.app.context
    const sending = await inTransaction(ctx, async ({ db }) => {
      const row = await db.selectFrom('anthology_sendings').select('id').executeTakeFirstOrThrow()
      // As a process leaves it that was killed between sharing the file and writing that down.
      await db.updateTable('anthology_sendings').set({ state: 'waiting' }).where('id', '=', row.id).execute()
      return row.id
    })
    await sendAnthology(ctx, sending)
    expect(await count()).toBe(1)
    await reviewer.type('/essay anthology list', PLACE)
    const list = await reviewer.hears(/文集 \d+ 期/, PLACE)
    await reviewer.clicksAt(list, 'essay.anthology', issue)
    await until(async () => (await count()) === 2, FILE_MS)
    await author.type('/essay status', PLACE)
    await author.hears(
      new RegExp(`E-216[\\s\\S]*已入集（第 ${issue} 期） :star: · 参赛：市直机关征文`),
      PLACE,
    )
  })
})
