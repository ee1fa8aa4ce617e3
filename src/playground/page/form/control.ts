import type { Container, ElementInput, StateValue } from '../../protocol/protocol.ts'
import type { Page } from '../base/page.ts'
import type { Element } from '../base/shapes.ts'

/** An input element on the page. */
export type Control = {
  node: HTMLElement
  /** What gets the focus when the field is at fault. */
  focus: HTMLElement
}

/** All that one needs to draw an input element. */
export type ControlWish = {
  page: Page
  element: Element
  container: Container
  blockId: string
  /** For people who cannot see the label above. */
  label: string
  /** What stands in it now. */
  input: ElementInput
  /** The person changed it. `done` is false while they are still typing. */
  changed: (input: ElementInput, done: boolean) => void
}

/** The marks a test, or a person's tool, finds an element by. */
export function hooks(element: Element, blockId: string): Record<string, string | undefined> {
  return { 'data-action-id': element.action_id, 'data-block-id': blockId }
}

/** What an element shows before anybody touched it. */
export function initialInput(element: Element): ElementInput {
  const { type } = element
  if (type.endsWith('_text_input') || type === 'number_input') return { value: element.initial_value ?? '' }
  if (type === 'multi_static_select' || type === 'multi_external_select' || type === 'checkboxes') {
    return { selected_options: (element.initial_options ?? []).map((option) => option.value ?? '') }
  }
  if (type === 'static_select' || type === 'external_select' || type === 'radio_buttons') {
    return { selected_option: element.initial_option?.value ?? null }
  }
  if (type === 'datepicker') return { selected_date: element.initial_date ?? null }
  if (type === 'timepicker') return { selected_time: element.initial_time ?? null }
  if (type === 'datetimepicker') return { selected_date_time: element.initial_date_time ?? null }
  if (type === 'users_select') return { selected_user: element.initial_user ?? null }
  if (type === 'multi_users_select') return { selected_users: element.initial_users ?? [] }
  if (type === 'conversations_select') return { selected_conversation: element.initial_conversation ?? null }
  if (type === 'multi_conversations_select') {
    return { selected_conversations: element.initial_conversations ?? [] }
  }
  if (type === 'channels_select') return { selected_channel: element.initial_channel ?? null }
  if (type === 'multi_channels_select') return { selected_channels: element.initial_channels ?? [] }
  return {}
}

/** What the server keeps of an element, in the words of what a person puts in. */
export function inputOfState(state: StateValue): ElementInput {
  const { type, selected_option: option, selected_options: options, files, value, ...same } = state
  const input: ElementInput = { ...same }
  delete (input as { rich_text_value?: unknown }).rich_text_value
  if (value !== undefined && type !== 'button') input.value = value
  if (option !== undefined) input.selected_option = option?.value ?? null
  if (options !== undefined) input.selected_options = options.map((one) => one.value)
  if (files !== undefined) input.files = files.map((file) => file.id)
  return input
}
