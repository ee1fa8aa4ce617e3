import type { ElementInput } from '../../protocol/protocol.ts'
import { hooks, type Control, type ControlWish } from './control.ts'
import { el } from '../base/dom.ts'
import { wordsOf } from '../base/shapes.ts'
import { instantOfWall, wallTime } from '../base/wall-time.ts'

/** Single and multi-line text, numbers, addresses. Limits are said by the form when it is sent, not by silent cutting. */
export function textControl(wish: ControlWish): Control {
  const { element } = wish
  const kinds: Readonly<Record<string, string>> = {
    number_input: 'decimal',
    url_text_input: 'url',
    email_text_input: 'email',
  }
  const attributes = {
    ...hooks(element, wish.blockId),
    'aria-label': wish.label,
    placeholder: wordsOf(element.placeholder) || null,
    autocomplete: 'off',
    inputmode: kinds[element.type],
    oninput: () => wish.changed({ value: field.value }, false),
    onchange: () => wish.changed({ value: field.value }, true),
  }
  const many = element.multiline === true || element.type === 'rich_text_input'
  const field = many
    ? el('textarea', { ...attributes, rows: 5 })
    : el('input', { ...attributes, type: 'text' })
  field.value = wish.input.value ?? ''
  return { node: field, focus: field }
}

type Picker = {
  type: string
  read: (text: string, zone: string) => ElementInput
  show: (wish: ControlWish) => string
}

const pickers: Readonly<Record<string, Picker>> = {
  datepicker: {
    type: 'date',
    read: (text) => ({ selected_date: text === '' ? null : text }),
    show: (wish) => wish.input.selected_date ?? '',
  },
  timepicker: {
    type: 'time',
    read: (text) => ({ selected_time: text === '' ? null : text }),
    show: (wish) => wish.input.selected_time ?? '',
  },
  datetimepicker: {
    type: 'datetime-local',
    read: (text, zone) => ({ selected_date_time: text === '' ? null : instantOfWall(text, zone) }),
    show: ({ input, page }) =>
      typeof input.selected_date_time === 'number'
        ? wallTime(new Date(input.selected_date_time * 1000), page.state.clock.zone)
        : '',
  },
}

/** Days and times, by the browser's own pickers. */
export function pickerControl(wish: ControlWish): Control {
  const picker = pickers[wish.element.type]
  const read = (): ElementInput => picker?.read(field.value, wish.page.state.clock.zone) ?? {}
  const field = el('input', {
    ...hooks(wish.element, wish.blockId),
    type: picker?.type ?? 'date',
    'aria-label': wish.label,
    onchange: () => wish.changed(read(), true),
  })
  field.value = picker?.show(wish) ?? ''
  return { node: field, focus: field }
}
