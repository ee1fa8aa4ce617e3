import { AttemptError, type Fault } from './attempt-fault.ts'

/** Bounds of one request. Milliseconds, characters and bytes. */
export type ModelLimits = {
  /** From sending to the first byte of the answer's body. Models that reason send nothing for a while. */
  readonly firstByteMs: number
  /** Between two pieces of the body; a keep-alive comment counts as a piece. */
  readonly betweenPiecesMs: number
  /** The whole request: all attempts and the waiting between them. */
  readonly wholeMs: number
  /** The longest answer, in UTF-16 units: above any section of a report. */
  readonly answerChars: number
  /** The largest body that is read in one attempt, errors and reasoning included. */
  readonly bodyBytes: number
}

/** Stops one attempt that is too slow or too big. */
export type AttemptWatch = Disposable & {
  /** Aborts when the caller does, and when a bound is broken. */
  readonly controller: AbortController
  /** The broken bound, if one is; the SDK ends an aborted stream without a word. */
  broken(): AttemptError | null
  /** The answer is over; what may still come (the count of tokens) is waited for only briefly. */
  hurry(): void
  /** fetch, whose bodies are counted and timed as their bytes arrive. */
  readonly fetch: typeof globalThis.fetch
}

/** How long the count of tokens is waited for after the answer's end. */
const AFTER_END_MS = 2_000

const TIMEOUT: Fault = { kind: 'timeout', again: true, reason: 'timeout' }

/** Watches from now on. `remainingMs` is what is left of `wholeMs`. Dispose it when the attempt is over. */
export function watchAttempt(limits: ModelLimits, remainingMs: number, signal: AbortSignal): AttemptWatch {
  const controller = new AbortController()
  let broken: AttemptError | null = null
  const stop = (fault: Fault, detail: string) => {
    broken ??= new AttemptError(fault, detail)
    controller.abort(broken)
  }
  const onAbort = () => controller.abort(signal.reason)
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })

  const whole = setTimeout(
    () => stop({ ...TIMEOUT, again: false }, `no whole answer within ${limits.wholeMs / 1_000} s`),
    remainingMs,
  )
  let silence = setTimeout(
    () => stop(TIMEOUT, `no first byte within ${limits.firstByteMs / 1_000} s`),
    limits.firstByteMs,
  )
  let patienceMs = limits.betweenPiecesMs
  const onPiece = () => {
    clearTimeout(silence)
    silence = setTimeout(() => stop(TIMEOUT, `silent for ${patienceMs / 1_000} s`), patienceMs)
  }
  const onTooBig = () => stop({ kind: 'too-long', again: false }, `a body over ${limits.bodyBytes} bytes`)
  return {
    controller,
    broken: () => broken,
    hurry: () => {
      patienceMs = Math.min(patienceMs, AFTER_END_MS)
      onPiece()
    },
    fetch: async (input, init) => boundedBody(await fetch(input, init), limits.bodyBytes, onPiece, onTooBig),
    [Symbol.dispose]: () => {
      clearTimeout(whole)
      clearTimeout(silence)
      signal.removeEventListener('abort', onAbort)
      controller.abort()
    },
  }
}

function boundedBody(response: Response, most: number, onPiece: () => void, onTooBig: () => void): Response {
  if (!response.body) return response
  let bytes = 0
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, stream) {
      bytes += piece.byteLength
      if (bytes > most) return onTooBig()
      onPiece()
      stream.enqueue(piece)
    },
  })
  const { status, statusText, headers } = response
  return new Response(response.body.pipeThrough(counted), { status, statusText, headers })
}
