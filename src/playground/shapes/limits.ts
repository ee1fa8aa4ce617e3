import { messageBlock, viewBlock } from './blocks.ts'
import { plainText } from './objects.ts'
import { elementsOf } from './elements-of.ts'
import { isRecord, listIn, textIn } from '../protocol/json.ts'
import {
  both,
  boolean,
  byType,
  faultsOf,
  list,
  object,
  oneOf,
  rule,
  string,
  type Check,
  type Fault,
  type Report,
} from './shape-check.ts'

/*
 * What Slack refuses of a message or a view, as pure functions on the JSON alone. The server answers with them;
 * tests walk everything the bot builds with them.
 */

export type { Fault } from './shape-check.ts'
export { faultLine } from './shape-check.ts'

/** Whole blocks payload of a message in characters of JSON (user-reported; undocumented). */
const MESSAGE_BLOCKS_CHARACTERS = 13_200
/** Bytes: `chat.update` refuses longer texts, `chat.postMessage` truncates. Slack's page says characters. */
const UPDATE_TEXT_BYTES = 4_000
export const POST_TEXT_BYTES = 40_000
/** Markdown blocks of one message together; also the text of one streaming call. */
export const MARKDOWN_CHARACTERS = 12_000
/** Bytes of a view's JSON. */
const VIEW_BYTES = 250_000

/** What Slack would answer, with the places. */
export type Refusal = { error: string; faults: Fault[] }

/** What is wrong with a message's blocks: kinds, lengths, numbers, duplicate ids. Pointers start at `/blocks`. */
export function checkMessageBlocks(blocks: unknown): Fault[] {
  return faultsOf(both(list(messageBlock, 0, 50), distinctIds, oneTable, markdownTogether), blocks, '/blocks')
}

/**
 * Whether Slack would take this message. `update` applies the shorter limit of `chat.update`.
 * null means accepted.
 */
export function checkMessage(
  message: { text?: string | undefined; blocks?: unknown },
  how: { update?: boolean } = {},
): Refusal | null {
  const { text = '', blocks } = message
  const bytes = Buffer.byteLength(text)
  if (how.update === true && bytes > UPDATE_TEXT_BYTES) {
    return { error: 'msg_too_long', faults: [{ path: '/text', message: `${bytes} bytes` }] }
  }
  if (blocks === undefined) return null
  const faults = checkMessageBlocks(blocks)
  if (faults.length > 0) return { error: 'invalid_blocks', faults }
  const size = JSON.stringify(blocks).length
  if (size <= MESSAGE_BLOCKS_CHARACTERS) return null
  return {
    error: 'msg_blocks_too_long',
    faults: [{ path: '/blocks', message: `${size} characters of JSON` }],
  }
}

const callback = {
  callback_id: string(255, 0),
  private_metadata: string(3000, 0),
  external_id: string(255, 0),
}

function viewShape(
  type: string,
  block: Check,
  required: Record<string, Check>,
  optional: Record<string, Check>,
) {
  const shape = { type: oneOf(type), blocks: both(list(block, 0, 100), distinctIds), ...required }
  return object(shape, { ...callback, ...optional })
}

const modal = both(
  viewShape(
    'modal',
    viewBlock,
    { title: plainText(24) },
    {
      submit: plainText(24),
      close: plainText(24),
      clear_on_close: boolean,
      notify_on_close: boolean,
      submit_disabled: boolean,
    },
  ),
  rule(
    (view) => 'submit' in view || !listIn(view, 'blocks').some((block) => textIn(block, 'type') === 'input'),
    'missing required field: submit (the view has input blocks)',
  ),
)
const home = viewShape('home', viewBlock, {}, {})

/** Whether Slack would take this view; `expected` is what the method opens. null means accepted. */
export function checkView(view: unknown, expected: 'modal' | 'home'): Refusal | null {
  const checks: Record<string, Check> = expected === 'modal' ? { modal } : { home }
  const faults = faultsOf(byType(checks, `${expected} view`), view, '/view')
  if (faults.length > 0) return { error: 'invalid_arguments', faults }
  const bytes = Buffer.byteLength(JSON.stringify(view))
  if (bytes <= VIEW_BYTES) return null
  return { error: 'view_too_large', faults: [{ path: '/view', message: `${bytes} bytes` }] }
}

function distinctIds(value: unknown, path: string, report: Report): void {
  if (!Array.isArray(value)) return
  const blocks = new Set<string>()
  for (const [index, block] of value.entries()) {
    const id = textIn(block, 'block_id')
    if (id !== '' && blocks.has(id)) report(`${path}/${index}`, `block_id already exists: ${id}`)
    blocks.add(id)
    const actions = new Set<string>()
    for (const { actionId } of elementsOf([block])) {
      if (actionId !== '' && actions.has(actionId)) {
        report(`${path}/${index}`, `action_id already exists in this block: ${actionId}`)
      }
      actions.add(actionId)
    }
  }
}

function oneTable(value: unknown, path: string, report: Report): void {
  if (!Array.isArray(value)) return
  const tables = value.filter((block) => ['table', 'data_table'].includes(textIn(block, 'type')))
  if (tables.length > 1) report(path, 'only_one_table_allowed')
}

function markdownTogether(value: unknown, path: string, report: Report): void {
  if (!Array.isArray(value)) return
  const markdown = value.filter((block) => isRecord(block) && block['type'] === 'markdown')
  const length = markdown.reduce((sum: number, block) => sum + textIn(block, 'text').length, 0)
  if (length > MARKDOWN_CHARACTERS) {
    report(path, `markdown blocks together must be less than ${MARKDOWN_CHARACTERS + 1} characters`)
  }
}
