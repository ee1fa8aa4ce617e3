import { beforeAll, expect, it } from 'vitest'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { shared } from '../helpers/shared.ts'

const PLACE = '理论学习'

onBothDatabases('an essay', (kind) => {
  const house = shared(() => startHouse(kind))
  let author: Person
  let reviewer: Person
  let second: Person
  beforeAll(async () => {
    ;[author, reviewer, second] = [house.person('M011'), house.person('M002'), house.person('M003')]
  })

  const handIn = async (title: string) => {
    await author.type('/essay submit', PLACE)
    await author.form()
    expect(
      await author.submits({
        kind: { selected_option: '理论文章' },
        title: { value: title },
        body: { value: '正文' },
      }),
    ).toMatchObject({
      ok: true,
    })
  }

  it('is handed in by the form, which offers the month owed and says a mistake at its field', async () => {
    await author.type('/essay submit', PLACE)
    const form = await author.form()
    expect(JSON.stringify(form.view)).toMatch(/2022年11月 · 还欠 2 篇/)
    const empty = await author.submits({
      kind: { selected_option: '理论文章' },
      title: { value: '学习二十大' },
    })
    expect(empty.errors?.['body']).toMatch(/请写正文、上传文件，或填链接/)
    const refused = await author.submits({
      kind: { selected_option: '理论文章' },
      title: { value: '学习二十大' },
      link: { value: 'example.org' },
    })
    expect(refused.errors?.['link']).toMatch(/“example.org”不是网址/)
    expect(await author.submits({ link: { value: 'https://example.org/1' } })).toMatchObject({ ok: true })
    const said = await author.hears(/已提交 E-216/, PLACE)
    expect(wordsOf(said)).toMatch(/还欠：2022年11月 1 篇/)
    expect(said.ephemeral).toBe(true)
  })

  it('waits in the queue of reviewers, is returned with a comment, and its author hears at once', async () => {
    await reviewer.type('/essay review', PLACE)
    const queue = await reviewer.hears(/待审阅 5 篇/, PLACE)
    const words = wordsOf(queue)
    expect(words).toMatch(/\*E-216\* <https:\/\/example.org\/1\|学习二十大>/)
    await reviewer.clicksAt(queue, 'essay.return', 'E-216:1')
    await reviewer.form()
    const refused = await reviewer.submits({ comment: { value: ' ' } })
    expect(refused.errors?.['comment']).toMatch(/请写明要改什么/)
    expect(await reviewer.submits({ comment: { value: '请补充两个实例' } })).toMatchObject({ ok: true })
    await reviewer.hears(/已退回 E-216[\s\S]*待审阅 4 篇/, PLACE)
    expect(wordsOf(await author.hears(/E-216《学习二十大》由 <@U0OFFICEM002> 退回/))).toMatch(
      /请补充两个实例/,
    )
  })

  it('comes back from the author’s DM, and is approved; the other reviewer is too late', async () => {
    await author.clicks(await author.hears(/退回/), 'essay.resubmit')
    const form = await author.form()
    expect(JSON.stringify(form.view)).toMatch(/请补充两个实例/)
    expect(await author.submits({ title: { value: '学习二十大（修改）' } })).toMatchObject({ ok: true })
    await author.hears(/已重新提交 E-216/)
    await second.type('/essay review', PLACE)
    const stale = await second.hears(/待审阅 5 篇/, PLACE)
    await reviewer.type('/essay review', PLACE)
    await reviewer.clicksAt(await reviewer.hears(/学习二十大（修改）/, PLACE), 'essay.approve', 'E-216:3')
    await reviewer.hears(/已通过 E-216/, PLACE)
    await author.hears(/E-216《学习二十大（修改）》已由 <@U0OFFICEM002> 审阅通过/)
    await second.clicksAt(stale, 'essay.approve', 'E-216:3')
    await second.hears(/E-216 已有变化，现在是“已通过”（成员02先处理了）/, PLACE)
  })

  it('is withdrawn by its author, who owes it again', async () => {
    await handIn('要撤回的一篇')
    await author.clicks(await author.hears(/已提交 E-217/, PLACE), 'essay.withdraw')
    await author.hears(/已撤回 E-217[\s\S]*还欠：2022年11月 1 篇/, PLACE)
  })

  it('shows in the author’s status, and in the office’s for leaders only', async () => {
    await author.type('/essay status', PLACE)
    const own = wordsOf(await author.hears(/2022年11月\* 已交 1\/2 篇/, PLACE))
    expect(own).toMatch(/E-216[\s\S]*已通过/)
    expect(own).toMatch(/退回待您修改[\s\S]*E-207/)
    expect(own).not.toMatch(/全室/)
    await reviewer.type('/essay status 2022-11', PLACE)
    const office = wordsOf(await reviewer.hears(/全室 2022年11月/, PLACE))
    expect(office).toMatch(/应交 20 篇，已交 1 篇（通过 1，迟交 0），还差 19 篇/)
    expect(office).toMatch(/成员11 +1\/2\n成员12 +0\/2/)
    await reviewer.type('/essay status 2022', PLACE)
    expect(wordsOf(await reviewer.hears(/全室 2022年1月/, PLACE))).toMatch(/成员11 +2\/2 .*1\/2/)
  })

  it('is refused to be reviewed by who may not, with the reason', async () => {
    await author.type('/essay review', PLACE)
    await author.hears(/您的角色是成员，不能审阅习作/, PLACE)
    await author.type('/essay teh', PLACE)
    await author.hears(/“teh”不是 \/essay 的用法/, PLACE)
    await author.type('/essay status 不知道', PLACE)
    await author.hears(/“不知道”不是时间段/, PLACE)
    await author.type('/essay withdraw E-1', PLACE)
    await author.hears(/E-1 现在是“已入集”，不能撤回/, PLACE)
    await author.type('/essay help', PLACE)
    expect(wordsOf(await author.hears(/打开表单交一篇/, PLACE))).not.toMatch(/essay review/)
  })

  it('with markup in its title pings nobody and stays text', async () => {
    await handIn('<!channel> *题* & <https://example.org|x>')
    expect(wordsOf(await author.hears(/已提交 E-218/, PLACE))).toMatch(/&lt;!channel&gt;/)
    await reviewer.type('/essay review', PLACE)
    const said = wordsOf(await reviewer.hears(/E-218/, PLACE))
    expect(said).not.toMatch(/<!channel>/)
  })
})
