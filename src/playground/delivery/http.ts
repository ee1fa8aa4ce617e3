import { createHmac } from 'node:crypto'
import {
  ACK_TIME,
  payloadOf,
  type Acknowledgement,
  type Delivery,
  type EnvelopeKind,
} from '../protocol/delivery.ts'
import type { FailureInjector } from '../behaviour/faults.ts'
import { parseJson, type JsonRecord } from '../protocol/json.ts'

/** Sends to a request URL, signed as Slack signs: `v0=` HMAC-SHA256 over version, real time and body. */
export class HttpDelivery implements Delivery {
  #url: string | null
  readonly #secret: string
  readonly #faults: FailureInjector

  constructor(url: string | null, secret: string, faults: FailureInjector) {
    this.#url = url
    this.#secret = secret
    this.#faults = faults
  }

  setUrl(url: string): void {
    this.#url = url
  }

  connected(): boolean {
    return this.#url !== null
  }

  async deliver(
    kind: EnvelopeKind,
    payload: JsonRecord,
    retry?: { num: number; reason: string },
  ): Promise<Acknowledgement> {
    if (this.#url === null) return { ok: false, error: 'dispatch_failed', detail: 'no request URL is set' }
    const { type, body } = encode(kind, payload)
    const headers = {
      'content-type': type,
      ...this.#signature(body),
      ...(retry && { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason }),
    }
    const twice = this.#faults.sendsTwice()
    const first = send(this.#url, headers, body)
    if (twice) void send(this.#url, headers, body)
    return await first
  }

  async close(): Promise<void> {}

  #signature(body: string): Record<string, string> {
    const time = String(Math.floor(Date.now() / 1000))
    const digest = createHmac('sha256', this.#secret).update(`v0:${time}:${body}`).digest('hex')
    return { 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${digest}` }
  }
}

/** Events are JSON, commands a form, interactions a form with one field of JSON. */
function encode(kind: EnvelopeKind, payload: JsonRecord): { type: string; body: string } {
  if (kind === 'events_api') return { type: 'application/json', body: JSON.stringify(payload) }
  const fields =
    kind === 'slash_commands'
      ? Object.entries(payload).map(([key, value]) => [key, String(value)])
      : [['payload', JSON.stringify(payload)]]
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() }
}

async function send(url: string, headers: Record<string, string>, body: string): Promise<Acknowledgement> {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(ACK_TIME) })
    const text = await answer.text()
    if (!answer.ok) return { ok: false, error: 'dispatch_failed', detail: `HTTP ${answer.status}` }
    return { ok: true, payload: payloadOf(parseJson(text) ?? text) }
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError'
    if (late) return { ok: false, error: 'operation_timeout' }
    return { ok: false, error: 'dispatch_failed', detail: String(error) }
  }
}
