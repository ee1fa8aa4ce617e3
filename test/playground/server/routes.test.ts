import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPlayground, type Playground } from '../../../src/playground/server/playground.ts'
import type { ChangeEvent, PersonState } from '../../../src/playground/protocol/protocol.ts'
import { clientOf, GENERAL, MIKA, office, REN } from '../house.ts'

let slack: Playground
beforeAll(async () => {
  slack = await startPlayground(office())
})
afterAll(async () => {
  await slack[Symbol.asyncDispose]()
})

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
  const answer = await fetch(slack.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return answer.status === 200 ? await answer.json() : answer.status
}

/** fetch does not let the Host header be set. */
async function statusWith(
  headers: Record<string, string>,
  method = 'GET',
  path = '/people/clock',
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const request = httpRequest(slack.url + path, { method, headers }, (answer) => {
    answer.resume()
    resolve(answer.statusCode ?? 0)
  })
  request.on('error', reject)
  request.end()
  return await promise
}

describe('the scripted-user API over HTTP', () => {
  it('posts messages, shows them with what is unread, and marks them as read when looked at', async () => {
    await clientOf(slack).chat.postMessage({ channel: MIKA, text: 'reminder' })
    const look = async (more = ''): Promise<PersonState> =>
      (await (await fetch(`${slack.url}/people/state?as=${MIKA}${more}`)).json()) as PersonState
    const unread = (state: PersonState) => state.conversations.find(({ id }) => id === 'D0MIKA')?.unread
    expect(unread(await look())).toBe(1)
    const state = await look('&conversation=D0MIKA')
    expect(state.conversation?.messages.map(({ text }) => text)).toEqual(['reminder'])
    expect(unread(await look())).toBe(0)
    expect(await post('/people/command', { as: MIKA, channel: GENERAL, text: '你好' })).toMatchObject({
      ok: true,
    })
    expect((await look(`&conversation=${GENERAL}`)).conversation?.messages.at(-1)?.text).toBe('你好')
    expect(await post('/people/command', { as: MIKA, channel: 'D0REN', text: 'x' })).toMatchObject({
      ok: false,
      error: 'channel_not_found',
    })
    expect(await post('/people/command', { as: MIKA })).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
    })
    expect(await post('/people/invented', {})).toBe(404)
  })

  it('tells each person of what concerns them, and of nothing else', async () => {
    const heard: ChangeEvent[] = []
    const stop = new AbortController()
    const answer = await fetch(`${slack.url}/people/events?as=${REN}`, { signal: stop.signal })
    const listening = (async () => {
      for await (const part of answer.body!.pipeThrough(new TextDecoderStream())) {
        for (const [, data] of part.matchAll(/^data: (.*)$/gm)) heard.push(JSON.parse(data!) as ChangeEvent)
      }
    })().catch(() => {})
    const client = clientOf(slack)
    await client.chat.postMessage({ channel: MIKA, text: 'for Mika' })
    await client.chat.postEphemeral({ channel: GENERAL, user: MIKA, text: 'for Mika' })
    await new Promise((resolve) => {
      setTimeout(resolve, 80)
    })
    await client.chat.postMessage({ channel: GENERAL, text: 'for all' })
    await client.views.publish({ user_id: REN, view: { type: 'home', blocks: [] } })
    await new Promise((resolve) => {
      setTimeout(resolve, 80)
    })
    stop.abort()
    await listening
    expect(heard.map(({ conversations, home }) => [conversations, home])).toEqual([
      [[], false],
      [[GENERAL], true],
    ])
    expect(heard[1]!.revision).toBeGreaterThan(heard[0]!.revision)
  })

  it('moves the clock to a moment with or without offset, and messages carry it', async () => {
    expect(await post('/people/clock', { at: '2022-11-21T09:30', moving: false })).toMatchObject({
      clock: { now: '2022-11-21T01:30:00Z', moving: false, zone: 'Asia/Shanghai' },
    })
    const { ts = '' } = await clientOf(slack).chat.postMessage({ channel: GENERAL, text: 'then' })
    expect(ts).toBe(`${Date.parse('2022-11-21T01:30:00Z') / 1000}.000000`)
    const next = await clientOf(slack).chat.postMessage({ channel: GENERAL, text: 'too' })
    expect(next.ts! > ts).toBe(true)
    await post('/people/clock', { at: '2022-11-01' })
    const back = await clientOf(slack).chat.postMessage({ channel: GENERAL, text: 'back' })
    expect(back.ts! > next.ts!).toBe(true)
    expect(slack.messagesIn(GENERAL).at(-1)?.at.slice(0, 13)).toBe('2022-10-31T16')
    expect(await post('/people/clock', { at: 'soon' })).toMatchObject({ ok: false, error: 'invalid_time' })
    await post('/people/clock', { at: 'now' })
    expect(Math.abs(slack.clock.now().epochMilliseconds - Date.now())).toBeLessThan(1000)
  })
})

describe('the server', () => {
  it('answers nobody who came under another name or from another site', async () => {
    expect(await statusWith({ host: 'evil.example' })).toBe(403)
    expect(await statusWith({ host: 'localhost.evil.example:80' })).toBe(403)
    expect(await statusWith({ host: 'localhost:3900' })).toBe(200)
    expect(await statusWith({ origin: 'http://evil.example' }, 'POST')).toBe(403)
    expect(await statusWith({ 'sec-fetch-site': 'cross-site' }, 'POST')).toBe(403)
    expect(await post('/people/clock', { at: 'now' }, { origin: slack.url })).toMatchObject({ ok: true })
  })

  it('serves the page with its types stripped, and no file from outside it', async () => {
    const get = async (path: string) => await fetch(slack.url + path)
    const page = await get('/')
    expect(page.headers.get('content-type')).toContain('text/html')
    const script = await get('/page/desk/api.ts')
    expect(script.headers.get('content-type')).toContain('text/javascript')
    expect(await script.text()).not.toContain('import type {')
    expect(await statusWith({}, 'GET', '/page/..%2fstate/store.ts')).toBe(404)
    expect(await statusWith({}, 'GET', '/page/../state/store.ts')).toBe(404)
    expect(await (await get('/page/text/markdown.ts')).text()).toContain(
      "from '/library/markdown-it/browser'",
    )
    expect((await get('/library/markdown-it/browser')).status).toBe(200)
    expect(await statusWith({}, 'GET', '/library/zod')).toBe(404)
    expect(await statusWith({}, 'GET', '/page/tsconfig.json')).toBe(404)
    expect(await statusWith({}, 'GET', '/files/..%2fjournal.ndjson/x')).toBe(404)
  })

  it('leads a permalink to the page, at its conversation', async () => {
    const client = clientOf(slack)
    const { ts: message_ts = '' } = await client.chat.postMessage({ channel: GENERAL, text: 'here' })
    const { permalink = '' } = await client.chat.getPermalink({ channel: GENERAL, message_ts })
    const answer = await fetch(permalink, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `/#in=${GENERAL}`])
  })

  it('takes answers to an interaction five times', async () => {
    let url = ''
    await using other = await startPlayground(office({ delivery: { kind: 'http' } }))
    const { createServer } = await import('node:http')
    const bot = createServer((request, response) => {
      request.on('data', (data: Buffer) => {
        url = new URLSearchParams(data.toString('utf8')).get('response_url') ?? url
      })
      request.on('end', () => response.end())
    })
    const { promise, resolve } = Promise.withResolvers<void>()
    bot.listen(0, '127.0.0.1', resolve)
    await promise
    const address = bot.address()
    if (typeof address === 'object') other.setRequestUrl(`http://127.0.0.1:${address?.port}/`)
    await other.people.person(MIKA).type('/study')
    const statuses: number[] = []
    for (let n = 0; n < 6; n += 1) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: `${n}` }),
      })
      statuses.push(answer.status)
    }
    bot.close()
    bot.closeAllConnections()
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404])
    expect(other.people.person(MIKA).sees()).toHaveLength(5)
  })
})
