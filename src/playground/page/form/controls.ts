import {
  externalControl,
  multiSelectControl,
  peopleControl,
  selectControl,
  tickControl,
} from './control-choice.ts'
import { fileControl } from './control-file.ts'
import { pickerControl, textControl } from './control-text.ts'
import type { Control, ControlWish } from './control.ts'

const drawers: Readonly<Record<string, (wish: ControlWish) => Control>> = {
  plain_text_input: textControl,
  rich_text_input: textControl,
  number_input: textControl,
  url_text_input: textControl,
  email_text_input: textControl,
  datepicker: pickerControl,
  timepicker: pickerControl,
  datetimepicker: pickerControl,
  static_select: selectControl,
  multi_static_select: multiSelectControl,
  external_select: externalControl,
  multi_external_select: externalControl,
  users_select: peopleControl,
  multi_users_select: peopleControl,
  conversations_select: peopleControl,
  multi_conversations_select: peopleControl,
  channels_select: peopleControl,
  multi_channels_select: peopleControl,
  checkboxes: tickControl,
  radio_buttons: tickControl,
  file_input: fileControl,
}

/** Draws any input element; null for a type that is not one. */
export function drawControl(wish: ControlWish): Control | null {
  return drawers[wish.element.type]?.(wish) ?? null
}
