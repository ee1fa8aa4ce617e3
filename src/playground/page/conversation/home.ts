import { el, reconcile } from '../base/dom.ts'
import { drawBlocks } from '../blocks/draw-blocks.ts'
import type { Page } from '../base/page.ts'
import { valuesOf } from '../blocks/scene.ts'
import type { Block } from '../base/shapes.ts'

/** The bot's Home tab, as it published it for this person. */
export function drawHome(page: Page, node: HTMLElement): void {
  const { home } = page.state
  if (home === null) {
    reconcile(node, [
      { key: 'none', print: page.locale, draw: () => el('div', { class: 'note' }, page.words.noHome) },
    ])
    return
  }
  const print = JSON.stringify([home.id, home.hash, page.locale, page.people])
  reconcile(node, [{ key: 'home', print, draw: () => drawView(page, home.id, home.view.blocks as Block[]) }])
}

function drawView(page: Page, id: string, blocks: readonly Block[]): HTMLElement {
  const container = { view_id: id }
  const scene = { page, container, values: valuesOf(container), told: {}, errors: {}, files: [] }
  return el('div', { class: 'blocks home', 'data-testid': 'home' }, ...drawBlocks(scene, blocks))
}
