import type { JsonRecord } from './json.ts'

/**
 * A call that Slack would refuse. It is answered with HTTP 200 and `{ ok: false, error: code, …more }`,
 * `messages` in `response_metadata.messages` (each `[ERROR] … [json-pointer:/…]`).
 */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal'
  readonly code: string
  readonly messages: readonly string[]
  readonly more: JsonRecord

  constructor(code: string, messages: readonly string[] = [], more: JsonRecord = {}) {
    super(messages.length > 0 ? `${code}: ${messages.join('; ')}` : code)
    this.code = code
    this.messages = messages
    this.more = more
  }

  answer(): JsonRecord {
    const metadata = this.messages.length > 0 ? { response_metadata: { messages: this.messages } } : {}
    return { ok: false, error: this.code, ...this.more, ...metadata }
  }
}
