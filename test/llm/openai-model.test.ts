import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { wholeAnswer } from '../../src/llm/language-model.ts'
import { openAiModel } from '../../src/llm/openai-model.ts'
import { startModelServer } from '../helpers/model-server.ts'
import { eagerModel, hear, KEY, REQUEST, SECTION } from './asking.ts'
import { shared } from '../helpers/shared.ts'

const server = shared(() => startModelServer({ script: [] }))
afterAll(() => server.close())

describe.each(['chat', 'responses'] as const)('a model behind the %s API', (api) => {
  it('streams the text as it was sent, and says last what it cost', async () => {
    server.play([{ answer: SECTION, usage: { prompt: 120, completion: 80 }, model: 'test-model-2026' }])
    const { model } = eagerModel(server, { api })
    const heard = await hear(model)
    expect(heard).toMatchObject({
      text: SECTION,
      restarts: [],
      error: null,
      end: {
        finish: 'stop',
        model: 'test-model-2026',
        usage: { promptTokens: 120, completionTokens: 80, estimated: false },
      },
    })
  })

  it('assembles the same text wherever the packets are cut', { timeout: 15_000 }, async () => {
    const { model } = eagerModel(server, { api })
    const cut = fc.record({
      packetsEndAt: fc.array(fc.nat(4_000), { maxLength: 30 }),
      pieceChars: fc.integer({ min: 1, max: 60 }),
      answer: fc.constantFrom(SECTION, `${SECTION}\n\nOver {{f4}} people “joined” – 👩‍👩‍👧 𠮷 \\n "x"`),
    })
    await fc.assert(
      fc.asyncProperty(cut, async (turn) => {
        server.play([turn])
        const heard = await hear(model)
        expect(heard.error).toBeNull()
        expect(heard.text).toBe(turn.answer)
        expect(heard.restarts).toEqual([])
      }),
      { numRuns: 100, interruptAfterTimeLimit: 8_000, markInterruptAsFailure: false },
    )
  })

  it('sends the prompt, the bounds and the key, and lets nothing be stored', async () => {
    server.play([{ answer: SECTION }])
    await hear(eagerModel(server, { api }).model)
    const sent = server.requests.at(-1)
    expect(sent).toMatchObject({ system: REQUEST.system, user: REQUEST.user, authorization: `Bearer ${KEY}` })
    expect(sent?.body).toMatchObject(
      api === 'chat'
        ? { max_tokens: 800, temperature: 0.3, seed: 7, stream_options: { include_usage: true } }
        : { max_output_tokens: 800, temperature: 0.3, store: false },
    )
  })

  it('estimates the tokens when the server does not count, never below one for two Chinese characters', async () => {
    server.play([{ answer: SECTION, usage: null }])
    const { end } = await hear(eagerModel(server, { api }).model)
    expect(end?.usage.estimated).toBe(true)
    expect(end?.usage.completionTokens).toBeGreaterThan(SECTION.length / 3)
    expect(end?.usage.completionTokens).toBeLessThan(SECTION.length * 1.5)
  })

  it('takes a whole answer from a server that ignores that it should stream', async () => {
    server.play([{ answer: SECTION, ignoresStream: true }])
    expect(await hear(eagerModel(server, { api }).model)).toMatchObject({ text: SECTION, error: null })
  })

  it.each(['temperature', api === 'chat' ? 'max_tokens' : 'store'])(
    'asks again without %s when the server does not take it, and remembers',
    async (param) => {
      const refuses = {
        status: 400,
        error: { message: `Unsupported parameter: '${param}'`, param, code: 'unsupported' },
      }
      server.play((request) => (param in request.body ? refuses : { answer: SECTION }))
      const before = server.requests.length
      const { model, waits } = eagerModel(server, { api })
      expect(await hear(model)).toMatchObject({ text: SECTION, error: null })
      expect(await hear(model)).toMatchObject({ text: SECTION, error: null })
      expect(server.requests.length - before).toBe(3)
      expect(waits).toEqual([])
      const bounds = { max_tokens: 800, max_completion_tokens: 800, max_output_tokens: 800 }
      const sent = Object.keys(server.requests.at(-1)?.body ?? {})
      expect(sent).not.toContain(param)
      expect(sent.filter((name) => name in bounds)).toHaveLength(1)
    },
  )
})

describe('an answer', () => {
  it('is shown without the reasoning before it, in a field of its own or in the text', async () => {
    server.play([{ reasoning: '先想想', answer: `<think>\n想到 9999 </think>\n\n${SECTION}`, pieceChars: 3 }])
    expect(await hear(eagerModel(server).model)).toMatchObject({ text: SECTION, error: null })
  })

  it('is not spoilt by comments and blank lines between the events', async () => {
    server.play([{ answer: SECTION, noise: ': keep-alive\n\nretry: 10' }])
    expect(await hear(eagerModel(server).model)).toMatchObject({ text: SECTION, restarts: [], error: null })
  })

  it('is whole once it has said so, even if the connection breaks before the tokens are told', async () => {
    server.play([{ answer: SECTION, packetsEndAt: [], endAtByte: beforeTheCount() }])
    const heard = await hear(eagerModel(server).model)
    expect(heard).toMatchObject({ text: SECTION, restarts: [], error: null })
    expect(heard.end?.usage.estimated).toBe(true)
  })

  it('can be had in one piece', async () => {
    server.play([{ answer: SECTION, cutAtByte: 900 }, { answer: SECTION }])
    const answer = await wholeAnswer(eagerModel(server).model, REQUEST, AbortSignal.timeout(4_000))
    expect(answer.text).toBe(SECTION)
  })

  /** Just before the event that counts the tokens. */
  function beforeTheCount(): number {
    const tail =
      'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","model":"test-model","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":22}}\n\ndata: [DONE]\n\n'
    const events = Math.ceil(SECTION.length / 7)
    const chunk = (delta: object, finish: string | null) =>
      `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'test-model', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
    const texts = Array.from({ length: events }, (_, n) =>
      chunk({ content: SECTION.slice(n * 7, n * 7 + 7) }, null),
    )
    const whole = [chunk({ role: 'assistant', content: '' }, null), ...texts, chunk({}, 'stop'), tail].join(
      '',
    )
    return Buffer.byteLength(whole) - Buffer.byteLength(tail)
  }
})

describe('the probe for the doctor', () => {
  it('says whether the model is listed', async () => {
    await using listed = await startModelServer({ script: [], models: ['a', 'test-model'] })
    const signal = AbortSignal.timeout(4_000)
    expect(await eagerModel(listed).model.reachable(signal)).toMatchObject({
      reachable: true,
      knowsModel: true,
    })
    expect(await eagerModel(listed, { name: 'b' }).model.reachable(signal)).toMatchObject({
      knowsModel: false,
    })
  })

  it('counts a server without a list as reachable, and one that refuses the key not', async () => {
    await using without = await startModelServer({ script: [], models: 404 })
    await using refusing = await startModelServer({ script: [], models: 401 })
    const signal = AbortSignal.timeout(4_000)
    expect(await eagerModel(without).model.reachable(signal)).toMatchObject({
      reachable: true,
      knowsModel: null,
    })
    expect(await eagerModel(refusing).model.reachable(signal)).toMatchObject({
      reachable: false,
      detail: 'HTTP 401',
    })
  })

  it('says that nobody is there', async () => {
    const model = openAiModel({ name: 'm', apiKey: KEY, baseUrl: 'http://127.0.0.1:9/v1', api: 'chat' })
    expect(await model.reachable(AbortSignal.timeout(4_000))).toMatchObject({ reachable: false })
  })
})
