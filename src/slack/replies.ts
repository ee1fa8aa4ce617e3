import { setTimeout as pause } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import type { Log } from '../log.ts'
import type { Message } from './blocks.ts'
import type { Reply } from './calls.ts'
import { fitMessage } from './limits/fit-message.ts'

/** Uses of a response_url within its 30 minutes. Source: Slack, "Handling user interaction", message responses. */
const MOST_USES = 5
/** Tries of one message there: what Slack does not take three times it takes in a DM or not at all. */
const TRIES = 3
/** How long one try is waited for: the person looks at nothing meanwhile. */
const PATIENCE_MS = 4000

/** Where a person can be answered, and what becomes of an answer that reaches them nowhere. */
export type AnswerPlaces = {
  readonly client: WebClient
  readonly userId: string
  readonly keep: (message: Message) => Promise<void>
  readonly log: Log
}

/**
 * Answers by the address Slack gave for a command or a button (null: by DM), so that only the person sees it; when that
 * fails, in the DM with the bot; when that fails too, it is kept until they open App Home. It never rejects: what was
 * done is done, and an answer that fails says nothing about it. A try whose answer was lost may stand there twice.
 */
export function replyTo(places: AnswerPlaces, responseUrl: string | null): Reply {
  const usesLeft = { count: MOST_USES }
  return async (message, options) => {
    const { log } = places
    try {
      if (responseUrl !== null) {
        const isSaid = await postToUrl(responseUrl, usesLeft, bodyOf(message, options?.replace ?? false))
        if (isSaid) return
      }
      if (await postByDm(places, message)) return
      log.error({ to: places.userId }, 'an answer reached its person nowhere; it is kept for App Home')
      await places.keep(message)
    } catch (error) {
      log.error({ err: error, to: places.userId }, 'an answer could not even be kept')
    }
  }
}

function bodyOf(message: Message, replace: boolean): string {
  return JSON.stringify({
    ...fitMessage(message, 'post'),
    response_type: 'ephemeral',
    replace_original: replace,
  })
}

/** Whether it was taken. What Slack refuses for good (used up, expired, too old) is not tried again. */
async function postToUrl(url: string, usesLeft: { count: number }, body: string): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES && usesLeft.count > 0; attempt += 1) {
    usesLeft.count -= 1
    const status = await statusOf(url, body)
    if (status !== null && status < 300) return true
    if (status !== null && status < 500 && status !== 429) return false
    if (attempt < TRIES) await pause(attempt * 300)
  }
  return false
}

/** null: no answer came, or not in time. */
async function statusOf(url: string, body: string): Promise<number | null> {
  try {
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const answer = await fetch(url, { method: 'POST', headers, body, signal })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return null
  }
}

async function postByDm({ client, userId, log }: AnswerPlaces, message: Message): Promise<boolean> {
  try {
    await client.chat.postMessage({ channel: userId, ...fitMessage(message, 'post') })
    return true
  } catch (error) {
    log.warn({ err: error, to: userId }, 'an answer could not be said in the DM')
    return false
  }
}
