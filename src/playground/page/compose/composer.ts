import type { CommandAnswer, UploadAnswer } from '../../protocol/protocol.ts'
import { base64Of } from '../form/control-file.ts'
import { el, fill } from '../base/dom.ts'
import { icon } from '../widgets/icons.ts'
import { homePlace, type Page } from '../base/page.ts'
import { openMenu } from '../widgets/popup.ts'
import { recall, remember } from './said-before.ts'
import { SuggestionList } from './suggestion-list.ts'
import { suggest } from './suggestions.ts'
import { commandHint, roleName } from '../base/texts.ts'

/** A message box: for the conversation, or (in a thread) for replies, where Slack takes no commands. */
export class Composer {
  readonly node: HTMLElement
  readonly #page: Page
  readonly #thread: boolean
  readonly #box: HTMLTextAreaElement
  readonly #list: SuggestionList

  constructor(page: Page, thread: boolean) {
    this.#page = page
    this.#thread = thread
    this.#box = el('textarea', {
      rows: 1,
      'data-testid': thread ? 'thread-box' : 'message-box',
      enterkeyhint: 'send',
      oninput: () => this.#typed(),
      onclick: () => this.#offer(),
      onblur: () => this.#list.hide(),
    })
    this.#list = new SuggestionList(this.#box, () => this.#grow())
    this.#box.addEventListener('keydown', (event) => this.#key(event))
    this.node = el('form', { class: 'composer' })
    this.node.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#send()
    })
    this.node.addEventListener('paste', (event) => this.#paste(event))
    this.draw()
  }

  /** Draws the buttons and the hint anew: the language or the place changed. What is typed stays. */
  draw(): void {
    const { words } = this.#page
    const focused = document.activeElement === this.#box
    const to = this.#thread ? words.replyBox : `${words.messageTo} ${this.#placeName()}`
    this.#box.placeholder = to
    this.#box.setAttribute('aria-label', to)
    const file = el('input', { type: 'file', hidden: true, onchange: () => void this.#upload(file) })
    const attach = this.#icon(words.upload, 'upload', icon('clip'), () => file.click())
    const flash = this.#icon(words.shortcuts, 'global-shortcuts', icon('bolt'), () => this.#shortcuts(flash))
    const testId = this.#thread ? 'thread-send' : 'send'
    const send = el(
      'button',
      { class: 'button primary send', 'data-testid': testId, 'aria-label': words.send },
      icon('send'),
    )
    fill(this.node, file, attach, this.#thread ? null : flash, this.#box, send, this.#list.node)
    if (focused) this.#box.focus()
  }

  /** Puts text in place of what is there, and the focus behind it. */
  fillWith(text: string): void {
    this.put(text)
    this.#box.focus()
    this.#box.setSelectionRange(text.length, text.length)
  }

  /** The same, leaving the focus where it is: nobody is torn from what they are typing. */
  put(text: string): void {
    this.#box.value = text
    this.#grow()
    this.#list.hide()
  }

  #placeName(): string {
    const { state, place } = this.#page
    const there = state.conversations.find((one) => one.id === place.in)
    return there === undefined ? '' : there.kind === 'im' ? there.name : `#${there.name}`
  }

  #icon(label: string, testId: string, picture: Node, act: () => void): HTMLButtonElement {
    return el(
      'button',
      {
        type: 'button',
        class: 'icon',
        title: label,
        'aria-label': label,
        'data-testid': testId,
        onclick: act,
      },
      picture,
    )
  }

  #typed(): void {
    this.#grow()
    this.#offer()
  }

  #grow(): void {
    this.#box.style.height = 'auto'
    this.#box.style.height = `${Math.min(this.#box.scrollHeight, 200)}px`
  }

  #offer(): void {
    const { state, locale } = this.#page
    const commands = this.#thread
      ? []
      : state.commands.map((name) => ({ name, hint: commandHint(name, locale) }))
    const people = state.users
      .filter((user) => !user.deleted)
      .map((user) => {
        const note = [user.title, roleName(user.role, locale)].filter(Boolean).join(' · ')
        return { realName: user.realName, name: user.name, note }
      })
    this.#list.show(suggest(this.#box.value, this.#box.selectionStart, { commands, people }))
  }

  #key(event: KeyboardEvent): void {
    // Enter that ends the writing of Chinese characters is not Enter.
    if (event.isComposing) return
    if (this.#list.key(event)) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void this.#send()
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const recalled = recall(this.#page.state.as, this.#box.value, event.key === 'ArrowUp' ? 1 : -1)
      if (recalled === null) return
      event.preventDefault()
      this.fillWith(recalled)
    }
  }

  async #send(): Promise<void> {
    const text = this.#box.value.trim()
    const { place, state } = this.#page
    if (text === '' || place.in === homePlace) return
    this.fillWith('')
    remember(state.as, text)
    const thread = this.#thread && place.thread !== null ? { thread_ts: place.thread } : {}
    const answer = await this.#page.post<CommandAnswer>('command', { channel: place.in, text, ...thread })
    if (!answer.ok && this.#box.value === '') this.fillWith(text)
  }

  #shortcuts(anchor: HTMLElement): void {
    const { state, words } = this.#page
    const items = state.shortcuts
      .filter((shortcut) => shortcut.type === 'global')
      .map((shortcut) => ({
        label: shortcut.name,
        testId: `shortcut-${shortcut.callback_id}`,
        act: () => void this.#page.post('shortcut', { callback_id: shortcut.callback_id }),
      }))
    openMenu(anchor, items.length > 0 ? items : [{ label: words.noShortcuts, act: () => undefined }])
  }

  #paste(event: ClipboardEvent): void {
    const file = event.clipboardData?.files[0]
    if (file === undefined) return
    event.preventDefault()
    void this.#post(file)
  }

  async #upload(input: HTMLInputElement): Promise<void> {
    for (const file of input.files ?? []) await this.#post(file)
    input.value = ''
  }

  async #post(file: File): Promise<void> {
    const { place } = this.#page
    const thread = this.#thread && place.thread !== null ? { thread_ts: place.thread } : {}
    const body = { channel: place.in, name: file.name, content: await base64Of(file), ...thread }
    await this.#page.post<UploadAnswer>('upload', body)
  }
}
