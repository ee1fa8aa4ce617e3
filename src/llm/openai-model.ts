import { setTimeout as sleepFor } from 'node:timers/promises'
import { APIError } from 'openai'
import { attemptAnswer, type Brought, type ModelApi } from './answer-attempt.ts'
import { faultOf, type AttemptError } from './attempt-fault.ts'
import { watchAttempt, type ModelLimits } from './attempt-watch.ts'
import type { LanguageModel, ModelEvent, ModelRequest, ModelUsage } from './language-model.ts'
import { ModelAnswerRefused, ModelUnavailable } from './model-errors.ts'
import { clientFor, probeServer } from './openai-client.ts'
import { firstDialect, nextDialect, type Dialect } from './request-body.ts'
import { openBill } from './tokens.ts'

export type OpenAiModelOptions = {
  readonly name: string
  readonly apiKey: string
  /** null: OpenAI itself. */
  readonly baseUrl: string | null
  readonly api: ModelApi
  readonly limits?: Partial<ModelLimits>
  /** How often a request is sent again after a fault that may pass. */
  readonly retries?: number
  /** How many of those may follow an attempt that had shown text already. */
  readonly redos?: number
  /** Waits, milliseconds; rejects when the signal aborts. For tests. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
  /** 0 to 1. For tests. */
  readonly random?: () => number
}

const LIMITS: ModelLimits = {
  firstByteMs: 120_000,
  betweenPiecesMs: 60_000,
  // Slack closes a message that streams after about five minutes.
  wholeMs: 270_000,
  answerChars: 100_000,
  bodyBytes: 16 * 1024 * 1024,
}
const RETRIES = 4
const REDOS = 2
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 8_000
/** A server that asks for more patience is not waited for, because a person waits for the draft. */
const LONGEST_RETRY_AFTER_MS = 60_000
const FREE: ModelUsage = { promptTokens: 0, completionTokens: 0, estimated: true }

/**
 * A model behind any server that speaks OpenAI's Chat Completions or Responses API.
 * Nothing is logged here, and no error holds the key, the prompt or the server's own words.
 */
export function openAiModel(options: OpenAiModelOptions): LanguageModel {
  const settings = withDefaults(options)
  // What the server turned out to take, kept once it has led to an answer.
  const memory = { dialect: firstDialect(options.baseUrl) }
  return {
    name: options.name,
    stream: (request, signal) => streamAnswer(settings, request, signal, memory),
    reachable: (signal) => probeServer(settings, signal),
  }
}

type Settings = Required<Omit<OpenAiModelOptions, 'limits'>> & { readonly limits: ModelLimits }

function withDefaults(options: OpenAiModelOptions): Settings {
  return {
    retries: RETRIES,
    redos: REDOS,
    sleep: (ms, signal) => sleepFor(ms, undefined, { signal }),
    random: Math.random,
    ...options,
    limits: { ...LIMITS, ...options.limits },
  }
}

async function* streamAnswer(
  settings: Settings,
  request: ModelRequest,
  signal: AbortSignal,
  memory: { dialect: Dialect },
): AsyncGenerator<ModelEvent, void, undefined> {
  const startedAt = performance.now()
  const elapsedMs = () => Math.round(performance.now() - startedAt)
  const bill = openBill(request)
  let course: Course = { dialect: memory.dialect, tries: 0, redos: 0 }
  for (;;) {
    signal.throwIfAborted()
    const brought: Brought = { received: '', text: '', usage: null, model: null }
    const failure = yield* runAttempt(
      settings,
      request,
      signal,
      course,
      settings.limits.wholeMs - elapsedMs(),
      brought,
    )
    signal.throwIfAborted()
    bill.add(brought)
    if (failure === null) {
      memory.dialect = course.dialect
      const usage = bill.total() ?? FREE
      yield {
        type: 'end',
        finish: 'stop',
        usage,
        model: brought.model ?? settings.name,
        durationMs: elapsedMs(),
      }
      return
    }
    const next = nextCourse(
      settings,
      course,
      failure,
      brought.text !== '',
      settings.limits.wholeMs - elapsedMs(),
    )
    if (next === null) throw finalError(settings.name, failure.failed, bill.total())
    if (brought.text !== '' && 'reason' in failure.failed.fault) {
      yield { type: 'restart', reason: failure.failed.fault.reason }
    }
    course = next.course
    if (next.pauseMs > 0) await pause(settings, next.pauseMs, signal)
  }
}

type Failure = { readonly failed: AttemptError; readonly adapted: Dialect | null }

/** Sends the request once and passes its text on. Returns null when the answer is whole. */
async function* runAttempt(
  settings: Settings,
  request: ModelRequest,
  signal: AbortSignal,
  { dialect }: Course,
  remainingMs: number,
  brought: Brought,
): AsyncGenerator<ModelEvent, Failure | null, undefined> {
  const { api, name: model, limits } = settings
  using watch = watchAttempt(limits, remainingMs, signal)
  try {
    const attempt = { client: clientFor(settings, watch), api, model, request, dialect, limits, watch }
    for await (const text of attemptAnswer(attempt, brought)) yield { type: 'text', text }
    return null
  } catch (error) {
    signal.throwIfAborted()
    const failed = watch.broken() ?? faultOf(error, Date.now())
    if (failed === null) throw error
    const adapted =
      error instanceof APIError ? nextDialect(dialect, error, firstDialect(settings.baseUrl)) : null
    return { failed, adapted }
  }
}

/** How the next attempt is made, and how many have been. */
type Course = { readonly dialect: Dialect; readonly tries: number; readonly redos: number }

/** null: the request has failed for good. A server that names a parameter it does not take is asked again at once. */
function nextCourse(
  settings: Settings,
  course: Course,
  { failed, adapted }: Failure,
  hasShown: boolean,
  remainingMs: number,
): { course: Course; pauseMs: number } | null {
  if (adapted !== null) return { course: { ...course, dialect: adapted }, pauseMs: 0 }
  if (!failed.fault.again || course.tries >= settings.retries) return null
  if (hasShown && course.redos >= settings.redos) return null
  if ((failed.waitMs ?? 0) > LONGEST_RETRY_AFTER_MS) return null
  const pauseMs = pauseBefore(settings, failed.waitMs, course.tries)
  if (pauseMs >= remainingMs) return null
  return { course: { ...course, tries: course.tries + 1, redos: course.redos + (hasShown ? 1 : 0) }, pauseMs }
}

/** Grows and is jittered, and is never less than what the server asked for. Milliseconds. */
function pauseBefore(settings: Settings, waitMs: number | null, tries: number): number {
  const grown = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS)
  if (waitMs === null) return Math.round(grown * (0.5 + settings.random() / 2))
  // Not all who were told the same should come back in the same instant.
  return waitMs + Math.round(settings.random() * FIRST_PAUSE_MS)
}

async function pause(settings: Settings, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await settings.sleep(ms, signal)
  } finally {
    signal.throwIfAborted()
  }
}

function finalError(model: string, { fault, detail }: AttemptError, usage: ModelUsage | null) {
  if ('reason' in fault) return new ModelUnavailable(fault.kind, { model, detail, usage })
  return new ModelAnswerRefused(fault.kind, { model, usage: usage ?? FREE })
}
