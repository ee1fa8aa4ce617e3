import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { sendHtml, sendText } from './http.ts'
import type { Break } from '../protocol/protocol.ts'

/** Does the work, then what it returns (sending the answer). */
type Work = () => (() => void) | Promise<() => void>

/** Answers as a fault has it: late, wrongly or not at all; the work is done or not as it says. */
export async function answerThrough(
  fault: Break | null,
  response: ServerResponse,
  work: Work,
): Promise<void> {
  if (fault === null) return (await work())()
  const answers = ['slow', 'unshared', 'refused'].includes(fault.how)
  const send = answers || fault.carriedOut === true ? await work() : null
  switch (fault.how) {
    case 'reset':
      response.socket?.destroy()
      return
    case 'hang':
      // Nobody answers: the client gives up, or the server closes.
      return
    case 'status':
      return sendText(response, fault.status ?? 500, 'the server is not well')
    case 'html':
      return sendHtml(response, fault.status ?? 503, '<!DOCTYPE html><h1>Slack is briefly away.</h1>')
    case 'slow':
      await sleep(fault.ms ?? 5000, undefined, { ref: false })
      return send?.()
    case 'unshared':
    case 'refused':
      return send?.()
  }
}
