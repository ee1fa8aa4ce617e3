import {
  accessory,
  actionsElement,
  button,
  contextActionElement,
  contextElement,
  image,
  inputElement,
} from './elements.ts'
import { anyText, mrkdwn, plainText, richText, slackFile } from './objects.ts'
import {
  anyString,
  anything,
  boolean,
  both,
  byType,
  integer,
  list,
  object,
  oneOf,
  rule,
  string,
  type Check,
  type Report,
} from './shape-check.ts'

/*
 * Blocks and their limits. Source: docs.slack.dev/reference/block-kit/blocks, checked against the SDK's types.
 */

function block(type: string, required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return object({ type: oneOf(type), ...required }, { block_id: string(255), ...optional })
}

const section = both(
  block(
    'section',
    {},
    { text: anyText(3000), fields: list(anyText(2000), 1, 10), accessory, expand: boolean },
  ),
  rule((section) => 'text' in section || 'fields' in section, 'missing required field: text or fields'),
)

const rawText = object({ type: oneOf('raw_text'), text: anyString })
const rawNumber = object({ type: oneOf('raw_number'), value: anything }, { text: anyString })
const cell = byType({ raw_text: rawText, raw_number: rawNumber, rich_text: richText }, 'table cell')
const column = (value: unknown, path: string, report: Report) => {
  if (value !== null) columnSettings(value, path, report)
}
const columnSettings = object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean })

const imageBlock = both(
  block(
    'image',
    { alt_text: string(2000, 0) },
    { image_url: string(3000), slack_file: slackFile, title: plainText(2000) },
  ),
  rule(
    (image) => 'image_url' in image !== 'slack_file' in image,
    'exactly one of image_url and slack_file is required',
  ),
)

/** Blocks that both messages and views may hold. */
const common: Record<string, Check> = {
  section,
  divider: block('divider', {}),
  header: block('header', { text: plainText(150) }, { level: integer(1, 4) }),
  image: imageBlock,
  actions: block('actions', { elements: list(actionsElement, 1, 25) }),
  context: block('context', { elements: list(contextElement, 1, 10) }),
  rich_text: richText,
  input: block(
    'input',
    { label: plainText(2000), element: inputElement },
    { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  ),
  video: block(
    'video',
    {
      video_url: anyString,
      thumbnail_url: anyString,
      alt_text: anyString,
      title: plainText(200),
    },
    {
      title_url: anyString,
      author_name: string(50),
      provider_name: anyString,
      provider_icon_url: anyString,
      description: plainText(200),
    },
  ),
  alert: block(
    'alert',
    { text: anyText(3000) },
    { level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
}

const card = both(
  block(
    'card',
    {},
    {
      hero_image: image,
      icon: image,
      title: mrkdwn(150),
      subtitle: mrkdwn(150),
      body: mrkdwn(200),
      actions: list(button, 1, 5),
    },
  ),
  rule((card) => ['hero_image', 'title', 'body', 'actions'].some((key) => key in card), 'an empty card'),
)

const table = block(
  'table',
  { rows: list(list(cell, 1, 20), 1, 100) },
  { column_settings: list(column, 0, 20) },
)

const taskCard = block(
  'task_card',
  { task_id: anyString, title: anyString, status: oneOf('pending', 'in_progress', 'complete', 'error') },
  { details: richText, output: richText, sources: list(anything, 0, 100) },
)

/** Blocks that only messages may hold. */
const messageOnly: Record<string, Check> = {
  markdown: block('markdown', { text: string(12_000) }),
  table,
  data_table: block(
    'data_table',
    { rows: list(list(cell, 1, 20), 2, 101), caption: anyString },
    { page_size: integer(1, 100), row_header_column_index: integer(0, 19) },
  ),
  context_actions: block('context_actions', { elements: list(contextActionElement, 1, 5) }),
  card,
  carousel: block('carousel', { elements: list(card, 1, 10) }),
  task_card: taskCard,
  plan: block('plan', { title: anyString }, { tasks: list(anything, 0, 100) }),
  file: block('file', { external_id: anyString, source: anyString }),
}

const container = block(
  'container',
  { child_blocks: list(byType({ ...common, table }, 'block in a container'), 1, 50) },
  {
    title: plainText(150),
    rich_text_title: richText,
    subtitle: anyText(150),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: image,
    is_collapsible: boolean,
    default_collapsed: boolean,
    has_header_divider: boolean,
  },
)

export const messageBlock: Check = byType({ ...common, ...messageOnly, container }, 'block in a message')
/** Home tabs take inputs too, since 2023. */
export const viewBlock: Check = byType(common, 'block in a view')
