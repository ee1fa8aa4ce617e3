import { el, fill, freshId } from '../base/dom.ts'
import { showBeside } from '../widgets/popup.ts'
import type { Suggested } from './suggestions.ts'

type Box = HTMLTextAreaElement

/** The list over the message box: what could stand in place of what is being typed. */
export class SuggestionList {
  readonly node: HTMLElement
  readonly #box: Box
  readonly #taken: () => void
  #suggested: Suggested | null = null
  #active = 0

  constructor(box: Box, taken: () => void) {
    this.#box = box
    this.#taken = taken
    this.node = el('ul', {
      class: 'popup list',
      role: 'listbox',
      id: freshId('suggestions'),
      popover: 'manual',
    })
    box.setAttribute('aria-controls', this.node.id)
    box.setAttribute('aria-autocomplete', 'list')
  }

  show(suggested: Suggested | null): void {
    this.#active = 0
    if (suggested === null) this.hide()
    else this.#draw(suggested)
  }

  hide(): void {
    this.#suggested = null
    this.#box.removeAttribute('aria-activedescendant')
    if (this.node.isConnected && this.node.matches(':popover-open')) this.node.hidePopover()
  }

  /** True when the key was for the list. A command typed out in full is sent, not completed. */
  key(event: KeyboardEvent): boolean {
    const suggested = this.#suggested
    if (suggested === null) return false
    const { length } = suggested.options
    if (event.key === 'ArrowDown') this.#active = (this.#active + 1) % length
    else if (event.key === 'ArrowUp') this.#active = (this.#active + length - 1) % length
    else if (event.key === 'Escape') this.hide()
    else if (event.key === 'Tab' || event.key === 'Enter') {
      const option = suggested.options[this.#active]
      const typed = this.#box.value.slice(suggested.from, suggested.to)
      if (event.shiftKey || option === undefined) return false
      if (event.key === 'Enter' && option.insert.trim() === typed) return false
      this.#take(this.#active)
    } else return false
    event.preventDefault()
    if (this.#suggested !== null) this.#draw(this.#suggested)
    return true
  }

  #draw(suggested: Suggested): void {
    this.#suggested = suggested
    const options = suggested.options.map((option, index) =>
      el(
        'li',
        {
          role: 'option',
          id: `${this.node.id}-${index}`,
          class: index === this.#active ? 'active' : null,
          'aria-selected': String(index === this.#active),
          // Before the blur that would close the list.
          onpointerdown: (event) => event.preventDefault(),
          onclick: () => this.#take(index),
        },
        option.label,
        el('small', {}, option.note),
      ),
    )
    fill(this.node, ...options)
    this.#box.setAttribute('aria-activedescendant', `${this.node.id}-${this.#active}`)
    showBeside(this.node, this.#box, 'anchor')
  }

  #take(index: number): void {
    const option = this.#suggested?.options[index]
    if (this.#suggested === null || option === undefined) return
    this.#box.setRangeText(option.insert, this.#suggested.from, this.#suggested.to, 'end')
    this.hide()
    this.#box.focus()
    this.#taken()
  }
}
