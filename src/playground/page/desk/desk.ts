import type { Done, PersonState } from '../../protocol/protocol.ts'
import { readAddress, writeAddress, type Address } from './address.ts'
import { getState, listen, postTo } from './api.ts'
import { botTalk } from './hints.ts'
import type { Notices } from '../widgets/notices.ts'
import { homePlace, type Page } from '../base/page.ts'
import { failure, pageLocale, words } from '../base/texts.ts'

/** What is drawn, by occasion. */
export type Drawn = {
  /** Everything, from the state. */
  all(page: Page): void
  /** Only text being streamed, by `channel/ts`. False when some of it is not on the page yet. */
  streams(page: Page, keys: readonly string[]): boolean
  fillBox(text: string): void
}

/** The page at work: keeps the state fresh, and carries out what its parts ask for. */
export class PageSession implements Page {
  state: PersonState
  locale: Page['locale']
  words: Page['words']
  place: Page['place']
  people = 0
  readonly streams: Page['streams'] = new Map()
  readonly #drawn: Drawn
  readonly #notices: Notices
  #as: string
  #peoplePrint = ''
  #fetching: Promise<void> | null = null
  #again = false
  #stop: () => void = () => undefined
  #opened = new Set<string>()
  #homeTold = ''
  #pendingBox: string | null = null

  constructor(state: PersonState, address: Address, drawn: Drawn, notices: Notices) {
    this.state = state
    this.locale = 'zh'
    this.words = words('zh')
    this.#as = state.as
    this.place = { in: address.in, thread: address.thread }
    this.#drawn = drawn
    this.#notices = notices
    window.addEventListener('hashchange', () => this.#fromAddress())
  }

  async start(): Promise<void> {
    this.#listen()
    this.#learn(this.state)
    await this.refresh()
  }

  async post<Answer extends Done = Done>(what: string, body: object): Promise<Answer> {
    const answer = await postTo<Answer>(what, { as: this.#as, ...body })
    if (!answer.ok && answer.error !== 'invalid_input') {
      this.tell(failure(this.words, answer.error, answer.detail))
    }
    await this.refresh()
    return answer
  }

  go(to: { as?: string; in?: string; thread?: string | null }): void {
    const as = to.as ?? this.#as
    const address = { ...this.place, ...to, as }
    if (to.in !== undefined && to.thread === undefined) address.thread = null
    if (as !== this.#as && to.in === undefined) Object.assign(address, this.#sameKindOfPlace())
    history.pushState(null, '', writeAddress(address))
    this.#fromAddress()
  }

  tell(text: string, act?: () => void): void {
    this.#notices.tell(this.words, text, act)
  }

  fillBox(text: string): void {
    // Somewhere else is being opened: the text waits for the box there.
    if (this.#fetching === null) this.#drawn.fillBox(text)
    else this.#pendingBox = text
  }

  refresh(): Promise<void> {
    this.#again = true
    this.#fetching ??= this.#fetchAll().finally(() => {
      this.#fetching = null
      if (this.#pendingBox !== null) this.#drawn.fillBox(this.#pendingBox)
      this.#pendingBox = null
    })
    return this.#fetching
  }

  async #fetchAll(): Promise<void> {
    while (this.#again) {
      this.#again = false
      const as = this.#as
      const asked = this.#conversation()
      const state = await getState(as, asked)
      if (as !== this.#as || asked !== this.#conversation()) {
        this.#again = true
      } else if (typeof state === 'object' && state !== null) {
        this.#learn(state)
      } else if (state === null) {
        this.#setLost(true)
      } else if (asked === null) {
        this.tell(failure(this.words, state, undefined))
      } else {
        // Not theirs any more (they left the channel, or act as somebody else): home is always there.
        this.place = { in: '', thread: null }
        this.#again = true
      }
    }
  }

  #learn(state: PersonState): void {
    this.state = state
    const print = JSON.stringify([state.users, state.conversations.map((one) => one.name), state.shortcuts])
    if (print !== this.#peoplePrint) this.people += 1
    this.#peoplePrint = print
    this.locale = pageLocale(state.users.find((user) => user.id === state.as)?.locale ?? '')
    this.words = words(this.locale)
    const known = state.conversations.some((one) => one.id === this.place.in)
    if (!known && this.place.in !== homePlace) {
      this.place = { in: botTalk(this), thread: null }
      history.replaceState(null, '', writeAddress({ ...this.place, as: this.#as }))
      this.#again = true
    }
    this.#tellHome()
    this.#drawn.all(this)
    this.#openWriting()
    this.#dropOldStreams()
  }

  #conversation(): string | null {
    return this.place.in === homePlace || this.place.in === '' ? null : this.place.in
  }

  /** Acting as somebody else keeps the kind of place: the talk with the bot is another one for each. */
  #sameKindOfPlace(): { in: string; thread: null } {
    const here = this.state.conversations.find((one) => one.id === this.place.in)
    return { in: here?.kind === 'im' ? '' : this.place.in, thread: null }
  }

  #fromAddress(): void {
    const address = readAddress(location.hash)
    const other = address.as !== '' && address.as !== this.#as
    if (other) {
      this.#as = address.as
      this.streams.clear()
      this.#listen()
    }
    const moved = address.in !== this.place.in
    this.place = { in: address.in, thread: address.thread }
    if (!other && !moved) this.#drawn.all(this)
    void this.refresh()
  }

  #listen(): void {
    this.#stop()
    this.#stop = listen(
      this.#as,
      (change) => {
        const keys = change.streams.map((stream) => {
          const key = `${stream.channel}/${stream.ts}`
          this.streams.set(key, { markdown: stream.markdown, streaming: stream.streaming })
          return key
        })
        const isDrawn = this.#drawn.streams(this, keys)
        for (const stream of change.streams) this.#writingElsewhere(stream)
        const { conversations, modal, home, clock, people, streams } = change
        const onlyWriting = isDrawn && streams.length > 0 && streams.every((stream) => stream.streaming)
        const other = conversations.length > 0 || modal || home || clock || people
        if (other || (!onlyWriting && this.state.revision !== change.revision)) void this.refresh()
      },
      (isLost) => this.#setLost(isLost),
    )
  }

  #writingElsewhere({ channel, ts, streaming }: { channel: string; ts: string; streaming: boolean }): void {
    if (channel === this.place.in || !streaming || this.#opened.has(`${channel}/${ts}`)) return
    this.#opened.add(`${channel}/${ts}`)
    this.tell(this.words.writingElsewhere, () => {
      this.#opened.delete(`${channel}/${ts}`)
      this.go({ in: channel })
    })
  }

  /** Opens, once, the thread in which the bot has begun to write. */
  #openWriting(): void {
    for (const root of this.state.conversation?.messages ?? []) {
      for (const reply of root.replies) {
        const key = `${reply.channel}/${reply.ts}`
        const writing = reply.streaming || this.streams.has(key)
        if (!writing || this.#opened.has(key)) continue
        this.#opened.add(key)
        if (this.place.thread !== root.ts) this.go({ thread: root.ts })
      }
    }
  }

  #dropOldStreams(): void {
    const messages = this.state.conversation?.messages ?? []
    for (const message of [...messages, ...messages.flatMap((root) => root.replies)]) {
      const key = `${message.channel}/${message.ts}`
      const live = this.streams.get(key)
      if (live?.streaming === false && !message.streaming) this.streams.delete(key)
    }
  }

  #tellHome(): void {
    const told = this.place.in === homePlace ? this.#as : ''
    if (told === this.#homeTold) return
    this.#homeTold = told
    if (told !== '') void this.post('home', { tab: 'home' })
  }

  #setLost(isLost: boolean): void {
    if (this.#notices.setLost(this.words, isLost)) void this.refresh()
  }
}
