import { LogLevel, WebClient, type WebAPICallResult, type WebClientOptions } from '@slack/web-api'
import type { Log } from '../../log.ts'
import type { DeadlineGuard } from './deadline-guard.ts'
import { fitMessage, type Fitted } from '../limits/fit-message.ts'
import { guardedFetch } from './guarded-fetch.ts'

/**
 * Two Web API clients. A 429 pauses every call that is queued on the same client, so a burst of reminders
 * must not share one with the forms people wait for. Neither retries by itself: a request whose answer was
 * lost may have been carried out, and a blind second one posts twice.
 */
export type SlackClients = {
  readonly interactive: WebClient
  readonly bulk: WebClient
  /** A client for one call of the bulk sort, which leaves this process while the fence is open or not at all. */
  readonly guarded: (guard: DeadlineGuard) => WebClient
}

/** How long an answer to a call of the bulk sort is waited for, in seconds. */
export const BULK_PATIENCE = 30

export function clientOptions(apiUrl: string | null, log: Log): WebClientOptions {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 15_000,
    logLevel: LogLevel.WARN,
    logger: slackLogger(log),
  }
}

export function createClients(botToken: string, apiUrl: string | null, log: Log): SlackClients {
  const options = clientOptions(apiUrl, log)
  const bulk = { ...options, timeout: BULK_PATIENCE * 1000 }
  return {
    interactive: new FittingClient(botToken, options),
    bulk: new FittingClient(botToken, { ...bulk, maxRequestConcurrency: 20 }),
    guarded: (guard) => new FittingClient(botToken, { ...bulk, fetch: guardedFetch(guard) }),
  }
}

/** Every message that is posted or changed leaves by here, in a size that Slack takes. */
class FittingClient extends WebClient {
  override async apiCall(method: string, options: Record<string, unknown> = {}): Promise<WebAPICallResult> {
    const how = SAYING[method]
    // What the typed methods take; only text and blocks are looked at.
    return await super.apiCall(method, how === undefined ? options : fitMessage(options as Fitted, how))
  }
}

const SAYING: Readonly<Record<string, 'post' | 'update'>> = {
  'chat.postMessage': 'post',
  'chat.postEphemeral': 'post',
  'chat.update': 'update',
}

/** Slack's libraries log through ours; what they say at debug may hold payloads, so it is not passed on. */
export function slackLogger(log: Log) {
  const say =
    (level: 'info' | 'warn' | 'error') =>
    (...messages: unknown[]) => {
      log[level](
        { from: 'slack' },
        messages.map((message) => (message instanceof Error ? message.message : String(message))).join(' '),
      )
    }
  return {
    debug: () => {},
    info: () => {},
    warn: say('warn'),
    error: say('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  }
}
