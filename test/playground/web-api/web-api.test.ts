import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPlayground, type Playground } from '../../../src/playground/server/playground.ts'
import type { ConversationsHistoryResponse, UsersListResponse, WebClient } from '@slack/web-api'
import { BOT, clientOf, errorOf, GENERAL, MIKA, office, REN } from '../house.ts'

const SECRET = 'C0SECRET'
const PRIVATE = { id: SECRET, name: 'secret', members: [MIKA], isPrivate: true }
const WITHOUT_BOT = { id: 'C0OTHER', name: 'other', members: [MIKA] }

let slack: Playground
let client: WebClient
beforeAll(async () => {
  slack = await startPlayground(
    office({
      channels: [{ id: GENERAL, name: 'general' }, PRIVATE, WITHOUT_BOT],
      users: [{ id: MIKA }, { id: REN, deleted: true }, ...guests(450)],
      userGroups: [{ id: 'S0WRITERS', handle: 'writers', name: 'Writers', users: [MIKA] }],
    }),
  )
  client = clientOf(slack)
})
afterAll(async () => {
  await slack[Symbol.asyncDispose]()
})

function guests(count: number) {
  return Array.from({ length: count }, (_, index) => ({ id: `U0GUEST${index}`, isRestricted: true }))
}

describe('the Web API refuses what Slack refuses', () => {
  it('wrong and missing tokens, and tokens of the other kind', async () => {
    const call = async (token: string, method: string): Promise<unknown> => {
      const headers = token === '' ? {} : { authorization: `Bearer ${token}` }
      const answer = await fetch(slack.apiUrl + method, { method: 'POST', headers })
      return ((await answer.json()) as { error?: string }).error
    }
    expect(await call('xoxb-wrong', 'auth.test')).toBe('invalid_auth')
    expect(await call('', 'auth.test')).toBe('not_authed')
    expect(await call(slack.botToken, 'apps.connections.open')).toBe('not_allowed_token_type')
    expect(await call(slack.appToken, 'chat.postMessage')).toBe('not_allowed_token_type')
    expect(await call(slack.botToken, 'chat.invented')).toBe('unknown_method')
    expect(await call(slack.botToken, 'constructor')).toBe('unknown_method')
  })

  it('conversations and people it may not write to', async () => {
    const post = async (channel: string) => await errorOf(client.chat.postMessage({ channel, text: 'hi' }))
    expect(await post('C0NOWHERE')).toBe('channel_not_found')
    expect(await post(SECRET)).toBe('channel_not_found')
    expect(await post(WITHOUT_BOT.id)).toBe('not_in_channel')
    expect(await post('U0NOBODY')).toBe('channel_not_found')
    expect(await post(REN)).toBe('account_inactive')
    expect(await post(BOT)).toBe('cannot_dm_bot')
    const open = async (users: string) => await errorOf(client.conversations.open({ users }))
    expect(await open('U0NOBODY')).toBe('user_not_found')
    expect(await open('USLACKBOT')).toBe('cannot_dm_bot')
    expect(await open(REN)).toBe('user_disabled')
    expect(await errorOf(client.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found')
  })

  it('what the token has no scope for, saying which is needed', async () => {
    await using poor = await startPlayground(office({ scopes: ['chat:write', 'im:history'] }))
    const its = clientOf(poor)
    expect(await errorOf(its.conversations.open({ users: MIKA }))).toBe('missing_scope')
    expect(await errorOf(its.conversations.history({ channel: GENERAL }))).toBe('missing_scope')
    const refused = its.users.list({})
    await expect(refused).rejects.toMatchObject({
      data: { needed: 'users:read', provided: 'chat:write,im:history' },
    })
    await its.chat.postMessage({
      channel: MIKA,
      text: 'x',
      metadata: { event_type: 'e', event_payload: { n: 1 } },
    })
    const { messages } = await its.conversations.history({ channel: 'D0MIKA', include_all_metadata: true })
    expect(messages?.[0]).not.toHaveProperty('metadata')
    const auth = await its.auth.test()
    expect(auth.response_metadata?.scopes).toEqual(['chat:write', 'im:history'])
  })

  it('empty, over-long and malformed messages', async () => {
    const post = async (more: object) =>
      await errorOf(client.apiCall('chat.postMessage', { channel: GENERAL, ...more }))
    const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
    expect(await post({})).toBe('no_text')
    expect(await post({ blocks: [section('x'.repeat(3001))] })).toBe('invalid_blocks')
    expect(await post({ blocks: [section('x'.repeat(3000))] })).toBe('accepted')
    expect(await post({ blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) })).toBe(
      'invalid_blocks',
    )
    expect(await post({ blocks: Array.from({ length: 5 }, () => section('x'.repeat(2900))) })).toBe(
      'msg_blocks_too_long',
    )
    expect(await post({ blocks: 'not json' })).toBe('invalid_blocks_format')
    expect(await post({ text: 'x', metadata: { event_type: 'x' } })).toBe('invalid_metadata_format')
    const { ts = '' } = await client.chat.postMessage({ channel: GENERAL, text: 'x'.repeat(5000) })
    const update = async (text: string) => await errorOf(client.chat.update({ channel: GENERAL, ts, text }))
    expect(await update('x'.repeat(4001))).toBe('msg_too_long')
    expect(await update('x'.repeat(4000))).toBe('accepted')
    const refused = client.apiCall('chat.postMessage', { channel: GENERAL, blocks: [{ type: 'sectoin' }] })
    await expect(refused).rejects.toMatchObject({
      data: { response_metadata: { messages: [expect.stringContaining('[json-pointer:/blocks/0/type]')] } },
    })
  })

  it('messages of others, and what is not there', async () => {
    const { ts = '' } = await slack.people.command({ as: MIKA, channel: GENERAL, text: 'mine' })
    const at = { channel: GENERAL, ts }
    expect(await errorOf(client.chat.update({ ...at, text: 'yours' }))).toBe('cant_update_message')
    expect(await errorOf(client.chat.delete(at))).toBe('cant_delete_message')
    expect(await errorOf(client.chat.delete({ channel: GENERAL, ts: '1.000000' }))).toBe('message_not_found')
    expect(
      await errorOf(
        client.views.update({ view_id: 'V0', view: { type: 'modal', title: text('x'), blocks: [] } }),
      ),
    ).toBe('not_found')
  })
})

const text = (text: string) => ({ type: 'plain_text' as const, text })

describe('what the bot said', () => {
  it('can be found again by its metadata, page by page, newest first', async () => {
    for (let n = 0; n < 7; n += 1) {
      const metadata = { event_type: 'reminder', event_payload: { n } }
      await client.chat.postMessage({ channel: MIKA, text: `${n}`, metadata })
    }
    const seen: unknown[] = []
    const options = { channel: 'D0MIKA', limit: 3, include_all_metadata: true }
    for await (const page of client.paginate('conversations.history', options)) {
      const { messages = [] } = page as ConversationsHistoryResponse
      seen.push(messages.map(({ metadata }) => metadata?.event_payload))
    }
    expect(seen).toEqual([[{ n: 6 }, { n: 5 }, { n: 4 }], [{ n: 3 }, { n: 2 }, { n: 1 }], [{ n: 0 }]])
    const { messages = [] } = await client.conversations.history({ channel: 'D0MIKA' })
    const oldest = messages[4]?.ts ?? ''
    const later = await client.conversations.history({ channel: 'D0MIKA', oldest, inclusive: false })
    expect(later.messages?.map((message) => message.text)).toEqual(['6', '5', '4', '3'])
    const upTo = await client.conversations.history({ channel: 'D0MIKA', latest: oldest, inclusive: true })
    expect(upTo.messages?.map((message) => message.text)).toEqual(['2', '1', '0'])
  })

  it('stands in threads that count their replies', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: GENERAL, text: 'root' })
    await client.chat.postMessage({ channel: GENERAL, text: 'one', thread_ts: ts })
    await client.chat.postMessage({ channel: GENERAL, text: 'two', thread_ts: ts })
    const { messages } = await client.conversations.replies({ channel: GENERAL, ts })
    expect(messages?.map((message) => message.text)).toEqual(['root', 'one', 'two'])
    expect(messages?.[0]).toMatchObject({ reply_count: 2, thread_ts: ts })
    const { messages: roots } = await client.conversations.history({ channel: GENERAL, limit: 1 })
    expect(roots?.[0]?.ts).toBe(ts)
    expect(await errorOf(client.chat.postMessage({ channel: GENERAL, text: 'x', thread_ts: '1.0' }))).toBe(
      'thread_not_found',
    )
  })

  it('streams into a thread, visible at once, and is closed afterwards', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: GENERAL, text: 'draft' })
    const heard: string[] = []
    const stop = slack.people.watch(MIKA, (change) => {
      heard.push(...change.streams.map(({ markdown, streaming }) => `${markdown}${streaming ? '…' : ''}`))
    })
    const stream = client.chatStream({
      channel: GENERAL,
      thread_ts: ts,
      recipient_user_id: MIKA,
      recipient_team_id: 'T0OFFICE',
      buffer_size: 1,
    })
    await stream.append({ markdown_text: '**一**' })
    await new Promise((resolve) => {
      setTimeout(resolve, 60)
    })
    await stream.append({ markdown_text: '是' })
    await stream.stop({
      blocks: [{ type: 'divider' }],
      metadata: { event_type: 'd', event_payload: { id: 1 } },
    })
    await new Promise((resolve) => {
      setTimeout(resolve, 60)
    })
    stop()
    expect(heard).toEqual(['**一**…', '**一**是'])
    const [reply] = slack.messagesIn(GENERAL).slice(-1)
    expect(reply).toMatchObject({
      markdown: '**一**是',
      streaming: false,
      threadTs: ts,
      blocks: [{ type: 'divider' }],
    })
    const late = client.chat.appendStream({ channel: GENERAL, ts: reply?.ts ?? '', markdown_text: 'x' })
    expect(await errorOf(late)).toBe('message_not_in_streaming_state')
    const start = client.chat.startStream({ channel: GENERAL, thread_ts: ts, markdown_text: 'x' })
    expect(await errorOf(start)).toBe('missing_recipient_user_id')
  })

  it('carries files that people can download', async () => {
    const bytes = Buffer.from('日期,事项\n2022-11-18,学习\n')
    await client.files.uploadV2({
      channel_id: GENERAL,
      file: bytes,
      filename: '记录 1.csv',
      initial_comment: 'here',
    })
    const { conversation } = slack.people.state({ as: MIKA, conversation: GENERAL })
    const message = conversation?.messages.at(-1)
    expect(message).toMatchObject({
      text: 'here',
      files: [{ name: '记录 1.csv', size: bytes.length, mimetype: 'text/csv' }],
    })
    const answer = await fetch(slack.url + message?.files[0]?.url)
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
    expect(answer.headers.get('content-disposition')).toContain('attachment; filename*=UTF-8')
    const { file } = await client.files.info({ file: message?.files[0]?.id ?? '' })
    const get = async (headers: Record<string, string>) =>
      await (await fetch(file?.url_private ?? '', { headers })).text()
    expect(await get({ authorization: `Bearer ${slack.botToken}` })).toBe(bytes.toString('utf8'))
    expect(await get({})).toContain('Sign in')
  })
})

describe('who there is', () => {
  it('is listed page by page, each person once', async () => {
    const seen: string[] = []
    for await (const page of client.paginate('users.list', { limit: 200 })) {
      const { members = [] } = page as UsersListResponse
      seen.push(...members.map(({ id = '' }) => id))
    }
    expect(seen).toHaveLength(454)
    expect(new Set(seen).size).toBe(454)
  })

  it('comes with locale, zone and rights', async () => {
    const { user } = await client.users.info({ user: 'U0GUEST1', include_locale: true })
    expect(user).toMatchObject({
      locale: 'en-US',
      tz: 'Asia/Shanghai',
      tz_offset: 28800,
      is_restricted: true,
      is_admin: false,
    })
    expect((await client.users.info({ user: MIKA })).user).not.toHaveProperty('locale')
    expect((await client.usergroups.users.list({ usergroup: 'S0WRITERS' })).users).toEqual([MIKA])
  })
})
