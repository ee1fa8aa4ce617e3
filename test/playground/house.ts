import { App, LogLevel, SocketModeReceiver, type Logger } from '@slack/bolt'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import {
  startPlayground,
  type Playground,
  type PlaygroundOptions,
} from '../../src/playground/server/playground.ts'

export const MIKA = 'U0MIKA'
export const REN = 'U0REN'
export const BOT = 'U0WENSHU'
export const GENERAL = 'C0GENERAL'

/** The SDK tells on stderr of every refusal that a test asks for. */
export const SILENT: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
}

/** All that the server can grant and tell of: its own tests try more than Wenshu asks for. */
const EVERY_SCOPE = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'metadata.message:read',
  'team:read',
  'usergroups:read',
  'users:read',
  'users:read.email',
]

const EVERY_EVENT = [
  'app_home_opened',
  'app_mention',
  'file_shared',
  'member_joined_channel',
  'member_left_channel',
  'message.channels',
  'message.im',
  'team_join',
  'user_change',
]

/** A small office: two people, one channel, one bot. */
export function office(change: Partial<PlaygroundOptions> = {}): PlaygroundOptions {
  return {
    team: { id: 'T0OFFICE', name: 'Office', domain: 'office' },
    users: [
      { id: MIKA, name: 'mika', realName: '成员12', locale: 'zh-CN' },
      { id: REN, name: 'ren', realName: 'Ren Ito', isAdmin: true },
    ],
    channels: [{ id: GENERAL, name: 'general' }],
    botUser: { userId: BOT, name: 'Wenshu' },
    zone: 'Asia/Shanghai',
    startsAt: '2022-11-18T09:00:00+08:00',
    delivery: { kind: 'socket' },
    commands: ['/study', '/slow'],
    shortcuts: [],
    scopes: EVERY_SCOPE,
    events: EVERY_EVENT,
    ...change,
  }
}

export type House = { slack: Playground; bot: App; client: WebClient } & AsyncDisposable

/** The office with a real Bolt app in Socket Mode; `register` adds its listeners before it starts. `reconnectAfter` in milliseconds. */
export async function startRuntime(
  register: (bot: App) => void = () => {},
  change: Partial<PlaygroundOptions> = {},
  reconnectAfter = 5000,
): Promise<House> {
  const slack = await startPlayground(office(change))
  const clientOptions = { slackApiUrl: slack.apiUrl, logger: SILENT }
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    installerOptions: { clientOptions },
    // The SDK waits this long before it connects again.
    clientPingTimeout: reconnectAfter,
    logger: SILENT,
  })
  const bot = new App({ token: slack.botToken, receiver, clientOptions, logger: SILENT })
  register(bot)
  await bot.start()
  return {
    slack,
    bot,
    client: clientOf(slack),
    [Symbol.asyncDispose]: async () => {
      await bot.stop()
      await slack[Symbol.asyncDispose]()
    },
  }
}

/** A real client that tries once. */
export function clientOf(
  slack: { botToken: string; apiUrl: string },
  options: WebClientOptions = {},
): WebClient {
  return new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    logger: SILENT,
    ...options,
  })
}

/** Waits until it holds, at most two seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 2000
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not happen in two seconds')
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  }
}

/** Slack's error code of a refused call, or 'accepted'. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'accepted'
  } catch (error) {
    const data = (error as { data?: { error?: string } }).data
    return data?.error ?? (error as Error).name
  }
}
