import { App, HTTPReceiver, SocketModeReceiver, type Receiver } from '@slack/bolt'
import { OperatorError } from '../../errors.ts'
import { inRequest, type Log } from '../../log.ts'
import { clientOptions, slackLogger } from './clients.ts'
import { connectionState, type ConnectionState } from './connection-state.ts'
import { onlyObjects } from './only-objects.ts'
import { sparingly } from './strangers.ts'
import { stayConnected } from './stay-connected.ts'

/** How Bolt reaches Slack: a socket it opens itself, or signed HTTP requests it is sent. */
export type BoltAddress = { readonly botToken: string; readonly apiUrl: string | null } & (
  | { readonly kind: 'socket'; readonly appToken: string }
  | {
      readonly kind: 'http'
      readonly signingSecret: string
      readonly port: number
      /** The address of this machine that is listened on; null: all. */
      readonly host: string | null
      /** Answers to GET, by path, for whoever watches over the process. */
      readonly watch: Readonly<Record<string, WatchHandler>>
    }
)

export type { ConnectionState } from './connection-state.ts'
export type WatchHandler = NonNullable<
  ConstructorParameters<typeof HTTPReceiver>[0]['customRoutes']
>[number]['handler']

/** Who the bot is, from auth.test. Given to Bolt, which would otherwise ask Slack again at every event. */
export type BotIdentity = { readonly botId: string; readonly botUserId: string }

/** Where Slack posts to in HTTP mode. */
const EVENTS = '/slack/events'

/** A Bolt app that is not started yet. */
export type BoltApp = {
  readonly app: App
  readonly connection: () => ConnectionState
  /** Throws OperatorError when Slack refuses the token or the port is taken. */
  readonly start: () => Promise<void>
}

export function createBoltApp(address: BoltAddress, bot: BotIdentity, log: Log): BoltApp {
  const { receiver, connection, start } =
    address.kind === 'socket' ? overSocket(address, log) : overHttp(address, log)
  const app = new App({
    receiver,
    token: address.botToken,
    botId: bot.botId,
    botUserId: bot.botUserId,
    clientOptions: clientOptions(address.apiUrl, log),
    logger: slackLogger(log),
    // The bot's own messages never reach a listener.
    ignoreSelf: true,
    tokenVerificationEnabled: false,
  })
  app.use(async ({ body, next }) => {
    await inRequest(nameOf(body as Named), next)
  })
  return { app, connection, start: async () => await start(app) }
}

type Parts = {
  readonly receiver: Receiver
  readonly connection: () => ConnectionState
  readonly start: (app: App) => Promise<void>
}

function overSocket(address: BoltAddress & { kind: 'socket' }, log: Log): Parts {
  const receiver = new SocketModeReceiver({
    appToken: address.appToken,
    logger: slackLogger(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(address.apiUrl, log) },
  })
  const connection = stayConnected(receiver, log)
  return {
    receiver,
    connection,
    start: async (app) => {
      try {
        await app.start()
      } catch (error) {
        throw new OperatorError(
          `Slack did not open a socket: ${error instanceof Error ? error.message : String(error)}. Check SLACK_APP_TOKEN (an app-level token with the scope connections:write), that Socket Mode is on in the app's settings, and the network.`,
          { cause: error },
        )
      }
    },
  }
}

function overHttp(address: BoltAddress & { kind: 'http' }, log: Log): Parts {
  const receiver = new HTTPReceiver({
    signingSecret: address.signingSecret,
    logger: sparingly(slackLogger(log)),
    endpoints: EVENTS,
    customRoutes: Object.entries(address.watch).map(([path, handler]) => ({ path, method: 'GET', handler })),
  })
  receiver.requestListener = onlyObjects(receiver.requestListener, EVENTS)
  const state = connectionState('http')
  const { port, host } = address
  return {
    receiver,
    connection: state.now,
    start: async (app) => {
      try {
        await app.start({ port, ...(host === null ? {} : { host }) })
        state.connected()
      } catch (error) {
        throw cannotListen(error, { port, host, name: 'PORT' })
      }
    },
  }
}

/** A port or address that cannot be listened on, said with the variable that sets it; another error as it is. */
export function cannotListen(
  error: unknown,
  at: { readonly port: number; readonly host: string | null; readonly name: string },
): unknown {
  const why = WHY[String((error as { code?: unknown }).code)]
  if (why === undefined) return error
  const place = at.host === null ? `port ${at.port}` : `${at.host}, port ${at.port},`
  return new OperatorError(
    `Cannot listen on ${place} since ${why}. Set ${at.name} to another one. See .env.example.`,
    { cause: error },
  )
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process does',
  EACCES: 'that needs rights which this process does not have',
  EADDRNOTAVAIL: 'this machine has no such address (WENSHU_HOST)',
  ENOTFOUND: 'that host is not known (WENSHU_HOST)',
}

type Named = {
  readonly command?: string
  readonly type?: string
  readonly actions?: readonly { readonly action_id?: string }[]
  readonly view?: { readonly callback_id?: string }
  readonly callback_id?: string
  readonly event?: { readonly type?: string }
}

/** What a request is called in the log: the command, or the kind with the id of button, form or event. Nothing typed. */
function nameOf({ command, type = 'request', actions, view, callback_id, event }: Named): string {
  if (command !== undefined) return command
  const id = actions?.[0]?.action_id ?? event?.type ?? view?.callback_id ?? callback_id
  return id === undefined ? type : `${type} ${id}`
}
