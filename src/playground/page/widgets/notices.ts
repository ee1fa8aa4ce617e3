import { el } from '../base/dom.ts'
import type { Words } from '../base/texts.ts'

/** Short sentences above the page: what failed, what happens elsewhere, whether the server can be reached. */
export class Notices {
  readonly #node: HTMLElement
  #lost: HTMLElement | null = null

  constructor(node: HTMLElement) {
    this.#node = node
  }

  /** Goes away by itself after 8 s. With `act` its button does that, else it closes. */
  tell(words: Words, text: string, act?: () => void): void {
    const node = el('div', { class: 'notice' }, text)
    const away = setTimeout(() => node.remove(), 8000)
    const gone = (): void => {
      clearTimeout(away)
      node.remove()
      act?.()
    }
    const [sign, label] = act === undefined ? ['×', words.close] : ['→', text]
    node.append(el('button', { type: 'button', class: 'icon', 'aria-label': label, onclick: gone }, sign))
    this.#node.append(node)
  }

  /** Shows or takes away that the server cannot be reached; true when it has just come back. */
  setLost(words: Words, isLost: boolean): boolean {
    if (isLost === (this.#lost !== null)) return false
    this.#lost?.remove()
    this.#lost = isLost ? el('div', { class: 'notice lost', 'data-testid': 'lost' }, words.lost) : null
    if (this.#lost !== null) this.#node.append(this.#lost)
    return !isLost
  }
}
