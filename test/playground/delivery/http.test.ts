import { App, HTTPReceiver } from '@slack/bolt'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { startPlayground, type Playground } from '../../../src/playground/server/playground.ts'
import { MIKA, office, SILENT, until } from '../house.ts'

const SECRET = 'a-signing-secret'

async function openHttpHouse(
  signingSecret: string,
): Promise<{ slack: Playground; bot: App } & AsyncDisposable> {
  const slack = await startPlayground(office({ delivery: { kind: 'http', signingSecret: SECRET } }))
  const receiver = new HTTPReceiver({ signingSecret, logger: SILENT })
  const clientOptions = { slackApiUrl: slack.apiUrl }
  const bot = new App({ token: slack.botToken, receiver, clientOptions, logger: SILENT })
  const server = await bot.start({ port: 0, host: '127.0.0.1' })
  const { port } = server.address() as AddressInfo
  slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`)
  return {
    slack,
    bot,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await bot.stop()
      await slack[Symbol.asyncDispose]()
    },
  }
}

describe('a bot behind a request URL', () => {
  it('takes signed commands, clicks, forms and events, and its acknowledgements count', async () => {
    const heard: unknown[] = []
    await using house = await openHttpHouse(SECRET)
    const { bot, slack } = house
    bot.command('/study', async ({ ack, command, client }) => {
      await ack('one moment')
      const block_id = 'b'
      const element = { type: 'plain_text_input' as const, action_id: 'a' }
      const label = { type: 'plain_text' as const, text: 'What' }
      await client.views.open({
        trigger_id: command.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'form',
          title: label,
          submit: label,
          blocks: [{ type: 'input', block_id, element, label }],
        },
      })
    })
    bot.view('form', async ({ ack, view }) => {
      heard.push(view.state.values['b']?.['a']?.value)
      await ack({ response_action: 'errors', errors: { b: '不行' } })
    })
    bot.message(async ({ message }) => {
      heard.push('text' in message ? message.text : '')
    })
    const mika = slack.people.person(MIKA)
    expect(await mika.type('/study 学习')).toEqual({ ok: true })
    expect(mika.sees()).toMatchObject([{ text: 'one moment', ephemeral: true }])
    await until(() => mika.modal() !== null)
    expect(await mika.submit({ b: { a: { value: '学习' } } })).toMatchObject({ errors: { b: '不行' } })
    expect(await mika.type('hello')).toMatchObject({ ok: true })
    await until(() => heard.length === 2)
    expect(heard).toEqual(['学习', 'hello'])
  })

  it('is sent an event again, with its id and a retry number, when it did not take it', async () => {
    await using slack = await startPlayground(office({ delivery: { kind: 'http' } }))
    const seen: unknown[] = []
    const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { event_id } = (await json(request)) as { event_id: string }
      seen.push([event_id, request.headers['x-slack-retry-num']])
      response.writeHead(seen.length === 1 ? 500 : 200).end()
    }
    const bot = createServer((request, response) => void take(request, response))
    await once(bot.listen(0, '127.0.0.1'), 'listening')
    slack.setRequestUrl(`http://127.0.0.1:${(bot.address() as AddressInfo).port}/`)
    await slack.people.home({ as: MIKA })
    await until(() => seen.length === 2)
    bot.close()
    bot.closeAllConnections()
    const [[id] = []] = seen as string[][]
    expect(id).toMatch(/^E/)
    expect(seen).toEqual([
      [id, undefined],
      [id, '1'],
    ])
  })

  it('refuses what is signed with another secret', async () => {
    await using house = await openHttpHouse('another secret')
    const answer = await house.slack.people.person(MIKA).type('/study')
    expect(answer).toEqual({ ok: false, error: 'dispatch_failed', detail: 'HTTP 401' })
  })
})
