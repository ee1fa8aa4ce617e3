import { Document, Packer, Paragraph } from 'docx'
import { beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../../src/context.ts'
import { submitEssay } from '../../src/essays/hand-in/submit.ts'
import { findMemberBySlackId } from '../../src/members/members-store.ts'
import type { MessageSeen } from '../../src/playground/protocol/protocol.ts'
import { parseMonth } from '../../src/time/month.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'
import { shared } from '../helpers/shared.ts'

const PLACE = '理论学习'

onBothDatabases('drafts, files and passing on', (kind) => {
  const house = shared(() => startHouse(kind))
  let author: Person
  let reviewer: Person
  let second: Person
  beforeAll(async () => {
    ;[author, reviewer, second] = [house.person('M011'), house.person('M002'), house.person('M003')]
  })

  it('a draft is kept for its author alone, and goes on from the status', async () => {
    await author.type('/essay submit', PLACE)
    await author.form()
    const draft = {
      kind: { selected_option: '理论文章' },
      title: { value: '没写完的一篇' },
      how: { selected_options: ['draft'] },
    }
    expect(await author.submits(draft)).toMatchObject({ ok: true })
    await author.hears(/草稿 E-216 已保存，还没有提交/, PLACE)
    await reviewer.type('/essay show E-216', PLACE)
    await reviewer.hears(/E-216 还没有交流，只有作者和审阅人能看/, PLACE)
    await author.type('/essay status', PLACE)
    const status = await author.hears(
      /您的草稿，还没有提交[\s\S]*没写完的一篇[\s\S]*还欠：2022年11月 2 篇/,
      PLACE,
    )
    await author.clicksAt(status, 'essay.resubmit', 'E-216')
    const form = await author.form()
    expect(JSON.stringify(form.view)).toMatch(/没写完的一篇/)
    const whole = { title: { value: '写完了' }, body: { value: '第一段\n第二段' } }
    expect(await author.submits(whole)).toMatchObject({ ok: true })
    await author.hears(/已提交 E-216[\s\S]*写完了/, PLACE)
  })

  it('a file is handed in, its words are read, and a reviewer reads them and gets the file', async () => {
    const document = new Document({
      sections: [{ children: [new Paragraph('山路弯弯'), new Paragraph('=1+1 <!channel>')] }],
    })
    const id = await author.uploads('山村调研.docx', new Uint8Array(await Packer.toBuffer(document)))
    await author.type('/essay submit', PLACE)
    await author.form()
    const entry = {
      kind: { selected_option: '读书心得体会' },
      title: { value: '山村调研' },
      file: { files: [id] },
    }
    expect(await author.submits(entry)).toMatchObject({ ok: true })
    await author.hears(/已提交 E-217/, PLACE)
    let card: MessageSeen | undefined
    await until(async () => {
      await reviewer.type('/essay review', PLACE)
      card = await reviewer.hears(/山村调研.docx[\s\S]*山路弯弯/, PLACE, 1000).catch(() => undefined)
      return card !== undefined
    }, 12_000)
    if (card === undefined) throw new Error('unreachable')
    expect(wordsOf(card)).not.toMatch(/<!channel>/)
    await reviewer.clicksAt(card, 'essay.file', 'E-217')
    await reviewer.hears(/\*E-217\* 山村调研 的文件/)
    expect((await reviewer.reads()).flatMap(({ files }) => files.map(({ name }) => name))).toContain(
      '山村调研.docx',
    )
    await author.type('/essay show E-217', PLACE)
    const shown = await author.hears(/山村调研.docx[\s\S]*成员11 提交/, PLACE)
    await author.clicksAt(shown, 'essay.read', 'E-217')
    expect(JSON.stringify((await author.form()).view)).toMatch(/山路弯弯/)
  })

  it('a file whose words cannot be read is kept all the same, and its author is told', async () => {
    const id = await second.uploads('照片.pdf', new TextEncoder().encode('%PDF-1.7'))
    await second.type('/essay submit', PLACE)
    await second.form()
    const entry = { kind: { selected_option: '其他' }, title: { value: '扫描件' }, file: { files: [id] } }
    expect(await second.submits(entry)).toMatchObject({ ok: true })
    await second.hears(/E-218\* “照片.pdf”里的文字读不出来/, undefined, 12_000)
  })

  it('a file that somebody else uploaded is neither read nor passed on', async () => {
    const id = await author.uploads('别人的.txt', new TextEncoder().encode('别人的秘密'))
    // The playground's form takes none but the person's own; a client of Slack may say what it likes.
    const { context } = house.app
    const by = await inTransaction(context, async ({ db }) => await findMemberBySlackId(db, second.id))
    const file = { id, name: '别人的.txt' }
    const { essay } = await submitEssay(context, {
      by: by!,
      month: parseMonth('2022-11'),
      text: { kind: '其他', title: '冒领', body: null, link: null, file },
      zone: 'Asia/Shanghai',
      requestId: 'forged',
    })
    await second.hears(/这个文件不是您上传的/, undefined, 12_000)
    await second.type(`/essay show ${essay.id}`, PLACE)
    const shown = await second.hears(/冒领/, PLACE)
    const before = (await second.reads()).flatMap(({ files }) => files).length
    await second.clicksAt(shown, 'essay.file', essay.id)
    await second.hears(/这个文件不是您上传的/, PLACE)
    expect((await second.reads()).flatMap(({ files }) => files)).toHaveLength(before)
  })

  it('an essay is passed on to another reviewer, who hears it with the card and decides there', async () => {
    await reviewer.type('/essay review', PLACE)
    const queue = await reviewer.hears(/E-217/, PLACE)
    await reviewer.clicksAt(queue, 'essay.reassign', 'E-217:1')
    const form = await reviewer.form()
    const options = JSON.stringify(form.view)
    expect(options).toMatch(/成员03/)
    expect(options).not.toMatch(/"text":"成员02"/)
    const { accounts } = { accounts: form.view.blocks }
    const choice = JSON.stringify(accounts).match(/"text":"成员03"[^}]*\},"value":"([^"]+)"/)?.[1] ?? ''
    expect(await reviewer.submits({ reviewer: { selected_option: choice } })).toMatchObject({ ok: true })
    await reviewer.hears(/已把 E-217《山村调研》（<@U0OFFICEM011>）转交 <@U0OFFICEM003>/, PLACE)
    const card = await second.hears(/<@U0OFFICEM002> 把 E-217 转交给您审阅/)
    await second.clicksAt(card, 'essay.approve', 'E-217:2')
    await author.hears(/E-217《山村调研》已由 <@U0OFFICEM003> 审阅通过/)
    await author.type('/essay show E-217', PLACE)
    await author.hears(/成员02 转交给 成员03[\s\S]*成员03 通过/, PLACE)
  })

  it('the queue stands in the reviewer’s Home, where an essay is approved and leaves it', async () => {
    const home = async () => {
      const seen = await reviewer.state()
      return seen.home
    }
    await fetch(`${house.url}/people/home`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: reviewer.id }),
    })
    const waiting = async () =>
      Number(/待审阅 (\d+) 篇/.exec(JSON.stringify(await home()))?.[1] ?? Number.NaN)
    await until(async () => (await waiting()) > 0)
    const first = await waiting()
    const before = JSON.stringify(await home())
    const [, value = ''] = /"action_id":"essay\.approve","value":"(E-\d+:\d+)"/.exec(before) ?? []
    await reviewer.clicksAt((await home())!, 'essay.approve', value)
    await until(async () => (await waiting()) === first - 1)
  })
})
