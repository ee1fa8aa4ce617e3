import { createHash } from 'node:crypto'
import type { App, BlockAction, SlackAction, ViewOutput } from '@slack/bolt'
import type { ModalView, View } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Locale } from '../locale.ts'
import { afterAnswer } from './after-answer.ts'
import { attend, submit, type HandlerContext } from './attend.ts'
import { section, type Message } from './blocks.ts'
import type { Asking, CommandCall, Listeners, Reply, ShortcutCall } from './calls.ts'
import {
  COMMAND_AGAIN,
  commandAgain,
  pressAgain,
  readCommandAgain,
  type TypedCommand,
} from './command-again.ts'
import { typedInDm } from './direct-message.ts'
import { RecentIds } from './recent-ids.ts'
import { openView } from './opened-form.ts'
import { replyTo } from './replies.ts'

export type {
  ActionCall,
  Asking,
  CommandCall,
  DirectMessageCall,
  FormCall,
  FormValue,
  FormValues,
  Listeners,
  Reply,
  ShortcutCall,
} from './calls.ts'
export type { OpenForm } from './opened-form.ts'

/**
 * Wraps Bolt so that every listener acknowledges first, knows who asks, says mendable errors to them,
 * and logs all others with the command's name and an id that the person is told.
 */
export function createListeners<C>(bolt: App, handler: HandlerContext<C>): Listeners<C> {
  const commands = new Map<string, (call: CommandCall<C>) => Promise<void>>()
  sendCommandsAgain(bolt, handler, commands)
  // Slack may send a request twice. Carried out side by side, the one that fails would say that nothing was stored of what
  // the other stores; carried out later, it would store what was said not to be.
  const heard = new RecentIds()
  return {
    command: (name, carryOut) => {
      commands.set(name, carryOut)
      bolt.command(name, async ({ ack, command, client }) => {
        await ack()
        if (!heard.isNew(command.trigger_id)) return
        const { text, trigger_id: trigger, channel_id: channelId, response_url: responseUrl } = command
        const typed = { name, text: text.trim(), first: trigger }
        const who = { teamId: command.team_id, userId: command.user_id, requestId: trigger }
        await carryOutCommand(handler, carryOut, { typed, who, client, trigger, channelId, responseUrl })
      })
    },
    action: (actionId, carryOut) => {
      bolt.action<BlockAction>(actionId, async ({ ack, body, action, client }) => {
        await ack()
        if (!heard.isNew(`${body.trigger_id} ${action.type} ${action.action_id}`)) return
        const userId = body.user.id
        // A link button, or an element whose state is read at submission, asks for nothing.
        const responseUrl = body.response_url || null
        const { answers, identified } = answersFor(handler, client, userId)
        const reply = answers(responseUrl)
        const what = `action ${String(actionId)}`
        const who = { teamId: teamOf(body), userId, requestId: body.trigger_id }
        const again = (locale: Locale) => pressAgain(action, locale)
        await attend(handler, { what, who, reply, identified, again }, async (caller) => {
          await carryOut({
            caller,
            userId,
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
        })
      })
    },
    form: (callbackId, carryOut) => {
      bolt.view({ callback_id: callbackId, type: 'view_submission' }, async ({ ack, body, view, client }) => {
        const userId = body.user.id
        const { answers, identified } = answersFor(handler, client, userId)
        const after = afterAnswer(handler.log, `form ${callbackId}`)
        const replyAt = (responseUrl: string | null): Reply => after.held(answers(responseUrl))
        const reply = replyAt(null)
        const { values } = view.state
        const received = { what: `form ${callbackId}`, who: submissionOf(body, view), reply, identified }
        const answer = await submit(
          handler,
          received,
          firstField(view.blocks),
          async (caller) =>
            await carryOut({
              caller,
              userId,
              reply,
              replyAt,
              values,
              metadata: view.private_metadata,
              afterwards: (work) => {
                after.add(async () => {
                  await work(client)
                })
              },
            }),
        )
        await (answer === null ? ack() : ack(answer))
        await after.carryOut()
      })
    },
    shortcut: (callbackId, carryOut) => {
      bolt.shortcut(callbackId, async ({ ack, shortcut, client }) => {
        await ack()
        if (!heard.isNew(shortcut.trigger_id)) return
        const userId = shortcut.user.id
        const { answers, identified } = answersFor(handler, client, userId)
        const reply = answers(null)
        const what = `shortcut ${callbackId}`
        const who = { teamId: shortcut.team?.id ?? '', userId, requestId: shortcut.trigger_id }
        await attend(handler, { what, who, reply, identified }, async (caller) => {
          await carryOut({
            caller,
            userId,
            reply,
            client,
            openForm: async (view) => await openView(client, { trigger_id: shortcut.trigger_id, view }),
            message:
              shortcut.type === 'message_action' ? messageOf(shortcut.channel.id, shortcut.message) : null,
          })
        })
      })
    },
    directMessage: (carryOut) => {
      bolt.event('message', async ({ event, body, client, context }) => {
        const typed = typedInDm(event, context.botUserId ?? null)
        if (typed === null || !heard.isNew(body.event_id)) return
        const { answers, identified } = answersFor(handler, client, typed.userId)
        const who = { teamId: body.team_id, userId: typed.userId, requestId: body.event_id }
        const received = { what: 'direct message', who, reply: answers(null), identified }
        await attend(handler, received, async (caller) => {
          await carryOut({ caller, userId: typed.userId, reply: received.reply, text: typed.text })
        })
      })
    },
    userChanged: (carryOut) => {
      bolt.event('user_change', async ({ event, body }) => {
        try {
          await carryOut({ teamId: body.team_id, user: event.user })
        } catch (error) {
          handler.log.error({ err: error, what: 'event user_change' }, 'failed')
        }
      })
    },
    home: (carryOut) => {
      bolt.event('app_home_opened', async ({ event, body, client }) => {
        if (event.tab !== 'home') return
        const { identified } = answersFor(handler, client, event.user)
        const who = { teamId: body.team_id, userId: event.user, requestId: body.event_id }
        const received = { what: 'app home', who, reply: onHome(handler, client, event.user), identified }
        await attend(handler, received, async (caller) => {
          await carryOut({ caller, userId: event.user, client })
        })
      })
    },
  }
}

/** Whoever opens App Home is answered there: a DM at each look would be a nuisance. */
function onHome<C>({ log }: HandlerContext<C>, client: WebClient, userId: string): Reply {
  return async ({ text }) => {
    try {
      await client.views.publish({ user_id: userId, view: { type: 'home', blocks: [section(text)] } })
    } catch (error) {
      log.warn({ err: error, to: userId }, 'App Home could not be shown')
    }
  }
}

type SentCommand = {
  readonly typed: TypedCommand
  readonly who: Asking
  readonly client: WebClient
  readonly trigger: string
  readonly channelId: string
  readonly responseUrl: string
}

async function carryOutCommand<C>(
  handler: HandlerContext<C>,
  carryOut: (call: CommandCall<C>) => Promise<void>,
  { typed, who, client, trigger, channelId, responseUrl }: SentCommand,
): Promise<void> {
  const { answers, identified } = answersFor(handler, client, who.userId)
  const reply = answers(responseUrl)
  const again = (locale: Locale) => commandAgain(typed, locale)
  await attend(handler, { what: `command ${typed.name}`, who, reply, identified, again }, async (caller) => {
    const { userId } = who
    const openForm = async (view: ModalView) => await openView(client, { trigger_id: trigger, view })
    await carryOut({ caller, userId, reply, client, text: typed.text, channelId, responseUrl, openForm })
  })
}

/** The button under a line that was given back: the same command, by the trigger of the button. */
function sendCommandsAgain<C>(
  bolt: App,
  handler: HandlerContext<C>,
  commands: ReadonlyMap<string, (call: CommandCall<C>) => Promise<void>>,
): void {
  bolt.action<BlockAction>(COMMAND_AGAIN, async ({ ack, body, action, client }) => {
    await ack()
    const typed = readCommandAgain(valueOf(action))
    const carryOut = commands.get(typed.name)
    if (carryOut === undefined) throw new Error(`there is no command ${typed.name}`)
    const { trigger_id: trigger, user, channel, response_url: responseUrl } = body
    const who = { teamId: teamOf(body), userId: user.id, requestId: `again:${typed.first}`, isRepeat: true }
    const channelId = channel?.id ?? user.id
    // Should this fail too, its own button is for this request, so that each button stores once.
    const sent = { ...typed, first: who.requestId }
    await carryOutCommand(handler, carryOut, { typed: sent, who, client, trigger, channelId, responseUrl })
  })
}

/** The ways to answer somebody; what reaches them nowhere is kept, as soon as it is known who they are. */
function answersFor<C>(handler: HandlerContext<C>, client: WebClient, userId: string) {
  let known: C | null = null
  const keep = async (message: Message) => {
    if (known === null) throw new Error('an answer to nobody that is known cannot be kept')
    await handler.keepAnswer(known, message)
  }
  return {
    answers: (responseUrl: string | null) =>
      replyTo({ client, userId, keep, log: handler.log }, responseUrl === '' ? null : responseUrl),
    identified: (caller: C) => {
      known = caller
    },
  }
}

type Submission = {
  readonly team?: { readonly id: string } | null
  readonly user: { readonly id: string }
}

/** Slack's id of a submission is the form's state as it was opened; what is in it now makes the digest. */
function submissionOf(body: Submission, view: ViewOutput): Asking {
  const submitted = createHash('sha256').update(JSON.stringify(view.state.values)).digest('hex').slice(0, 16)
  return {
    teamId: body.team?.id ?? view.team_id ?? '',
    userId: body.user.id,
    requestId: `view:${view.id}:${view.hash}#${submitted}`,
    submitted,
  }
}

function teamOf(body: BlockAction): string {
  return body.team?.id ?? body.user.team_id ?? ''
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

function firstField(blocks: readonly { type: string; block_id?: string }[]): string | null {
  return blocks.find((block) => block.type === 'input')?.block_id ?? null
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
