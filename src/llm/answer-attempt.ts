import type { OpenAI } from 'openai'
import { Stream } from 'openai/core/streaming'
import { chatPiece, responsesPiece, responsesWholePiece, type AnswerPiece } from './answer-piece.ts'
import { AttemptError, cutStream, failureInStream, junkInStream } from './attempt-fault.ts'
import type { AttemptWatch, ModelLimits } from './attempt-watch.ts'
import { isLooping, judgeAnswer } from './judge-answer.ts'
import type { ModelRequest } from './language-model.ts'
import { chatBody, responsesBody, type Dialect } from './request-body.ts'
import { skipThinking } from './skip-thinking.ts'

export type ModelApi = 'chat' | 'responses'

/** What one attempt has brought so far; also of use when it fails, for what it cost. */
export type Brought = {
  /** All text the server sent, reasoning included. */
  received: string
  text: string
  usage: AnswerPiece['usage']
  model: string | null
}

export type Attempt = {
  readonly client: OpenAI
  readonly api: ModelApi
  readonly model: string
  readonly request: ModelRequest
  readonly dialect: Dialect
  readonly limits: ModelLimits
  readonly watch: AttemptWatch
}

/** A loop is looked for each time the answer has grown by so many characters. */
const LOOK_EVERY = 1_500

/**
 * Sends the request once and yields the answer's text as it comes, keeping account in `brought`.
 * Returns when the answer is whole and usable; throws an AttemptFault, or what the SDK throws.
 */
export async function* attemptAnswer(
  attempt: Attempt,
  brought: Brought,
): AsyncGenerator<string, void, undefined> {
  const thinking = skipThinking()
  let finished = false
  let lookedAt = 0
  for await (const piece of answerPieces(attempt)) {
    brought.usage = piece.usage ?? brought.usage
    brought.model = piece.model ?? brought.model
    if (finished) continue
    brought.received += piece.text
    const shown = thinking.push(piece.text.replaceAll('\0', ''))
    brought.text += shown
    refuseUnusable(piece, brought, attempt.limits)
    if (brought.text.length >= lookedAt + LOOK_EVERY) {
      lookedAt = brought.text.length
      if (isLooping(brought.text)) throw new AttemptError({ kind: 'looping', again: false }, 'while it came')
    }
    if (shown !== '') yield shown
    finished = piece.finish === 'stop'
    if (finished) attempt.watch.hurry()
  }
  if (!finished) throw attempt.watch.broken() ?? cutStream()
  const rest = thinking.end()
  brought.text += rest
  if (rest !== '') yield rest
  const verdict = judgeAnswer(brought.text)
  if (verdict !== null) throw new AttemptError({ kind: verdict, again: false }, 'judged')
}

function refuseUnusable(piece: AnswerPiece, brought: Brought, limits: ModelLimits): void {
  if (piece.failure !== null) throw failureInStream(piece.failure)
  if (piece.refused) throw new AttemptError({ kind: 'refused', again: false }, 'a refusal')
  // Reasoning in the text is dropped, but not without bound.
  if (Math.max(brought.text.length, brought.received.length / 4) > limits.answerChars) {
    throw new AttemptError({ kind: 'too-long', again: false }, `over ${limits.answerChars} characters`)
  }
  if (piece.finish === 'length') throw new AttemptError({ kind: 'truncated', again: false }, 'length')
  if (piece.finish === 'filter') throw new AttemptError({ kind: 'content-filter', again: false }, 'filter')
  if (piece.finish === 'broken') throw cutStream()
}

/** The server's messages as pieces, whichever API; once the answer is over, a broken end is no fault. */
async function* answerPieces(attempt: Attempt): AsyncGenerator<AnswerPiece, void, undefined> {
  const response = await send(attempt)
  const kind = (response.headers.get('content-type') ?? '').toLowerCase()
  if (kind.includes('json') && !kind.includes('ndjson')) {
    const whole: unknown = await response.json()
    yield (attempt.api === 'chat' ? chatPiece(whole) : responsesWholePiece(whole)) ?? junk()
    return
  }
  const read = attempt.api === 'chat' ? chatPiece : responsesPiece
  let finished = false
  let events = 0
  try {
    for await (const message of Stream.fromSSEResponse<unknown>(
      response,
      attempt.watch.controller,
      attempt.client,
    )) {
      events += 1
      const piece = read(message) ?? junk()
      finished ||= piece.finish === 'stop'
      yield piece
    }
  } catch (error) {
    if (!finished) throw error
  }
  if (events === 0 && !kind.includes('event-stream') && attempt.watch.broken() === null) {
    throw new AttemptError(
      { kind: 'bad-request', again: false, reason: 'junk' },
      'the answer is not an event stream',
    )
  }
}

function junk(): never {
  throw junkInStream()
}

function send({ client, api, model, request, dialect, watch }: Attempt): Promise<Response> {
  const options = { signal: watch.controller.signal }
  return api === 'chat'
    ? client.chat.completions.create(chatBody(model, request, dialect), options).asResponse()
    : client.responses.create(responsesBody(model, request, dialect), options).asResponse()
}
