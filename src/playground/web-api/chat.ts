import { directMessageId } from '../protocol/ids.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import { messageJson } from '../delivery/slack-json.ts'
import type { StoredConversation, StoredMessage } from '../protocol/protocol.ts'
import { addMessage, directMessage, type World } from '../state/world.ts'
import { contentIn } from './message-content.ts'
import {
  metadataIn,
  needConversation,
  needMember,
  needScope,
  needUser,
  type Arguments,
  type MethodTable,
} from './method.ts'

export const chatMethods: MethodTable = {
  'chat.postMessage': { token: 'bot', scope: 'chat:write', tier: 'posting', run: postMessage },
  'chat.postEphemeral': { token: 'bot', scope: 'chat:write', tier: 4, run: postEphemeral },
  'chat.update': { token: 'bot', scope: 'chat:write', tier: 3, run: update },
  'chat.delete': { token: 'bot', scope: 'chat:write', tier: 3, run: remove },
  'chat.getPermalink': { token: 'bot', tier: 'none', run: getPermalink },
}

function postMessage(world: World, args: Arguments) {
  const conversation = conversationToPostIn(world, args.need('channel'))
  const content = contentIn(args)
  const metadata = metadataIn(args)
  const threadTs = threadIn(world, conversation, args)
  const user = world.identity.bot.userId
  const message = addMessage(world, { ...content, channel: conversation.id, user, metadata, threadTs })
  return { channel: conversation.id, ts: message.ts, message: messageJson(world, message, true) }
}

function postEphemeral(world: World, args: Arguments) {
  const conversation = conversationToPostIn(world, args.need('channel'))
  const user = args.need('user')
  if (!world.store.users.has(user)) throw new SlackRefusal('user_not_found')
  if (!world.store.isMember(user, conversation.id)) throw new SlackRefusal('user_not_in_channel')
  const message = addMessage(world, {
    ...contentIn(args),
    channel: conversation.id,
    user: world.identity.bot.userId,
    ephemeralFor: user,
    threadTs: threadIn(world, conversation, args),
  })
  return { message_ts: message.ts }
}

function update(world: World, args: Arguments) {
  const message = ownMessage(world, args, 'cant_update_message')
  if (message.streaming) throw new SlackRefusal('streaming_state_conflict')
  const content = contentIn(args, { update: true })
  const metadata = metadataIn(args) ?? message.metadata
  // Slack keeps what the call does not mention, except that new text without blocks drops the old blocks.
  const changed: StoredMessage = {
    ...message,
    ...content,
    metadata,
    markdown: null,
    editedTs: world.timestamps.next(world.clock.now()),
  }
  world.store.apply({ kind: 'message', message: changed })
  return {
    channel: message.channel,
    ts: message.ts,
    text: changed.text,
    message: messageJson(world, changed, true),
  }
}

function remove(world: World, args: Arguments) {
  const message = ownMessage(world, args, 'cant_delete_message')
  world.store.apply({ kind: 'deleted', channel: message.channel, ts: message.ts })
  return { channel: message.channel, ts: message.ts }
}

function getPermalink(world: World, args: Arguments) {
  const channel = needConversation(world, args.need('channel')).id
  const ts = args.need('message_ts')
  if (world.store.message(channel, ts) === undefined) throw new SlackRefusal('message_not_found')
  return { channel, permalink: permalinkOf(world, channel, ts) }
}

function permalinkOf(world: World, channel: string, ts: string): string {
  return `${world.url}/archives/${channel}/p${ts.replace('.', '')}`
}

/** Channel, direct message or user (then the direct message with them), in which the bot may post. */
export function conversationToPostIn(world: World, id: string): StoredConversation {
  const user = /^[UW]/.test(id) ? id : directMessageUser(world, id)
  if (user !== null) {
    const person = world.store.users.get(user)
    if (person === undefined) throw new SlackRefusal('channel_not_found')
    if (person.isBot) throw new SlackRefusal('cannot_dm_bot')
    if (person.deleted) throw new SlackRefusal('account_inactive')
    return directMessage(world, needUser(world, user).id)
  }
  const conversation = needConversation(world, id)
  if (!world.scopes.has('chat:write.public')) needMember(world, conversation)
  return conversation
}

/** The other side of a direct message with the bot, null if the id is not one. */
function directMessageUser(world: World, id: string): string | null {
  const conversation = world.store.conversations.get(id)
  if (conversation?.kind !== 'im') return null
  return conversation.members.find((member) => directMessageId(member) === id) ?? null
}

export function threadIn(world: World, conversation: StoredConversation, args: Arguments): string | null {
  const ts = args.text('thread_ts')
  if (ts === '') return null
  const root = world.store.message(conversation.id, ts)
  if (root === undefined) throw new SlackRefusal('thread_not_found')
  // A reply to a reply lands in the same thread.
  return root.threadTs ?? ts
}

function ownMessage(world: World, args: Arguments, notOwn: string): StoredMessage {
  const conversation = needConversation(world, args.need('channel'))
  const message = world.store.message(conversation.id, args.need('ts'))
  if (message === undefined || message.ephemeralFor !== null) throw new SlackRefusal('message_not_found')
  if (message.user !== world.identity.bot.userId) throw new SlackRefusal(notOwn)
  needScope(world, 'chat:write')
  return message
}
