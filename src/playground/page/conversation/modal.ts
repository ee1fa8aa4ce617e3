import type { ModalSeen, SubmitAnswer } from '../../protocol/protocol.ts'
import { el, fill } from '../base/dom.ts'
import { drawBlocks } from '../blocks/draw-blocks.ts'
import { drawPlain } from '../text/draw-inline.ts'
import { inputOfState } from '../form/control.ts'
import type { Page } from '../base/page.ts'
import { forgetValues, valuesOf, type Scene, type Values } from '../blocks/scene.ts'
import type { Block } from '../base/shapes.ts'

/** The form on top of the stack. What is typed is kept by field, so a redraw (errors, another view) loses nothing. */
export class ModalLayer {
  readonly #page: Page
  readonly #dialog: HTMLDialogElement
  #drawn = ''
  #shown: string | null = null
  #refused: { key: string; errors: Record<string, string> } | null = null
  #busy = false

  constructor(page: Page) {
    this.#page = page
    this.#dialog = el('dialog', { class: 'modal', closedby: 'none', 'data-testid': 'modal' })
    this.#dialog.addEventListener('cancel', (event) => event.preventDefault())
    this.#dialog.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return
      event.preventDefault()
      if (document.querySelector('.popup:popover-open') === null) void this.#close(false)
    })
    document.body.append(this.#dialog)
  }

  draw(): void {
    const { modals } = this.#page.state
    const top = modals.at(-1)
    if (top === undefined) return this.#hide()
    const errors = this.#errorsOf(top)
    const print = JSON.stringify([
      top.id,
      top.hash,
      errors,
      this.#page.locale,
      this.#page.people,
      modals.length,
    ])
    if (print === this.#drawn) return
    const again = top.id === this.#shown
    const place = again ? this.#placeOfFocus() : null
    const scroll = again ? (this.#dialog.querySelector('.modal-body')?.scrollTop ?? 0) : 0
    this.#drawn = print
    this.#shown = top.id
    this.#drawView(top, errors)
    if (!this.#dialog.open) this.#dialog.showModal()
    this.#focus(place, scroll)
  }

  #hide(): void {
    this.#drawn = ''
    this.#shown = null
    if (!this.#dialog.open) return
    this.#dialog.close()
    fill(this.#dialog)
  }

  #errorsOf(top: ModalSeen): Record<string, string> {
    return this.#refused?.key === `${top.id}/${top.hash}` ? this.#refused.errors : top.errors
  }

  #drawView(top: ModalSeen, errors: Record<string, string>): void {
    const { words } = this.#page
    const { view } = top
    const scene = this.#sceneOf(top, errors)
    const title = el('h2', { id: 'modal-title' }, ...drawPlain(view.title))
    const close = el(
      'button',
      {
        type: 'button',
        class: 'icon',
        'aria-label': words.close,
        'data-testid': 'modal-x',
        onclick: () => void this.#close(true),
      },
      '×',
    )
    const back =
      top.depth > 0 &&
      el(
        'button',
        { type: 'button', class: 'icon', 'aria-label': words.back, onclick: () => void this.#close(false) },
        '‹',
      )
    const form = el(
      'form',
      { novalidate: true },
      el('header', {}, back, title, close),
      el('div', { class: 'modal-body' }, ...drawBlocks(scene, view.blocks as Block[])),
      this.#foot(top),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#submit(top, scene)
    })
    this.#dialog.setAttribute('aria-labelledby', 'modal-title')
    this.#dialog.dataset['viewId'] = top.id
    fill(this.#dialog, form)
  }

  #foot(top: ModalSeen): HTMLElement {
    const { words } = this.#page
    const { view } = top
    const away = view.close === undefined ? [words.cancel] : drawPlain(view.close)
    const close = el(
      'button',
      {
        type: 'button',
        class: 'button',
        'data-testid': 'modal-close',
        onclick: () => void this.#close(false),
      },
      ...away,
    )
    const submit =
      view.submit !== undefined &&
      el('button', { class: 'button primary', 'data-testid': 'modal-submit' }, ...drawPlain(view.submit))
    return el('footer', { class: 'dialog-foot' }, close, submit)
  }

  #sceneOf(top: ModalSeen, errors: Record<string, string>): Scene {
    const container = { view_id: top.id }
    const values = valuesOf(container)
    const here = new Set(top.view.blocks.map((block) => block.block_id))
    for (const blockId of Object.keys(values)) if (!here.has(blockId)) delete values[blockId]
    const told: Values = {}
    for (const [blockId, actions] of Object.entries(top.state)) {
      const inputs = Object.entries(actions).map(([action, state]) => [action, inputOfState(state)])
      told[blockId] = Object.fromEntries(inputs)
    }
    return { page: this.#page, container, values, told, errors, files: [] }
  }

  async #submit(top: ModalSeen, scene: Scene): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    const button = this.#dialog.querySelector<HTMLButtonElement>('[data-testid="modal-submit"]')
    const label = button?.textContent ?? ''
    button?.setAttribute('aria-busy', 'true')
    if (button !== null) button.textContent = this.#page.words.working
    this.#refused = null
    const answer = await this.#page.post<SubmitAnswer>('submit', { view_id: top.id, values: scene.values })
    this.#busy = false
    if (button !== null) {
      button.textContent = label
      button.removeAttribute('aria-busy')
    }
    if (answer.errors !== undefined) {
      // The same faults twice are said twice: the focus goes back to the field.
      const now = this.#page.state.modals.at(-1) ?? top
      this.#refused = { key: `${now.id}/${now.hash}`, errors: answer.errors }
      this.#drawn = ''
      this.draw()
    } else if (answer.ok && !this.#page.state.modals.some((modal) => modal.id === top.id)) {
      forgetValues({ view_id: top.id })
    }
  }

  async #close(all: boolean): Promise<void> {
    const top = this.#page.state.modals.at(-1)
    if (top === undefined) return
    await this.#page.post('close', { view_id: top.id, ...(all ? { clear: true } : {}) })
    forgetValues({ view_id: top.id })
  }

  #placeOfFocus(): string | null {
    const active = document.activeElement
    return active instanceof HTMLElement && this.#dialog.contains(active)
      ? (active.dataset['actionId'] ?? null)
      : null
  }

  #focus(place: string | null, scroll: number): void {
    const body = this.#dialog.querySelector('.modal-body')
    if (body !== null) body.scrollTop = scroll
    const faulty = this.#dialog.querySelector<HTMLElement>('[aria-invalid="true"]')
    const same =
      place === null
        ? null
        : this.#dialog.querySelector<HTMLElement>(`[data-action-id="${CSS.escape(place)}"]`)
    const first = this.#dialog.querySelector<HTMLElement>(
      '.modal-body :is(input, textarea, select):not([type=radio]):not([type=checkbox]):not([role=combobox])',
    )
    const wanted = faulty ?? same ?? first
    wanted?.focus()
    faulty?.scrollIntoView({ block: 'center' })
  }
}
