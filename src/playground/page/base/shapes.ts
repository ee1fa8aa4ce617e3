/*
 * Block Kit as the page reads it: every key optional, since a bot may send anything and the page must draw, or say that
 * it cannot. What Slack would refuse is refused by the server, not here.
 */

export type Text = { type: string; text: string }

export type Choice = { text: Text; value?: string; description?: Text; url?: string }

export type Confirm = { title?: Text; text?: Text; confirm?: Text; deny?: Text; style?: string }

export type RichStyle = { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean }

export type Element = {
  type: string
  action_id?: string
  text?: Text | string
  style?: string | RichStyle
  url?: string
  value?: unknown
  confirm?: Confirm
  placeholder?: Text
  options?: Choice[]
  option_groups?: { label: Text; options: Choice[] }[]
  initial_option?: Choice
  initial_options?: Choice[]
  initial_value?: string
  initial_date?: string
  initial_time?: string
  initial_date_time?: number
  initial_user?: string
  initial_users?: string[]
  initial_conversation?: string
  initial_conversations?: string[]
  initial_channel?: string
  initial_channels?: string[]
  multiline?: boolean
  min_length?: number
  max_length?: number
  is_decimal_allowed?: boolean
  min_value?: string
  max_value?: string
  min_query_length?: number
  max_selected_items?: number
  max_files?: number
  filetypes?: string[]
  image_url?: string
  slack_file?: { id?: string; url?: string }
  alt_text?: string
  accessibility_label?: string
  elements?: Element[]
  indent?: number
  offset?: number
  border?: number
  user_id?: string
  channel_id?: string
  name?: string
  unicode?: string
  range?: string
  timestamp?: number
  format?: string
  fallback?: string
  positive_button?: { text: Text; value?: string }
  negative_button?: { text: Text; value?: string }
}

export type Cell = { type: string; text?: string; value?: unknown; elements?: Element[] }

export type Block = {
  type: string
  block_id?: string
  text?: Text | string
  fields?: Text[]
  accessory?: Element
  elements?: Element[]
  element?: Element
  label?: Text
  hint?: Text
  optional?: boolean
  dispatch_action?: boolean
  title?: Text | string
  image_url?: string
  slack_file?: { id?: string; url?: string }
  alt_text?: string
  rows?: Cell[][]
  column_settings?: ({ align?: string; is_wrapped?: boolean } | null)[]
  caption?: string
  page_size?: number
  row_header_column_index?: number
  level?: string | number
  external_id?: string
}

/** The words of a text object, or of a bare string. */
export function wordsOf(text: Text | string | undefined): string {
  return typeof text === 'string' ? text : (text?.text ?? '')
}

/** All options of a menu, groups laid flat. */
export function choicesOf(element: Element): Choice[] {
  return [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)]
}
