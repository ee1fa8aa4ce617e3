import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { startApp, type App } from '../../src/app/app.ts'
import { parseConfig, type Env } from '../../src/config.ts'
import { inTransaction } from '../../src/context.ts'
import { createLog } from '../../src/log.ts'
import { startPlayground, type Playground } from '../../src/playground/server/playground.ts'
import { freshAddress, pgliteTemplate } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { personOf, type Person } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'

const MIKA = 'U0MIKA'
const SECRET = 'signing-secret-of-the-test'
let scratch = new AsyncDisposableStack()
afterEach(async () => {
  await scratch.disposeAsync()
  scratch = new AsyncDisposableStack()
})

/** A Slack with one English-speaking admin and one channel, and no office in it. */
async function startSlack(delivery: 'socket' | 'http'): Promise<Playground> {
  return scratch.use(
    await startPlayground({
      team: { id: 'T0REAL', name: 'Real', domain: 'real' },
      users: [{ id: MIKA, name: 'mika', realName: 'Mika', isAdmin: true, email: 'mika@example.org' }],
      channels: [{ id: 'C0TALK', name: 'talk' }],
      botUser: { userId: 'U0BOT', name: 'Wenshu' },
      zone: 'Europe/Berlin',
      delivery: delivery === 'socket' ? { kind: 'socket' } : { kind: 'http', signingSecret: SECRET },
      commands: ['/study', '/activity', '/essay', '/report', '/wenshu'],
    }),
  )
}

async function startBot(slack: Playground, env: Env): Promise<App> {
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-surface-'))
  scratch.defer(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const config = parseConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    WENSHU_DATA: folder,
    WENSHU_LOG: 'silent',
    ...env,
  })
  return scratch.use(await startApp(config, { log: createLog('silent'), template: pgliteTemplate() }))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function recordsOf({ context }: App): Promise<string[]> {
  const rows = await inTransaction(
    context,
    async ({ db }) => await db.selectFrom('records').select('id').orderBy('number').execute(),
  )
  return rows.map(({ id }) => id)
}

const mikaAt = (slack: Playground): Person => personOf(slack.url, MIKA)

describe('a real workspace', () => {
  it('is served by Socket Mode, in English, and its Slack admin is the first admin', async () => {
    const slack = await startSlack('socket')
    const app = await startBot(slack, { SLACK_APP_TOKEN: slack.appToken, WENSHU_LOCALE: 'en' })
    expect(app.greeting).toMatch(/Real, by Socket Mode/)
    const mika = mikaAt(slack)
    await mika.type('/study group study "Annual plan" yesterday 2h', 'talk')
    await mika.hears(/Logged S-1/, 'talk')
    await mika.type('/wenshu role @Mika editor', 'talk')
    await mika.hears(/only admin/, 'talk')
  })

  it('is served by signed HTTP requests, and unsigned ones are turned away', async () => {
    const slack = await startSlack('http')
    const port = await freePort()
    const app = await startBot(slack, {
      SLACK_SIGNING_SECRET: SECRET,
      PORT: String(port),
      WENSHU_LOCALE: 'en',
    })
    slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`)
    expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('ok\n')
    const mika = mikaAt(slack)
    await mika.type('/activity volunteering traffic duty 28 people yesterday', 'talk')
    await mika.hears(/Logged A-1/, 'talk')
    const forged = await fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-signature': 'v0=00',
        'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)),
      },
      body: 'command=%2Fstudy&text=group+study&team_id=T0REAL&user_id=U0MIKA',
    })
    expect(forged.status).toBe(401)
    expect(await recordsOf(app)).toEqual(['A-1'])
  })

  it('sees each envelope once, also when Slack delivers it twice', async () => {
    const slack = await startSlack('socket')
    const app = await startBot(slack, { SLACK_APP_TOKEN: slack.appToken, WENSHU_LOCALE: 'en' })
    slack.faults.set({ redeliver: 1 })
    const mika = mikaAt(slack)
    for (const title of ['first', 'second', 'third'])
      await mika.type(`/study group study ${title} yesterday`, 'talk')
    await mika.hears(/Logged S-3/, 'talk')
    await mika.clicks(await mika.hears(/Logged S-2/, 'talk'), 'record.undo')
    await mika.hears(/Undone: S-2/, 'talk')
    expect(await recordsOf(app)).toEqual(['S-1', 'S-2', 'S-3'])
  })

  it('gets its answers after its socket was cut', { timeout: 20_000 }, async () => {
    const slack = await startSlack('socket')
    await startBot(slack, { SLACK_APP_TOKEN: slack.appToken, WENSHU_LOCALE: 'en' })
    slack.disconnectSockets('cut')
    const mika = mikaAt(slack)
    await until(async () => {
      await mika.type('/study group study "Annual plan" yesterday', 'talk').catch(() => {})
      return (await mika.reads('talk')).some((message) => /Logged S-1/.test(message.text))
    }, 15_000)
  })

  it('ends the start with a clear word when the token is refused', async () => {
    const slack = await startSlack('socket')
    const start = startBot(slack, { SLACK_BOT_TOKEN: 'xoxb-wrong', SLACK_APP_TOKEN: slack.appToken })
    await expect(start).rejects.toThrow(/invalid_auth/)
  })
})

describe.skipIf(inject('postgres') === null)('two processes on one PostgreSQL', () => {
  it('start at once on an empty database and share its numbers', { timeout: 20_000 }, async () => {
    const address = await freshAddress('postgres')
    if (address.kind !== 'postgres') throw new Error('unreachable')
    const slack = await startSlack('socket')
    const env = { SLACK_APP_TOKEN: slack.appToken, DATABASE_URL: address.url, WENSHU_LOCALE: 'en' }
    const [one, other] = await Promise.all([startBot(slack, env), startBot(slack, env)])
    const mika = mikaAt(slack)
    await Promise.all(
      Array.from(
        { length: 8 },
        async (_, index) => await mika.type(`/study group study part${index} yesterday`, 'talk'),
      ),
    )
    await until(async () => (await recordsOf(one)).length === 8)
    expect(await recordsOf(other)).toEqual(Array.from({ length: 8 }, (_, index) => `S-${index + 1}`))
  })
})

describe('the playground', () => {
  it('is asked by nobody from elsewhere: it listens on the loopback and refuses other names', async () => {
    await using house = await startHouse()
    const { hostname, port } = new URL(house.url)
    expect(hostname).toBe('127.0.0.1')
    const { request } = await import('node:http')
    const status = await new Promise<number | undefined>((resolve) => {
      request(
        { host: '127.0.0.1', port, path: '/people/clock', headers: { host: 'evil.example' } },
        (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        },
      ).end()
    })
    expect(status).toBe(403)
  })
})
