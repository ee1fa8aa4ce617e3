import { APIConnectionError, APIConnectionTimeoutError, APIError, OpenAIError } from 'openai'
import type { RestartReason } from './language-model.ts'
import type { RefusedKind, UnavailableKind } from './model-errors.ts'

/** What went wrong with one attempt, and whether another one may do better. */
export type Fault =
  | { readonly kind: UnavailableKind; readonly again: boolean; readonly reason: RestartReason }
  | { readonly kind: RefusedKind; readonly again: false }

/** One attempt failed; the model decides whether there is another. */
export class AttemptError extends Error {
  override readonly name = 'AttemptFault'
  readonly fault: Fault
  /** A status or an error code, never the server's sentence: it may quote the key or the prompt. */
  readonly detail: string
  /** How long the server asked to be left alone, milliseconds. */
  readonly waitMs: number | null

  constructor(fault: Fault, detail: string, waitMs: number | null = null) {
    super(`${fault.kind} (${detail})`)
    this.fault = fault
    this.detail = detail
    this.waitMs = waitMs
  }
}

const CUT: Fault = { kind: 'server', again: true, reason: 'cut' }
const JUNK: Fault = { kind: 'server', again: true, reason: 'junk' }
const NETWORK: Fault = { kind: 'network', again: true, reason: 'network' }
const LOST: Fault = { kind: 'network', again: true, reason: 'cut' }

export const cutStream = () => new AttemptError(CUT, 'the stream ended before the answer did')
export const junkInStream = () => new AttemptError(JUNK, 'the stream holds something else than events')

/** Turns whatever the SDK and fetch throw into a fault. An error that is neither is a bug, and null. */
export function faultOf(error: unknown, nowMs: number): AttemptError | null {
  if (error instanceof AttemptError) return error
  if (error instanceof APIConnectionTimeoutError) {
    return new AttemptError({ kind: 'timeout', again: true, reason: 'timeout' }, 'no connection in time')
  }
  if (error instanceof APIConnectionError)
    return new AttemptError(NETWORK, networkCode(error) ?? 'no connection')
  if (error instanceof APIError) {
    return error.status === undefined ? inStream(error) : ofStatus(error.status, error, nowMs)
  }
  if (error instanceof SyntaxError) return junkInStream()
  if (error instanceof OpenAIError) return new AttemptError(JUNK, 'the answer has no body')
  // undici ends a body that was cut with `TypeError: terminated`.
  if (error instanceof TypeError && /terminated|fetch|network/i.test(error.message)) {
    return new AttemptError(LOST, networkCode(error) ?? 'connection lost')
  }
  return null
}

/** An error the server reports inside a stream that began well. */
export function failureInStream(code: string): AttemptError {
  const detail = `${safeCode(code) ?? 'error'} inside the stream`
  return /rate.?limit|429|overloaded/i.test(code)
    ? new AttemptError({ kind: 'rate-limited', again: true, reason: 'rate-limited' }, detail)
    : new AttemptError({ kind: 'server', again: true, reason: 'server' }, detail)
}

function inStream(error: APIError): AttemptError {
  // Some servers write a number where the type says text.
  const code: unknown = error.code ?? error.type
  return failureInStream(typeof code === 'number' ? `${code}` : (safeCode(code) ?? 'error'))
}

function ofStatus(status: number, error: APIError, nowMs: number): AttemptError {
  const code = safeCode(error.code) ?? safeCode(error.type)
  const detail = code ? `HTTP ${status}, ${code}` : `HTTP ${status}`
  const waitMs = retryAfterMs(error.headers, nowMs)
  const unavailable = (kind: UnavailableKind, again: boolean, reason: RestartReason) =>
    new AttemptError({ kind, again, reason }, detail, waitMs)
  // Azure refuses a prompt with status 400 and this code.
  if (code === 'content_filter') return new AttemptError({ kind: 'content-filter', again: false }, detail)
  if (status === 401 || status === 403) return unavailable('auth', false, 'server')
  if (status === 402) return unavailable('rate-limited', false, 'rate-limited')
  // An exhausted quota is told with 429 too, and no waiting helps.
  if (status === 429) return unavailable('rate-limited', code !== 'insufficient_quota', 'rate-limited')
  if (status === 408) return unavailable('timeout', true, 'timeout')
  if (status >= 500 || status === 409 || status === 425) return unavailable('server', true, 'server')
  return unavailable('bad-request', false, 'server')
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date; null when absent or unreadable. */
export function retryAfterMs(headers: Headers | undefined, nowMs: number): number | null {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN)
  if (Number.isFinite(ms) && ms >= 0) return ms
  const after = headers?.get('retry-after')?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1_000
  const date = /[a-z]/i.test(after) ? Date.parse(after) : Number.NaN
  return Number.isFinite(date) ? Math.max(0, date - nowMs) : null
}

/** An error code as servers write them: letters and underscores. A key or a sentence is not one. */
function safeCode(code: unknown): string | null {
  return typeof code === 'string' && /^[a-z]+(_[a-z]+){0,6}$/i.test(code) && code.length <= 48 ? code : null
}

/** ECONNREFUSED and the like, however deep it is wrapped. */
function networkCode(error: unknown): string | null {
  for (let depth = 0; depth < 6 && error instanceof Error; depth += 1) {
    if ('code' in error && typeof error.code === 'string' && /^[A-Z][A-Z_]{2,40}$/.test(error.code))
      return error.code
    error = error instanceof AggregateError ? error.errors[0] : error.cause
  }
  return null
}
