import { elementsOf, type PlacedElement } from '../shapes/elements-of.ts'
import { valueOf, type Sources } from './input-state.ts'
import { defined, recordIn, textIn, type JsonRecord } from '../protocol/json.ts'
import type { ClickRequest, ElementInput, StateValue } from '../protocol/protocol.ts'

/** The element a click means, or undefined. Without a block_id the action_id must be the only one of its kind. */
export function elementMeant(
  blocks: readonly unknown[],
  meant: { block_id?: string; action_id: string },
): PlacedElement | undefined {
  const found = elementsOf(blocks).filter(
    (one) =>
      one.actionId === meant.action_id && (meant.block_id === undefined || one.blockId === meant.block_id),
  )
  return found.length === 1 ? found[0] : undefined
}

/** What happened to an element: the entry of `actions`, and what it holds now if it holds anything. */
export function actionOn(
  placed: PlacedElement,
  input: ClickRequest,
  sources: Sources,
): { action: JsonRecord; held: StateValue | null } {
  const { type, element, actionId, blockId } = placed
  const frame = { type, action_id: actionId, block_id: blockId, action_ts: String(Date.now() / 1000) }
  switch (type) {
    case 'button':
    case 'icon_button':
      return {
        action: defined({
          ...frame,
          text: element['text'],
          value: element['value'],
          style: element['style'],
          url: element['url'],
        }),
        held: null,
      }
    case 'feedback_buttons':
      return { action: { ...frame, ...feedbackChosen(element, input) }, held: null }
    case 'overflow':
      return { action: { ...frame, ...valueOf(placed, input, sources) }, held: null }
    default: {
      const held = valueOf(placed, input, sources)
      return { action: { ...frame, ...held }, held }
    }
  }
}

function feedbackChosen(element: JsonRecord, input: ElementInput): JsonRecord {
  const buttons = [recordIn(element, 'positive_button'), recordIn(element, 'negative_button')]
  const chosen = buttons.find((button) => textIn(button, 'value') === input.value) ?? buttons[0]
  return { text: recordIn(chosen, 'text'), value: textIn(chosen, 'value') }
}
