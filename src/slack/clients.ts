import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api'
import type { Log } from '../log.ts'

/**
 * Two Web API clients. A 429 pauses every call that is queued on the same client, so a burst of reminders
 * must not share one with the forms people wait for. Neither retries by itself: a request whose answer was
 * lost may have been carried out, and a blind second one posts twice.
 */
export type SlackClients = { readonly interactive: WebClient; readonly bulk: WebClient }

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
  return {
    interactive: new WebClient(botToken, clientOptions(apiUrl, log)),
    bulk: new WebClient(botToken, {
      ...clientOptions(apiUrl, log),
      maxRequestConcurrency: 20,
      timeout: 30_000,
    }),
  }
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
