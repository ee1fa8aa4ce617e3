import type { OptionsAnswer } from '../../protocol/protocol.ts'
import { combobox, type Entry } from './combobox.ts'
import { hooks, type Control, type ControlWish } from './control.ts'
import { el, freshId } from '../base/dom.ts'
import { drawLine } from '../text/draw-inline.ts'
import { choicesOf, wordsOf, type Choice } from '../base/shapes.ts'

/** A menu of which one is chosen; the browser's own, which every keyboard and reader knows. */
export function selectControl(wish: ControlWish): Control {
  const { element, page } = wish
  const option = (choice: Choice): HTMLElement =>
    el('option', { value: choice.value ?? '' }, wordsOf(choice.text))
  const groups = (element.option_groups ?? []).map((group) =>
    el('optgroup', { label: wordsOf(group.label) }, ...group.options.map(option)),
  )
  const select = el(
    'select',
    {
      ...hooks(element, wish.blockId),
      'aria-label': wish.label,
      onchange: () => wish.changed({ selected_option: select.value === '' ? null : select.value }, true),
    },
    el('option', { value: '' }, wordsOf(element.placeholder) || page.words.choose),
    ...(element.options ?? []).map(option),
    ...groups,
  )
  select.value = wish.input.selected_option ?? ''
  return { node: select, focus: select }
}

/** Several of a given list, searched by typing. */
export function multiSelectControl(wish: ControlWish): Control {
  return listControl(
    wish,
    true,
    entriesOf(choicesOf(wish.element)),
    wish.input.selected_options ?? [],
    (chosen) => ({
      selected_options: [...chosen],
    }),
  )
}

/** One or several that the bot offers for what is typed. */
export function externalControl(wish: ControlWish): Control {
  const { element, page } = wish
  const many = element.type.startsWith('multi_')
  const ask = async (value: string): Promise<readonly Entry[]> => {
    if (value.length < (element.min_query_length ?? 3)) return []
    const body = { container: wish.container, block_id: wish.blockId, action_id: element.action_id, value }
    const answer = await page.post<OptionsAnswer>('options', body)
    return entriesOf(answer.options ?? [])
  }
  const chosen = many
    ? (wish.input.selected_options ?? [])
    : [wish.input.selected_option ?? ''].filter(Boolean)
  return listControl(wish, many, ask, chosen, (values) =>
    many ? { selected_options: [...values] } : { selected_option: values[0] ?? null },
  )
}

/** Colleagues, or conversations, searched by typing. */
export function peopleControl(wish: ControlWish): Control {
  const { element, input } = wish
  const many = element.type.startsWith('multi_')
  const noun = /users|conversations|channels/.exec(element.type)?.[0] ?? 'users'
  const one = `selected_${noun.slice(0, -1)}` as
    | 'selected_user'
    | 'selected_conversation'
    | 'selected_channel'
  const several = `selected_${noun}` as 'selected_users' | 'selected_conversations' | 'selected_channels'
  const chosen = many ? (input[several] ?? []) : [input[one] ?? ''].filter(Boolean)
  return listControl(wish, many, noun === 'users' ? people(wish) : places(wish, noun), chosen, (values) =>
    many ? { [several]: [...values] } : { [one]: values[0] ?? null },
  )
}

function people({ page }: ControlWish): Entry[] {
  return page.state.users
    .filter((user) => !user.deleted)
    .map((user) => ({ value: user.id, label: user.realName, note: user.title || user.name }))
}

function places({ page }: ControlWish, noun: string): Entry[] {
  return page.state.conversations
    .filter((place) => place.kind === 'channel' || noun === 'conversations')
    .map((place) => ({ value: place.id, label: place.kind === 'im' ? place.name : `#${place.name}` }))
}

function listControl(
  wish: ControlWish,
  multiple: boolean,
  entries: readonly Entry[] | ((typed: string) => Promise<readonly Entry[]>),
  chosen: readonly string[],
  input: (chosen: readonly string[]) => ControlWish['input'],
): Control {
  const { element, page } = wish
  const widget = combobox({
    words: page.words,
    label: wish.label,
    placeholder: wordsOf(element.placeholder) || page.words.choose,
    multiple,
    atMost: element.max_selected_items ?? Infinity,
    chosen,
    entries,
    changed: (values) => wish.changed(input(values), true),
  })
  for (const [name, value] of Object.entries(hooks(element, wish.blockId))) {
    if (value !== undefined) widget.input.setAttribute(name, value)
  }
  return { node: widget.node, focus: widget.input }
}

function entriesOf(choices: readonly Choice[]): Entry[] {
  return choices.map((choice) => ({
    value: choice.value ?? '',
    label: wordsOf(choice.text),
    note: wordsOf(choice.description),
  }))
}

/** Checkboxes and radio buttons. */
export function tickControl(wish: ControlWish): Control {
  const { element, input, page } = wish
  const many = element.type === 'checkboxes'
  const group = freshId('tick')
  const on = new Set(many ? input.selected_options : [input.selected_option])
  const boxes = choicesOf(element).map((choice) => {
    const box = el('input', {
      type: many ? 'checkbox' : 'radio',
      name: group,
      value: choice.value ?? '',
      onchange: () => tell(),
    })
    box.checked = on.has(choice.value ?? '')
    return { box, choice }
  })
  const tell = (): void => {
    const values = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value)
    wish.changed(many ? { selected_options: values } : { selected_option: values[0] ?? null }, true)
  }
  const rows = boxes.map(({ box, choice }) =>
    el(
      'label',
      { class: 'tick' },
      box,
      el('span', {}, ...drawLine(page, choice.text), el('small', {}, ...drawLine(page, choice.description))),
    ),
  )
  const role = many ? 'group' : 'radiogroup'
  const node = el(
    'div',
    { ...hooks(element, wish.blockId), role, 'aria-label': wish.label, class: 'ticks' },
    ...rows,
  )
  return { node, focus: boxes[0]?.box ?? node }
}
