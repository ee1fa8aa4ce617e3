import type { PlaygroundClock } from '../behaviour/clock.ts'
import type { Delivery } from '../protocol/delivery.ts'
import type { FailureInjector } from '../behaviour/faults.ts'
import type { FileContents } from './file-contents.ts'
import { directMessageId, newSecret } from '../protocol/ids.ts'
import type { ShortcutSeen, StoredConversation, StoredMessage } from '../protocol/protocol.ts'
import type { RateLimits } from '../behaviour/rate-limits.ts'
import type { ResponseUrl } from './state.ts'
import type { Store } from './store.ts'
import type { Timestamps } from '../behaviour/timestamps.ts'
import type { Triggers } from '../behaviour/triggers.ts'

/** Who and where everything is; never changes while the server runs. */
export type Identity = {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string }
  readonly bot: {
    readonly userId: string
    readonly botId: string
    readonly appId: string
    readonly name: string
  }
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
}

export type Log = (event: string, details: Record<string, unknown>) => void

/** Everything the server's parts work on. */
export type World = {
  readonly identity: Identity
  readonly store: Store
  readonly clock: PlaygroundClock
  readonly timestamps: Timestamps
  readonly contents: FileContents
  readonly triggers: Triggers
  readonly faults: FailureInjector
  readonly rates: RateLimits
  readonly delivery: Delivery
  readonly scopes: ReadonlySet<string>
  readonly commands: readonly string[]
  /** Events the bot hears of, by the names of an app manifest. */
  readonly subscriptions: ReadonlySet<string>
  readonly shortcuts: readonly ShortcutSeen[]
  /** `http://127.0.0.1:3900`, without a slash at the end. */
  readonly url: string
  /** Nobody listens for so many milliseconds, and what was connected is cut. */
  readonly goOffline: (milliseconds: number) => void
  readonly log: Log
}

/** The conversation between a user and the bot, made when it is first asked for. */
export function directMessage(world: World, user: string): StoredConversation {
  const id = directMessageId(user)
  const known = world.store.conversations.get(id)
  if (known !== undefined) return known
  const members = [user, world.identity.bot.userId]
  const conversation: StoredConversation = { id, kind: 'im', name: '', members, isPrivate: true }
  world.store.apply({ kind: 'conversation', conversation })
  return conversation
}

/** What a new message says; the rest follows. */
export type Draft = Pick<StoredMessage, 'channel' | 'user' | 'text'> &
  Partial<Omit<StoredMessage, 'ts' | 'at' | 'botId'>>

/** Stores a new message with the next timestamp. */
export function addMessage(world: World, draft: Draft): StoredMessage {
  const now = world.clock.now()
  const message: StoredMessage = {
    blocks: [],
    attachments: [],
    metadata: null,
    fileIds: [],
    threadTs: null,
    editedTs: null,
    ephemeralFor: null,
    streaming: false,
    markdown: null,
    ...draft,
    ts: world.timestamps.next(now),
    at: now.toString(),
    botId: draft.user === world.identity.bot.userId ? world.identity.bot.botId : null,
  }
  world.store.apply({ kind: 'message', message })
  return message
}

/** How long and how often a response_url works. Source: Slack's handling of user interaction. */
const RESPONSE_URL_LIFE = 30 * 60_000
const RESPONSE_URL_USES = 5

/** A new address for answering an interaction. */
export function issueResponseUrl(
  world: World,
  about: Pick<ResponseUrl, 'user' | 'channel' | 'messageTs' | 'threadTs'>,
): string {
  const id = newSecret()
  const expires = Date.now() + RESPONSE_URL_LIFE
  world.store.apply({ kind: 'responseUrl', url: { ...about, id, expires, usesLeft: RESPONSE_URL_USES } })
  return `${world.url}/response/${id}`
}
