import type { JsonRecord } from './json.ts'

export type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api'

/** How the bot took an envelope: its answer (may be empty), or why there is none. */
export type Acknowledgement =
  | { ok: true; payload: JsonRecord }
  | { ok: false; error: 'operation_timeout' | 'dispatch_failed'; detail?: string }

/** The way to the bot: Socket Mode or signed HTTP. */
export type Delivery = {
  /**
   * Sends the envelope and waits at most three seconds for the acknowledgement. `retry` is set for an event that
   * was sent before. Never rejects.
   */
  deliver(
    kind: EnvelopeKind,
    payload: JsonRecord,
    retry?: { num: number; reason: string },
  ): Promise<Acknowledgement>
  /** True if somebody is there to be sent to. */
  connected(): boolean
  close(): Promise<void>
}

/** Slack's patience, milliseconds. */
export const ACK_TIME = 3_000

/** An acknowledgement's body: Slack takes plain text as `{ text }`, and nothing as `{}`. */
export function payloadOf(body: unknown): JsonRecord {
  if (typeof body === 'string') return body === '' ? {} : { text: body }
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {}
}
