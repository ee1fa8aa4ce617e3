import { el, type Child } from '../base/dom.ts'
import { drawPlain } from '../text/draw-inline.ts'
import { safeHref } from '../text/inline.ts'
import { openMenu } from '../widgets/popup.ts'
import { act, type Scene } from './scene.ts'
import { wordsOf, type Element } from '../base/shapes.ts'

/** A button; busy while the bot is being told, so that a double click acts once. */
export function drawButton(scene: Scene, blockId: string, element: Element): HTMLElement {
  const style = typeof element.style === 'string' ? ` ${element.style}` : ''
  const label = drawPlain(element.text ?? element.alt_text)
  return actingButton(scene, blockId, element, `button${style}`, label)
}

function actingButton(
  scene: Scene,
  blockId: string,
  element: Element,
  style: string,
  label: readonly Child[],
): HTMLButtonElement {
  const press = async (): Promise<void> => {
    if (button.getAttribute('aria-busy') === 'true') return
    const href = element.url === undefined ? null : safeHref(element.url)
    if (href !== null) window.open(href, '_blank', 'noopener')
    button.setAttribute('aria-busy', 'true')
    await act(scene, blockId, element, {})
    button.removeAttribute('aria-busy')
  }
  const button = el(
    'button',
    {
      type: 'button',
      class: style,
      'data-action-id': element.action_id,
      'data-block-id': blockId,
      'data-testid': 'block-button',
      'aria-label': element.accessibility_label,
      onclick: () => void press(),
    },
    ...label,
  )
  return button
}

/** The "⋯" menu of a section. */
export function drawOverflow(scene: Scene, blockId: string, element: Element): HTMLElement {
  const choose = (option: NonNullable<Element['options']>[number]): void => {
    const href = option.url === undefined ? null : safeHref(option.url)
    if (href !== null) window.open(href, '_blank', 'noopener')
    void act(scene, blockId, element, { selected_option: option.value ?? null })
  }
  const items = (element.options ?? []).map((option) => ({
    label: wordsOf(option.text),
    note: wordsOf(option.description),
    act: () => choose(option),
  }))
  const button = el(
    'button',
    {
      type: 'button',
      class: 'button icon',
      'aria-haspopup': 'menu',
      'aria-label': scene.page.words.moreActions,
      'data-action-id': element.action_id,
      'data-block-id': blockId,
      onclick: () => openMenu(button, items),
    },
    '⋯',
  )
  return button
}

/** 👍 and 👎 under an answer. */
export function drawFeedback(scene: Scene, blockId: string, element: Element): HTMLElement {
  const both = [element.positive_button, element.negative_button].map((side, index) => {
    const picture = index === 0 ? '👍' : '👎'
    const words = wordsOf(side?.text)
    const tell = (): void => void act(scene, blockId, element, { value: side?.value ?? null })
    const hook = { 'data-action-id': element.action_id, 'data-block-id': blockId }
    return el(
      'button',
      { type: 'button', class: 'button icon', title: words, 'aria-label': words, ...hook, onclick: tell },
      picture,
    )
  })
  return el('span', { class: 'feedback' }, ...both)
}
