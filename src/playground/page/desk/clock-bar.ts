import type { ClockAnswer } from '../../protocol/protocol.ts'
import { el, fill } from '../base/dom.ts'
import { icon } from '../widgets/icons.ts'
import { nowOf, type Page } from '../base/page.ts'
import { daysLater, hourMinute, longDate, wallTime } from '../base/wall-time.ts'

/** The playground's clock, and what moves it. It ticks by itself between two answers of the server. */
export class ClockBar {
  readonly #page: Page
  readonly #shown = el('output', { class: 'clock-now', 'data-testid': 'clock' })
  readonly #input = el('input', { type: 'datetime-local', 'data-testid': 'clock-input', required: true })
  readonly #node: HTMLElement
  #receivedAt = performance.now()
  #dirty = false

  constructor(page: Page, node: HTMLElement) {
    this.#page = page
    this.#node = node
    this.#input.addEventListener('input', () => {
      this.#dirty = true
    })
    setInterval(() => this.#tick(), 1000)
  }

  /** A new state came: the clock may have been moved. */
  received(): void {
    this.#receivedAt = performance.now()
    this.#tick()
  }

  draw(): void {
    const { words } = this.#page
    this.#input.setAttribute('aria-label', words.clockMoment)
    const form = el(
      'form',
      { class: 'clock-controls' },
      this.#input,
      el('button', { class: 'button small primary', 'data-testid': 'clock-set' }, words.setClock),
      this.#button('clock-hour', words.hourLater, () =>
        new Date(this.#now().getTime() + 3_600_000).toISOString(),
      ),
      this.#button('clock-day', words.dayLater, () => daysLater(this.#wall(), 1)),
      this.#button('clock-real', words.realNow, () => 'now'),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#move(this.#input.value)
    })
    const toggle = el(
      'button',
      {
        type: 'button',
        class: 'clock-face',
        title: words.playgroundClock,
        'aria-label': words.playgroundClock,
        'data-testid': 'clock-open',
        onclick: () => this.#node.classList.toggle('open'),
      },
      icon('clock'),
    )
    fill(this.#node, toggle, this.#shown, form)
    this.#tick()
  }

  /** Moves the playground's clock; `at` as in the protocol's ClockRequest. */
  async #move(at: string): Promise<void> {
    const answer = await this.#page.post<ClockAnswer>('clock', { at })
    if (answer.ok) this.#dirty = false
    this.#node.classList.remove('open')
    this.#tick()
  }

  #button(testId: string, label: string, at: () => string): HTMLElement {
    const act = (): void => void this.#move(at())
    return el('button', { type: 'button', class: 'button small', 'data-testid': testId, onclick: act }, label)
  }

  #now(): Date {
    return nowOf(this.#page, this.#receivedAt)
  }

  #wall(): string {
    return wallTime(this.#now(), this.#page.state.clock.zone)
  }

  #tick(): void {
    const { state, locale, words } = this.#page
    const { zone, moving } = state.clock
    const now = this.#now()
    const still = moving ? '' : ` · ${words.standing}`
    const gap = locale === 'zh' ? ' ' : ', '
    const text = `${longDate(now, zone, locale)}${gap}${hourMinute(now, zone)} ${zone}${still}`
    if (this.#shown.textContent !== text) this.#shown.textContent = text
    if (!this.#dirty && document.activeElement !== this.#input) this.#input.value = this.#wall()
  }
}
