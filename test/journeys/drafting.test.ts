import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startModelServer } from '../helpers/model-server.ts'
import { startHouse, type TestHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { shared } from '../helpers/shared.ts'

const PLACE = '年度总结'
/** A long answer that comes slowly. */
const SLOW = {
  answer: '传达学习{{f999}}次，各项学习有序开展，内容丰富。'.repeat(60),
  pieceChars: 3,
  betweenMs: 40,
}

describe('drafting with a model', { timeout: 60_000 }, () => {
  let house: TestHouse
  const server = shared(() => startModelServer({ script: [] }))
  let admin: Person
  let editor: Person
  beforeAll(async () => {
    house = await startHouse('pglite', {
      OPENAI_BASE_URL: server.baseUrl,
      WENSHU_MODEL: 'test-model',
      WENSHU_MODEL_API: 'responses',
    })
    admin = house.person('M001')
    editor = house.person('M026')
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await server.close()
  })
  /** Finds the slot of a fact in the prompt, as a good model would. */
  const slotOf = (prompt: string, label: string): string =>
    new RegExp(`"slot":"(f\\d+)","is":"${label}"`).exec(prompt)?.[1] ?? 'f0'

  it('the Responses API writes a section whose figures are traced', async () => {
    server.play([{ answer: ({ user }) => `全年开展党课{{${slotOf(user, '党课次数')}}}次。` }])
    await editor.type('/report draft learning 2022', PLACE)
    const verdict = wordsOf(await editor.hears(/D-1 第 1 版/, PLACE, 20_000))
    expect(verdict).toMatch(/模型 test-model 起草/)
    expect(server.requests.at(-1)?.path).toBe('/v1/responses')
    await editor.hears(/全年开展党课8次。/, PLACE)
  })

  it('the approved text goes to the model as an example of style, without its figures, once an admin wants it', async () => {
    await editor.type('/report approve D-1', PLACE)
    await editor.hears(/D-1.*定稿/s, PLACE)
    await admin.type('/report outline', PLACE)
    await admin.clicks(await admin.hears(/出厂提纲/, PLACE), 'report.outline.style')
    await admin.form()
    await admin.submits({ example: { selected_options: ['example'] } })
    await admin.hears(/文风样例：用/, PLACE)
    server.play([{ answer: '党课开展有序。' }])
    await editor.type('/report draft learning 2022-10', PLACE)
    await editor.hears(/D-2 第 1 版/, PLACE, 20_000)
    const prompt = server.requests.at(-1)?.body['input']
    expect(prompt).toMatch(/往年定稿的同一部分[\s\S]*全年开展党课□。/)
    expect(prompt).not.toContain('党课8次')
  })

  it('Cancel stops it at once, twice does no harm, and the section is free again', async () => {
    server.play([SLOW])
    await editor.type('/report draft learning 2022H1', PLACE)
    const parent = await editor.hears(/D-3.*正文写在/s, PLACE, 20_000)
    await editor.hears(/各项学习有序开展/, PLACE, 20_000)
    await editor.clicks(parent, 'report.cancel')
    await editor.hears(/D-3 已取消，可以重新起草/, PLACE)
    await editor.hears(/已取消。上面写出的文字没有写完/, PLACE, 20_000)
    await expect.poll(() => server.requests.at(-1)?.hungUp).toBe(true)
    const settled = await editor.hears(/D-3.*已取消，没有保存/s, PLACE)
    expect(JSON.stringify(settled.blocks)).not.toContain('report.cancel')
    server.play([{ answer: '党课开展有序。' }])
    await editor.type('/report draft learning 2022H1', PLACE)
    await editor.hears(/D-4 第 1 版/, PLACE, 20_000)
  })

  it('a second request joins the first', async () => {
    server.play([SLOW])
    await editor.type('/report draft learning 2022Q1', PLACE)
    const parent = await editor.hears(/D-5.*正文写在/s, PLACE, 20_000)
    await admin.type('/report draft learning 2022Q1', PLACE)
    await admin.hears(/正在起草，草稿是 D-5/, PLACE)
    await editor.clicks(parent, 'report.cancel')
    await editor.hears(/D-5 已取消/, PLACE)
  })

  it('an admin sets a ceiling; at it the composer drafts, and says why', async () => {
    await editor.type('/wenshu model', PLACE)
    expect(JSON.stringify((await editor.hears(/每月上限：词元 不限/, PLACE)).blocks)).not.toContain(
      'model.change',
    )
    await admin.type('/wenshu model', PLACE)
    await admin.clicks(await admin.hears(/每月上限：词元 不限/, PLACE), 'model.change')
    await admin.form()
    const refused = await admin.submits({
      tokens: { value: 'lots' },
      cost: { value: '5' },
      currency: { value: 'yuan' },
    })
    expect(Object.keys(refused.errors ?? {}).sort()).toEqual(['cost', 'currency', 'tokens'])
    await admin.submits({
      tokens: { value: '1000' },
      cost: { value: '' },
      currency: { value: 'CNY' },
      promptPrice: { value: '2' },
      answerPrice: { value: '8' },
      names: { selected_options: ['pseudonyms'] },
    })
    expect(wordsOf(await admin.hears(/每月上限：词元 1000/, PLACE))).toMatch(/成员姓名不发给模型/)
    const asked = server.requests.length
    await editor.type('/report draft learning 2022Q2', PLACE)
    const verdict = wordsOf(await editor.hears(/D-6 第 1 版/, PLACE, 20_000))
    expect(verdict).toMatch(/本月模型用量已到上限（词元 \d+ \/ 1000）.*改由内置撰写器起草/)
    expect(server.requests.length).toBe(asked)
  })

  it('with stand-ins set, no name of the roster leaves the house, and the text names people all the same', async () => {
    await admin.type('/wenshu model', PLACE)
    await admin.clicks(await admin.hears(/每月上限：词元 1000/, PLACE), 'model.change')
    await admin.form()
    await admin.submits({ tokens: { value: '' } })
    await admin.hears(/每月上限：词元 不限/, PLACE)
    // A record that names somebody, so that the model has heard of them: others' stand-ins it may not use.
    await admin.type('/study 党课 成员11讲党章 8月3日 1h', PLACE)
    await admin.hears(/成员11讲党章/, PLACE)
    server.play([{ answer: ({ user }) => `学习由${/⟦P\d+⟧(?=讲党章)/.exec(user)?.[0] ?? '无人'}主持。` }])
    await editor.type('/report draft learning 2022Q3', PLACE)
    await editor.hears(/学习由成员11主持。/, PLACE, 20_000)
    const sent = JSON.stringify(server.requests.at(-1)?.body)
    const { users } = await editor.state()
    const names = users.map(({ realName }) => realName).filter((name) => name.startsWith('成员'))
    expect(names.length).toBe(60)
    for (const name of names) expect(sent).not.toContain(name)
  })

  it('a draft that was being written when the program stopped is written after the start', async () => {
    server.play([SLOW])
    await editor.type('/report draft learning 2022Q4', PLACE)
    await editor.hears(/D-8.*正文写在/s, PLACE, 20_000)
    await editor.hears(/各项学习有序开展/, PLACE, 20_000)
    server.play([{ answer: '党课开展有序。' }])
    house = await house.restart()
    editor = house.person('M026')
    await editor.hears(/D-8 第 1 版/, PLACE, 60_000)
    const parents = (await editor.reads(PLACE)).filter(
      (message) => /草稿 D-8/.test(wordsOf(message)) && message.replies.length > 0,
    )
    expect(parents).toHaveLength(1)
    const verdicts = parents[0]?.replies.filter((reply) => /D-8 第 1 版/.test(wordsOf(reply)))
    expect(verdicts).toHaveLength(1)
  }, 90_000)
})
