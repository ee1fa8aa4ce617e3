import { drawDataTable, drawTable } from './block-table.ts'
import { el, freshId, type Child } from '../base/dom.ts'
import { drawElement, drawField, unknownElement } from './draw-element.ts'
import { drawPlain, drawText } from '../text/draw-inline.ts'
import { drawMarkdown } from '../text/draw-markdown.ts'
import { fileCard } from './file-card.ts'
import { drawPicture } from './picture.ts'
import { drawRichText } from '../text/rich-text.ts'
import type { Scene } from './scene.ts'
import { wordsOf, type Block } from '../base/shapes.ts'

const drawers: Readonly<Record<string, (scene: Scene, block: Block) => HTMLElement>> = {
  section: drawSection,
  header: (_scene, block) => el('h3', { class: 'block-header' }, ...drawPlain(block.text)),
  divider: () => el('hr'),
  context: drawContext,
  actions: drawActions,
  context_actions: drawActions,
  image: drawImage,
  markdown: ({ page }, block) => el('div', { class: 'markdown' }, ...drawMarkdown(page, wordsOf(block.text))),
  rich_text: ({ page }, block) => el('div', {}, ...drawRichText(page, block.elements ?? [])),
  table: drawTable,
  data_table: drawDataTable,
  alert: ({ page }, block) =>
    el('div', { class: `alert ${block.level ?? ''}` }, ...drawText(page, block.text)),
  input: drawInputBlock,
  file: drawFile,
}

/** Draws blocks one under another. One that the page does not know is said to be there, with its type. */
export function drawBlocks(scene: Scene, blocks: readonly Block[]): HTMLElement[] {
  return blocks.map((block) => {
    const draw = Object.hasOwn(drawers, block.type) ? drawers[block.type] : undefined
    const node = draw?.(scene, block) ?? unknownBlock(scene, block)
    node.classList.add('block')
    node.dataset['blockId'] = block.block_id ?? ''
    node.dataset['blockType'] = block.type
    return node
  })
}

function unknownBlock(scene: Scene, block: Block): HTMLElement {
  return el(
    'div',
    { class: 'unknown', 'data-testid': 'unknown-block' },
    `${scene.page.words.unknownBlock}: ${block.type}`,
  )
}

function drawSection(scene: Scene, block: Block): HTMLElement {
  const fields = block.fields?.map((field) => el('div', {}, ...drawText(scene.page, field)))
  const words = el(
    'div',
    { class: 'section-words' },
    block.text !== undefined && el('div', {}, ...drawText(scene.page, block.text)),
    fields !== undefined && el('div', { class: 'fields' }, ...fields),
  )
  const beside = block.accessory !== undefined && drawElement(scene, block.block_id ?? '', block.accessory)
  return el('div', { class: 'section' }, words, beside)
}

function drawContext(scene: Scene, block: Block): HTMLElement {
  const parts = (block.elements ?? []).map((element): Child => {
    if (element.type === 'image') return drawPicture(scene, element, 'context-image')
    if (element.type === 'mrkdwn' || element.type === 'plain_text') {
      const text = { type: element.type, text: wordsOf(element.text) }
      return el('span', {}, ...drawText(scene.page, text))
    }
    return unknownElement(scene, element)
  })
  return el('div', { class: 'context' }, ...parts)
}

function drawActions(scene: Scene, block: Block): HTMLElement {
  const elements = (block.elements ?? []).map((element) => drawElement(scene, block.block_id ?? '', element))
  return el('div', { class: 'actions' }, ...elements)
}

function drawImage(scene: Scene, block: Block): HTMLElement {
  const title = block.title !== undefined && el('figcaption', {}, ...drawPlain(block.title))
  return el('figure', {}, title, drawPicture(scene, block, 'block-image'))
}

function drawFile(scene: Scene, block: Block): HTMLElement {
  const file = scene.files.find((one) => one.id === block.external_id) ?? scene.files[0]
  return file === undefined ? unknownBlock(scene, block) : fileCard(scene.page, file)
}

function drawInputBlock(scene: Scene, block: Block): HTMLElement {
  const { words } = scene.page
  const control = block.element === undefined ? null : drawField(scene, block, block.element)
  if (control === null) return unknownBlock(scene, block)
  const error = scene.errors[block.block_id ?? '']
  const hintId = freshId('hint')
  const errorId = freshId('error')
  const optional = block.optional === true && el('span', { class: 'optional' }, ` ${words.optional}`)
  if (error !== undefined) control.focus.setAttribute('aria-invalid', 'true')
  if (block.optional !== true) control.focus.setAttribute('aria-required', 'true')
  const described = [block.hint && hintId, error !== undefined && errorId].filter(Boolean).join(' ')
  if (described !== '') control.focus.setAttribute('aria-describedby', described)
  control.focus.id = freshId('field')
  return el(
    'div',
    { class: error === undefined ? 'field' : 'field faulty' },
    el('label', { for: control.focus.id }, ...drawPlain(block.label), optional),
    control.node,
    error !== undefined &&
      el(
        'div',
        {
          class: 'field-error',
          id: errorId,
          role: 'alert',
          'data-testid': 'field-error',
          'data-block-id': block.block_id,
        },
        error,
      ),
    block.hint !== undefined && el('div', { class: 'hint', id: hintId }, ...drawPlain(block.hint)),
  )
}
