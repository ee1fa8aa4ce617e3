import { randomUUID } from 'node:crypto'
import type { App, BlockAction, SlackAction } from '@slack/bolt'
import type { ModalView, View } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { AlreadyHandled, FieldFaults, MemberFacingError } from '../errors.ts'
import { say, type Locale } from '../locale.ts'
import type { Log } from '../log.ts'
import type { Message } from './blocks.ts'
import { escapeText } from './mrkdwn.ts'
import { openView, type OpenForm } from './opened-form.ts'

/** Who asks, as the app knows them. `requestId` is Slack's own id of the request: a redelivery carries the same. */
export type Asking = { readonly teamId: string; readonly userId: string; readonly requestId: string }

/** Says something to the person who asked, where they asked: only they see it. */
export type Reply = (message: Message, options?: { readonly replace?: boolean }) => Promise<void>

export type FormValues = Readonly<Record<string, Readonly<Record<string, FormValue>>>>
/** One field's state as Slack sends it. */
export type FormValue = {
  readonly type: string
  readonly value?: string | null
  readonly selected_option?: { readonly value: string } | null
  readonly selected_options?: readonly { readonly value: string }[]
  readonly selected_date?: string | null
  readonly selected_users?: readonly string[]
}

type Common<C> = {
  readonly caller: C
  readonly userId: string
  readonly reply: Reply
  readonly client: WebClient
}
export type CommandCall<C> = Common<C> & {
  readonly text: string
  readonly channelId: string
  readonly responseUrl: string
  /** Opens a form at once: the person's trigger lives three seconds. */
  readonly openForm: OpenForm
}
export type ActionCall<C> = Common<C> & {
  readonly value: string
  readonly selected: readonly string[]
  readonly channelId: string | null
  readonly messageTs: string | null
  readonly responseUrl: string | null
  readonly view: View | null
  readonly openForm: OpenForm
}
export type FormCall<C> = Common<C> & { readonly values: FormValues; readonly metadata: string }
export type ShortcutCall<C> = Common<C> & {
  readonly openForm: OpenForm
  /** Of a message shortcut: the message it was called on. */
  readonly message: {
    readonly channelId: string
    readonly ts: string
    readonly text: string
    /** null for what a bot or an integration posted. */
    readonly userId: string | null
    readonly files: readonly { readonly title: string; readonly url: string }[]
  } | null
}

/** A user of the event user_change, as Slack describes one. */
export type ChangedUser = {
  readonly id: string
  readonly tz?: string | undefined
  readonly locale?: string | undefined
  readonly deleted?: boolean | undefined
}

/** What a slice registers its commands, buttons and forms with. C is the caller: the member and their context. */
export type Listeners<C> = {
  command(name: string, carryOut: (call: CommandCall<C>) => Promise<void>): void
  action(actionId: string | RegExp, carryOut: (call: ActionCall<C>) => Promise<void>): void
  /**
   * A fault thrown as FieldFaults is said at its field, and the form stays open. A form that is returned takes the
   * place of the submitted one; in fields with the same block and action id, what was typed stays.
   */
  form(callbackId: string, carryOut: (call: FormCall<C>) => Promise<ModalView | void>): void
  shortcut(callbackId: string, carryOut: (call: ShortcutCall<C>) => Promise<void>): void
  /** A Slack account changed: language, zone, deactivated. Nobody asked, so nothing is said. */
  userChanged(
    carryOut: (call: { readonly teamId: string; readonly user: ChangedUser }) => Promise<void>,
  ): void
  home(
    carryOut: (call: {
      readonly caller: C
      readonly userId: string
      readonly client: WebClient
    }) => Promise<void>,
  ): void
}

type Desk<C> = {
  readonly identify: (asking: Asking) => Promise<C>
  readonly localeOf: (caller: C) => Locale
  /** Until the person is known. */
  readonly defaultLocale: Locale
  readonly log: Log
}

/**
 * Wraps Bolt so that every listener acknowledges first, knows who asks, says mendable errors to them,
 * and logs all others with the command's name and an id that the person is told.
 */
export function createListeners<C>(bolt: App, desk: Desk<C>): Listeners<C> {
  return {
    command: (name, carryOut) => {
      bolt.command(name, async ({ ack, command, respond, client }) => {
        await ack()
        const reply = replyWith(respond)
        await attend(desk, `command ${name}`, reply, asking(command, command.trigger_id), async (caller) => {
          const openForm = async (view: ModalView) =>
            await openView(client, { trigger_id: command.trigger_id, view })
          await carryOut({
            caller,
            userId: command.user_id,
            reply,
            client,
            text: command.text.trim(),
            channelId: command.channel_id,
            responseUrl: command.response_url,
            openForm,
          })
        })
      })
    },
    action: (actionId, carryOut) => {
      bolt.action<BlockAction>(actionId, async ({ ack, body, action, respond, client }) => {
        await ack()
        // A link button, or an element whose state is read at submission, asks for nothing.
        const reply =
          body.response_url === undefined || body.response_url === ''
            ? replyByDm(client, body.user.id)
            : replyWith(respond)
        const team = body.team?.id ?? body.user.team_id ?? ''
        await attend(
          desk,
          `action ${String(actionId)}`,
          reply,
          { teamId: team, userId: body.user.id, requestId: body.trigger_id },
          async (caller) => {
            await carryOut({
              caller,
              userId: body.user.id,
              reply,
              client,
              value: valueOf(action),
              selected: selectedOf(action),
              channelId: body.channel?.id ?? null,
              messageTs: body.message?.ts ?? (body.container as { message_ts?: string }).message_ts ?? null,
              responseUrl: body.response_url ?? null,
              view: (body.view as View | undefined) ?? null,
              openForm: async (view) => {
                // Only a form can have another put on top; the Home tab is a view too.
                const how = body.view?.type === 'modal' ? 'push' : 'open'
                return await openView(client, { trigger_id: body.trigger_id, view }, how)
              },
            })
          },
        )
      })
    },
    form: (callbackId, carryOut) => {
      bolt.view({ callback_id: callbackId, type: 'view_submission' }, async ({ ack, body, view, client }) => {
        const who = {
          teamId: body.team?.id ?? view.team_id,
          userId: body.user.id,
          requestId: `view:${view.id}:${view.hash}`,
        }
        const answer = await submit(
          desk,
          `form ${callbackId}`,
          firstField(view.blocks),
          who,
          async (caller) =>
            await carryOut({
              caller,
              userId: body.user.id,
              reply: replyByDm(client, body.user.id),
              client,
              values: view.state.values,
              metadata: view.private_metadata,
            }),
        )
        await (answer === null ? ack() : ack(answer))
      })
    },
    shortcut: (callbackId, carryOut) => {
      bolt.shortcut(callbackId, async ({ ack, shortcut, client }) => {
        await ack()
        const userId = shortcut.user.id
        const reply = replyByDm(client, userId)
        await attend(
          desk,
          `shortcut ${callbackId}`,
          reply,
          { teamId: shortcut.team?.id ?? '', userId, requestId: shortcut.trigger_id },
          async (caller) => {
            await carryOut({
              caller,
              userId,
              reply,
              client,
              openForm: async (view) => await openView(client, { trigger_id: shortcut.trigger_id, view }),
              message:
                shortcut.type === 'message_action' ? messageOf(shortcut.channel.id, shortcut.message) : null,
            })
          },
        )
      })
    },
    userChanged: (carryOut) => {
      bolt.event('user_change', async ({ event, body }) => {
        try {
          await carryOut({ teamId: body.team_id, user: event.user })
        } catch (error) {
          desk.log.error({ err: error, what: 'event user_change' }, 'failed')
        }
      })
    },
    home: (carryOut) => {
      bolt.event('app_home_opened', async ({ event, body, client }) => {
        if (event.tab !== 'home') return
        const reply = replyByDm(client, event.user)
        await attend(
          desk,
          'app home',
          reply,
          { teamId: body.team_id, userId: event.user, requestId: body.event_id },
          async (caller) => {
            await carryOut({ caller, userId: event.user, client })
          },
        )
      })
    },
  }
}

function asking(body: { team_id: string; user_id: string }, requestId: string): Asking {
  return { teamId: body.team_id, userId: body.user_id, requestId }
}

async function attend<C>(
  desk: Desk<C>,
  what: string,
  reply: Reply,
  who: Asking,
  work: (caller: C) => Promise<void>,
): Promise<void> {
  let locale = desk.defaultLocale
  try {
    const caller = await desk.identify(who)
    locale = desk.localeOf(caller)
    await work(caller)
  } catch (error) {
    if (error instanceof AlreadyHandled) return
    const text = error instanceof MemberFacingError ? error.in(locale) : apology(desk, what, error, locale)
    await reply({ text: escapeText(text) }).catch((second: unknown) => {
      desk.log.error({ err: second, what }, 'the error could not be said')
    })
  }
}

type FormAnswer =
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
  | { readonly response_action: 'update'; readonly view: ModalView }

/** Carries a form out before it is acknowledged, since the answer says which field is wrong. null: it was taken. */
async function submit<C>(
  desk: Desk<C>,
  what: string,
  anyField: string,
  who: Asking,
  work: (caller: C) => Promise<ModalView | void>,
): Promise<FormAnswer | null> {
  let locale = desk.defaultLocale
  try {
    const caller = await desk.identify(who)
    locale = desk.localeOf(caller)
    const next = await work(caller)
    return next ? { response_action: 'update', view: next } : null
  } catch (error) {
    if (error instanceof AlreadyHandled) return null
    if (error instanceof FieldFaults)
      return { response_action: 'errors', errors: saidAtFields(error, locale) }
    // What was typed stays in the form, with the reason at a field: Slack knows no other place for it.
    const said = error instanceof MemberFacingError ? error.in(locale) : apology(desk, what, error, locale)
    return { response_action: 'errors', errors: { [anyField]: said } }
  }
}

type MessageInShortcut = {
  readonly ts: string
  readonly text?: string
  readonly user?: string
  readonly bot_id?: string
  readonly files?: readonly {
    readonly title?: string
    readonly name?: string
    readonly permalink?: string
  }[]
}

function messageOf(
  channelId: string,
  message: MessageInShortcut,
): NonNullable<ShortcutCall<unknown>['message']> {
  return {
    channelId,
    ts: message.ts,
    text: message.text ?? '',
    userId: message.bot_id === undefined ? (message.user ?? null) : null,
    files: (message.files ?? []).flatMap(({ title, name, permalink }) =>
      permalink === undefined ? [] : [{ title: title || name || permalink, url: permalink }],
    ),
  }
}

function firstField(blocks: readonly { type: string; block_id?: string }[]): string {
  return blocks.find((block) => block.type === 'input')?.block_id ?? ''
}

function apology<C>(desk: Desk<C>, what: string, error: unknown, locale: Locale): string {
  const id = randomUUID().slice(0, 8)
  desk.log.error({ err: error, what, id }, 'failed')
  return say(locale, {
    zh: `出错了，什么都没有保存。请再试一次；若仍不行，请把编号 ${id} 告诉管理员。`,
    en: `Something went wrong and nothing was saved. Please try again; if it happens again, give your admin the number ${id}.`,
  })
}

function replyWith(
  respond: (message: {
    text: string
    response_type: 'ephemeral'
    replace_original: boolean
  }) => Promise<unknown>,
): Reply {
  return async (message, options) => {
    await respond({ ...message, response_type: 'ephemeral', replace_original: options?.replace ?? false })
  }
}

function replyByDm(client: WebClient, userId: string): Reply {
  return async (message) => {
    await client.chat.postMessage({ channel: userId, ...message })
  }
}

function saidAtFields(faults: FieldFaults, locale: Locale): Record<string, string> {
  return Object.fromEntries(Object.entries(faults.fields).map(([field, said]) => [field, say(locale, said)]))
}

function valueOf(action: SlackAction extends never ? never : object): string {
  const { value, selected_option: selected } = action as {
    value?: string
    selected_option?: { value: string } | null
  }
  return value ?? selected?.value ?? ''
}

function selectedOf(action: object): string[] {
  const { selected_options: many } = action as { selected_options?: { value: string }[] }
  return many?.map((option) => option.value) ?? []
}
