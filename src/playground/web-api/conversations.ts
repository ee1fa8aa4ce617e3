import { conversationJson, messageJson } from '../delivery/slack-json.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import type { StoredConversation, StoredMessage } from '../protocol/protocol.ts'
import { directMessage, type World } from '../state/world.ts'
import {
  cursorOf,
  needConversation,
  needMember,
  needScope,
  needUser,
  pageOf,
  positionTextIn,
  type Arguments,
  type MethodTable,
} from './method.ts'

export const conversationMethods: MethodTable = {
  'conversations.open': { token: 'bot', scope: 'im:write', tier: 3, run: open },
  'conversations.history': { token: 'bot', tier: 3, run: history },
  'conversations.replies': { token: 'bot', tier: 3, run: replies },
  'conversations.info': { token: 'bot', tier: 3, run: info },
  'conversations.list': { token: 'bot', tier: 2, run: listAll },
  'conversations.members': { token: 'bot', tier: 4, run: members },
}

function open(world: World, args: Arguments) {
  if (args.has('channel')) {
    const known = needConversation(world, args.text('channel'))
    if (known.kind !== 'im') throw new SlackRefusal('method_not_supported_for_channel_type')
    return opened(world, known, true, args)
  }
  const users = args.need('users').split(',')
  if (users.length > 1) throw new SlackRefusal('missing_scope', [], { needed: 'mpim:write' })
  const user = needUser(world, users[0]!)
  if (user.isBot) throw new SlackRefusal('cannot_dm_bot')
  if (user.deleted) throw new SlackRefusal('user_disabled')
  const before = world.store.revision
  const conversation = directMessage(world, user.id)
  return opened(world, conversation, before === world.store.revision, args)
}

function opened(world: World, conversation: StoredConversation, already: boolean, args: Arguments) {
  const channel = args.flag('return_im') ? conversationJson(world, conversation) : { id: conversation.id }
  return { channel, ...(already && { no_op: true, already_open: true }) }
}

function history(world: World, args: Arguments) {
  const conversation = readable(world, args)
  const limit = args.count('limit', 100, 999)
  const position = positionTextIn(args)
  const from = {
    ...(args.has('oldest') && { oldest: args.text('oldest') }),
    ...(args.has('latest') && { latest: args.text('latest') }),
    inclusive: args.flag('inclusive'),
    ...(position !== '' && { latest: position, inclusive: true }),
  }
  const page: StoredMessage[] = []
  let next = ''
  for (const message of world.store.log(conversation.id).newestFirst(from)) {
    if (message.ephemeralFor !== null) continue
    if (page.length === limit) {
      next = message.ts
      break
    }
    page.push(message)
  }
  return {
    messages: page.map((message) => messageJson(world, message, wantsMetadata(world, args))),
    has_more: next !== '',
    pin_count: 0,
    response_metadata: { next_cursor: next === '' ? '' : cursorOf(next) },
  }
}

function replies(world: World, args: Arguments) {
  const conversation = readable(world, args)
  const ts = args.need('ts')
  const message = world.store.message(conversation.id, ts)
  if (message === undefined || message.ephemeralFor !== null) throw new SlackRefusal('thread_not_found')
  const root = world.store.message(conversation.id, message.threadTs ?? ts) ?? message
  const visible = world.store.log(conversation.id).repliesTo(root.ts)
  const all = [root, ...visible.filter((reply) => reply.ephemeralFor === null)].filter(
    (one) => one === root || within(one.ts, args),
  )
  const { page, nextCursor } = pageOf(all, args, 1000)
  return {
    messages: page.map((one) => messageJson(world, one, wantsMetadata(world, args))),
    has_more: nextCursor !== '',
    response_metadata: { next_cursor: nextCursor },
  }
}

function within(ts: string, args: Arguments): boolean {
  const oldest = args.text('oldest')
  const latest = args.text('latest')
  if (args.flag('inclusive') && (ts === oldest || ts === latest)) return true
  return ts > oldest && (latest === '' || ts < latest)
}

function info(world: World, args: Arguments) {
  const conversation = needConversation(world, args.need('channel'))
  needScope(world, ...scopesFor(conversation, 'read'))
  return { channel: conversationJson(world, conversation) }
}

function listAll(world: World, args: Arguments) {
  const types = (args.text('types') || 'public_channel').split(',')
  for (const type of types) needScope(world, SCOPE_OF_TYPE[type] ?? 'channels:read')
  const bot = world.identity.bot.userId
  const all = [...world.store.conversations.values()].filter(
    (one) => types.includes(typeOf(one)) && (!one.isPrivate || world.store.isMember(bot, one.id)),
  )
  const { page, nextCursor } = pageOf(all, args, 100)
  return {
    channels: page.map((one) => conversationJson(world, one)),
    response_metadata: { next_cursor: nextCursor },
  }
}

function members(world: World, args: Arguments) {
  const conversation = needConversation(world, args.need('channel'))
  needScope(world, ...scopesFor(conversation, 'read'))
  const { page, nextCursor } = pageOf(conversation.members, args, 100)
  return { members: page, response_metadata: { next_cursor: nextCursor } }
}

const SCOPE_OF_TYPE: Record<string, string> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
}

function typeOf(conversation: StoredConversation): string {
  if (conversation.kind === 'im') return 'im'
  return conversation.isPrivate ? 'private_channel' : 'public_channel'
}

function scopesFor(conversation: StoredConversation, right: 'read' | 'history'): string[] {
  const type = typeOf(conversation)
  const family = type === 'im' ? 'im' : type === 'private_channel' ? 'groups' : 'channels'
  return [`${family}:${right}`]
}

function readable(world: World, args: Arguments): StoredConversation {
  const conversation = needConversation(world, args.need('channel'))
  needScope(world, ...scopesFor(conversation, 'history'))
  needMember(world, conversation)
  return conversation
}

function wantsMetadata(world: World, args: Arguments): boolean {
  return args.flag('include_all_metadata') && world.scopes.has('metadata.message:read')
}
