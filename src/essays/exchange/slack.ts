import type { Caller } from '../../members/caller.ts'
import type { Listeners } from '../../slack/listener.ts'
import { readMemo } from '../../slack/memo.ts'
import { monthOf, parseMonth } from '../../time/month.ts'
import { exchangeEssays, planExchange, type LogDiscussion } from './exchange.ts'
import {
  EXCHANGE_FORM,
  exchangeDone,
  exchangeForm,
  nothingToExchange,
  readExchangeForm,
  exchangeMemo,
} from './messages.ts'
import { audienceOf, type EssayVerb } from '../slack/verb.ts'

/** `/essay exchange 2026-11`: shows what will be exchanged, in a form that does it. */
export const exchangeVerb: EssayVerb = {
  names: ['exchange', '交流'],
  carryOut: async ({ caller, reply, openForm, responseUrl }, rest) => {
    const audience = audienceOf(caller)
    const month = rest === '' ? monthOf(audience.today) : parseMonth(rest)
    const plan = await planExchange(caller.ctx, month, caller.member)
    if (plan.essays.length === 0) await reply(nothingToExchange(plan, caller.locale))
    else await openForm(exchangeForm(plan, responseUrl, audience))
  },
}

/** Registers the form that exchanges. */
export function registerExchange(listeners: Listeners<Caller>, logDiscussion: LogDiscussion): void {
  listeners.form(EXCHANGE_FORM, async ({ caller, values, metadata, replyAt }) => {
    const { month, stamp, responseUrl } = readMemo(exchangeMemo, metadata)
    const { ctx, member: by, workspace, requestId } = caller
    const wish = { ...readExchangeForm(values), month, stamp, by, zone: workspace.zone, requestId }
    const exchange = await exchangeEssays(ctx, wish, logDiscussion)
    await replyAt(responseUrl)(exchangeDone(exchange, audienceOf(caller)))
  })
}
