import { el, fill, type Child } from '../base/dom.ts'
import { drawPlain } from '../text/draw-inline.ts'
import { drawRichText } from '../text/rich-text.ts'
import type { Scene } from './scene.ts'
import type { Block, Cell } from '../base/shapes.ts'

/** A `table` block: its first row is the heading. */
export function drawTable(scene: Scene, block: Block): HTMLElement {
  const [head = [], ...rows] = block.rows ?? []
  const table = el('table', {}, el('thead', {}, row(scene, block, head, 'th')))
  table.append(el('tbody', {}, ...rows.map((cells) => row(scene, block, cells, 'td'))))
  return el('div', { class: 'table-wrap', tabindex: 0, role: 'region', 'aria-label': block.caption }, table)
}

/** A `data_table` block: a caption, and pages when there are many rows. */
export function drawDataTable(scene: Scene, block: Block): HTMLElement {
  const { words } = scene.page
  const [head = [], ...rows] = block.rows ?? []
  const size = Math.max(1, block.page_size ?? 5)
  const pages = Math.max(1, Math.ceil(rows.length / size))
  const body = el('tbody')
  const where = el('span', { 'aria-live': 'polite' })
  let at = 0
  const turn = (to: number): void => {
    at = Math.max(0, Math.min(pages - 1, to))
    fill(body, ...rows.slice(at * size, (at + 1) * size).map((cells) => row(scene, block, cells, 'td')))
    const first = at * size + 1
    where.textContent = `${first}–${Math.min(rows.length, first + size - 1)} / ${rows.length} ${words.rows}`
    back.disabled = at === 0
    on.disabled = at === pages - 1
  }
  const back = el(
    'button',
    { type: 'button', class: 'button small', onclick: () => turn(at - 1) },
    words.previous,
  )
  const on = el('button', { type: 'button', class: 'button small', onclick: () => turn(at + 1) }, words.next)
  turn(0)
  const caption = el('caption', {}, block.caption ?? '')
  const table = el('table', {}, caption, el('thead', {}, row(scene, block, head, 'th')), body)
  const foot = pages > 1 && el('div', { class: 'table-foot' }, back, where, on)
  return el('div', {}, el('div', { class: 'table-wrap', tabindex: 0 }, table), foot)
}

function row(scene: Scene, block: Block, cells: readonly Cell[], tag: 'th' | 'td'): HTMLElement {
  return el('tr', {}, ...cells.map((cell, index) => drawCell(scene, block, cell, index, tag)))
}

function drawCell(scene: Scene, block: Block, cell: Cell, index: number, tag: 'th' | 'td'): HTMLElement {
  const setting = block.column_settings?.[index]
  const heads = block.type === 'data_table' && index === (block.row_header_column_index ?? 0) && tag === 'td'
  const align = setting?.align ?? (cell.type === 'raw_number' ? 'right' : 'left')
  const style = `${align}${setting?.is_wrapped === false ? ' nowrap' : ''}`
  const scope = tag === 'th' ? 'col' : null
  return el(heads ? 'th' : tag, { class: style, scope: heads ? 'row' : scope }, ...contentOf(scene, cell))
}

function contentOf(scene: Scene, cell: Cell): Child[] {
  if (cell.type === 'rich_text') return drawRichText(scene.page, cell.elements ?? [])
  if (cell.type === 'raw_number') return [cell.text ?? JSON.stringify(cell.value ?? '')]
  return drawPlain(cell.text)
}
