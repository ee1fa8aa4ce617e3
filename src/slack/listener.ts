import type { App, BlockAction, SlackAction } from '@slack/bolt'
import type { ModalView, View } from '@slack/types'
import { attend, submit, type HandlerContext } from './attend.ts'
import type { Asking, Listeners, ShortcutCall } from './calls.ts'
import { openView } from './opened-form.ts'
import { replyByDm, replyWith } from './replies.ts'

export type {
  ActionCall,
  Asking,
  CommandCall,
  FormCall,
  FormValue,
  FormValues,
  Listeners,
  Reply,
  ShortcutCall,
} from './calls.ts'

/**
 * Wraps Bolt so that every listener acknowledges first, knows who asks, says mendable errors to them,
 * and logs all others with the command's name and an id that the person is told.
 */
export function createListeners<C>(bolt: App, handler: HandlerContext<C>): Listeners<C> {
  return {
    command: (name, carryOut) => {
      bolt.command(name, async ({ ack, command, respond, client }) => {
        await ack()
        const reply = replyWith(respond)
        await attend(
          handler,
          `command ${name}`,
          reply,
          asking(command, command.trigger_id),
          async (caller) => {
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
          },
        )
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
          handler,
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
          handler,
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
          handler,
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
          handler.log.error({ err: error, what: 'event user_change' }, 'failed')
        }
      })
    },
    home: (carryOut) => {
      bolt.event('app_home_opened', async ({ event, body, client }) => {
        if (event.tab !== 'home') return
        const reply = replyByDm(client, event.user)
        await attend(
          handler,
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
