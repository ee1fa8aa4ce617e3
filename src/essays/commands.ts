import { MemberFacingError } from '../errors.ts'
import type { Caller } from '../members/caller.ts'
import { requireAbility } from '../members/member.ts'
import type { CommandCall, Listeners } from '../slack/listener.ts'
import { anthologyVerb, registerAnthology } from './anthology/slack.ts'
import type { LogDiscussion } from './exchange/exchange.ts'
import { exchangeVerb, registerExchange } from './exchange/slack.ts'
import { exemptVerb } from './exempt/slack.ts'
import { registerHandingIn, submitVerb, withdrawVerb } from './hand-in/slack.ts'
import { essayHelp } from './help.ts'
import { quotaVerb } from './quota/slack.ts'
import { registerReview, showQueue, type ReviewDesk } from './review/slack.ts'
import { contestVerb, excellentVerb, registerSelecting } from './select/slack.ts'
import { registerShowing, showVerb } from './review/show-slack.ts'
import { registerStatus, showStatus } from './status/slack.ts'
import { audienceOf, type EssayVerb } from './slack/verb.ts'

/**
 * What belongs to other slices: the reminders' rule for deadlines, without which nothing is called late, Home, and how a
 * discussion is put on record.
 */
export type EssayDesk = ReviewDesk & { readonly logDiscussion: LogDiscussion }

/**
 * Registers /essay, its forms and buttons.
 */
export function registerEssays(listeners: Listeners<Caller>, handler: EssayDesk): void {
  const verbs = verbsWith()
  listeners.command('/essay', async (call) => await carryOut(call, verbs))
  registerHandingIn(listeners)
  registerReview(listeners, handler)
  registerShowing(listeners)
  registerStatus(listeners)
  registerExchange(listeners, handler.logDiscussion)
  registerSelecting(listeners)
  registerAnthology(listeners)
}

async function carryOut(call: CommandCall<Caller>, verbs: readonly EssayVerb[]): Promise<void> {
  const [word = '', ...rest] = call.text.split(/\s+/)
  const verb = verbs.find(({ names }) => names.includes(word.toLowerCase()))
  if (verb !== undefined) return await verb.carryOut(call, rest.join(' '))
  const known = verbs.map(({ names }) => names[0] ?? '')
  throw new MemberFacingError({
    zh: `“${word}”不是 /essay 的用法。可用：${known.join('、')}。`,
    en: `"${word}" is nothing /essay knows. It takes ${known.join(', ')}.`,
  })
}

function verbsWith(): EssayVerb[] {
  return [
    submitVerb,
    {
      names: ['status', '进度'],
      carryOut: async (call, rest) => await showStatus(call, rest),
    },
    {
      names: ['review', '审阅'],
      carryOut: async ({ caller, reply }) => {
        requireAbility(caller.member, 'review essays')
        await showQueue(caller, reply, null)
      },
    },
    showVerb,
    withdrawVerb,
    exchangeVerb,
    excellentVerb,
    contestVerb,
    anthologyVerb,
    exemptVerb,
    quotaVerb,
    {
      names: ['help', '帮助', ''],
      carryOut: async ({ caller, reply }) => await reply(essayHelp(audienceOf(caller), caller.member)),
    },
  ]
}
