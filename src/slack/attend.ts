import { randomUUID } from 'node:crypto'
import type { ModalView } from '@slack/types'
import { AlreadyHandled, FieldIssues, MemberFacingError } from '../errors.ts'
import { say, type Locale } from '../locale.ts'
import type { Log } from '../log.ts'
import type { Asking, Reply } from './calls.ts'
import { escapeText } from './mrkdwn.ts'

/** Where requests are received: who asks, their language, and where faults are written down. */
export type HandlerContext<C> = {
  readonly identify: (asking: Asking) => Promise<C>
  readonly localeOf: (caller: C) => Locale
  /** Until the person is known. */
  readonly defaultLocale: Locale
  readonly log: Log
}

/** Finds who asks and carries the request out; what goes wrong is said to them, and logged if they cannot mend it. */
export async function attend<C>(
  handler: HandlerContext<C>,
  what: string,
  reply: Reply,
  who: Asking,
  work: (caller: C) => Promise<void>,
): Promise<void> {
  let locale = handler.defaultLocale
  try {
    const caller = await handler.identify(who)
    locale = handler.localeOf(caller)
    await work(caller)
  } catch (error) {
    if (error instanceof AlreadyHandled) return
    const text = error instanceof MemberFacingError ? error.in(locale) : apology(handler, what, error, locale)
    await reply({ text: escapeText(text) }).catch((second: unknown) => {
      handler.log.error({ err: second, what }, 'the error could not be said')
    })
  }
}

type FormAnswer =
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
  | { readonly response_action: 'update'; readonly view: ModalView }

/** Carries a form out before it is acknowledged, since the answer says which field is wrong. null: it was taken. */
export async function submit<C>(
  handler: HandlerContext<C>,
  what: string,
  anyField: string,
  who: Asking,
  work: (caller: C) => Promise<ModalView | void>,
): Promise<FormAnswer | null> {
  let locale = handler.defaultLocale
  try {
    const caller = await handler.identify(who)
    locale = handler.localeOf(caller)
    const next = await work(caller)
    return next ? { response_action: 'update', view: next } : null
  } catch (error) {
    if (error instanceof AlreadyHandled) return null
    if (error instanceof FieldIssues)
      return { response_action: 'errors', errors: saidAtFields(error, locale) }
    // What was typed stays in the form, with the reason at a field: Slack knows no other place for it.
    const said = error instanceof MemberFacingError ? error.in(locale) : apology(handler, what, error, locale)
    return { response_action: 'errors', errors: { [anyField]: said } }
  }
}

function apology<C>(handler: HandlerContext<C>, what: string, error: unknown, locale: Locale): string {
  const id = randomUUID().slice(0, 8)
  handler.log.error({ err: error, what, id }, 'failed')
  return say(locale, {
    zh: `出错了，什么都没有保存。请再试一次；若仍不行，请把编号 ${id} 告诉管理员。`,
    en: `Something went wrong and nothing was saved. Please try again; if it happens again, give your admin the number ${id}.`,
  })
}

function saidAtFields(faults: FieldIssues, locale: Locale): Record<string, string> {
  return Object.fromEntries(Object.entries(faults.fields).map(([field, said]) => [field, say(locale, said)]))
}
