import { describe, expect, it } from 'vitest'
import type { App } from '@slack/bolt'
import { startPlayground } from '../../../src/playground/server/playground.ts'
import type { Break } from '../../../src/playground/protocol/protocol.ts'
import { clientOf, errorOf, GENERAL, MIKA, office, REN, SILENT, startRuntime, until } from '../house.ts'
import { WebClient } from '@slack/web-api'

const FILE = { filename: 'a.txt', content: 'hello' }

/** How an attempt to open a connection ends that waits 300 ms at most. */
async function opened(breaks: Break[]): Promise<string> {
  await using slack = await startPlayground(office())
  await slack.people.faults({ breaks })
  const client = new WebClient(slack.appToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    logger: SILENT,
    timeout: 300,
  })
  return await errorOf(client.apps.connections.open())
}

/** Whether a WebSocket opens at the address that apps.connections.open gives. */
async function connected(fault: Break): Promise<'open' | 'error'> {
  await using slack = await startPlayground(office())
  await slack.people.faults({ breaks: [fault] })
  const { url } = await new WebClient(slack.appToken, { slackApiUrl: slack.apiUrl }).apps.connections.open()
  const socket = new WebSocket(url ?? '')
  const { promise, resolve } = Promise.withResolvers<'open' | 'error'>()
  socket.addEventListener('error', () => resolve('error'))
  socket.addEventListener('open', () => resolve('open'))
  return await promise
}

describe('what can break', () => {
  it('apps.connections.open: reset, hanging, 500, 503 with HTML, an address that refuses', async () => {
    const at = 'apps.connections.open'
    expect(await opened([])).toBe('accepted')
    expect(await opened([{ at, how: 'reset' }])).toBe('WebAPIRequestError')
    expect(await opened([{ at, how: 'hang' }])).toBe('WebAPIRequestError')
    expect(await opened([{ at, how: 'status' }])).toBe('WebAPIHTTPError')
    expect(await opened([{ at, how: 'html' }])).toBe('WebAPIHTTPError')
    expect(await connected({ at, how: 'refused' })).toBe('error')
  })

  it('a WebSocket is not opened: reset, a status, late', async () => {
    expect(await connected({ at: 'socket', how: 'reset' })).toBe('error')
    expect(await connected({ at: 'socket', how: 'status', status: 500 })).toBe('error')
    expect(await connected({ at: 'socket', how: 'slow', ms: 50 })).toBe('open')
    expect(await connected({ at: 'socket', how: 'reset', after: 1 })).toBe('open')
  })

  it('a call comes late, is done without an answer, or fails from one call on for some time', async () => {
    await using slack = await startPlayground(office())
    const client = clientOf(slack)
    const post = async (): Promise<string> =>
      await errorOf(client.chat.postMessage({ channel: GENERAL, text: 'x' }))
    await slack.people.faults({ breaks: [{ at: 'chat.postMessage', how: 'slow', ms: 120, times: 1 }] })
    const before = performance.now()
    expect(await post()).toBe('accepted')
    expect(performance.now() - before).toBeGreaterThan(100)
    await slack.people.faults({ breaks: [{ at: '*', how: 'status', carriedOut: true, after: 1, times: 1 }] })
    expect([await post(), await post(), await post()]).toEqual(['accepted', 'WebAPIHTTPError', 'accepted'])
    expect(slack.messagesIn(GENERAL)).toHaveLength(4)
  })

  it('the server goes offline and comes back at the same address', async () => {
    await using slack = await startPlayground(office())
    await slack.people.faults({ offline: 150 })
    expect(await errorOf(clientOf(slack).auth.test())).toBe('WebAPIRequestError')
    await expect
      .poll(async () => await errorOf(clientOf(slack).auth.test()), { timeout: 2000 })
      .toBe('accepted')
    await slack.people.faults({ offline: 60_000 })
  })

  it('an answer to an interaction fails, is slow, or is lost after it came', async () => {
    const outcomes: string[] = []
    const register = (bot: App): void => {
      bot.command('/study', async ({ ack, respond }) => {
        await ack()
        try {
          await respond('done')
          outcomes.push('ok')
        } catch {
          outcomes.push('failed')
        }
      })
    }
    await using house = await startRuntime(register)
    const at = 'response_url'
    await house.slack.people.faults({
      breaks: [
        { at, how: 'status', times: 1 },
        { at, how: 'reset', carriedOut: true, times: 1 },
        { at, how: 'slow', ms: 20 },
      ],
    })
    for (let n = 1; n <= 3; n += 1) {
      await house.slack.people.person(MIKA).type('/study')
      await until(() => outcomes.length === n)
    }
    expect(outcomes).toEqual(['failed', 'failed', 'ok'])
    expect(house.slack.allMessages().filter(({ text }) => text === 'done')).toHaveLength(2)
  })

  it('an upload loses its bytes, or is completed and shared nowhere', async () => {
    await using slack = await startPlayground(office())
    const client = clientOf(slack)
    const share = async (): Promise<string> =>
      await errorOf(client.filesUploadV2({ channel_id: GENERAL, ...FILE }))
    await slack.people.faults({ breaks: [{ at: 'upload', how: 'status' }] })
    expect(await share()).not.toBe('accepted')
    await slack.people.faults({ breaks: [{ at: 'files.completeUploadExternal', how: 'unshared' }] })
    expect(await share()).toBe('accepted')
    expect(slack.messagesIn(GENERAL)).toEqual([])
    await slack.people.faults({ reset: true })
    expect(await share()).toBe('accepted')
    expect(slack.messagesIn(GENERAL)).toHaveLength(1)
  })
})

describe('outsiders', () => {
  it('users.info and interactions tell whose workspace somebody belongs to', async () => {
    const teams: (string | undefined)[] = []
    const register = (bot: App): void => {
      bot.shortcut('record.log', async ({ ack, body }) => {
        teams.push(body.user.team_id)
        await ack()
      })
    }
    const shortcuts = [{ type: 'global' as const, name: 'Log', callback_id: 'record.log' }]
    await using house = await startRuntime(register, { shortcuts })
    await house.slack.people.profile({ user: REN, team_id: 'T0OTHER', is_stranger: true })
    const { user } = await house.client.users.info({ user: REN })
    expect(user).toMatchObject({ team_id: 'T0OTHER', is_stranger: true, is_admin: true })
    expect((await house.client.users.info({ user: MIKA })).user).not.toHaveProperty('is_stranger')
    await house.slack.people.shortcut({ as: REN, callback_id: 'record.log' })
    await house.slack.people.shortcut({ as: MIKA, callback_id: 'record.log' })
    expect(teams).toEqual(['T0OTHER', 'T0OFFICE'])
  })

  it('a file of somebody else goes into a form only by force', async () => {
    const sent: string[] = []
    const register = (bot: App): void => {
      bot.shortcut('hand.in', async ({ ack, body, client }) => {
        await ack()
        await client.views.open({ trigger_id: body.trigger_id, view: VIEW })
      })
      bot.view('handed.in', async ({ ack, view }) => {
        sent.push(view.state.values['file']?.['file']?.files?.[0]?.id ?? '')
        await ack()
      })
    }
    const shortcuts = [{ type: 'global' as const, name: 'Hand in', callback_id: 'hand.in' }]
    await using house = await startRuntime(register, { shortcuts })
    const { people } = house.slack
    const { file } = await people.upload({ as: REN, name: 'secret.txt', content: 'aGk=' })
    await people.shortcut({ as: MIKA, callback_id: 'hand.in' })
    await until(() => people.person(MIKA).modal() !== null)
    const form = {
      as: MIKA,
      view_id: people.person(MIKA).modal()?.id ?? '',
      values: { file: { file: { files: [file?.id ?? ''] } } },
    }
    expect(await people.submit(form)).toMatchObject({ ok: false, error: 'invalid_input' })
    expect(sent).toEqual([])
    expect(await people.submit({ ...form, force: true })).toEqual({ ok: true })
    expect(sent).toEqual([file?.id])
  })
})

const VIEW = {
  type: 'modal' as const,
  callback_id: 'handed.in',
  title: { type: 'plain_text' as const, text: 'Hand in' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'file',
      label: { type: 'plain_text' as const, text: 'File' },
      element: { type: 'file_input' as const, action_id: 'file' },
    },
  ],
}
