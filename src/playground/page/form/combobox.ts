import { el, fill, freshId } from '../base/dom.ts'
import { showBeside } from '../widgets/popup.ts'
import type { Words } from '../base/texts.ts'

export type Entry = { value: string; label: string; note?: string }

export type ComboboxWish = {
  words: Words
  label: string
  testId?: string
  placeholder?: string
  multiple: boolean
  /** How many may be chosen at once, when `multiple`. */
  atMost?: number
  chosen: readonly string[]
  /** All entries, or a question to ask with the typed text. */
  entries: readonly Entry[] | ((typed: string) => Promise<readonly Entry[]>)
  changed: (chosen: readonly string[]) => void
}

export type Combobox = { node: HTMLElement; input: HTMLInputElement }

/** A list searched by typing, one or several to choose; several show as chips that can be taken away. */
export function combobox(wish: ComboboxWish): Combobox {
  return new ComboboxWidget(wish)
}

class ComboboxWidget implements Combobox {
  readonly node: HTMLElement
  readonly input: HTMLInputElement
  readonly #wish: ComboboxWish
  readonly #list: HTMLElement
  readonly #chips = el('span', { class: 'chips' })
  #chosen: string[]
  #known = new Map<string, Entry>()
  #shown: readonly Entry[] = []
  #active = 0
  #asked = 0

  constructor(wish: ComboboxWish) {
    this.#wish = wish
    this.#chosen = [...wish.chosen]
    if (Array.isArray(wish.entries)) this.#learn(wish.entries)
    const listId = freshId('list')
    this.#list = el('ul', { class: 'popup list', role: 'listbox', id: listId, popover: 'manual' })
    this.input = el('input', {
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-label': wish.label,
      'aria-expanded': 'false',
      'aria-autocomplete': 'list',
      'aria-controls': listId,
      'data-testid': wish.testId,
      placeholder: wish.placeholder ?? wish.words.choose,
      // Focus alone opens nothing: a redraw gives it back to who had it. What is typed next replaces the choice.
      onfocus: () => this.#selectAll(),
      onclick: () => this.#open(),
      oninput: () => void this.#search(this.input.value),
      onblur: () => this.#close(),
    })
    this.input.addEventListener('keydown', (event) => this.#key(event))
    this.node = el('div', { class: 'combo' }, this.#chips, this.input, this.#list)
    this.#drawChosen()
  }

  #learn(entries: readonly Entry[]): void {
    for (const entry of entries) this.#known.set(entry.value, entry)
  }

  #open(): void {
    if (this.input.getAttribute('aria-expanded') === 'true') return
    this.#selectAll()
    void this.#search('')
  }

  #selectAll(): void {
    if (!this.#wish.multiple) this.input.select()
  }

  #close(): void {
    // An answer still to come must not open the list again.
    this.#asked += 1
    this.input.setAttribute('aria-expanded', 'false')
    this.input.removeAttribute('aria-activedescendant')
    if (this.#list.isConnected && this.#list.matches(':popover-open')) this.#list.hidePopover()
    this.#drawChosen()
  }

  async #search(typed: string): Promise<void> {
    this.#asked += 1
    const asked = this.#asked
    const { entries } = this.#wish
    const found = typeof entries === 'function' ? await entries(typed) : matching(entries, typed)
    if (asked !== this.#asked || document.activeElement !== this.input) return
    this.#learn(found)
    this.#shown = found.slice(0, 200)
    const current = this.#shown.findIndex((entry) => this.#chosen.includes(entry.value))
    this.#active = typed === '' && !this.#wish.multiple ? Math.max(0, current) : 0
    this.#drawList()
  }

  #drawList(): void {
    const options = this.#shown.map((entry, index) => this.#option(entry, index))
    const none = el('li', { class: 'none' }, this.#wish.words.nobodyFound)
    fill(this.#list, ...(options.length === 0 ? [none] : options))
    this.input.setAttribute('aria-expanded', 'true')
    showBeside(this.#list, this.node, 'anchor')
    this.#mark()
  }

  #option(entry: Entry, index: number): HTMLElement {
    return el(
      'li',
      {
        role: 'option',
        id: `${this.#list.id}-${index}`,
        'data-value': entry.value,
        'aria-selected': String(this.#chosen.includes(entry.value)),
        // Before the blur that would close the list.
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => this.#choose(entry.value),
      },
      entry.label,
      entry.note !== undefined && entry.note !== '' && el('small', {}, entry.note),
    )
  }

  #mark(): void {
    for (const [index, option] of [...this.#list.children].entries()) {
      option.classList.toggle('active', index === this.#active)
      if (index === this.#active) option.scrollIntoView({ block: 'nearest' })
    }
    if (this.#shown.length > 0) {
      this.input.setAttribute('aria-activedescendant', `${this.#list.id}-${this.#active}`)
    }
  }

  #choose(value: string): void {
    if (this.#wish.multiple) {
      const had = this.#chosen.includes(value)
      if (!had && this.#chosen.length >= (this.#wish.atMost ?? Infinity)) return
      this.#chosen = had ? this.#chosen.filter((one) => one !== value) : [...this.#chosen, value]
      this.input.value = ''
    } else {
      this.#chosen = [value]
    }
    this.#wish.changed(this.#chosen)
    this.#close()
    if (this.#wish.multiple) this.#open()
    else if (document.activeElement === this.input) this.#selectAll()
  }

  #drawChosen(): void {
    if (!this.#wish.multiple) {
      const value = this.#chosen[0]
      this.input.value = value === undefined ? '' : (this.#known.get(value)?.label ?? value)
      return
    }
    fill(this.#chips, ...this.#chosen.map((value) => this.#chip(value)))
  }

  #chip(value: string): HTMLElement {
    const label = this.#known.get(value)?.label ?? value
    const away = (): void => {
      this.#chosen = this.#chosen.filter((one) => one !== value)
      this.#wish.changed(this.#chosen)
      this.#drawChosen()
      this.input.focus()
    }
    const button = el(
      'button',
      { type: 'button', 'aria-label': `${this.#wish.words.remove} ${label}`, onclick: away },
      '×',
    )
    return el('span', { class: 'chip', 'data-value': value }, label, button)
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return
    const open = this.input.getAttribute('aria-expanded') === 'true'
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      if (!open) return this.#open()
      this.#active = (this.#active + step + this.#shown.length) % Math.max(1, this.#shown.length)
      this.#mark()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const entry = this.#shown[this.#active]
      if (open && entry !== undefined) this.#choose(entry.value)
    } else if (event.key === 'Escape' && open) {
      // Only the list closes, not the form around it.
      event.preventDefault()
      event.stopPropagation()
      this.#close()
    } else if (event.key === 'Backspace' && this.input.value === '' && this.#wish.multiple) {
      this.#chosen = this.#chosen.slice(0, -1)
      this.#wish.changed(this.#chosen)
      this.#drawChosen()
    }
  }
}

function matching(entries: readonly Entry[], typed: string): readonly Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    const text = `${entry.label} ${entry.note ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
