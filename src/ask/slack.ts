import type { Caller } from '../members/caller.ts'
import type { Listeners } from '../slack/listener.ts'
import { answerTo } from './messages.ts'

/** Whatever is typed into the DM with the bot is answered once. */
export function registerAsk(listeners: Listeners<Caller>): void {
  listeners.directMessage(async ({ caller, text, reply }) => {
    await reply(answerTo(text, caller.locale))
  })
}
