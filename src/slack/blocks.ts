import { SAVE } from '../storage-words.ts'
import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  InputBlock,
  KnownBlock,
  ModalView,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
  StaticSelect,
} from '@slack/types'
import { say, type Locale, type LocalizedText } from '../locale.ts'
import { partBold } from './limits/part-bold.ts'
import { fit } from './mrkdwn.ts'

/** What is posted: `text` for notifications and screen readers, `blocks` for the eye. */
export type Message = { readonly text: string; readonly blocks?: KnownBlock[] }

/** Slack's limits, in UTF-16 units or pieces. Source: Slack's Block Kit reference. */
export const LIMITS = {
  section: 3000,
  context: 2000,
  header: 150,
  button: 75,
  option: 75,
  options: 100,
  modalTitle: 24,
  plainTextInput: 3000,
  messageBlocks: 50,
  viewBlocks: 100,
} as const

/** A message of words alone, in mrkdwn. */
export function message(locale: Locale, said: LocalizedText): Message {
  return { text: say(locale, said) }
}

/** A form. `id` is the name under which it is submitted; `memo` is carried along and comes back with it, as JSON. */
export function modal(
  locale: Locale,
  form: {
    readonly title: LocalizedText | string
    readonly id?: string
    /** Save where missing; null: there is nothing to submit. */
    readonly submit?: LocalizedText | null
    /** Cancel where missing. */
    readonly close?: LocalizedText
    readonly memo?: string | object
    readonly blocks: KnownBlock[]
  },
): ModalView {
  const { id, submit = SAVE, close = { zh: '取消', en: 'Cancel' }, memo } = form
  const words = (said: LocalizedText | string) =>
    plain(typeof said === 'string' ? said : say(locale, said), LIMITS.modalTitle)
  return {
    type: 'modal',
    ...(id === undefined ? {} : { callback_id: id }),
    title: words(form.title),
    ...(submit === null ? {} : { submit: words(submit) }),
    close: words(close),
    ...(memo === undefined
      ? {}
      : { private_metadata: typeof memo === 'string' ? memo : JSON.stringify(memo) }),
    blocks: form.blocks,
  }
}

export function plain(text: string, limit: number = LIMITS.section): PlainTextElement {
  return { type: 'plain_text', text: fit(text, limit), emoji: true }
}

/** A paragraph of mrkdwn. People's text in it must have gone through `escapeText`. */
export function section(mrkdwn: string, blockId?: string): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: fit(partBold(mrkdwn), LIMITS.section) },
    ...(blockId === undefined ? {} : { block_id: blockId }),
  }
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.header) }
}

/** Small grey print. */
export function context(...mrkdwn: string[]): ContextBlock {
  return {
    type: 'context',
    elements: mrkdwn.map((text) => ({ type: 'mrkdwn', text: fit(partBold(text), LIMITS.context) })),
  }
}

export function actions(...buttons: Button[]): ActionsBlock {
  return { type: 'actions', elements: buttons }
}

export function button(text: string, actionId: string, value: string, look?: 'primary' | 'danger'): Button {
  return {
    type: 'button',
    text: plain(text, LIMITS.button),
    action_id: actionId,
    value,
    ...(look === undefined ? {} : { style: look }),
  }
}

export function option(text: string, value: string): PlainTextOption {
  return { text: plain(text, LIMITS.option), value }
}

/** One of a list, to be chosen from its menu. */
export function choice(options: PlainTextOption[], initial?: PlainTextOption): StaticSelect {
  return {
    type: 'static_select',
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  }
}

/** A form field. `blockId` is the name under which its fault is said and its value read; the element's action id is `value`. */
export function input(
  blockId: string,
  label: string,
  element: InputBlock['element'],
  options: { readonly optional?: boolean; readonly hint?: string } = {},
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label, 2000),
    element: { ...element, action_id: 'value' },
    optional: options.optional ?? false,
    ...(options.hint === undefined ? {} : { hint: plain(options.hint, 2000) }),
  }
}

/** A one- or many-line text field. */
export function textInput(
  initial: string,
  options: { readonly multiline?: boolean; readonly placeholder?: string } = {},
) {
  return {
    type: 'plain_text_input' as const,
    multiline: options.multiline ?? false,
    ...(initial === '' ? {} : { initial_value: fit(initial, LIMITS.plainTextInput) }),
    ...(options.placeholder === undefined ? {} : { placeholder: plain(options.placeholder, 150) }),
  }
}
