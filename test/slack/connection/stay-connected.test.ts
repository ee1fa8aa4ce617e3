import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SocketModeReceiver } from '@slack/bolt'
import { afterEach, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { clientOptions, slackLogger } from '../../../src/slack/connection/clients.ts'
import { stayConnected } from '../../../src/slack/connection/stay-connected.ts'
import { keptLog } from '../../helpers/kept-log.ts'
import { until } from '../../helpers/until.ts'

/** How the server answers apps.connections.open. */
type Manner = (response: ServerResponse) => void

let scratch = new AsyncDisposableStack()
afterEach(async () => {
  await scratch.disposeAsync()
  scratch = new AsyncDisposableStack()
})

const json = (response: ServerResponse, status: number, body: unknown, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** A Slack that opens sockets, or answers as it is told to. */
async function startSlack() {
  const state = { manner: null as Manner | null, saysHello: true, asked: 0 }
  const server = createServer((_request, response) => {
    state.asked += 1
    if (state.manner !== null) state.manner(response)
    else json(response, 200, { ok: true, url: `ws://127.0.0.1:${port}/socket` })
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    if (state.saysHello) socket.send(JSON.stringify({ type: 'hello' }))
  })
  const listen = async (at: number) => {
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
  }
  const close = async () => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    if (!server.listening) return
    server.close()
    await once(server, 'close')
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  scratch.defer(close)
  return {
    state,
    apiUrl: `http://127.0.0.1:${port}/api/`,
    cut: () => {
      for (const socket of sockets.clients) socket.terminate()
    },
    close,
    open: async () => await listen(port),
    sockets: () => sockets.clients.size,
  }
}

async function startBot(apiUrl: string) {
  const { log, lines } = keptLog()
  const receiver = new SocketModeReceiver({
    appToken: 'xapp-1',
    logger: slackLogger(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { ...clientOptions(apiUrl, log), timeout: 400 } },
  })
  const state = stayConnected(receiver, log, { first: 20, most: 100, patience: 600 })
  await receiver.start()
  scratch.defer(async () => {
    await receiver.stop()
    await until(() => !state().connected)
  })
  const warnings = () => lines.filter(({ msg }) => String(msg).startsWith('Slack could not be reached'))
  return { state, warnings, stop: async () => await receiver.stop() }
}

const manners: readonly (readonly [string, Manner])[] = [
  ['500', (response) => json(response, 500, { ok: false })],
  [
    '503 with a page',
    (response) => {
      response.writeHead(503, { 'content-type': 'text/html' }).end('<html>Service Unavailable</html>')
    },
  ],
  ['200 with a page', (response) => response.writeHead(200).end('<html></html>')],
  ['a reset', (response) => response.socket?.resetAndDestroy()],
  ['nothing', () => {}],
  ['429', (response) => json(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': '0' })],
  ['an error of its own', (response) => json(response, 200, { ok: false, error: 'internal_error' })],
  ['a refusal of the token', (response) => json(response, 200, { ok: false, error: 'invalid_auth' })],
  ['no address', (response) => json(response, 200, { ok: true })],
  [
    'an address where nobody is',
    (response) => json(response, 200, { ok: true, url: 'ws://127.0.0.1:1/socket' }),
  ],
]

it.each(manners)(
  'goes on trying when a reconnect meets %s, and says so',
  { timeout: 15_000 },
  async (_, manner) => {
    const slack = await startSlack()
    const bot = await startBot(slack.apiUrl)
    expect(bot.state()).toMatchObject({ connected: true, failures: 0, lastError: null })
    slack.state.manner = manner
    slack.cut()
    await until(() => bot.state().failures >= 2, 8000)
    expect(bot.state()).toMatchObject({ connected: false, lastError: expect.any(String) })
    expect(bot.warnings().length).toBeGreaterThanOrEqual(2)
    slack.state.manner = null
    await until(() => bot.state().connected, 8000)
    expect(bot.state()).toMatchObject({ failures: 0, lastError: null })
  },
)

it('goes on trying while the server is down', { timeout: 15_000 }, async () => {
  const slack = await startSlack()
  const bot = await startBot(slack.apiUrl)
  await slack.close()
  await until(() => bot.state().failures >= 3, 8000)
  await slack.open()
  await until(() => bot.state().connected, 8000)
})

it(
  'leaves a socket on which Slack never says hello, and has only one in the end',
  { timeout: 15_000 },
  async () => {
    const slack = await startSlack()
    const bot = await startBot(slack.apiUrl)
    slack.state.saysHello = false
    slack.cut()
    await until(() => bot.state().failures >= 1, 8000)
    slack.state.saysHello = true
    await until(() => bot.state().connected, 8000)
    await until(() => slack.sockets() === 1)
  },
)

it(
  'does not ask at once, on and on, when each socket is closed as soon as it stands',
  { timeout: 15_000 },
  async () => {
    const slack = await startSlack()
    const bot = await startBot(slack.apiUrl)
    const before = slack.state.asked
    const timer = setInterval(slack.cut, 5)
    await new Promise((resolve) => setTimeout(resolve, 500))
    clearInterval(timer)
    expect(slack.state.asked - before).toBeLessThan(40)
    await until(() => bot.state().connected, 8000)
  },
)

it('tries no more once it is stopped', { timeout: 15_000 }, async () => {
  const slack = await startSlack()
  const bot = await startBot(slack.apiUrl)
  slack.state.manner = manners[0]![1]
  slack.cut()
  await until(() => bot.state().failures >= 1)
  await bot.stop()
  const { asked } = slack.state
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(slack.state.asked - asked).toBeLessThanOrEqual(1)
  expect(bot.state().connected).toBe(false)
})
