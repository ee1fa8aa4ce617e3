import { afterAll, beforeAll, expect, it } from 'vitest'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse, type TestHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'

const CHANNEL = '年度总结'

/** The input of the open form whose text holds these words. */
async function fieldWith(person: Person, words: string) {
  const form = await person.form()
  const block = form.view.blocks.find((one) => JSON.stringify(one).includes(words))
  const {
    block_id: id,
    element,
    label,
  } = block as {
    block_id?: string
    element: { initial_value: string }
    label: { text: string }
  }
  return { id: id ?? '', value: element.initial_value, label: label.text }
}

/** What an editor does with a drafted section: typed and clicked in the thread it was drafted in. */
onBothDatabases('after the draft', (kind) => {
  let house: TestHouse
  let editor: Person
  beforeAll(async () => {
    house = await startHouse(kind)
    editor = house.person('M026')
    await editor.type('/report draft learning 2022', CHANNEL)
    await editor.hears(/D-1 第 1 版\*?\s数字/, CHANNEL, 15_000)
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })

  it('an edit shows what it changed, and history keeps who and when', async () => {
    await editor.clicks(await editor.hears(/D-1 第 1 版\*?\s数字/, CHANNEL), 'report.edit')
    const form = await editor.form()
    const block = form.view.blocks.find((one) => JSON.stringify(one).includes('警示教育片7次'))
    const before = (block as { element: { initial_value: string } }).element.initial_value
    await editor.submits({
      [block?.block_id ?? '']: { value: before.replace('警示教育片7次', '警示教育片9次') },
    })
    const told = wordsOf(await editor.hears(/D-1 第 2 版/, CHANNEL))
    expect(told).toMatch(/修改了 D-1，存为第 2 版[\s\S]*~7~ \*9\*/)

    await editor.type('/report history D-1', CHANNEL)
    const history = wordsOf(await editor.hears(/D-1 的历史/, CHANNEL))
    expect(history).toMatch(/第 2 版\* 2022-11-18 09:0\d · <@U0OFFICEM026> · 修改/)
    expect(history).toMatch(/第 1 版\* [\s\S]*内置撰写器起草/)
  })

  it('an old version is brought back as a new one', async () => {
    await editor.type('/report show d1 v1', CHANNEL)
    const old = await editor.hears(/D-1 第 1 版\* .*不是最新一版（第 2 版）/, CHANNEL)
    expect(wordsOf(old)).toContain('警示教育片7次')
    await editor.clicks(old, 'report.restore')
    await editor.hears(/把 D-1 恢复为第 1 版的文字，存为第 3 版/, CHANNEL)
    await editor.type('/report show D-1', CHANNEL)
    expect(wordsOf(await editor.hears(/D-1 第 3 版\* /, CHANNEL))).toContain('警示教育片7次')
  })

  it('an approved text stays when the draft is edited again', async () => {
    await editor.type('/report approve D-1', CHANNEL)
    await editor.hears(/<@U0OFFICEM026> 将 D-1 第 3 版定稿/, CHANNEL)
    await editor.type('/report status 2022', CHANNEL)
    await editor.hears(/D-1 第 3 版 · 已起草[\s\S]*已定稿/, CHANNEL)

    await editor.clicks(await editor.hears(/D-1 第 3 版\* /, CHANNEL), 'report.edit')
    await editor.form()
    await editor.submits({ more: { value: '全体成员参加了学习。' } })
    const fourth = wordsOf(await editor.hears(/存为第 4 版/, CHANNEL))
    expect(fourth).toMatch(/加了一段：\*全体成员参加了学习。\*/)
    expect(fourth).toMatch(/“全体”/)
    await editor.type('/report status 2022', CHANNEL)
    await editor.hears(/D-1 第 4 版[\s\S]*此稿未定稿；:lock: 定稿是 D-1 第 3 版/, CHANNEL)
    await editor.type('/report unapprove D-1', CHANNEL)
    await editor.hears(/撤回了 D-1 第 3 版的定稿/, CHANNEL)
  })

  it('figures that no record bears out are asked about before the text is approved', async () => {
    await editor.type('/report show D-1', CHANNEL)
    await editor.clicks(await editor.hears(/D-1 第 4 版\* /, CHANNEL), 'report.edit')
    await editor.form()
    await editor.submits({ more: { value: '群众满意度达95%。' } })
    const verdict = await editor.hears(/D-1 第 5 版/, CHANNEL)
    await editor.clicks(verdict, 'report.approve')
    const asked = await editor.hears(/第 5 版有 1 处还不能作准/, CHANNEL)
    await editor.clicks(asked, 'report.approve.despite')
    await editor.hears(/将 D-1 第 5 版定稿/, CHANNEL)
  })

  it('who saves second gets both changes in a form opened anew, and nothing is lost', async () => {
    const [one, other] = [editor, house.person('M001')]
    for (const person of [one, other]) {
      await person.type('/report edit D-1', CHANNEL)
      await person.form()
    }
    await one.submits({ more: { value: '甲补充的一段。' } })
    await one.hears(/存为第 6 版/, CHANNEL)
    const field = await fieldWith(other, '警示教育片7次')
    const answer = await other.submits({
      [field.id]: { value: field.value.replace('警示教育片7次', '警示教育片柒次') },
    })
    expect(answer).toMatchObject({ ok: true, response_action: 'update' })
    const anew = JSON.stringify((await other.form()).view.blocks)
    expect(anew).toMatch(/有人保存了第 6 版/)
    expect(anew).toMatch(/甲补充的一段。/)
    expect(anew).toMatch(/警示教育片柒次/)
    await other.submits({})
    const told = wordsOf(await one.hears(/存为第 7 版/, CHANNEL))
    expect(told).toMatch(/~7~ \*柒\*/)
    await one.type('/report show D-1', CHANNEL)
    expect(wordsOf(await one.hears(/D-1 第 7 版\* /, CHANNEL))).toMatch(/警示教育片柒次[\s\S]*甲补充的一段/)
  })

  it('a paragraph is added and one is taken out in the form, and what was typed stays', async () => {
    await editor.type('/report edit D-1', CHANNEL)
    const field = await fieldWith(editor, '甲补充的一段')
    const last = Number(/第 (\d+) 段/.exec(field.label)?.[1])
    await editor.chooses('report.edit.add', String(last - 1), { [field.id]: { value: '甲改写的一段。' } })
    let added = ''
    await until(async () => {
      const { blocks } = (await editor.form()).view
      added = blocks.find((block) => JSON.stringify(block).includes('新的一段'))?.block_id ?? ''
      return added !== ''
    })
    await editor.chooses('report.edit.remove', '0', { [added]: { value: '插在前面的一段。' } })
    await until(async () => {
      const { blocks } = (await editor.form()).view
      return !blocks.some(({ block_id: id }) => id === 'p0')
    })
    await editor.submits({})
    const told = wordsOf(await editor.hears(/存为第 8 版/, CHANNEL))
    expect(told).toMatch(/删了一段/)
    await editor.type('/report show D-1', CHANNEL)
    const shown = wordsOf(await editor.hears(/D-1 第 8 版\* /, CHANNEL))
    expect(shown).toMatch(/插在前面的一段。[\s\S]*甲改写的一段。/)
  })

  it(
    'one paragraph is redrafted, in the thread and as a version of its own',
    { timeout: 60_000 },
    async () => {
      await editor.type('/report history D-1', CHANNEL)
      const latest = await editor.hears(/D-1 第 8 版[\s\S]*数字和日期共/, CHANNEL)
      await editor.clicks(latest, 'report.paragraph')
      const form = JSON.stringify((await editor.form()).view.blocks)
      expect(form).toMatch(/现在没有连接模型/)
      const place = /"text":"(\d+)\. [^"]*开展警示教育[^"]*"/.exec(form)?.[1] ?? ''
      const empty = await editor.submits({
        paragraph: { selected_option: String(Number(place) - 1) },
        instruction: { value: '。' },
      })
      expect(empty.errors).toHaveProperty('instruction')
      await editor.submits({
        paragraph: { selected_option: String(Number(place) - 1) },
        instruction: { value: '照记录重写 <!channel>' },
      })
      const told = wordsOf(
        await editor.hears(/(?:已重写|结果与原文相同)[\s\S]*要求是：照记录重写/, CHANNEL, 30_000),
      )
      expect(told).toContain('&lt;!channel&gt;')
      await editor.hears(/存为第 9 版/, CHANNEL)
      await editor.type('/report show D-1', CHANNEL)
      expect(wordsOf(await editor.hears(/D-1 第 9 版\* /, CHANNEL))).toContain('警示教育片7次')
    },
  )

  it('says what is wrong with a name, a version and a role', async () => {
    await editor.type('/report show 三', CHANNEL)
    await editor.hears(/“三”不是草稿的编号/, CHANNEL)
    await editor.type('/report show D-1 v99', CHANNEL)
    await editor.hears(/没有可用的草稿“D-1/, CHANNEL)
    const member = house.person('M011')
    await member.type('/report approve D-1', '理论学习')
    await member.hears(/您的角色是成员/, '理论学习')
  })
})

onBothDatabases('a record that is corrected after the draft', (kind) => {
  let house: TestHouse
  let editor: Person
  beforeAll(async () => {
    house = await startHouse(kind)
    editor = house.person('M026')
    await editor.type('/report draft learning 2022', CHANNEL)
    await editor.hears(/D-1 第 1 版\*?\s数字/, CHANNEL, 15_000)
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })
  const marks = async () =>
    (await editor.reads(CHANNEL))
      .flatMap((message) => message.replies)
      .filter((message) => /记录有更正/.test(wordsOf(message)))

  it(
    'a burst of corrections is told once, and one click updates the figures',
    { timeout: 40_000 },
    async () => {
      const admin = house.person('M001')
      await admin.type('/study 警示教育 观看警示片 昨天 1h', '理论学习')
      await admin.type('/study 警示教育 参观教育基地 昨天 1h', '理论学习')
      await admin.type('/study 党课 第十课 昨天 1h', '理论学习')
      const told = await editor.hears(
        /D-1 第 1 版写成之后，记录有更正[\s\S]*警示教育次数 \*7 → 9\*次（文中“7次”改为“9次”）[\s\S]*党课次数 \*8 → 9/,
        CHANNEL,
        20_000,
      )
      expect(await marks()).toHaveLength(1)

      await editor.type('/report status 2022', CHANNEL)
      await editor.hears(/D-1 第 1 版[\s\S]*此后记录有更正/, CHANNEL)

      await editor.clicks(told, 'report.follow')
      const second = wordsOf(await editor.hears(/按更正后的记录更新了 D-1 的数字，存为第 2 版/, CHANNEL))
      expect(second).toMatch(/~7~ \*9\*|警示教育片9次|\*9/)
      expect(second).not.toMatch(/与记录不符|没有记录为据/)
      // Three figures of November stand in sentences that end with October or before: a person has to look.
      expect(second).toMatch(/\*9次\*（党课次数）[^\n]*而句中有“2月至9月”/)
      await editor.hears(/D-1 已有第 2 版/, CHANNEL, 10_000)
    },
  )

  it('an approved text is told and stays as it is', { timeout: 40_000 }, async () => {
    await editor.type('/report approve D-1', CHANNEL)
    const asked = await editor.hears(/D-1 第 2 版有 4 处还不能作准[\s\S]*\*9次\*（警示教育次数）/, CHANNEL)
    await editor.clicks(asked, 'report.approve.despite')
    await editor.hears(/将 D-1 第 2 版定稿/, CHANNEL)
    await house.person('M001').type('/study delete S-101 记错了', '理论学习')
    const told = await editor.hears(/D-1 第 2 版写成之后，记录有更正/, CHANNEL, 20_000)
    expect(wordsOf(told)).toMatch(/警示教育次数 \*9 → 8\*[\s\S]*已定稿，不会自动改变/)
    await editor.clicks(told, 'report.follow')
    await editor.hears(/存为第 3 版/, CHANNEL)
    await editor.type('/report status 2022', CHANNEL)
    await editor.hears(
      /D-1 第 3 版[\s\S]*此稿未定稿；:lock: 定稿是 D-1 第 2 版[\s\S]*定稿：此后记录有更正/,
      CHANNEL,
    )
  })
})

onBothDatabases('a figure that no record bears out', (kind) => {
  let house: TestHouse
  let editor: Person
  beforeAll(async () => {
    house = await startHouse(kind)
    editor = house.person('M026')
    await editor.type('/report draft learning 2022', CHANNEL)
    await editor.hears(/D-1 第 1 版\*?\s数字/, CHANNEL, 15_000)
    await editor.type('/report edit D-1', CHANNEL)
    await editor.form()
    await editor.submits({ more: { value: '群众满意度达95%，开展365便民行动。' } })
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })

  it('is confirmed with its source, stays marked, is told apart in the status, and is taken back', async () => {
    const verdict = await editor.hears(/D-1 第 2 版[\s\S]*2 处没有/, CHANNEL)
    await editor.clicks(verdict, 'report.confirm')
    const options = JSON.stringify((await editor.form()).view.blocks)
    const start = /\{"text":\{[^{}]*【95%】[^{}]*\},"value":"(\d+)"/.exec(options)?.[1] ?? ''
    const short = await editor.submits({ figure: { selected_option: start }, source: { value: '嗯' } })
    expect(short.errors).toHaveProperty('source')
    await editor.submits({ figure: { selected_option: start }, source: { value: '财务处<!channel>报表' } })
    const told = wordsOf(await editor.hears(/1 处由编辑确认，\*1 处没有\*/, CHANNEL))
    expect(told).toMatch(
      /\*95%\* 没有记录为据，<@U0OFFICEM026> 2022-11-18 09:0\d 确认，来源：财务处&lt;!channel&gt;报表/,
    )
    await editor.type('/report status 2022', CHANNEL)
    await editor.hears(/有据 46\/48，编辑确认 1/, CHANNEL)

    await editor.type('/report edit D-1', CHANNEL)
    await editor.form()
    await editor.submits({ more: { value: '又加一段。' } })
    await editor.hears(/D-1 第 3 版[\s\S]*1 处由编辑确认/, CHANNEL)

    await editor.type('/report show D-1', CHANNEL)
    await editor.clicks(
      await editor.hears(/D-1 第 3 版\* [\s\S]*95%\* 没有记录为据/, CHANNEL),
      'report.confirm.revoke',
    )
    await editor.hears(/D-1 第 3 版[\s\S]*\*2 处没有\*/, CHANNEL)
  })

  it('is taken for what it is when it is part of a name, and who said so stays shown', async () => {
    const verdict = await editor.hears(/D-1 第 3 版[\s\S]*\*2 处没有\*/, CHANNEL)
    await editor.clicks(verdict, 'report.name')
    await editor.form()
    const bare = await editor.submits({ term: { value: '95%' } })
    expect(bare.errors?.['term']).toMatch(/数字本身/)
    const elsewhere = await editor.submits({ term: { value: '110报警台' } })
    expect(elsewhere.errors?.['term']).toMatch(/正文里没有/)
    await editor.submits({ term: { value: '365便民行动' } })
    const told = wordsOf(await editor.hears(/D-1 第 3 版[\s\S]*\*1 处没有\*/, CHANNEL))
    expect(told).toMatch(/作为名称不核对的：“365便民行动”（<@U0OFFICEM026> 加入）/)

    await editor.type('/report lexicon', CHANNEL)
    await editor.clicks(
      await editor.hears(/\*365便民行动\* <@U0OFFICEM026> 2022-11-18 09:0\d 加入 \(D-1\)/, CHANNEL),
      'report.lexicon.remove',
    )
    await editor.hears(/D-1 第 3 版[\s\S]*\*2 处没有\*/, CHANNEL)
    await editor.type('/report lexicon', CHANNEL)
    await editor.hears(/~365便民行动~[\s\S]*移除/, CHANNEL)
  })
})
