import { App, HTTPReceiver, SocketModeReceiver, type Receiver } from '@slack/bolt'
import type { Log } from '../../log.ts'
import { clientOptions, slackLogger } from './clients.ts'

/** How Bolt reaches Slack: a socket it opens itself, or signed HTTP requests it is sent. */
export type BoltAddress = { readonly botToken: string; readonly apiUrl: string | null } & (
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string; readonly port: number }
)

/** Who the bot is, from auth.test. Given to Bolt, which would otherwise ask Slack again at every event. */
export type BotIdentity = { readonly botId: string; readonly botUserId: string }

/** A Bolt app that is not started yet. In HTTP mode it also answers `GET /healthz`. */
export function createBoltApp(address: BoltAddress, bot: BotIdentity, log: Log): App {
  return new App({
    receiver: receiverFor(address, log),
    token: address.botToken,
    botId: bot.botId,
    botUserId: bot.botUserId,
    clientOptions: clientOptions(address.apiUrl, log),
    logger: slackLogger(log),
    // The bot's own messages never reach a listener.
    ignoreSelf: true,
    tokenVerificationEnabled: false,
  })
}

function receiverFor(address: BoltAddress, log: Log): Receiver {
  const logger = slackLogger(log)
  if (address.kind === 'socket') {
    return new SocketModeReceiver({
      appToken: address.appToken,
      logger,
      installerOptions: { clientOptions: clientOptions(address.apiUrl, log) },
    })
  }
  return new HTTPReceiver({
    signingSecret: address.signingSecret,
    port: address.port,
    logger,
    endpoints: '/slack/events',
    customRoutes: [
      {
        path: '/healthz',
        method: 'GET',
        handler: (_request, response) => {
          response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n')
        },
      },
    ],
  })
}
