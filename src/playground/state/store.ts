import type { ClockSetting } from '../behaviour/clock.ts'
import { ConversationLog } from './conversation-log.ts'
import { Journal } from './journal.ts'
import type { StoredConversation, StoredMessage, StoredUser, StoredUserGroup } from '../protocol/protocol.ts'
import type { Change, ResponseUrl, StoredFile, StoredView, Touched } from './state.ts'

/**
 * The one state of the playground. Everything changes through `apply`, which writes the change to the journal, so
 * that after `kill -9` and a new start everything answered for is there.
 */
export class Store {
  readonly users = new Map<string, StoredUser>()
  readonly groups = new Map<string, StoredUserGroup>()
  readonly conversations = new Map<string, StoredConversation>()
  readonly files = new Map<string, StoredFile>()
  readonly views = new Map<string, StoredView>()
  /** User → ids of the open modals, lowest first. */
  readonly stacks = new Map<string, string[]>()
  /** User → id of the published Home tab. */
  readonly homes = new Map<string, string>()
  readonly responseUrls = new Map<string, ResponseUrl>()
  clock: ClockSetting | null = null
  /** Grows with every change, over restarts too (it begins at the real time). */
  revision = Date.now()

  readonly #logs = new Map<string, ConversationLog>()
  readonly #conversationsOf = new Map<string, Set<string>>()
  readonly #reads = new Map<string, string>()
  readonly #listeners = new Set<(touched: Touched) => void>()
  readonly #journal: Journal<Change>

  constructor(dataDir: string | undefined) {
    this.#journal = new Journal(dataDir)
    for (const change of this.#journal.read()) this.#take(change)
    this.#journal.restart(this.#everything())
  }

  apply(change: Change): void {
    const touched = this.#take(change)
    this.#journal.append(change)
    this.revision += 1
    if (touched !== null) for (const listener of this.#listeners) listener(touched)
  }

  /** Makes sure that what was applied is in the file; called before every answer. */
  flush(): void {
    this.#journal.flush()
  }

  close(): void {
    this.#journal.close()
  }

  onTouched(listener: (touched: Touched) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  log(channel: string): ConversationLog {
    const log = this.#logs.get(channel) ?? new ConversationLog()
    this.#logs.set(channel, log)
    return log
  }

  message(channel: string, ts: string): StoredMessage | undefined {
    return this.#logs.get(channel)?.get(ts)
  }

  /** Conversations this user is in, in the order of joining. */
  conversationsOf(user: string): StoredConversation[] {
    return [...(this.#conversationsOf.get(user) ?? [])].map((id) => this.conversations.get(id)!)
  }

  isMember(user: string, channel: string): boolean {
    return this.#conversationsOf.get(user)?.has(channel) ?? false
  }

  /** The greatest timestamp of any message, '' if there is none. */
  latestTs(): string {
    let latest = ''
    for (const log of this.#logs.values()) {
      const ts = log.all().at(-1)?.ts ?? ''
      if (ts > latest) latest = ts
    }
    return latest
  }

  readUpTo(user: string, channel: string): string {
    return this.#reads.get(`${user} ${channel}`) ?? ''
  }

  /** Changes the state; says what is to be drawn again, null when nobody sees it. */
  #take(change: Change): Touched | null {
    switch (change.kind) {
      case 'user':
        this.users.set(change.user.id, change.user)
        return { people: true }
      case 'group':
        this.groups.set(change.group.id, change.group)
        return { people: true }
      case 'conversation':
        this.#takeConversation(change.conversation)
        return { people: true, conversation: change.conversation.id }
      case 'message':
        return this.#takeMessage(change.message)
      case 'streamed':
        return this.#takeStreamed(change.channel, change.ts, change.add)
      case 'deleted':
        this.log(change.channel).remove(change.ts)
        return { conversation: change.channel }
      case 'file':
        this.files.set(change.file.id, change.file)
        return null
      case 'view':
        return this.#takeView(change.view)
      case 'stack':
        this.#takeStack(change.user, change.views)
        return { modalOf: change.user }
      case 'read':
        this.#reads.set(`${change.user} ${change.channel}`, change.ts)
        return null
      case 'responseUrl':
        this.#takeResponseUrl(change.url)
        return null
      case 'clock':
        this.clock = change.setting
        return { clock: true }
      default:
        return change satisfies never
    }
  }

  #takeConversation(conversation: StoredConversation): void {
    const before = this.conversations.get(conversation.id)?.members ?? []
    for (const member of before) this.#conversationsOf.get(member)?.delete(conversation.id)
    this.conversations.set(conversation.id, conversation)
    for (const member of conversation.members) {
      const own = this.#conversationsOf.get(member) ?? new Set()
      this.#conversationsOf.set(member, own.add(conversation.id))
    }
  }

  #takeMessage(message: StoredMessage): Touched {
    this.log(message.channel).put(message)
    return {
      conversation: message.channel,
      ...(message.ephemeralFor === null ? {} : { only: message.ephemeralFor }),
      ...(message.markdown === null ? {} : { stream: streamOf(message) }),
    }
  }

  #takeStreamed(channel: string, ts: string, add: string): Touched | null {
    const message = this.message(channel, ts)
    if (message === undefined) return null
    const markdown = (message.markdown ?? '') + add
    const grown = { ...message, markdown, text: markdown }
    this.log(channel).put(grown)
    return { stream: streamOf(grown) }
  }

  #takeView(view: StoredView): Touched {
    this.views.set(view.id, view)
    if (view.view.type === 'modal') return { modalOf: view.user }
    this.homes.set(view.user, view.id)
    return { homeOf: view.user }
  }

  #takeStack(user: string, views: string[]): void {
    for (const id of this.stacks.get(user) ?? []) if (!views.includes(id)) this.views.delete(id)
    if (views.length === 0) this.stacks.delete(user)
    else this.stacks.set(user, views)
  }

  /** They lie in the order of their issue, so the old ones are in front. */
  #takeResponseUrl(url: ResponseUrl): void {
    this.responseUrls.set(url.id, url)
    for (const { id, expires } of this.responseUrls.values()) {
      if (expires > Date.now()) return
      this.responseUrls.delete(id)
    }
  }

  /** The shortest list of changes that gives this state. */
  *#everything(): Generator<Change> {
    for (const user of this.users.values()) yield { kind: 'user', user }
    for (const group of this.groups.values()) yield { kind: 'group', group }
    for (const conversation of this.conversations.values()) yield { kind: 'conversation', conversation }
    for (const file of this.files.values()) yield { kind: 'file', file }
    for (const log of this.#logs.values()) {
      for (const message of log.all()) yield { kind: 'message', message }
    }
    for (const view of this.views.values()) yield { kind: 'view', view }
    for (const [user, views] of this.stacks) yield { kind: 'stack', user, views }
    for (const [key, ts] of this.#reads) {
      const [user = '', channel = ''] = key.split(' ')
      yield { kind: 'read', user, channel, ts }
    }
    for (const url of this.responseUrls.values()) {
      if (url.expires > Date.now()) yield { kind: 'responseUrl', url }
    }
    yield { kind: 'clock', setting: this.clock }
  }
}

function streamOf({ channel, ts, markdown, streaming }: StoredMessage): NonNullable<Touched['stream']> {
  return { channel, ts, markdown: markdown ?? '', streaming }
}
