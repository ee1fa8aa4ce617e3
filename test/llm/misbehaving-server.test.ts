import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { MemberFacingError } from '../../src/errors.ts'
import { ModelAnswerRefused, ModelUnavailable } from '../../src/llm/model-errors.ts'
import { openAiModel } from '../../src/llm/openai-model.ts'
import { startModelServer, type ModelTurn } from '../helpers/model-server.ts'
import { eagerModel, everyWordOf, hear, KEY, REQUEST, SECRET_PROMPT, SECTION } from './asking.ts'
import { shared } from '../helpers/shared.ts'

const server = shared(() => startModelServer({ script: [] }))
afterAll(() => server.close())

const QUICK = { firstByteMs: 400, betweenPiecesMs: 400, wholeMs: 20_000 }
const GOOD: ModelTurn = { answer: SECTION }

async function meet(turns: readonly ModelTurn[], options: Parameters<typeof eagerModel>[1] = {}) {
  const before = server.requests.length
  server.play(turns)
  const { model, waits } = eagerModel(server, options)
  const heard = await hear(model)
  return { ...heard, waits, sent: server.requests.length - before }
}

describe('a fault that passes', () => {
  const cases: [string, ModelTurn, string[]][] = [
    ['a busy server (429)', { status: 429 }, []],
    ['an error of the server (500)', { status: 500 }, []],
    [
      'a gateway that answers in HTML (502)',
      { status: 502, raw: { contentType: 'text/html', body: '<h1>Bad' } },
      [],
    ],
    ['a connection cut before the first event', { ...GOOD, cutAtByte: 3 }, []],
    ['a connection cut half-way', { ...GOOD, cutAtByte: 1_200 }, ['cut']],
    ['a stream that ends politely inside an event', { ...GOOD, endAtByte: 1_200 }, ['junk']],
    ['a stream without a finish reason', { ...GOOD, finish: null }, ['cut']],
    ['a finish reason that means failure', { ...GOOD, finish: 'abort' }, ['cut']],
    ['silence before the head', { ...GOOD, hangAtByte: -1 }, []],
    ['silence before the first event', { ...GOOD, hangAtByte: 0 }, []],
    ['silence half-way', { ...GOOD, hangAtByte: 1_200 }, ['timeout']],
    ['an error inside the stream', { ...GOOD, failure: 'server_error' }, ['server']],
    ['a rate limit inside the stream', { ...GOOD, failure: 'rate_limit_exceeded' }, ['rate-limited']],
    ['events that are no JSON', { ...GOOD, noise: 'data: %%%\n' }, []],
    ['events of another shape', { ...GOOD, noise: 'data: {"choices": 7}\n' }, []],
    ['chunks with empty choices only', { ...GOOD, emptyChoices: true }, []],
    ['JSON that is no answer', { raw: { contentType: 'application/json', body: '[1,2' } }, []],
  ]
  it.each(cases)(
    '%s: the answer is had at the second try, after a restart if text was shown',
    async (_, bad, restarts) => {
      const met = await meet([bad, GOOD], { limits: QUICK })
      expect(met.error).toBeNull()
      expect(met).toMatchObject({ text: SECTION, restarts, sent: 2 })
      expect(met.waits).toHaveLength(1)
    },
  )

  it.each([
    ['an error inside the stream', { ...GOOD, failure: 'server_error' }, 'server'],
    ['a stream that never completes', { ...GOOD, finish: null }, 'cut'],
  ] as const)('the Responses API too: %s', async (_, bad, reason) => {
    expect(await meet([bad, GOOD], { api: 'responses' })).toMatchObject({
      text: SECTION,
      restarts: [reason],
      sent: 2,
    })
  })

  it('a cut at any byte never leaves a wrong or a partial answer', { timeout: 15_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(3_000), fc.boolean(), async (at, isPolite) => {
        const bad = isPolite ? { ...GOOD, endAtByte: at } : { ...GOOD, cutAtByte: at }
        const met = await meet([bad, GOOD])
        expect(met.error).toBeNull()
        expect(met.text).toBe(SECTION)
        expect(met.end).not.toBeNull()
      }),
      { numRuns: 120, interruptAfterTimeLimit: 9_000, markInterruptAsFailure: false },
    )
  })

  it('counts what the cut attempt cost', async () => {
    const met = await meet([
      { ...GOOD, cutAtByte: 1_500 },
      { ...GOOD, usage: { prompt: 100, completion: 50 } },
    ])
    expect(met.end?.usage.estimated).toBe(true)
    expect(met.end?.usage.promptTokens).toBeGreaterThan(100)
    expect(met.end?.usage.completionTokens).toBeGreaterThan(50)
  })
})

describe('a fault that stays', () => {
  const unavailable: [string, ModelTurn, string, number][] = [
    ['429', { status: 429 }, 'rate-limited', 5],
    ['500', { status: 500 }, 'server', 5],
    ['a connection cut before any text', { ...GOOD, cutAtByte: 0 }, 'network', 5],
    ['silence', { ...GOOD, hangAtByte: -1 }, 'timeout', 5],
    ['text that is always cut is redone twice', { ...GOOD, endAtByte: 1_500 }, 'server', 3],
    ['junk events', { ...GOOD, noise: 'data: %%%\n' }, 'server', 5],
    [
      'a spent quota, which no waiting mends',
      { status: 429, error: { code: 'insufficient_quota' } },
      'rate-limited',
      1,
    ],
    ['a wrong key', { status: 401, error: { message: `Incorrect key ${KEY}` } }, 'auth', 1],
    ['a forbidden model', { status: 403 }, 'auth', 1],
    ['an unknown model', { status: 404, error: { code: 'model_not_found' } }, 'bad-request', 1],
    ['a refused request', { status: 400, error: { message: `No: ${SECRET_PROMPT}` } }, 'bad-request', 1],
    ['a web page', { raw: { contentType: 'text/html', body: '<html>Sign in' } }, 'bad-request', 1],
  ]
  it.each(unavailable)('%s', async (_, bad, kind, sent) => {
    const met = await meet([bad], { limits: QUICK })
    expect(met.error).toBeInstanceOf(ModelUnavailable)
    expect(met).toMatchObject({ error: { kind }, sent, end: null })
  })

  const refused: [string, ModelTurn, string][] = [
    ['nothing', { answer: '' }, 'empty'],
    ['blanks and signs only', { answer: ' \n\n。…**' }, 'empty'],
    ['reasoning that never ends', { answer: '<think>嗯，先想想' }, 'empty'],
    ['a refusal in words', { answer: '抱歉，我无法为您撰写这部分内容。' }, 'refused'],
    ['a refusal in its own field', { answer: '', refusal: 'No.' }, 'refused'],
    ['a bound that was hit', { ...GOOD, finish: 'length' }, 'truncated'],
    ['a content filter', { ...GOOD, finish: 'content_filter' }, 'content-filter'],
    [
      'a content filter before the answer',
      { status: 400, error: { code: 'content_filter' } },
      'content-filter',
    ],
    ['the same words over and over', { answer: '我们要提高政治站位。'.repeat(400), finish: null }, 'looping'],
  ]
  it.each(refused)('%s: refused, and not asked again', async (_, bad, kind) => {
    const met = await meet([bad])
    expect(met.error).toBeInstanceOf(ModelAnswerRefused)
    expect(met).toMatchObject({ error: { kind }, sent: 1, end: null })
  })

  it.each([
    ['a refusal', { refusal: 'No.' }, 'refused'],
    ['a bound that was hit', { ...GOOD, finish: 'length' }, 'truncated'],
    ['a content filter', { ...GOOD, finish: 'content_filter' }, 'content-filter'],
  ] as const)('the Responses API too: %s', async (_, bad, kind) => {
    expect(await meet([bad], { api: 'responses' })).toMatchObject({ error: { kind }, sent: 1 })
  })

  it('a server that is not there: network, after all tries', async () => {
    const { model, waits } = eagerModel(server, { baseUrl: 'http://127.0.0.1:9/v1' })
    expect((await hear(model)).error).toMatchObject({ kind: 'network' })
    expect(waits).toEqual([500, 1_000, 2_000, 4_000])
  })

  it('says what to do in both languages, and never the key, the prompt or the words of the server', async () => {
    const turns = [...unavailable, ...refused].map(([, turn]) => turn)
    for (const turn of turns) {
      const { error } = await meet([turn], { limits: QUICK, retries: 0 })
      expect(error).toBeInstanceOf(MemberFacingError)
      const words = everyWordOf(error)
      expect(words).not.toContain(KEY)
      expect(words).not.toContain(SECRET_PROMPT)
      expect(words).not.toContain('Sign in')
      if (!(error instanceof MemberFacingError)) continue
      expect(error.in('zh')).toMatch(/^模型|^连不上模型/)
      expect(error.said.en).toMatch(/(Try|Ask|Redraft|Change|Choose)/)
      expect(error.said.zh + error.said.en).not.toMatch(/<model>|<detail>|undefined/)
    }
  })
})

describe('20 MB of text', () => {
  it('is cut off at the bound, not read to the end', async () => {
    const met = await meet([{ floodBytes: 20 * 1024 * 1024 }])
    expect(met.error).toMatchObject({ kind: 'too-long' })
    expect(met.text.length).toBeLessThan(120_000)
    expect(server.requests.at(-1)?.sentBytes).toBeLessThan(6 * 1024 * 1024)
  })

  it.each([
    ['in one event', 'text/event-stream', 200],
    ['as one JSON body', 'application/json', 200],
    ['as the body of an error', 'application/json', 400],
  ])('%s is not held in memory', { timeout: 15_000 }, async (_, contentType, status) => {
    const text = JSON.stringify({ choices: [{ index: 0, delta: { content: 'ab '.repeat(7_000_000) } }] })
    const met = await meet([{ status, raw: { contentType, body: `data: ${text}\n\n` } }])
    expect(met.error).toMatchObject({ kind: 'too-long' })
    expect(met.text).toBe('')
  })
})

describe('waiting', () => {
  it('grows, is jittered downwards, and ends', async () => {
    expect((await meet([{ status: 503 }])).waits).toEqual([500, 1_000, 2_000, 4_000])
    expect((await meet([{ status: 503 }], { random: () => 0 })).waits).toEqual([250, 500, 1_000, 2_000])
  })

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after-ms': '1250' }, 1_250],
    [{ 'retry-after': '0' }, 0],
  ])('is what the server asks for: %o', async (headers, least) => {
    const met = await meet([{ status: 429, headers }, GOOD], { random: () => 0 })
    expect(met).toMatchObject({ text: SECTION, error: null })
    expect(met.waits).toEqual(least === 0 ? [] : [least])
  })

  it('takes a date as well', async () => {
    const at = new Date(Date.now() + 20_000).toUTCString()
    const [waited = 0] = (await meet([{ status: 503, headers: { 'retry-after': at } }, GOOD])).waits
    expect(waited).toBeGreaterThan(17_000)
    expect(waited).toBeLessThan(21_000)
  })

  it('is not done when the server asks for more patience than a person has', async () => {
    const met = await meet([{ status: 429, headers: { 'retry-after': '3600' } }, GOOD])
    expect(met).toMatchObject({ error: { kind: 'rate-limited' }, sent: 1, waits: [] })
  })

  it('ends at the bound of the whole request, however lively the server is', async () => {
    const startedAt = performance.now()
    const met = await meet([{ ...GOOD, betweenMs: 20, pieceChars: 1 }], { limits: { wholeMs: 300 } })
    expect(met.error).toMatchObject({ kind: 'timeout', detail: 'no whole answer within 0.3 s' })
    expect(performance.now() - startedAt).toBeLessThan(1_500)
  })
})

describe('aborting', () => {
  const reason = new Error('cancelled by the button')

  it.each([
    ['before the head', { ...GOOD, hangAtByte: -1 }],
    ['half-way', { ...GOOD, hangAtByte: 1_200 }],
  ])('%s stops the request at once, with the reason given', async (_, turn) => {
    server.play([turn])
    const controller = new AbortController()
    const startedAt = performance.now()
    setTimeout(() => controller.abort(reason), 100)
    const heard = await hear(eagerModel(server).model, { signal: controller.signal })
    expect(heard.error).toBe(reason)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    await expect.poll(() => server.requests.at(-1)?.hungUp).toBe(true)
  })

  it('ends a wait between two tries', async () => {
    server.play([{ status: 429, headers: { 'retry-after': '30' } }])
    const model = openAiModel({ name: 'm', apiKey: KEY, baseUrl: server.baseUrl, api: 'chat' })
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 100)
    const startedAt = performance.now()
    expect((await hear(model, { signal: controller.signal })).error).toBe(reason)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  it('before it begins sends nothing', async () => {
    const before = server.requests.length
    expect((await hear(eagerModel(server).model, { signal: AbortSignal.abort(reason) })).error).toBe(reason)
    expect(server.requests.length).toBe(before)
  })

  it('is done by leaving the loop', async () => {
    server.play([{ ...GOOD, pieceChars: 1, betweenMs: 20 }])
    for await (const event of eagerModel(server).model.stream(REQUEST, AbortSignal.timeout(4_000))) {
      if (event.type === 'text') break
    }
    await expect.poll(() => server.requests.at(-1)?.hungUp).toBe(true)
  })
})
