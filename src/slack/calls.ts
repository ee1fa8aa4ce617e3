import type { ModalView, View } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Message } from './blocks.ts'
import type { OpenForm } from './opened-form.ts'

/** Who asks, as the app knows them. `requestId` is Slack's own id of the request: a redelivery carries the same. */
export type Asking = {
  readonly teamId: string
  readonly userId: string
  readonly requestId: string
  /** A digest of what a form holds; see `requestParts`. */
  readonly submitted?: string
  /** The person asks once more for what failed before: a second time is told them, as no redelivery is. */
  readonly isRepeat?: boolean
}

/**
 * Says something to the person who asked, where they asked: only they see it. It never rejects: an answer that fails goes
 * into their DM, else onto their App Home, and says nothing about what was done.
 */
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
  readonly files?: readonly { readonly id: string; readonly name?: string | null; readonly size?: number }[]
}

type Common<C> = {
  readonly caller: C
  readonly userId: string
  readonly reply: Reply
}
export type CommandCall<C> = Common<C> & {
  readonly client: WebClient
  readonly text: string
  readonly channelId: string
  readonly responseUrl: string
  /** Opens a form at once: the person's trigger lives three seconds. */
  readonly openForm: OpenForm
}
export type ActionCall<C> = Common<C> & {
  readonly client: WebClient
  readonly value: string
  readonly selected: readonly string[]
  readonly channelId: string | null
  readonly messageTs: string | null
  readonly responseUrl: string | null
  readonly view: View | null
  readonly openForm: OpenForm
}
/** A submitted form. Slack waits three seconds for its answer, so nothing is posted before: `reply` answers after it, by DM. */
export type FormCall<C> = Common<C> & {
  readonly values: FormValues
  readonly metadata: string
  /** Answers after the form's own answer, where the form was asked for; null: by DM. */
  readonly replyAt: (responseUrl: string | null) => Reply
  /** Work that posts or can wait, carried out after the form's answer; what it throws is logged. */
  readonly afterwards: (work: (client: WebClient) => Promise<void>) => void
}
export type ShortcutCall<C> = Common<C> & {
  readonly client: WebClient
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

/** What a person typed into the DM with the bot: mrkdwn, as Slack sends it. `reply` answers there. */
export type DirectMessageCall<C> = Common<C> & { readonly text: string }

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
   * A fault thrown as FieldIssues is said at its field, and the form stays open. A form that is returned takes the
   * place of the submitted one; in fields with the same block and action id, what was typed stays.
   */
  form(callbackId: string, carryOut: (call: FormCall<C>) => Promise<ModalView | void>): void
  shortcut(callbackId: string, carryOut: (call: ShortcutCall<C>) => Promise<void>): void
  /** Somebody wrote to the bot in their DM: no bot, no edit, and no event that Slack sends again. */
  directMessage(carryOut: (call: DirectMessageCall<C>) => Promise<void>): void
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
