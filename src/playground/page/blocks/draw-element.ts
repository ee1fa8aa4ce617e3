import { drawButton, drawFeedback, drawOverflow } from './buttons.ts'
import { initialInput, type Control } from '../form/control.ts'
import { drawControl } from '../form/controls.ts'
import { el } from '../base/dom.ts'
import { drawPicture } from './picture.ts'
import { act, keep, type Scene } from './scene.ts'
import { wordsOf, type Block, type Element } from '../base/shapes.ts'

/** An element that acts at once: in an actions block, or beside a section's text. */
export function drawElement(scene: Scene, blockId: string, element: Element): HTMLElement {
  if (element.type === 'button' || element.type === 'workflow_button')
    return drawButton(scene, blockId, element)
  if (element.type === 'icon_button') return drawButton(scene, blockId, element)
  if (element.type === 'overflow') return drawOverflow(scene, blockId, element)
  if (element.type === 'feedback_buttons') return drawFeedback(scene, blockId, element)
  if (element.type === 'image') return drawPicture(scene, element, 'accessory-image')
  const label = wordsOf(element.placeholder) || (element.action_id ?? element.type)
  return drawInput(scene, blockId, element, label, true)?.node ?? unknownElement(scene, element)
}

/** The field of an input block; tells the bot only if the block asks for that. */
export function drawField(scene: Scene, block: Block, element: Element): Control | null {
  const label = wordsOf(block.label)
  return drawInput(scene, block.block_id ?? '', element, label, block.dispatch_action === true)
}

function drawInput(
  scene: Scene,
  blockId: string,
  element: Element,
  label: string,
  tells: boolean,
): Control | null {
  const actionId = element.action_id ?? ''
  const typed = scene.values[blockId]?.[actionId] ?? scene.told[blockId]?.[actionId]
  return drawControl({
    page: scene.page,
    element,
    container: scene.container,
    blockId,
    label,
    input: { ...initialInput(element), ...typed },
    changed: (input, done) => {
      keep(scene.values, blockId, actionId, input)
      if (tells && done) void act(scene, blockId, element, input)
    },
  })
}

export function unknownElement(scene: Scene, element: Element): HTMLElement {
  return el('span', { class: 'unknown' }, `${scene.page.words.unknownElement}: ${element.type}`)
}
