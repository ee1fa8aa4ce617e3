import {
  actionId,
  anyText,
  boxOption,
  confirmation,
  dispatchConfig,
  menuOption,
  oneSourceOfOptions,
  optionGroup,
  placeholder,
  plainText,
  richText,
  slackFile,
} from './objects.ts'
import {
  anyString,
  anything,
  boolean,
  both,
  byType,
  integer,
  list,
  matching,
  object,
  oneOf,
  rule,
  string,
  type Check,
} from './shape-check.ts'

/*
 * Block elements and their limits. Source: docs.slack.dev/reference/block-kit/block-elements, checked
 * against the SDK's types. Slack accepts a missing action_id and makes one up, so it is optional here.
 */

const date = matching(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD')
const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:mm')
const id = string(255)
const selected = integer(1, 100)
const decimal = matching(/^-?\d+(\.\d+)?$/, 'a number in a string')
const url = string(3000)

function element(type: string, required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return object({ type: oneOf(type), ...required }, { action_id: actionId, ...optional })
}

const focus = { focus_on_load: boolean }
const asked = { ...focus, confirm: confirmation, placeholder }
const typed = { ...focus, placeholder, dispatch_action_config: dispatchConfig }

export const button: Check = element(
  'button',
  { text: plainText(75) },
  {
    value: string(2000, 0),
    url,
    style: oneOf('primary', 'danger'),
    confirm: confirmation,
    accessibility_label: string(75),
  },
)

export const image: Check = both(
  object({ type: oneOf('image'), alt_text: string(2000, 0) }, { image_url: url, slack_file: slackFile }),
  rule(
    (image) => 'image_url' in image !== 'slack_file' in image,
    'exactly one of image_url and slack_file is required',
  ),
)

function menu(type: string, optional: Record<string, Check>): Check {
  return element(type, {}, { ...asked, ...optional })
}

function staticMenu(type: string, optional: Record<string, Check>): Check {
  const lists = { options: list(menuOption, 1, 100), option_groups: list(optionGroup, 1, 100) }
  return both(menu(type, { ...lists, ...optional }), oneSourceOfOptions)
}

const filter = object(
  {},
  { include: list(anyString, 1, 4), exclude_external_shared_channels: boolean, exclude_bot_users: boolean },
)
const conversationMenu = { default_to_current_conversation: boolean, filter }

const menus: Record<string, Check> = {
  static_select: staticMenu('static_select', { initial_option: menuOption }),
  external_select: menu('external_select', {
    initial_option: menuOption,
    min_query_length: integer(0, 1000),
  }),
  users_select: menu('users_select', { initial_user: id }),
  conversations_select: menu('conversations_select', {
    initial_conversation: id,
    response_url_enabled: boolean,
    ...conversationMenu,
  }),
  channels_select: menu('channels_select', { initial_channel: id, response_url_enabled: boolean }),
  multi_static_select: staticMenu('multi_static_select', {
    initial_options: list(menuOption, 1, 100),
    max_selected_items: selected,
  }),
  multi_external_select: menu('multi_external_select', {
    initial_options: list(menuOption, 1, 100),
    max_selected_items: selected,
    min_query_length: integer(0, 1000),
  }),
  multi_users_select: menu('multi_users_select', {
    initial_users: list(id, 0, 1000),
    max_selected_items: selected,
  }),
  multi_conversations_select: menu('multi_conversations_select', {
    initial_conversations: list(id, 0, 1000),
    max_selected_items: selected,
    ...conversationMenu,
  }),
  multi_channels_select: menu('multi_channels_select', {
    initial_channels: list(id, 0, 1000),
    max_selected_items: selected,
  }),
}

const pickers: Record<string, Check> = {
  checkboxes: element(
    'checkboxes',
    { options: list(boxOption, 1, 10) },
    { initial_options: list(boxOption, 1, 10), confirm: confirmation, ...focus },
  ),
  radio_buttons: element(
    'radio_buttons',
    { options: list(boxOption, 1, 10) },
    { initial_option: boxOption, confirm: confirmation, ...focus },
  ),
  datepicker: element('datepicker', {}, { ...asked, initial_date: date }),
  timepicker: element('timepicker', {}, { ...asked, initial_time: time, timezone: anyString }),
  datetimepicker: element(
    'datetimepicker',
    {},
    { ...focus, confirm: confirmation, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
  ),
}

const richTextInput = element('rich_text_input', {}, { ...typed, initial_value: richText })

const inputs: Record<string, Check> = {
  plain_text_input: element(
    'plain_text_input',
    {},
    {
      ...typed,
      initial_value: string(3000, 0),
      multiline: boolean,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    },
  ),
  email_text_input: element('email_text_input', {}, { ...typed, initial_value: string(3000, 0) }),
  url_text_input: element('url_text_input', {}, { ...typed, initial_value: string(3000, 0) }),
  number_input: element(
    'number_input',
    { is_decimal_allowed: boolean },
    { ...typed, initial_value: decimal, min_value: decimal, max_value: decimal },
  ),
  file_input: element('file_input', {}, { filetypes: list(anyString, 1, 100), max_files: integer(1, 10) }),
  rich_text_input: richTextInput,
}

const overflow = element('overflow', { options: list(menuOption, 1, 5) }, { confirm: confirmation })

const workflowButton = element(
  'workflow_button',
  { text: plainText(75), workflow: anything },
  {
    style: oneOf('primary', 'danger'),
    accessibility_label: string(75),
  },
)

const feedback = object({ text: plainText(75), value: string(2000) }, { accessibility_label: string(75) })

export const contextActionElement: Check = byType(
  {
    feedback_buttons: element('feedback_buttons', { positive_button: feedback, negative_button: feedback }),
    icon_button: element(
      'icon_button',
      { icon: anyString, text: plainText(75) },
      {
        value: string(2000, 0),
        confirm: confirmation,
        accessibility_label: string(75),
        visible_to_user_ids: list(id, 0, 1000),
      },
    ),
  },
  'context_actions element',
)

export const actionsElement: Check = byType(
  { button, overflow, workflow_button: workflowButton, ...menus, ...pickers, rich_text_input: richTextInput },
  'actions element',
)

export const accessory: Check = byType(
  { button, overflow, image, workflow_button: workflowButton, ...menus, ...pickers },
  'section accessory',
)

export const inputElement: Check = byType({ ...inputs, ...menus, ...pickers }, 'input element')

export const contextElement: Check = byType(
  { image, plain_text: anyText(2000), mrkdwn: anyText(2000) },
  'context element',
)
