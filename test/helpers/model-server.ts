import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ModelScript, ModelTurn, SeenRequest } from './model-server-turn.ts'
import { answerEvents, answerObject } from './model-server-wire.ts'

export type { ModelScript, ModelTurn, SeenRequest }

export type ModelServer = AsyncDisposable & {
  /** For OPENAI_BASE_URL: http://127.0.0.1:PORT/v1 */
  readonly baseUrl: string
  /** Completions and responses asked for, in order; requests for the model list are not among them. */
  readonly requests: readonly SeenRequest[]
  /** Changes what the next requests meet. */
  play(script: ModelScript): void
  close(): Promise<void>
}

/**
 * Starts a local server that speaks /v1/chat/completions and /v1/responses (streamed or whole) and /v1/models,
 * and misbehaves as told. Close it, or `await using` it.
 * `models`: the names listed, or the status that the list answers with.
 */
export async function startModelServer(options: {
  script: ModelScript
  models?: readonly string[] | number
}): Promise<ModelServer> {
  const requests: SeenRequest[] = []
  let script = options.script
  let index = 0
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy())
  })
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await readRequest(incoming)
    if (request.path.endsWith('/models')) return listModels(response, options.models ?? ['test-model'])
    requests.push(request)
    response.on('close', () => (request.hungUp = !response.writableFinished))
    const turn =
      typeof script === 'function' ? script(request, index) : (script[index] ?? script.at(-1) ?? {})
    index += 1
    await playTurn(turn, request, response)
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  const play = (next: ModelScript) => {
    script = next
    index = 0
  }
  return { baseUrl: `http://127.0.0.1:${port}/v1`, requests, play, close, [Symbol.asyncDispose]: close }
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  const pieces: Buffer[] = []
  for await (const piece of incoming) pieces.push(Buffer.from(piece))
  const text = Buffer.concat(pieces).toString()
  const body: Record<string, unknown> = text === '' ? {} : JSON.parse(text)
  const messages: { role?: string; content?: string }[] = Array.isArray(body['messages'])
    ? body['messages']
    : []
  const inMessages = (role: string) => messages.find((message) => message.role === role)?.content ?? ''
  const textAt = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    authorization: incoming.headers.authorization ?? '',
    body,
    model: textAt('model'),
    system: textAt('instructions') || inMessages('system'),
    user: textAt('input') || inMessages('user'),
    sentBytes: 0,
    hungUp: false,
  }
}

function listModels(response: ServerResponse, models: readonly string[] | number): void {
  response.setHeader('content-type', 'application/json')
  response.statusCode = typeof models === 'number' ? models : 200
  const data = typeof models === 'number' ? [] : models.map((id) => ({ id, object: 'model' }))
  response.end(
    JSON.stringify(typeof models === 'number' ? { error: { message: 'no' } } : { object: 'list', data }),
  )
}

async function playTurn(turn: ModelTurn, request: SeenRequest, response: ServerResponse): Promise<void> {
  if (turn.beforeMs) await sleep(turn.beforeMs)
  if (turn.hangAtByte === -1) return
  const { status, contentType, packets } = composed(turn, request)
  response.writeHead(status, { 'content-type': contentType, ...turn.headers })
  response.flushHeaders()
  const total = () => request.sentBytes
  for (const packet of packets) {
    const stopAt = turn.cutAtByte ?? turn.endAtByte ?? turn.hangAtByte ?? Number.POSITIVE_INFINITY
    const part = packet.subarray(0, Math.max(0, stopAt - total()))
    if (!(await write(response, request, part))) return
    if (total() >= stopAt) return stop(turn, response)
    if (turn.betweenMs) await sleep(turn.betweenMs)
  }
  response.end()
}

/** False when the client is gone. */
async function write(response: ServerResponse, request: SeenRequest, part: Buffer): Promise<boolean> {
  if (response.destroyed) return false
  request.sentBytes += part.length
  if (part.length > 0 && !response.write(part)) {
    await Promise.race([once(response, 'drain'), once(response, 'close')]).catch(() => undefined)
  }
  // Lets each packet leave on its own.
  await new Promise(setImmediate)
  return !response.destroyed
}

function stop(turn: ModelTurn, response: ServerResponse): void {
  // What was written must leave before the connection breaks, or the client sees less than it was sent.
  if (turn.cutAtByte !== undefined) setImmediate(() => response.destroy())
  else if (turn.endAtByte !== undefined) response.end()
}

function composed(
  turn: ModelTurn,
  request: SeenRequest,
): { status: number; contentType: string; packets: Iterable<Buffer> } {
  const json = 'application/json'
  const whole = (status: number, contentType: string, body: string | Buffer) => ({
    status,
    contentType,
    packets: packetsOf(Buffer.from(body), turn.packetsEndAt ?? []),
  })
  if (turn.raw) return whole(turn.status ?? 200, turn.raw.contentType, turn.raw.body)
  if (turn.status !== undefined && turn.status >= 400) {
    return whole(
      turn.status,
      json,
      JSON.stringify({ error: turn.error ?? { message: `status ${turn.status}` } }),
    )
  }
  if (turn.floodBytes !== undefined) {
    return { status: 200, contentType: 'text/event-stream', packets: flood(turn.floodBytes, turn, request) }
  }
  if (request.body['stream'] !== true || turn.ignoresStream) {
    return whole(200, json, JSON.stringify(answerObject(turn, request)))
  }
  const events = answerEvents(turn, request)
  const packets = turn.packetsEndAt
    ? packetsOf(Buffer.from(events.join('')), turn.packetsEndAt)
    : events.map((event) => Buffer.from(event))
  return { status: 200, contentType: 'text/event-stream', packets }
}

function packetsOf(body: Buffer, endAt: readonly number[]): Buffer[] {
  const ends = [...new Set([...endAt, body.length])].filter((end) => end <= body.length).sort((a, b) => a - b)
  return ends.map((end, n) => body.subarray(ends[n - 1] ?? 0, end)).filter((packet) => packet.length > 0)
}

/** Ever new sentences, so that only the size gives them away. */
function* flood(bytes: number, turn: ModelTurn, request: SeenRequest): Generator<Buffer> {
  for (let sent = 0, n = 0; sent < bytes; n += 1) {
    const words = Array.from({ length: 600 }, (_, k) => ((n * 600 + k) * 2_654_435_761).toString(36)).join(
      ' ',
    )
    const events = answerEvents(
      { ...turn, answer: `${words}. `, pieceChars: 4_000, finish: null, usage: null },
      request,
    )
    const packet = Buffer.from(events.filter((event) => !event.includes('[DONE]')).join(''))
    sent += packet.length
    yield packet
  }
}
