import { newId } from '../protocol/ids.ts'
import { commandPayload } from '../delivery/interactions.ts'
import { mimeTypeOf } from '../state/file-contents.ts'
import { sendEvent } from '../delivery/events.ts'
import { defined, type JsonRecord } from '../protocol/json.ts'
import { fileSeen } from './sees.ts'
import { actingPerson, doneWhen, ownConversation, type PersonAtWork } from './acting.ts'
import type {
  CommandAnswer,
  CommandRequest,
  StoredConversation,
  StoredMessage,
  StoredUser,
  UploadAnswer,
  UploadRequest,
} from '../protocol/protocol.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import { answerInteraction, saysSomething } from '../web-api/responses.ts'
import { messageJson } from '../delivery/slack-json.ts'
import type { StoredFile } from '../state/state.ts'
import { escapeText, slackText } from './typed-text.ts'
import { addMessage, type World } from '../state/world.ts'

/** Who speaks for Slack itself. */
export const SLACKBOT = 'USLACKBOT'

/** What a person types: a slash command, or a message. */
export async function typeText(work: PersonAtWork, request: CommandRequest): Promise<CommandAnswer> {
  const { world } = work
  const person = actingPerson(world, request.as)
  const conversation = ownConversation(world, person, request.channel)
  const command = /^\/\S+/.exec(request.text.trimStart())?.[0]
  if (command !== undefined) return await runCommand(work, person, conversation, { ...request, command })
  if (request.text.trim() === '') throw new SlackRefusal('no_text')
  const text = inMessage(slackText(request.text, work.names()))
  const message = addMessage(world, {
    channel: conversation.id,
    user: person.id,
    text,
    threadTs: request.thread_ts ?? null,
  })
  await tellOfMessage(world, conversation, message)
  return { ok: true, ts: message.ts }
}

/** A file, shared with a message or kept for a form. */
export async function uploadFile(work: PersonAtWork, request: UploadRequest): Promise<UploadAnswer> {
  const { world } = work
  const person = actingPerson(world, request.as)
  const bytes = Buffer.from(request.content, 'base64')
  const channel = request.channel === undefined ? null : ownConversation(world, person, request.channel)
  const file: StoredFile = {
    id: newId('F'),
    name: request.name,
    title: request.name,
    mimetype: mimeTypeOf(request.name),
    size: bytes.length,
    user: person.id,
    at: world.clock.now().toString(),
    altText: null,
    complete: true,
    shares: [],
  }
  await world.contents.put(file.id, bytes)
  world.store.apply({ kind: 'file', file })
  if (channel === null) return { ok: true, file: fileSeen(file) }
  const message = addMessage(world, {
    channel: channel.id,
    user: person.id,
    text: inMessage(slackText(request.text ?? '', work.names())),
    threadTs: request.thread_ts ?? null,
    fileIds: [file.id],
  })
  const shares = [{ channel: channel.id, ts: message.ts }]
  world.store.apply({ kind: 'file', file: { ...file, shares } })
  await tellOfMessage(world, channel, message, { subtype: 'file_share' })
  return { ok: true, file: fileSeen(file), ts: message.ts }
}

async function runCommand(
  work: PersonAtWork,
  person: StoredUser,
  conversation: StoredConversation,
  typed: { command: string; text: string; thread_ts?: string },
): Promise<CommandAnswer> {
  const { world } = work
  const { command } = typed
  const complain = (text: string): void => {
    addMessage(world, { channel: conversation.id, user: SLACKBOT, text, ephemeralFor: person.id })
  }
  if (!world.commands.includes(command)) {
    complain(`\`${escapeText(command)}\` is not a valid command.`)
    return { ok: false, error: 'invalid_command' }
  }
  if (typed.thread_ts !== undefined) {
    complain(`\`${command}\` is not supported in threads. Sorry!`)
    return { ok: false, error: 'not_in_threads' }
  }
  const text = slackText(typed.text.trimStart().slice(command.length).trim(), work.names())
  const payload = commandPayload(world, person, conversation, { command, text })
  const answer = await world.delivery.deliver('slash_commands', payload)
  if (!answer.ok) {
    complain(`${command} failed because the app did not respond. (${answer.error})`)
    return doneWhen(answer)
  }
  if (saysSomething(answer.payload)) {
    const to = { user: person.id, channel: conversation.id, messageTs: null, threadTs: null }
    answerInteraction(world, to, answer.payload)
  }
  return { ok: true }
}

/** Mentions stand in messages without the name that commands carry. */
function inMessage(text: string): string {
  return text.replace(/<@([UW][A-Z0-9_]+)\|[^>]*>/g, '<@$1>')
}

/** Tells the bot of a person's message in a conversation that it is in. */
async function tellOfMessage(
  world: World,
  conversation: StoredConversation,
  message: StoredMessage,
  more: JsonRecord = {},
): Promise<void> {
  const { userId } = world.identity.bot
  const events: Promise<unknown>[] = []
  const event = defined({
    ...messageJson(world, message),
    ...more,
    channel: conversation.id,
    channel_type: conversation.kind === 'im' ? 'im' : 'channel',
    event_ts: message.ts,
  })
  const isMember = world.store.isMember(userId, conversation.id)
  if (isMember)
    events.push(sendEvent(world, `message.${conversation.kind === 'im' ? 'im' : 'channels'}`, event))
  if (conversation.kind === 'channel' && message.text.includes(`<@${userId}>`)) {
    events.push(sendEvent(world, 'app_mention', { ...event, type: 'app_mention' }))
  }
  for (const id of isMember ? message.fileIds : []) {
    const shared = { type: 'file_shared', file_id: id, file: { id }, user_id: message.user }
    events.push(
      sendEvent(world, 'file_shared', { ...shared, channel_id: conversation.id, event_ts: message.ts }),
    )
  }
  await Promise.all(events)
}
