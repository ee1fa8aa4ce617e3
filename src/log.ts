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
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Log {
  return pino(
    {
      level,
      base: null,
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
      serializers: { err: describe },
    },
    destination,
  )
}

/** What is logged of an error: never its own properties, which may hold a connection, a request or a payload. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) }
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause }
}
