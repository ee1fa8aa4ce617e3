import type { ModelTurn, SeenRequest } from './model-server-turn.ts'

/** What a turn's answer is on the wire. Tokens are made up when the turn gives none, but always the same. */
export type Answer = {
  readonly text: string
  readonly pieces: readonly string[]
  readonly finish: string | null
  readonly usage: { readonly prompt: number; readonly completion: number } | null
  readonly model: string
}

export function answerOf(turn: ModelTurn, request: SeenRequest): Answer {
  const text = typeof turn.answer === 'function' ? turn.answer(request) : (turn.answer ?? '')
  return {
    text,
    pieces: inPieces(text, turn.pieceChars ?? 7),
    finish: turn.finish === undefined ? 'stop' : turn.finish,
    usage: turn.usage === undefined ? { prompt: 11, completion: 22 } : turn.usage,
    model: turn.model ?? request.model,
  }
}

/** Cuts by UTF-16 units, so that a surrogate pair may be cut too: JSON carries it as two escapes. */
function inPieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, n) => text.slice(n * size, (n + 1) * size))
}

/** Server-sent events of a streamed answer, in order, for the path that was asked. */
export function answerEvents(turn: ModelTurn, request: SeenRequest): string[] {
  const answer = answerOf(turn, request)
  const events = request.path.endsWith('/responses')
    ? responsesEvents(turn, answer)
    : chatEvents(turn, answer)
  return turn.noise === undefined ? events : events.flatMap((event) => [`${turn.noise}\n`, event])
}

function chatEvents(turn: ModelTurn, answer: Answer): string[] {
  const chunk = (choices: unknown[], more: object = {}) =>
    event(null, { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: answer.model, choices, ...more })
  const delta = (delta: object, finish: string | null = null) =>
    chunk([{ index: 0, delta, finish_reason: finish }])
  if (turn.emptyChoices) return [...answer.pieces.map(() => chunk([])), 'data: [DONE]\n\n']
  const usage = answer.usage && {
    prompt_tokens: answer.usage.prompt,
    completion_tokens: answer.usage.completion,
  }
  return [
    delta({ role: 'assistant', content: '' }),
    ...(turn.reasoning === undefined ? [] : [delta({ reasoning_content: turn.reasoning })]),
    ...answer.pieces.map((content) => delta({ content })),
    ...(turn.refusal === undefined ? [] : [delta({ refusal: turn.refusal })]),
    ...(turn.failure === undefined
      ? []
      : [event(null, { error: { message: 'failed', code: turn.failure } })]),
    ...(answer.finish === null ? [] : [delta({}, answer.finish)]),
    ...(usage ? [chunk([], { usage })] : []),
    'data: [DONE]\n\n',
  ]
}

function responsesEvents(turn: ModelTurn, answer: Answer): string[] {
  let sequence_number = 0
  const typed = (type: string, more: object) =>
    event(type, { type, sequence_number: sequence_number++, ...more })
  const usage = answer.usage && { input_tokens: answer.usage.prompt, output_tokens: answer.usage.completion }
  const response = (status: string, more: object = {}) => ({
    response: { model: answer.model, status, usage, ...more },
  })
  const end = () => {
    if (turn.failure !== undefined) {
      return [
        typed('response.failed', response('failed', { error: { code: turn.failure, message: 'failed' } })),
      ]
    }
    if (answer.finish === null) return []
    if (answer.finish === 'stop') return [typed('response.completed', response('completed'))]
    const reason = answer.finish === 'length' ? 'max_output_tokens' : answer.finish
    return [typed('response.incomplete', response('incomplete', { incomplete_details: { reason } }))]
  }
  return [
    typed('response.created', response('in_progress')),
    ...answer.pieces.map((delta) => typed('response.output_text.delta', { item_id: 'm', delta })),
    ...(turn.refusal === undefined
      ? []
      : [typed('response.refusal.delta', { item_id: 'm', delta: turn.refusal })]),
    ...end(),
  ]
}

function event(name: string | null, data: object): string {
  return `${name === null ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`
}

/** The whole answer as one JSON object: what is sent when the request did not ask to stream. */
export function answerObject(turn: ModelTurn, request: SeenRequest): object {
  const { text, usage, finish, model } = answerOf(turn, request)
  if (request.path.endsWith('/responses')) {
    return {
      object: 'response',
      status: finish === 'stop' ? 'completed' : 'incomplete',
      model,
      output: [
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text, annotations: [] }] },
      ],
      usage: usage && { input_tokens: usage.prompt, output_tokens: usage.completion },
    }
  }
  return {
    object: 'chat.completion',
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: finish }],
    usage: usage && { prompt_tokens: usage.prompt, completion_tokens: usage.completion },
  }
}
