import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { JobQueues } from '../jobs/queue.ts'
import type { Log } from '../log.ts'
import { cannotListen, type ConnectionState, type WatchHandler } from '../slack/connection/bolt-app.ts'
import type { SlackClients } from '../slack/connection/clients.ts'

/** What readiness is told from; each part comes when it has started. */
export type Watched = {
  database?: Database
  jobs?: JobQueues | null
  slack?: Pick<SlackClients, 'interactive'>
  connection?: () => ConnectionState
  lastTick?: () => number | null
}

/** What `GET /readyz` answers, with 200 when ready and 503 when not. Holds no address, no name and nothing secret. */
export type Readiness = {
  readonly ready: boolean
  readonly database: Part
  /** Whether Slack takes the bot's token; asked at most once a minute. */
  readonly token: Part
  /** How Slack reaches the bot; `since` is ISO, in UTC. */
  readonly slack: Part & {
    readonly mode: string | null
    readonly since: string | null
    readonly failures: number
  }
  /** The last tick of the reminders that went through; ISO, in UTC. */
  readonly lastTick: Part & { readonly at: string | null }
  /** The oldest job that waits though its time has come, in seconds; null: none. It says nothing of readiness. */
  readonly oldestJobSeconds: number | null
}
type Part = { readonly ok: boolean; readonly error: string | null }

/** How long one part may take to answer, in milliseconds. */
const PATIENCE = 3_000
/** A tick comes each minute; after so many milliseconds without one they have stopped. */
const TICKS_STOPPED = 180_000
const TOKEN_ASKED_EVERY = 60_000

/** Asks every part, all at once. */
export function readinessOf(watched: Watched): () => Promise<Readiness> {
  const token = keepAsking(async () => {
    await watched.slack?.interactive.auth.test()
  })
  return async () => {
    const { database: open, jobs, connection, lastTick } = watched
    const [database, tokenState, oldest] = await Promise.all([
      open === undefined ? STARTING : answerOf(async () => await sql`select 1`.execute(open.base)),
      watched.slack === undefined ? STARTING : token(),
      oldestOf(jobs),
    ])
    const slack = slackPart(connection?.())
    const tick = tickPart(lastTick?.() ?? null)
    const ready = database.ok && tokenState.ok && slack.ok && tick.ok
    return { ready, database, token: tokenState, slack, lastTick: tick, oldestJobSeconds: oldest }
  }
}

const STARTING: Part = { ok: false, error: 'starting' }

function slackPart(state: ConnectionState | undefined): Readiness['slack'] {
  if (state === undefined) return { ...STARTING, mode: null, since: null, failures: 0 }
  const { mode, connected, since, failures, lastError } = state
  return { ok: connected, error: lastError, mode, since: new Date(since).toISOString(), failures }
}

function tickPart(at: number | null): Readiness['lastTick'] {
  if (at === null) return { ...STARTING, at: null }
  const ago = Math.abs(Date.now() - at)
  const error = ago > TICKS_STOPPED ? `none for ${Math.round(ago / 1000)} s` : null
  return { ok: error === null, error, at: new Date(at).toISOString() }
}

async function oldestOf(jobs: JobQueues | null | undefined): Promise<number | null> {
  if (jobs === undefined || jobs === null) return null
  const seconds = await Promise.race([jobs.oldestDue().catch(() => null), wait(PATIENCE, null)])
  return seconds === null ? null : Math.round(seconds)
}

async function answerOf(ask: () => Promise<unknown>): Promise<Part> {
  const late = wait(PATIENCE, { ok: false, error: `no answer within ${PATIENCE / 1000} s` })
  const asked = ask().then(
    () => ({ ok: true, error: null }),
    (error: unknown) => ({ ok: false, error: shortly(error) }),
  )
  return await Promise.race([asked, late])
}

/** Slack's own word, the system's code, or the name of the error: never its text, which may hold an address. */
function shortly(error: unknown): string {
  if (!(error instanceof Error)) return 'error'
  const { data, code, cause } = error as Error & { data?: { error?: unknown }; code?: unknown }
  if (typeof data?.error === 'string') return data.error
  if (typeof code === 'string') return code
  return cause instanceof Error ? shortly(cause) : error.name
}

function keepAsking(ask: () => Promise<void>): () => Promise<Part> {
  let last: { readonly at: number; readonly part: Part } | null = null
  return async () => {
    if (last !== null && performance.now() - last.at < TOKEN_ASKED_EVERY) return last.part
    const part = await answerOf(ask)
    // What went wrong may be over in a moment.
    last = part.ok ? { at: performance.now(), part } : null
    return part
  }
}

/** `GET /healthz`: the process lives. `GET /readyz`: it can do its work. */
export function watchHandlers(readiness: () => Promise<Readiness>): Readonly<Record<string, WatchHandler>> {
  return {
    '/healthz': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n')
    },
    '/readyz': (_request, response) => {
      void answerWith(response, readiness)
    },
  }
}

async function answerWith(response: ServerResponse, readiness: () => Promise<Readiness>): Promise<void> {
  const found = await readiness()
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  response.writeHead(found.ready ? 200 : 503, headers).end(`${JSON.stringify(found)}\n`)
}

/** Answers them on a port of the loopback. Throws OperatorError when the port is taken. */
export async function serveWatch(
  port: number,
  handlers: Readonly<Record<string, WatchHandler>>,
  log: Log,
): Promise<{ readonly port: number } & AsyncDisposable> {
  const server = createServer((request, response) => {
    const handler = request.method === 'GET' ? handlers[request.url?.split('?')[0] ?? ''] : undefined
    if (handler === undefined) response.writeHead(404).end()
    else handler(request, response)
  })
  const host = '127.0.0.1'
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    throw cannotListen(error, { port, host, name: 'WENSHU_OPS_PORT' })
  }
  const address = server.address()
  const at = typeof address === 'object' && address !== null ? address.port : port
  log.debug({ port: at }, 'watched at')
  return {
    port: at,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
