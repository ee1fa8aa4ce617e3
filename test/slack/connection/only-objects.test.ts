import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createBoltApp, type BoltApp } from '../../../src/slack/connection/bolt-app.ts'
import { freePort } from '../../helpers/free-port.ts'
import { keptLog } from '../../helpers/kept-log.ts'

const SECRET = 'secret of the test'
let bot: BoltApp
let port: number
let heard = 0
const { log, lines } = keptLog()
beforeAll(async () => {
  port = await freePort()
  const address = { kind: 'http', port, host: '127.0.0.1', signingSecret: SECRET, watch: {} } as const
  bot = createBoltApp(
    { ...address, botToken: 'xoxb-1', apiUrl: 'http://127.0.0.1:1/api/' },
    { botId: 'B1', botUserId: 'U1' },
    log,
  )
  bot.app.command('/study', async ({ ack }) => {
    heard += 1
    await ack()
  })
  await bot.start()
})
afterAll(async () => {
  await bot.app.stop()
})

async function post(body: string, contentType = 'application/json', secret = SECRET): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  })
  return answer.status
}

const FORM = 'application/x-www-form-urlencoded'

it.each([
  ['null', 'null', undefined],
  ['null in a form', 'payload=null', FORM],
  ['a number', '7', undefined],
  ['a text', '"x"', undefined],
  ['a list', '[null]', undefined],
])('refuses a signed body that is %s, and lives on', async (_, body, contentType) => {
  expect(await post(body, contentType)).toBe(400)
  const before = heard
  expect(await post('command=%2Fstudy&text=x&team_id=T1&user_id=U2', FORM)).toBe(200)
  expect(heard).toBe(before + 1)
})

it('still refuses what is signed by another, cannot be read, or is too large', async () => {
  const before = heard
  expect(await post('command=%2Fstudy&text=x', FORM, 'another')).toBe(401)
  expect(await post('{')).toBe(400)
  expect(await post(`"${'x'.repeat(5 * 1024 * 1024)}"`)).toBe(413)
  expect(heard).toBe(before)
})

it('strangers write one line a minute into the log, whatever they send', async () => {
  lines.length = 0
  for (let turn = 0; turn < 20; turn += 1) {
    expect(await post('{}', 'application/json', 'another')).toBe(401)
    expect((await fetch(`http://127.0.0.1:${port}/wp-login.php`)).status).toBe(404)
  }
  expect(lines.length).toBeLessThanOrEqual(1)
})
