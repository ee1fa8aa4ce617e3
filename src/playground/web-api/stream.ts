import type { KnownBlock } from '@slack/types'
import { MARKDOWN_CHARACTERS } from '../shapes/limits.ts'
import { defined, isRecord, listIn, textIn, type JsonRecord } from '../protocol/json.ts'
import type { StoredMessage } from '../protocol/protocol.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import { messageJson } from '../delivery/slack-json.ts'
import { addMessage, type World } from '../state/world.ts'
import { conversationToPostIn, threadIn } from './chat.ts'
import { acceptedBlocks } from './message-content.ts'
import {
  metadataIn,
  missing,
  needConversation,
  needUser,
  type Arguments,
  type MethodTable,
} from './method.ts'

/** A stream that is not stopped closes by itself after about five minutes of real time (user-reported). */
const STREAM_LIFE = 5 * 60_000

const startedAt = new WeakMap<World, Map<string, number>>()

export const streamMethods: MethodTable = {
  'chat.startStream': { token: 'bot', scope: 'chat:write', tier: 2, run: startStream },
  'chat.appendStream': { token: 'bot', scope: 'chat:write', tier: 4, run: appendStream },
  'chat.stopStream': { token: 'bot', scope: 'chat:write', tier: 2, run: stopStream },
}

function startStream(world: World, args: Arguments) {
  const conversation = conversationToPostIn(world, args.need('channel'))
  if (!args.has('thread_ts')) throw missing('thread_ts')
  if (conversation.kind === 'channel') {
    if (!args.has('recipient_user_id')) throw new SlackRefusal('missing_recipient_user_id')
    if (!args.has('recipient_team_id')) throw new SlackRefusal('missing_recipient_team_id')
    needUser(world, args.text('recipient_user_id'))
  }
  const threadTs = threadIn(world, conversation, args)
  const { markdown, blocks } = addedBy(args, [])
  const message = addMessage(world, {
    channel: conversation.id,
    user: world.identity.bot.userId,
    text: markdown,
    threadTs,
    streaming: true,
    markdown,
    blocks,
  })
  starts(world).set(`${message.channel} ${message.ts}`, Date.now())
  return { channel: message.channel, ts: message.ts }
}

function appendStream(world: World, args: Arguments) {
  const message = streamingMessage(world, args)
  const { markdown, blocks } = addedBy(args, message.blocks)
  if (markdown !== '') {
    world.store.apply({ kind: 'streamed', channel: message.channel, ts: message.ts, add: markdown })
  }
  if (blocks !== message.blocks) {
    const grown = world.store.message(message.channel, message.ts) ?? message
    world.store.apply({ kind: 'message', message: { ...grown, blocks } })
  }
  return { channel: message.channel, ts: message.ts }
}

function stopStream(world: World, args: Arguments) {
  const message = streamingMessage(world, args)
  const { markdown: added, blocks: inChunks } = addedBy(args, message.blocks)
  const markdown = (message.markdown ?? '') + added
  const given = args.structure('blocks', 'invalid_blocks_format')
  const closing = given === undefined ? [] : acceptedBlocks('', given)
  const done: StoredMessage = {
    ...message,
    text: markdown,
    markdown,
    blocks: [...inChunks, ...closing],
    metadata: metadataIn(args) ?? message.metadata,
    streaming: false,
  }
  world.store.apply({ kind: 'message', message: done })
  starts(world).delete(`${message.channel} ${message.ts}`)
  return { channel: done.channel, ts: done.ts, message: messageJson(world, done, true) }
}

function streamingMessage(world: World, args: Arguments): StoredMessage {
  const conversation = needConversation(world, args.need('channel'))
  const message = world.store.message(conversation.id, args.need('ts'))
  if (message === undefined) throw new SlackRefusal('message_not_found')
  if (!message.streaming) throw new SlackRefusal('message_not_in_streaming_state')
  const key = `${message.channel} ${message.ts}`
  // After a restart the age is unknown: such a stream starts over.
  const started = starts(world).get(key) ?? Date.now()
  starts(world).set(key, started)
  if (Date.now() - started <= STREAM_LIFE) return message
  world.store.apply({ kind: 'message', message: { ...message, streaming: false } })
  throw new SlackRefusal('message_not_in_streaming_state')
}

/** The text that this call adds, and the message's blocks after it. */
function addedBy(args: Arguments, before: KnownBlock[]): { markdown: string; blocks: KnownBlock[] } {
  const chunks = args.structure('chunks')
  if (chunks !== undefined && !Array.isArray(chunks)) throw new SlackRefusal('invalid_chunks')
  let markdown = args.text('markdown_text')
  let blocks = before
  for (const chunk of chunks ?? []) {
    if (!isRecord(chunk)) throw new SlackRefusal('invalid_chunks')
    if (chunk['type'] === 'markdown_text') markdown += textIn(chunk, 'text')
    else blocks = withChunk(blocks, chunk)
  }
  if (markdown.length > MARKDOWN_CHARACTERS) throw new SlackRefusal('msg_too_long')
  return { markdown, blocks }
}

function withChunk(blocks: KnownBlock[], chunk: JsonRecord): KnownBlock[] {
  switch (chunk['type']) {
    case 'blocks':
      return [...blocks, ...acceptedBlocks('', listIn(chunk, 'blocks'))]
    case 'plan_update':
      return [
        { type: 'plan', title: textIn(chunk, 'title') },
        ...blocks.filter(({ type }) => type !== 'plan'),
      ]
    case 'task_update':
      return withTask(blocks, chunk)
    default:
      throw new SlackRefusal('invalid_chunks', [`[ERROR] unsupported chunk type: ${String(chunk['type'])}`])
  }
}

/** A task of a plan is shown as a card; a later update of the same task takes its place. */
function withTask(blocks: KnownBlock[], chunk: JsonRecord): KnownBlock[] {
  const id = textIn(chunk, 'id')
  const card = defined({
    type: 'task_card',
    task_id: id,
    title: textIn(chunk, 'title'),
    status: textIn(chunk, 'status'),
    details: richTextOf(textIn(chunk, 'details')),
    output: richTextOf(textIn(chunk, 'output')),
  })
  const [accepted] = acceptedBlocks('', [card])
  if (accepted === undefined) return blocks
  const at = blocks.findIndex((block) => block.type === 'task_card' && block.task_id === id)
  return at < 0 ? [...blocks, accepted] : blocks.with(at, accepted)
}

function richTextOf(text: string): JsonRecord | undefined {
  if (text === '') return undefined
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] }
}

function starts(world: World): Map<string, number> {
  const known = startedAt.get(world) ?? new Map<string, number>()
  startedAt.set(world, known)
  return known
}
