import { isRecord, listIn, recordIn, textIn, type JsonRecord } from '../protocol/json.ts'

/** One interactive element and the block it stands in. */
export type PlacedElement = {
  blockId: string
  actionId: string
  type: string
  element: JsonRecord
  /** The input block around it, null for elements of sections, actions and cards. */
  input: JsonRecord | null
}

/** Every interactive element of these blocks, in the order of reading. Takes anything; skips what it does not know. */
export function elementsOf(blocks: readonly unknown[]): PlacedElement[] {
  return blocks.flatMap((block) => elementsOfBlock(block))
}

function elementsOfBlock(block: unknown): PlacedElement[] {
  if (!isRecord(block)) return []
  const blockId = textIn(block, 'block_id')
  const place = (element: unknown, input: JsonRecord | null = null): PlacedElement[] => {
    if (!isRecord(element) || !('action_id' in element)) return []
    return [
      { blockId, actionId: textIn(element, 'action_id'), type: textIn(element, 'type'), element, input },
    ]
  }
  switch (textIn(block, 'type')) {
    case 'section':
      return place(block['accessory'])
    case 'actions':
    case 'context_actions':
      return listIn(block, 'elements').flatMap((element) => place(element))
    case 'input':
      return place(block['element'], block)
    case 'card':
      return listIn(block, 'actions').flatMap((element) => place(element))
    case 'carousel':
      return elementsOf(listIn(block, 'elements'))
    case 'container':
      return elementsOf(listIn(block, 'child_blocks'))
    default:
      return []
  }
}

/**
 * A copy in which every block that can be acted on has a block_id and every element an action_id; Slack makes up
 * the missing ones at random, here they follow from the position, so that the same payload gives the same ids.
 */
export function withIds<T>(blocks: readonly T[], prefix = 'b'): T[] {
  return blocks.map((block, index) => blockWithIds(block, `${prefix}${index}`) as T)
}

const INERT = new Set(['image', 'plain_text', 'mrkdwn'])

function blockWithIds(block: unknown, fallback: string): unknown {
  if (!isRecord(block)) return block
  const named = { ...block, block_id: textIn(block, 'block_id') || fallback }
  switch (textIn(block, 'type')) {
    case 'section': {
      const accessory = recordIn(block, 'accessory')
      if (!('type' in accessory) || INERT.has(textIn(accessory, 'type'))) return block
      return { ...named, accessory: elementWithId(accessory, `${fallback}-0`) }
    }
    case 'actions':
    case 'context_actions':
      return { ...named, elements: elementsWithIds(listIn(block, 'elements'), fallback) }
    case 'card':
      return 'actions' in block
        ? { ...named, actions: elementsWithIds(listIn(block, 'actions'), fallback) }
        : block
    case 'carousel':
      return { ...block, elements: withIds(listIn(block, 'elements'), `${fallback}-`) }
    case 'container':
      return { ...block, child_blocks: withIds(listIn(block, 'child_blocks'), `${fallback}-`) }
    case 'input':
      return { ...named, element: elementWithId(block['element'], `${fallback}-0`) }
    default:
      return block
  }
}

function elementsWithIds(elements: readonly unknown[], prefix: string): unknown[] {
  return elements.map((element, index) => elementWithId(element, `${prefix}-${index}`))
}

function elementWithId(element: unknown, fallback: string): unknown {
  if (!isRecord(element)) return element
  return { ...element, action_id: textIn(element, 'action_id') || fallback }
}
