import type { Reply } from './listener.ts'

/** Answers a command or a button after the fact, by the address Slack gave for it (5 uses within 30 minutes). */
export function replyTo(responseUrl: string): Reply {
  return async (message, options) => {
    const answer = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        ...message,
        response_type: 'ephemeral',
        replace_original: options?.replace ?? false,
      }),
      signal: AbortSignal.timeout(10_000),
    })
    if (!answer.ok) throw new Error(`Slack refused the answer with HTTP ${answer.status}`)
  }
}
