import type { WebClient } from '@slack/web-api'
import type { Reply } from './calls.ts'
import { fitMessage } from './limits/fit-message.ts'

/** Answers a command or a button after the fact, by the address Slack gave for it (5 uses within 30 minutes). */
export function replyTo(responseUrl: string): Reply {
  return async (message, options) => {
    const answer = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        ...fitMessage(message, 'post'),
        response_type: 'ephemeral',
        replace_original: options?.replace ?? false,
      }),
      signal: AbortSignal.timeout(10_000),
    })
    if (!answer.ok) throw new Error(`Slack refused the answer with HTTP ${answer.status}`)
  }
}

/** Answers where the command or button was used: only the person sees it. */
export function replyWith(
  respond: (message: {
    text: string
    response_type: 'ephemeral'
    replace_original: boolean
  }) => Promise<unknown>,
): Reply {
  return async (message, options) => {
    const fitted = fitMessage(message, 'post')
    await respond({ ...fitted, response_type: 'ephemeral', replace_original: options?.replace ?? false })
  }
}

/** Answers in the DM with the bot, for what was asked nowhere in particular. */
export function replyByDm(client: WebClient, userId: string): Reply {
  return async (message) => {
    await client.chat.postMessage({ channel: userId, ...fitMessage(message, 'post') })
  }
}
