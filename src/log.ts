import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import pino, { type DestinationStream } from 'pino'

/** The one logger: JSON lines on stderr, secrets cut out by name. */
export type Log = pino.Logger

/** Names under which a secret could be logged by mistake, at any of the first levels. */
const SECRETS = [
  'token',
  'apiKey',
  'authorization',
  'password',
  'signingSecret',
  'databaseUrl',
  'response_url',
]

export function createLog(
  level: string,
  destination: DestinationStream = process.stderr.isTTY ? readable : pino.destination({ fd: 2, sync: true }),
): Log {
  return pino(
    {
      level,
      base: null,
      mixin: ofRequest,
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
      serializers: { err: describe },
    },
    destination,
  )
}

type Request = { readonly id: string; readonly what: string; readonly began: number }
const requests = new AsyncLocalStorage<Request>()

/**
 * Does the work of one request: a command, a button, a form, an event or a job. Each log line that comes of it carries
 * `request` (eight hex digits, made here), `what` and `ms`, the milliseconds since it began.
 */
export async function inRequest<T>(what: string, work: () => Promise<T>): Promise<T> {
  return await requests.run({ id: randomUUID().slice(0, 8), what, began: performance.now() }, work)
}

function ofRequest(): object {
  const request = requests.getStore()
  if (request === undefined) return {}
  return { request: request.id, what: request.what, ms: Math.round(performance.now() - request.began) }
}

/** On a terminal a line is written for a person: the time, what happened, and what belongs to it. */
export const readable: DestinationStream = {
  write: (line) => {
    process.stderr.write(sentence(JSON.parse(line) as Line))
  },
}

type Line = { level: number; time: number; msg?: string; err?: { message?: string; stack?: string } }

/** `03:40:24 warning: Slack could not be reached; the next try follows (failures 1, inMs 1000)`. */
export function sentence({ level, time, msg = '', err, ...rest }: Line): string {
  const kind = level >= 50 ? 'error: ' : level >= 40 ? 'warning: ' : ''
  const details = Object.entries(rest).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const inBrackets = details.length === 0 ? '' : ` (${details.join(', ')})`
  const why = err?.message === undefined ? '' : `: ${err.message}`
  return `${new Date(time).toTimeString().slice(0, 8)} ${kind}${msg}${why}${inBrackets}\n`
}

/** What is logged of an error: never its own properties, which may hold a connection, a request or a payload. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) }
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause }
}
