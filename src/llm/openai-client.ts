import { APIError, OpenAI } from 'openai'
import { faultOf } from './attempt-fault.ts'
import { watchAttempt, type AttemptWatch, type ModelLimits } from './attempt-watch.ts'
import type { Reachability } from './language-model.ts'

export type ModelServer = {
  /** The model asked for. */
  readonly name: string
  readonly apiKey: string
  /** null: OpenAI itself. */
  readonly baseUrl: string | null
  readonly limits: ModelLimits
}

/** A client for one attempt: what it fetches is under the attempt's watch. */
export function clientFor(server: ModelServer, watch: AttemptWatch): OpenAI {
  return new OpenAI({
    apiKey: server.apiKey,
    baseURL: server.baseUrl ?? 'https://api.openai.com/v1',
    // Only what the configuration names is sent; the SDK would take these from the environment.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    // The SDK retries before the first byte only, and knows no redo of a cut stream: openai-model.ts does both.
    maxRetries: 0,
    timeout: server.limits.wholeMs,
    // The SDK logs to the console, at `debug` whole prompts.
    logLevel: 'off',
    fetch: watch.fetch,
  })
}

const PROBE_MS = 10_000

/** Asks for the list of models, at most 10 s. A server that has no list but answers that is reachable. */
export async function probeServer(server: ModelServer, signal: AbortSignal): Promise<Reachability> {
  signal.throwIfAborted()
  const startedAt = performance.now()
  const wholeMs = Math.min(PROBE_MS, server.limits.wholeMs)
  using watch = watchAttempt({ ...server.limits, wholeMs }, wholeMs, signal)
  const durationMs = () => Math.round(performance.now() - startedAt)
  try {
    const page = await clientFor(server, watch).models.list({ signal: watch.controller.signal })
    // A page that is no list has no `data`, whatever the type says.
    const known: unknown = page.data
    if (!Array.isArray(known)) return { reachable: false, durationMs: durationMs(), detail: NO_LIST }
    return {
      reachable: true,
      durationMs: durationMs(),
      knowsModel: page.data.some(({ id }) => id === server.name),
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof APIError && (error.status === 404 || error.status === 405)) {
      return { reachable: true, durationMs: durationMs(), knowsModel: null }
    }
    const failed = watch.broken() ?? faultOf(error, Date.now())
    return { reachable: false, durationMs: durationMs(), detail: failed?.detail ?? NO_LIST }
  }
}

const NO_LIST = 'the answer is not a list of models'
