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
      serializers: { err: pino.stdSerializers.errWithCause },
    },
    destination,
  )
}
