import { OperatorError } from '../errors.ts'

/** The server was asked, or a connection was, and no answer came in time. The connection is dropped. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** What Node and PostgreSQL call it when there is no connection, or no longer one: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOST = /^(08...|57P0[1-5]|53[34]00|57014|25P0[34]|E(CONN|NET|HOST|PIPE|AI_|TIMEDOUT|NOTFOUND)\w*)$/
/** The same said without a code, by the driver. */
const LOST_WORDS =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|Query read timeout|Postgres connection has been discarded)/

/** Whether the database was not there, rather than refusing what was asked of it. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof NoAnswer || LOST_WORDS.test(error.message) || LOST.test(codeOf(error))) return true
  if (error instanceof AggregateError) return error.errors.some(isUnavailable)
  return isUnavailable(error.cause)
}

/**
 * What an operator is told when the database cannot be opened: what is wrong and what to do, without the password.
 * null: it is none of the faults that an operator can mend.
 */
export function explainDatabase(error: unknown, url: string): OperatorError | null {
  const found = causesOf(error).map((cause) => ADVICE(codeOf(cause), cause.message, placeOf(url)))
  const text = found.find((one) => one !== null)
  return text === undefined || text === null ? null : new OperatorError(text, { cause: error })
}

type Place = { readonly host: string; readonly user: string; readonly name: string }

function ADVICE(code: string, message: string, { host, user, name }: Place): string | null {
  switch (code) {
    case 'ECONNREFUSED':
      return `No PostgreSQL answers at ${host}: the connection is refused. Is the server running, and are host and port of DATABASE_URL right?`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host of DATABASE_URL is not known: ${host}. Check its spelling and the network.`
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ECONNRESET':
      return `PostgreSQL at ${host} cannot be reached (${code}). Check the network, a firewall between, and host and port of DATABASE_URL.`
    case '28P01':
      return `PostgreSQL at ${host} refuses the password of the user ${user}. Check the password in DATABASE_URL.`
    case '28000':
      return `PostgreSQL at ${host} does not let the user ${user} in. Check the user in DATABASE_URL, that the role exists, and pg_hba.conf of the server.`
    case '3D000':
      return `There is no database ${name} at ${host}. Create it (createdb ${name}) or correct DATABASE_URL.`
    case '53300':
      return `PostgreSQL at ${host} has no connection left. Raise its max_connections or end other clients.`
    case '57P03':
      return `PostgreSQL at ${host} is starting up or shutting down. Try again in a moment.`
    case '42501':
      return refusedRight(message, user)
    default:
      return WORDLESS.test(message)
        ? `PostgreSQL at ${host} does not answer in time. Check the server and the network.`
        : (MORE_WORDS.find(([words]) => words.test(message))?.[1](host) ?? null)
  }
}

const WORDLESS =
  /^(timeout expired|timeout exceeded when trying to connect|Connection terminated|Query read timeout)/
const MORE_WORDS: readonly (readonly [RegExp, (host: string) => string])[] = [
  [
    /^SASL:|client password must be/,
    (host) => `PostgreSQL at ${host} asks for a password, and DATABASE_URL has none. Add it.`,
  ],
  [
    /does not support SSL/,
    (host) =>
      `PostgreSQL at ${host} does not speak TLS. Take sslmode out of DATABASE_URL, or set TLS up on the server.`,
  ],
]

function refusedRight(message: string, user: string): string {
  // The second is how PostgreSQL 16 and newer say it.
  const [, role] = /(?:admin option on|denied to grant) role "([^"]+)"/.exec(message) ?? []
  return role !== undefined
    ? `The role ${role} was made by another user of this PostgreSQL server, so ${user} may not grant it to itself. As that user or as a superuser: grant ${role} to ${user} with admin option;`
    : `The user ${user} of DATABASE_URL lacks a right (${message}). It needs CREATEROLE once, and the right to create in the database: alter role ${user} createrole;`
}

function causesOf(error: unknown): (Error & { code?: unknown })[] {
  if (!(error instanceof Error)) return []
  const inner = error instanceof AggregateError ? error.errors.flatMap(causesOf) : []
  return [error, ...inner, ...causesOf(error.cause)]
}

function codeOf(error: Error & { code?: unknown }): string {
  return typeof error.code === 'string' ? error.code : ''
}

function placeOf(url: string): Place {
  try {
    const { hostname, port, username, pathname } = new URL(url)
    const user = decodeURIComponent(username) || 'postgres'
    return {
      host: `${hostname}:${port || '5432'}`,
      user,
      name: decodeURIComponent(pathname.slice(1)) || user,
    }
  } catch {
    return { host: 'the address of DATABASE_URL', user: 'of DATABASE_URL', name: 'of DATABASE_URL' }
  }
}
