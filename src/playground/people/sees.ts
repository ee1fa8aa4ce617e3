import type { ModalView, HomeView } from '@slack/types'
import type {
  ConversationContent,
  ConversationSeen,
  FileSeen,
  HomeSeen,
  MessageSeen,
  ModalSeen,
  PersonState,
  StoredConversation,
  StoredMessage,
  StoredUser,
  UserSeen,
} from '../protocol/protocol.ts'
import type { StoredFile } from '../state/state.ts'
import { directMessage, type World } from '../state/world.ts'

/** Counting unread messages stops here; the page shows "99+". */
const MOST_UNREAD = 100

/** All that this person has on the screen. `conversation` must be one of theirs. */
export function personState(
  world: World,
  person: StoredUser,
  conversation: StoredConversation | null,
  limit: number,
): PersonState {
  const { store, identity } = world
  if (!person.isBot) directMessage(world, person.id)
  const content = conversation === null ? null : conversationContent(world, person.id, conversation, limit)
  return {
    revision: store.revision,
    team: identity.team,
    clock: world.clock.state(),
    as: person.id,
    bot: identity.bot.userId,
    users: [...store.users.values()].map(userSeen),
    conversations: conversationsSeen(world, person.id),
    conversation: content,
    modals: modalsSeen(world, person.id),
    home: homeSeen(world, person.id),
    commands: [...world.commands],
    shortcuts: [...world.shortcuts],
  }
}

/** The latest `limit` root messages with their replies, as this person sees them. */
export function conversationContent(
  world: World,
  person: string,
  conversation: StoredConversation,
  limit: number,
): ConversationContent {
  const newest: StoredMessage[] = []
  let hasMore = false
  for (const message of world.store.log(conversation.id).newestFirst()) {
    if (!visibleTo(person, message)) continue
    hasMore = newest.length === limit
    if (hasMore) break
    newest.push(message)
  }
  const messages = newest.reverse().map((message) => messageSeen(world, person, message))
  return { id: conversation.id, messages, hasMore }
}

/** Marks everything in the conversation as read. */
export function markRead(world: World, person: string, conversation: StoredConversation): void {
  const [latest] = world.store.log(conversation.id).newestFirst()
  if (latest === undefined || latest.ts <= world.store.readUpTo(person, conversation.id)) return
  world.store.apply({ kind: 'read', user: person, channel: conversation.id, ts: latest.ts })
}

export function fileSeen(file: StoredFile): FileSeen {
  const { id, name, title, mimetype, size } = file
  return { id, name, title, mimetype, size, url: `/files/${id}/${encodeURIComponent(name)}` }
}

export function modalsSeen(world: World, person: string): ModalSeen[] {
  return (world.store.stacks.get(person) ?? []).flatMap((id, depth) => {
    const view = world.store.views.get(id)
    if (view === undefined) return []
    // Only modals are put on the stack.
    return [
      {
        id,
        depth,
        view: view.view as ModalView,
        errors: view.errors,
        state: view.state,
        hash: view.hash,
      },
    ]
  })
}

export function homeSeen(world: World, person: string): HomeSeen | null {
  const view = world.store.views.get(world.store.homes.get(person) ?? '')
  return view === undefined ? null : { id: view.id, view: view.view as HomeView, hash: view.hash }
}

function messageSeen(world: World, person: string, message: StoredMessage): MessageSeen {
  const isRoot = message.threadTs === null || message.threadTs === message.ts
  const replies = isRoot
    ? world.store
        .log(message.channel)
        .repliesTo(message.ts)
        .filter((reply) => visibleTo(person, reply))
    : []
  return {
    ts: message.ts,
    channel: message.channel,
    user: message.user,
    at: message.at,
    text: message.text,
    blocks: message.blocks,
    files: message.fileIds.flatMap((id) => {
      const file = world.store.files.get(id)
      return file?.complete === true ? [fileSeen(file)] : []
    }),
    edited: message.editedTs !== null,
    streaming: message.streaming,
    markdown: message.markdown,
    ephemeral: message.ephemeralFor !== null,
    threadTs: message.threadTs,
    replyCount: replies.length,
    replies: replies.map((reply) => messageSeen(world, person, reply)),
  }
}

function visibleTo(person: string, message: StoredMessage): boolean {
  return message.ephemeralFor === null || message.ephemeralFor === person
}

function userSeen(user: StoredUser): UserSeen {
  const { id, name, realName, title, role, locale, tz, isBot, isAdmin, isRestricted, deleted } = user
  return { id, name, realName, title, role, locale, tz, isBot, isAdmin, isRestricted, deleted }
}

function conversationsSeen(world: World, person: string): ConversationSeen[] {
  return world.store
    .conversationsOf(person)
    .map((conversation) => {
      const { id, kind, members } = conversation
      const user = kind === 'im' ? (members.find((member) => member !== person) ?? person) : null
      const name = user === null ? conversation.name : (world.store.users.get(user)?.realName ?? user)
      return { id, kind, name, user, unread: unreadOf(world, person, conversation), members }
    })
    .toSorted((a, b) => a.kind.localeCompare(b.kind))
}

function unreadOf(world: World, person: string, conversation: StoredConversation): number {
  const oldest = world.store.readUpTo(person, conversation.id)
  let unread = 0
  for (const message of world.store.log(conversation.id).newestFirst({ oldest })) {
    if (message.user !== person && visibleTo(person, message)) unread += 1
    if (unread === MOST_UNREAD) break
  }
  return unread
}
