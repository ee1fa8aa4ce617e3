import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Button, ModalView } from '@slack/types'
import { AlreadyHandled, DatabaseUnavailable, FieldIssues, SendAgain, MemberFacingError } from '../errors.ts'
import { say, type Locale, type LocalizedText } from '../locale.ts'
import type { Log } from '../log.ts'
import {
  doneBefore,
  failed,
  lookedUp,
  notStored,
  storedBefore,
  type StorageOutcome,
} from '../storage-words.ts'
import { actions, modal, section, type Message } from './blocks.ts'
import type { Asking, Reply } from './calls.ts'
import { escapeSentence, escapeText, plainSentence } from './mrkdwn.ts'

/** Where requests are received: who asks, their language, and where faults are written down. */
export type HandlerContext<C> = {
  readonly identify: (asking: Asking) => Promise<C>
  readonly localeOf: (caller: C) => Locale
  /** Until the person is known. */
  readonly defaultLocale: Locale
  readonly log: Log
  /** What was stored under a request's id, and the digest of the form that it was. */
  readonly lookUp: (asking: Asking) => Promise<Handled>
  /** What is said of an error that a person can mend, where more than its own words can help. */
  readonly explain?: (caller: C, error: MemberFacingError) => Promise<LocalizedText>
  /** Keeps an answer that reached the person nowhere. */
  readonly keepAnswer: (caller: C, message: Message) => Promise<void>
  /** The button that opens what stands under a number; null where it has none. */
  readonly editButton: (id: string, locale: Locale) => Button | null
}
export type Handled = { readonly outcome: StorageOutcome; readonly submitted: string | null }

/** One request as it is received: who asks for what, where they are answered. */
export type Received<C> = {
  readonly what: string
  readonly who: Asking
  readonly reply: Reply
  /** Told who asks as soon as that is known. */
  readonly identified: (caller: C) => void
  /** What gives the person their typing back, so that it can be sent again; nothing where nothing was typed. */
  readonly again?: (locale: Locale) => Pick<Required<Message>, 'blocks'>
}

/** Finds who asks and carries the request out; what goes wrong is said to them, and logged if they cannot mend it. */
export async function attend<C>(
  handler: HandlerContext<C>,
  received: Received<C>,
  work: (caller: C) => Promise<void>,
): Promise<void> {
  const { who, reply } = received
  const asked = await callerOf(handler, received)
  if ('said' in asked) {
    await reply(failureMessage(received, asked.said, handler.defaultLocale, asked.isOpen))
    return
  }
  const locale = handler.localeOf(asked.caller)
  try {
    await work(asked.caller)
  } catch (error) {
    if (error instanceof AlreadyHandled) {
      if (who.isRepeat === true) await sayStoredBefore(handler, who, reply, locale)
      return
    }
    if (error instanceof MemberFacingError) {
      if (error instanceof SendAgain)
        handler.log.warn({ err: error, what: received.what }, 'to be sent again')
      const said = await explained(handler, asked.caller, error)
      await reply(failureMessage(received, said, locale, error instanceof SendAgain))
      return
    }
    const outcome = await outcomeOf(handler, received, error)
    await reply(failureMessage(received, outcome.said, locale, outcome.claim === 'not stored'))
    if (outcome.claim === 'unknown') followUp(handler, who, reply, locale)
  }
}

/** Who asks; or what to say, when nothing was begun since that is not known. */
async function callerOf<C>(
  handler: HandlerContext<C>,
  { what, who, identified }: Received<C>,
): Promise<{ readonly caller: C } | { readonly said: LocalizedText; readonly isOpen: boolean }> {
  try {
    const caller = await handler.identify(who)
    identified(caller)
    return { caller }
  } catch (error) {
    if (error instanceof MemberFacingError) return { said: error.said, isOpen: false }
    return { said: failed({ claim: 'not stored' }, logged(handler, what, error)), isOpen: true }
  }
}

/** An explanation that cannot be had keeps nobody from the error's own words. */
async function explained<C>(
  { explain, log }: HandlerContext<C>,
  caller: C,
  error: MemberFacingError,
): Promise<LocalizedText> {
  try {
    return (await explain?.(caller, error)) ?? error.said
  } catch (cause) {
    log.warn({ err: cause }, 'an error could not be explained')
    return error.said
  }
}

type FormAnswer =
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
  | { readonly response_action: 'update'; readonly view: ModalView }

/** Carries a form out before it is acknowledged, since the answer says which field is wrong. null: it was taken. */
export async function submit<C>(
  handler: HandlerContext<C>,
  received: Received<C>,
  anyField: string | null,
  work: (caller: C) => Promise<ModalView | void>,
): Promise<FormAnswer | null> {
  const { who, reply } = received
  const asked = await callerOf(handler, received)
  if ('said' in asked) return refusal(say(handler.defaultLocale, asked.said), anyField, handler.defaultLocale)
  const locale = handler.localeOf(asked.caller)
  const refused = (text: string): FormAnswer => refusal(text, anyField, locale)
  try {
    const next = await work(asked.caller)
    return next ? { response_action: 'update', view: next } : null
  } catch (error) {
    if (error instanceof AlreadyHandled) {
      await sayStoredBefore(handler, who, reply, locale)
      return null
    }
    if (error instanceof FieldIssues)
      return { response_action: 'errors', errors: saidAtFields(error, locale) }
    if (error instanceof MemberFacingError)
      return refused(plainSentence(say(locale, await explained(handler, asked.caller, error))))
    const { claim, said } = await outcomeOf(handler, received, error)
    if (claim === 'not stored') return refused(say(locale, said))
    await reply({ text: escapeText(say(locale, said)) })
    if (claim === 'stored') return null
    followUp(handler, who, reply, locale)
    return refused(say(locale, said))
  }
}

/**
 * What was typed stays in the form, with the reason at a field: Slack knows no other place for it there. A form without
 * a field gives way to the reason.
 */
function refusal(text: string, anyField: string | null, locale: Locale): FormAnswer {
  if (anyField !== null) return { response_action: 'errors', errors: { [anyField]: text } }
  const view = modal(locale, {
    title: notStored.title,
    submit: null,
    close: { zh: '关闭', en: 'Close' },
    blocks: [section(escapeText(text))],
  })
  return { response_action: 'update', view }
}

/** The COMMIT of the one transaction that carries the request out was never sent. */
const NOT_STORED: Pick<Handled, 'outcome'> = { outcome: { claim: 'not stored' } }

/** What is known of a request that failed, looked up before anything is said of it. */
async function outcomeOf<C>(
  handler: HandlerContext<C>,
  { what, who }: Received<C>,
  error: unknown,
): Promise<{ readonly claim: StorageOutcome['claim']; readonly said: LocalizedText }> {
  const number = logged(handler, what, error)
  const isBefore =
    error instanceof DatabaseUnavailable && error.stored === 'no' && error.request === who.requestId
  const { outcome } = isBefore ? NOT_STORED : await handler.lookUp(who)
  return { claim: outcome.claim, said: failed(outcome, number) }
}

/** Writes the fault down under a number that the person can name. */
function logged<C>(handler: HandlerContext<C>, what: string, error: unknown): string {
  const id = randomUUID().slice(0, 8)
  handler.log.error({ err: error, what, id }, 'failed')
  return id
}

function failureMessage<C>(
  { again }: Received<C>,
  said: LocalizedText,
  locale: Locale,
  isOpen: boolean,
): Message {
  const text = escapeSentence(say(locale, said))
  if (!isOpen || again === undefined) return { text }
  return { text, blocks: [section(text), ...again(locale).blocks] }
}

/** A request sent a second time that says something else than the first is not dropped without a word. */
async function sayStoredBefore<C>(
  handler: HandlerContext<C>,
  who: Asking,
  reply: Reply,
  locale: Locale,
): Promise<void> {
  const { outcome, submitted } = await handler.lookUp(who)
  const isSame = submitted !== null && submitted === (who.submitted ?? null)
  if (isSame || outcome.claim !== 'stored') return
  const words = who.isRepeat === true ? doneBefore : storedBefore
  const text = escapeText(say(locale, words(outcome.ids)))
  const buttons = outcome.ids.map((id) => handler.editButton(id, locale)).filter((button) => button !== null)
  await reply({ text, blocks: [section(text), ...(buttons.length > 0 ? [actions(...buttons)] : [])] })
}

/** When to look again whether a request was stored, in seconds after it was last looked. */
const LOOK_AGAIN = [3, 7, 20, 30, 60, 120, 300, 600]

/** Goes on looking, and tells the person what was found; nobody waits for it. */
function followUp<C>(handler: HandlerContext<C>, who: Asking, reply: Reply, locale: Locale): void {
  const look = async () => {
    for (const seconds of LOOK_AGAIN) {
      await pause(seconds * 1000, undefined, { ref: false })
      const { outcome } = await handler.lookUp(who)
      if (outcome.claim === 'unknown') continue
      await reply({ text: escapeText(say(locale, lookedUp(outcome))) })
      return
    }
  }
  look().catch((error: unknown) => {
    handler.log.error({ err: error }, 'nobody could be told what was stored')
  })
}

function saidAtFields(faults: FieldIssues, locale: Locale): Record<string, string> {
  return Object.fromEntries(Object.entries(faults.fields).map(([field, said]) => [field, say(locale, said)]))
}
