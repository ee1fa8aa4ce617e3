import { request as overHttp, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as overHttps } from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { FetchFunction } from '@slack/web-api'
import { DeadlinePassed, type DeadlineGuard } from './deadline-guard.ts'

/**
 * A `fetch` for one request that must not leave late. The connection is made first; then, in the same turn of the event
 * loop, the fence is looked at and the whole request is handed to the kernel. So a process that was put to sleep
 * anywhere before that, and wakes up when another has taken its work over, sends nothing and rejects with FenceClosed.
 */
export function guardedFetch(guard: DeadlineGuard): FetchFunction {
  return async (url, init = {}) => {
    const address = new URL(url)
    const { body } = init
    if (typeof body !== 'string') throw new TypeError('only text is sent this way')
    const request = (address.protocol === 'https:' ? overHttps : overHttp)(address, {
      method: init.method ?? 'POST',
      headers: { ...init.headers, 'content-length': Buffer.byteLength(body) },
    })
    sendWhenConnected(request, body, guard)
    const answer = await answerTo(request, init.signal)
    return new Response(await wholeOf(answer), {
      status: answer.statusCode ?? 500,
      statusText: answer.statusMessage ?? '',
      headers: headersOf(answer),
    })
  }
}

function sendWhenConnected(request: ClientRequest, body: string, guard: DeadlineGuard): void {
  const send = () => {
    if (guard.isOpen()) request.end(body)
    else request.destroy(new DeadlinePassed())
  }
  request.once('socket', (socket: Socket | TLSSocket) => {
    const isSecure = 'secureConnecting' in socket
    const isConnecting = socket.connecting || (isSecure && socket.secureConnecting === true)
    if (isConnecting) socket.once(isSecure ? 'secureConnect' : 'connect', send)
    else send()
  })
}

/** When the signal ends the wait, the connection is reset, so that what still lay in the kernel does not go out later. */
async function answerTo(request: ClientRequest, signal: AbortSignal | undefined): Promise<IncomingMessage> {
  const giveUp = () => {
    request.socket?.resetAndDestroy()
    request.destroy(new Error('no answer came in time'))
  }
  if (signal?.aborted === true) giveUp()
  signal?.addEventListener('abort', giveUp, { once: true })
  return await new Promise((resolve, reject) => {
    request.once('response', resolve)
    request.on('error', reject)
  })
}

async function wholeOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of answer as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

function headersOf({ headers }: IncomingMessage): Headers {
  const all = new Headers()
  for (const [name, value] of Object.entries(headers))
    for (const one of [value].flat()) if (one !== undefined) all.append(name, one)
  return all
}
