import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import {
  ACK_TIME,
  payloadOf,
  type Acknowledgement,
  type Delivery,
  type EnvelopeKind,
} from '../protocol/delivery.ts'
import type { FailureInjector } from '../behaviour/faults.ts'
import { newSecret } from '../protocol/ids.ts'
import { parseJson, textIn, type JsonRecord } from '../protocol/json.ts'

/** Slack allows so many connections an app. */
const MOST_CONNECTIONS = 10
/** How often a connection is pinged, milliseconds. */
const PING_EVERY = 10_000
/** How long a ticket from apps.connections.open opens a connection, milliseconds. */
const TICKET_LIFE = 30_000

/** How long a connection may take to close, milliseconds. */
const GOODBYE_TIME = 250

export type DisconnectReason = 'warning' | 'refresh_requested' | 'too_many_websockets'
type Waiting = { settle: (answer: Acknowledgement) => void; socket: WebSocket }

/** Socket Mode: envelopes to one of the bot's connections in turn, acknowledged by envelope id. */
export class SocketDelivery implements Delivery {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 5_000_000 })
  readonly #sockets: WebSocket[] = []
  readonly #tickets = new Map<string, number>()
  readonly #waiting = new Map<string, Waiting>()
  readonly #arrivals = new Set<() => void>()
  readonly #faults: FailureInjector
  readonly #appId: string
  readonly #pings: NodeJS.Timeout
  #turn = 0

  constructor(appId: string, faults: FailureInjector) {
    this.#appId = appId
    this.#faults = faults
    this.#pings = setInterval(() => {
      for (const socket of this.#sockets) socket.ping()
    }, PING_EVERY)
    this.#pings.unref()
  }

  /** A path with a ticket for one connection, as apps.connections.open gives it. */
  openConnection(): string {
    const ticket = newSecret()
    this.#tickets.set(ticket, Date.now() + TICKET_LIFE)
    return `/link?ticket=${ticket}&app_id=${this.#appId}`
  }

  /** Takes over an HTTP request that wants to become a socket, unless the way there breaks. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const fault = this.#faults.breakAt('socket')
    const accept = (): void => this.#accept(request, stream, head)
    if (fault === null) accept()
    else if (fault.how === 'slow') setTimeout(accept, fault.ms ?? 5000).unref()
    else if (fault.how === 'reset') stream.destroy()
    else if (fault.how !== 'hang')
      stream.end(`HTTP/1.1 ${fault.status ?? 503} Away\r\nconnection: close\r\n\r\n`)
  }

  #accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? ''
    const expires = this.#tickets.get(ticket) ?? 0
    this.#tickets.delete(ticket)
    if (expires < Date.now()) {
      stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
      return
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#welcome(socket))
  }

  connected(): boolean {
    return this.#sockets.some((socket) => socket.readyState === socket.OPEN)
  }

  async deliver(
    kind: EnvelopeKind,
    payload: JsonRecord,
    retry?: { num: number; reason: string },
  ): Promise<Acknowledgement> {
    const socket = this.#nextSocket()
    if (socket === undefined) {
      return { ok: false, error: 'dispatch_failed', detail: 'the bot has no open connection' }
    }
    const envelope_id = randomUUID()
    const envelope = JSON.stringify({
      envelope_id,
      type: kind,
      payload,
      accepts_response_payload: kind !== 'events_api',
      ...(kind === 'events_api' && { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' }),
    })
    const { promise, resolve } = Promise.withResolvers<Acknowledgement>()
    const timer = setTimeout(() => resolve({ ok: false, error: 'operation_timeout' }), ACK_TIME)
    this.#waiting.set(envelope_id, { settle: resolve, socket })
    socket.send(envelope)
    if (this.#faults.sendsTwice()) this.#nextSocket()?.send(envelope)
    const answer = await promise
    clearTimeout(timer)
    this.#waiting.delete(envelope_id)
    return answer
  }

  /** Asks every connection to go, as Slack does now and then; the bot comes back by itself. */
  disconnect(reason: DisconnectReason): void {
    const message = JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'playground' } })
    for (const socket of this.#sockets) socket.send(message)
  }

  /** Drops every connection without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate()
  }

  /** Resolves as soon as the bot has a connection. */
  async untilConnected(): Promise<void> {
    if (this.connected()) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#arrivals.add(resolve)
    await promise
  }

  /** Says goodbye to every connection; one that does not answer soon is dropped. */
  async close(): Promise<void> {
    clearInterval(this.#pings)
    const gone = this.#sockets.map(async (socket) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      socket.once('close', () => resolve())
      socket.close(1001)
      const timer = setTimeout(() => socket.terminate(), GOODBYE_TIME)
      await promise
      clearTimeout(timer)
    })
    await Promise.all(gone)
    this.#server.close()
  }

  #welcome(socket: WebSocket): void {
    if (this.#sockets.length >= MOST_CONNECTIONS) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }))
      socket.close()
      return
    }
    this.#sockets.push(socket)
    socket.on('message', (data) => this.#hear(data))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => this.#leave(socket))
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#sockets.length,
        connection_info: { app_id: this.#appId },
        debug_info: { host: 'playground', approximate_connection_time: 18_060 },
      }),
    )
    for (const arrived of this.#arrivals) arrived()
    this.#arrivals.clear()
  }

  #leave(socket: WebSocket): void {
    const at = this.#sockets.indexOf(socket)
    if (at >= 0) this.#sockets.splice(at, 1)
    for (const waiting of this.#waiting.values()) {
      if (waiting.socket === socket) {
        waiting.settle({ ok: false, error: 'dispatch_failed', detail: 'the connection was lost' })
      }
    }
  }

  #hear(data: RawData): void {
    // ws gives text frames as Buffers.
    const message = parseJson(Buffer.isBuffer(data) ? data.toString('utf8') : '')
    const waiting = this.#waiting.get(textIn(message, 'envelope_id'))
    if (waiting === undefined) return
    const payload = (message as JsonRecord)['payload']
    waiting.settle({ ok: true, payload: payloadOf(payload) })
  }

  #nextSocket(): WebSocket | undefined {
    const open = this.#sockets.filter((socket) => socket.readyState === socket.OPEN)
    this.#turn += 1
    return open[this.#turn % open.length]
  }
}
