import { setTimeout as wait } from 'node:timers/promises'
import type { SocketModeReceiver } from '@slack/bolt'
import { WebAPIRateLimitedError } from '@slack/web-api'
import type { Log } from '../../log.ts'
import { connectionState, type ConnectionState } from './connection-state.ts'

/** Times of a reconnect, in milliseconds. */
export type ReconnectTimes = {
  /** The wait after the first try that failed; it doubles with each, up to `most`. The first try comes at once. */
  readonly first: number
  readonly most: number
  /** How long one try may take, from the question for an address to Slack's hello. */
  readonly patience: number
}

export const RECONNECT: ReconnectTimes = { first: 1_000, most: 15_000, patience: 30_000 }

type Client = SocketModeReceiver['client']

/**
 * Keeps a Socket Mode client connected, whatever a reconnect meets: Slack renews the socket every few hours, and the
 * client itself gives up for ever, by a rejection that nobody can catch, when Slack cannot be reached in that moment. For a
 * receiver whose own reconnecting is off. The first connection is made by whoever starts the client. Each failed try is
 * logged, and that it stands again.
 */
export function stayConnected(
  { client }: Pick<SocketModeReceiver, 'client'>,
  log: Log,
  times: ReconnectTimes = RECONNECT,
): () => ConnectionState {
  const state = connectionState('socket')
  const ending = new AbortController()
  const { signal } = ending
  let hasStood = false
  let isTrying = false
  client.on('connected', () => {
    if (hasStood) log.info({ failures: state.now().failures }, 'connected to Slack again')
    hasStood = true
    state.connected()
  })
  // Said when the client is stopped, and only then.
  client.on('disconnecting', () => {
    ending.abort()
  })
  client.on('disconnected', () => {
    const { connected, since } = state.now()
    state.lost('the socket was closed')
    // A socket that Slack closes as soon as it stands must not be asked for again at once, on and on.
    const pause = connected && Date.now() - since < times.most ? times.first : 0
    if (hasStood && !signal.aborted) void reconnect(pause)
  })
  const reconnect = async (firstPause: number) => {
    if (isTrying) return
    isTrying = true
    for (let pause = firstPause; ;) {
      await wait(pause, null, { signal }).catch(() => null)
      if (signal.aborted || state.now().connected) break
      const error = await connect(client, times.patience)
      if (error === null) break
      pause = nextPause(pause, times, error)
      state.failed(error.message)
      const { failures } = state.now()
      log.warn(
        { failures, inMs: pause, why: error.message },
        'Slack could not be reached; the next try follows',
      )
    }
    isTrying = false
    // A try that was under way when the client was stopped may have connected after all.
    if (signal.aborted) await client.disconnect().catch(() => null)
    else if (!state.now().connected) void reconnect(times.first)
  }
  return state.now
}

/** One try. Returns what went wrong; null: Slack has said hello. */
async function connect(client: Client, patience: number): Promise<Error | null> {
  const timer = setTimeout(() => client.websocket?.disconnect(), patience)
  try {
    await client.start()
    return null
  } catch (error) {
    return error instanceof Error ? error : new Error('the socket was closed before Slack said hello')
  } finally {
    clearTimeout(timer)
  }
}

/** Twice the last pause, a little off, so that many bots do not come back in one moment; never sooner than Slack asks for. */
function nextPause(last: number, { first, most }: ReconnectTimes, error: Error): number {
  const asked = error instanceof WebAPIRateLimitedError ? error.retryAfter * 1000 : 0
  const doubled = Math.min(most, Math.max(first, last * 2))
  return Math.round(Math.max(asked, doubled * (0.8 + Math.random() * 0.2)))
}
