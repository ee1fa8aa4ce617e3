import { afterAll, beforeEach, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../src/context.ts'
import { wholeAnswer, type LanguageModel } from '../../src/llm/language-model.ts'
import { ModelAnswerRefused } from '../../src/llm/model-errors.ts'
import { openAiModel } from '../../src/llm/openai-model.ts'
import { updateSettings } from '../../src/members/workspace-store.ts'
import { listMembers } from '../../src/members/members-store.ts'
import { CeilingReached } from '../../src/model-use/ceiling.ts'
import { guardedModel } from '../../src/model-use/guarded-model.ts'
import { sumUses } from '../../src/model-use/uses-store.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { startModelServer } from '../helpers/model-server.ts'
import { officeOn } from '../helpers/office.ts'
import { shared } from '../helpers/shared.ts'

const REQUEST = {
  system: 'Write.',
  user: '成员12作报告',
  maxTokens: 4000,
  temperature: 0,
  purpose: 'draft D-1',
}
const signal = new AbortController().signal

onBothDatabases('a guarded model', (kind) => {
  let office: Context
  const database = shared(() => freshDatabase(kind))
  const server = shared(() => startModelServer({ script: [] }))
  let model: LanguageModel
  let team = 0
  afterAll(async () => {
    await server.close()
  })
  beforeEach(async () => {
    office = await officeOn(database, { teamId: `TGUARD${++team}`, sample: team <= 4 })
    const raw = openAiModel({
      name: 'test-model',
      apiKey: 'k',
      baseUrl: server.baseUrl,
      api: 'chat',
      sleep: async () => {},
    })
    model = guardedModel(raw, office)
    server.play([{ answer: '大家讲了话。', usage: { prompt: 1000, completion: 200 } }])
  })
  const set = async (settings: object) => {
    await inTransaction(office, async ({ db }) => {
      await updateSettings(db, 'model', settings)
    })
  }
  const used = async () => await inTransaction(office, async ({ db }) => await sumUses(db, '2022-11', 'CNY'))
  const ask = async () => await wholeAnswer(model, REQUEST, signal)

  it('sends no name of the roster over the wire where nobody chose, and the reader sees names', async () => {
    server.play([{ answer: '⟦P12⟧讲了话。' }])
    const answer = await ask()
    const names = await inTransaction(office, async ({ db }) =>
      (await listMembers(db)).map(({ name }) => name),
    )
    expect(names.length).toBeGreaterThan(50)
    const sent = JSON.stringify(server.requests.at(-1)?.body)
    for (const name of names) expect(sent).not.toContain(name)
    expect(answer.text).toMatch(/^成员\d+讲了话。$/)
  })

  it('sends names as they are where an admin chose so', async () => {
    await set({ pseudonyms: false })
    server.play([{ answer: '好。' }])
    await ask()
    expect(JSON.stringify(server.requests.at(-1)?.body)).toContain('成员12作报告')
  })

  it('changes what is filled into a prompt, not the prompt', async () => {
    server.play([{ answer: '好。' }])
    const filled = (change: (value: string, name: string) => string) => ({
      system: '请写成员12的发言。',
      user: `发言：${change('成员12作报告', 'words')}`,
    })
    const plain = filled((value) => value)
    await wholeAnswer(model, { ...REQUEST, ...plain, filled }, signal)
    const sent = JSON.stringify(server.requests.at(-1)?.body)
    expect(sent).toContain('请写成员12的发言。')
    expect(sent).toContain('发言：⟦P12⟧作报告')
  })

  it('refuses an answer with a stand-in of nobody, and counts what it took', async () => {
    server.play([{ answer: '⟦P12⟧和⟦P77⟧讲了话。' }])
    await expect(ask()).rejects.toThrow(ModelAnswerRefused)
    expect((await used()).questions).toBe(1)
  })

  it('settles what an answer took, with its price', async () => {
    await set({ price: { prompt: 10, completion: 40 } })
    await ask()
    expect(await used()).toEqual({ questions: 1, promptTokens: 1000, completionTokens: 200, cost: 0.018 })
  })

  it('asks nothing more once the month is used up, and what was used stays counted', async () => {
    await set({ tokensPerMonth: 1500 })
    await ask()
    const before = server.requests.length
    await expect(ask()).rejects.toThrow(CeilingReached)
    expect(server.requests.length).toBe(before)
    expect(await used()).toMatchObject({ questions: 1, promptTokens: 1000, completionTokens: 200 })
  })

  it('asks for no longer an answer than there is room for', async () => {
    await set({ tokensPerMonth: 1000 })
    await ask()
    expect(
      server.requests.at(-1)?.body['max_tokens'] ?? server.requests.at(-1)?.body['max_completion_tokens'],
    ).toBeLessThan(1000)
  })

  it('stops an answer that grows past the ceiling while it comes', async () => {
    await set({ tokensPerMonth: 900 })
    server.play([
      {
        answer: '文'.repeat(20) + Array.from({ length: 3000 }, (_, n) => `第${n}句话不同。`).join(''),
        betweenMs: 1,
      },
    ])
    await expect(ask()).rejects.toThrow(CeilingReached)
    expect((await used()).completionTokens).toBeLessThan(1200)
    await expect.poll(() => server.requests.at(-1)?.hungUp).toBe(true)
  })

  it('two questions at once cannot pass it together', async () => {
    await set({ tokensPerMonth: 4500 })
    server.play([{ answer: '文书。', usage: { prompt: 100, completion: 3900 }, beforeMs: 50 }])
    const outcomes = await Promise.allSettled([ask(), ask(), ask()])
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(3)
    const { promptTokens, completionTokens } = await used()
    expect(promptTokens + completionTokens).toBeLessThanOrEqual(4500 + 3900)
  })

  it('counts what a failed answer cost', async () => {
    server.play([{ answer: '对不起，我无法完成。', usage: { prompt: 500, completion: 20 } }])
    await expect(ask()).rejects.toThrow(/refused/)
    expect(await used()).toMatchObject({ questions: 1, promptTokens: 500, completionTokens: 20 })
  })

  it('counts nothing of a question the server never took', async () => {
    server.play([{ status: 401 }])
    await expect(ask()).rejects.toThrow()
    expect(await used()).toMatchObject({ questions: 1, promptTokens: 0, completionTokens: 0 })
  })
})
