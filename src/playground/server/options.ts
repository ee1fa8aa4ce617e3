import type { ShortcutSeen, StoredConversation, StoredUser, StoredUserGroup } from '../protocol/protocol.ts'
import type { Log } from '../state/world.ts'

/** A user to begin with; what is left out is an ordinary member's. */
export type NewUser = Partial<StoredUser> & Pick<StoredUser, 'id'>
/** A channel to begin with; without members everybody is in, the bot too. */
export type NewChannel = Partial<Omit<StoredConversation, 'kind'>> & Pick<StoredConversation, 'id' | 'name'>

export type PlaygroundOptions = {
  /** 0 takes any free port (the default). */
  port?: number
  /** Folder in which everything is kept; without one nothing outlives the process. */
  dataDir?: string
  team: { id: string; name: string; domain: string }
  /** Those whom a kept state already knows stay as they are kept. */
  users: readonly NewUser[]
  channels?: readonly NewChannel[]
  userGroups?: readonly StoredUserGroup[]
  botUser: { userId: string; name: string; botId?: string; appId?: string }
  /** IANA zone of the office. */
  zone: string
  /** Where the clock stands at the very first start, ISO; later starts go on from what is kept. */
  startsAt?: string
  delivery: { kind: 'socket' } | { kind: 'http'; url?: string; signingSecret?: string }
  /** What the bot token may do; default what slack-manifest.json asks for. */
  scopes?: readonly string[]
  /** Slash commands that the app has, `/study`; default the manifest's. */
  commands?: readonly string[]
  /** Default the manifest's. */
  shortcuts?: readonly ShortcutSeen[]
  /** Events the app subscribes to, by manifest name; default the manifest's. */
  events?: readonly string[]
  log?: Log
}

/** A user with everything that was left out. */
export function completeUser(user: NewUser, zone: string): StoredUser {
  const name = user.name ?? user.id.toLowerCase()
  return {
    name,
    realName: user.realName ?? name,
    email: null,
    title: '',
    role: '',
    locale: 'en-US',
    tz: zone,
    isBot: false,
    isAdmin: false,
    isOwner: false,
    isRestricted: false,
    deleted: false,
    ...user,
  }
}

export function completeChannel(channel: NewChannel, everybody: readonly string[]): StoredConversation {
  return { members: [...everybody], isPrivate: false, ...channel, kind: 'channel' }
}
