import { elementsOf, type PlacedElement } from '../shapes/elements-of.ts'
import { isRecord, listIn, textIn, type JsonRecord } from '../protocol/json.ts'
import type { ElementInput, FileSeen, Option, StateValue, ViewState } from '../protocol/protocol.ts'

/** Elements that hold nothing: acting on them is all there is. */
const STATELESS = new Set([
  'button',
  'overflow',
  'workflow_button',
  'feedback_buttons',
  'icon_button',
  'image',
])

/** What an input needs to know beside the payload: files by id, options offered by the bot. */
export type Sources = {
  file(id: string): FileSeen | undefined
  offered(placed: PlacedElement): readonly Option[]
}

/** What stands in the inputs before anybody touched them. */
export function initialState(blocks: readonly unknown[]): ViewState {
  const state: ViewState = {}
  for (const { blockId, actionId, type, element } of elementsOf(blocks)) {
    if (STATELESS.has(type)) continue
    state[blockId] = { ...state[blockId], [actionId]: initialValue(type, element) }
  }
  return state
}

/** The state with these inputs put in; those that the blocks do not have are refused by throwing RangeError. */
export function withInputs(
  blocks: readonly unknown[],
  state: ViewState,
  inputs: Record<string, Record<string, ElementInput>>,
  sources: Sources,
): ViewState {
  const placed = elementsOf(blocks)
  const next = { ...state }
  for (const [blockId, actions] of Object.entries(inputs)) {
    for (const [actionId, input] of Object.entries(actions)) {
      const element = placed.find((one) => one.blockId === blockId && one.actionId === actionId)
      if (element === undefined) throw new RangeError(`no input ${blockId} / ${actionId}`)
      next[blockId] = { ...next[blockId], [actionId]: valueOf(element, input, sources) }
    }
  }
  return next
}

/** What an element holds after this input, in Slack's form. Options and files that are not there throw RangeError. */
export function valueOf(placed: PlacedElement, input: ElementInput, sources: Sources): StateValue {
  const { type } = placed
  const key = KEY_OF_TYPE[type] ?? 'value'
  if (key === 'selected_option') {
    const wanted = input.selected_option ?? null
    return { type, selected_option: wanted === null ? null : optionFor(placed, wanted, sources) }
  }
  if (key === 'selected_options') {
    const wanted = input.selected_options ?? []
    return { type, selected_options: wanted.map((one) => optionFor(placed, one, sources)) }
  }
  if (key === 'files') return { type, files: (input.files ?? []).map((id) => fileFor(id, sources)) }
  if (key === 'value') return { type, value: input.value === '' ? null : (input.value ?? null) }
  return { type, [key]: input[key] ?? (key.endsWith('s') ? [] : null) }
}

/** Which key of the state an element type fills. */
const KEY_OF_TYPE: Record<string, keyof ElementInput> = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  radio_buttons: 'selected_option',
  overflow: 'selected_option',
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  checkboxes: 'selected_options',
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  file_input: 'files',
}

function initialValue(type: string, element: JsonRecord): StateValue {
  const key = KEY_OF_TYPE[type] ?? 'value'
  if (type === 'rich_text_input') return { type, rich_text_value: element['initial_value'] ?? null }
  if (key === 'files') return { type, files: [] }
  return { type, [key]: initialOf(element, key) }
}

/** `selected_users` begins as `initial_users`, `value` as `initial_value`. */
function initialOf(element: JsonRecord, key: string): unknown {
  const initial = element[`initial_${key.replace('selected_', '')}`]
  return initial ?? (key.endsWith('s') ? [] : null)
}

function optionFor(placed: PlacedElement, value: string, sources: Sources): Option {
  const found = [...optionsOf(placed.element), ...sources.offered(placed)].find((one) => one.value === value)
  if (found === undefined) throw new RangeError(`no option ${value} in ${placed.actionId}`)
  return found
}

function fileFor(id: string, sources: Sources): FileSeen {
  const file = sources.file(id)
  if (file === undefined) throw new RangeError(`no file ${id} of this person`)
  return file
}

/** The options written in an element, those of groups too, and the ones chosen at first. */
function optionsOf(element: JsonRecord): Option[] {
  const groups = listIn(element, 'option_groups').flatMap((group) => listIn(group, 'options'))
  const initial = [element['initial_option'], ...listIn(element, 'initial_options')]
  return [...listIn(element, 'options'), ...groups, ...initial].filter(isOption)
}

function isOption(value: unknown): value is Option {
  return isRecord(value) && typeof value['value'] === 'string' && isRecord(value['text'])
}

/**
 * What Slack's own form refuses before the bot is asked: block_id → sentence. Empty if all is well.
 */
export function formErrors(blocks: readonly unknown[], state: ViewState): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { blockId, actionId, element, input } of elementsOf(blocks)) {
    if (input === null) continue
    const value = state[blockId]?.[actionId]
    const error = isEmpty(value)
      ? input['optional'] === true
        ? null
        : 'Please complete this required field.'
      : textError(element, value?.value ?? null)
    if (error !== null) errors[blockId] = error
  }
  return errors
}

function isEmpty(value: StateValue | undefined): boolean {
  if (value === undefined) return true
  const held = Object.entries(value).find(([key]) => key !== 'type')?.[1]
  return held === null || held === undefined || held === '' || (Array.isArray(held) && held.length === 0)
}

function textError(element: JsonRecord, value: string | null): string | null {
  if (value === null) return null
  switch (textIn(element, 'type')) {
    case 'plain_text_input':
      return lengthError(value, numberIn(element, 'min_length', 0), numberIn(element, 'max_length', 3000))
    case 'number_input':
      return numberError(element, value)
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(value) ? null : 'Please enter a valid email address.'
    case 'url_text_input':
      return URL.canParse(value) ? null : 'Please enter a valid URL.'
    default:
      return null
  }
}

function lengthError(value: string, min: number, max: number): string | null {
  if (value.length < min) return `Must be at least ${min} characters.`
  return value.length > max ? `Must be ${max} characters or fewer.` : null
}

function numberError(element: JsonRecord, value: string): string | null {
  const number = Number(value)
  if (!/^-?\d+(\.\d+)?$/.test(value)) return 'Please enter a number.'
  if (element['is_decimal_allowed'] === false && !Number.isInteger(number))
    return 'Please enter a whole number.'
  const min = textIn(element, 'min_value')
  const max = textIn(element, 'max_value')
  if (min !== '' && number < Number(min)) return `Must be ${min} or more.`
  return max !== '' && number > Number(max) ? `Must be ${max} or less.` : null
}

function numberIn(element: JsonRecord, key: string, otherwise: number): number {
  const value = element[key]
  return typeof value === 'number' ? value : otherwise
}
