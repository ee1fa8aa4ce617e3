import { mimeTypeOf } from '../state/file-contents.ts'
import { newId } from '../protocol/ids.ts'
import { textIn } from '../protocol/json.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import { fileJson } from '../delivery/slack-json.ts'
import type { StoredFile } from '../state/state.ts'
import { addMessage, type World } from '../state/world.ts'
import { conversationToPostIn, threadIn } from './chat.ts'
import { contentIn } from './message-content.ts'
import { Arguments, missing, type MethodTable } from './method.ts'

/** Slack takes files of up to 1 GB; one of the playground should fit in memory. */
const MOST_BYTES = 100_000_000

export const fileMethods: MethodTable = {
  'files.getUploadURLExternal': { token: 'bot', scope: 'files:write', tier: 4, run: getUploadUrl },
  'files.completeUploadExternal': { token: 'bot', scope: 'files:write', tier: 4, run: completeUpload },
  'files.info': { token: 'bot', scope: 'files:read', tier: 4, run: info },
  'files.delete': { token: 'bot', scope: 'files:write', tier: 3, run: remove },
}

function getUploadUrl(world: World, args: Arguments) {
  const name = args.need('filename')
  const size = Number(args.need('length'))
  if (!Number.isInteger(size) || size < 1) throw missing('length')
  if (size > MOST_BYTES) throw new SlackRefusal('file_upload_size_restricted')
  const file: StoredFile = {
    id: newId('F'),
    name,
    title: name,
    mimetype: mimeTypeOf(name),
    size,
    user: world.identity.bot.userId,
    at: world.clock.now().toString(),
    altText: args.has('alt_text') ? args.text('alt_text') : null,
    complete: false,
    shares: [],
  }
  world.store.apply({ kind: 'file', file })
  return { upload_url: `${world.url}/upload/${file.id}`, file_id: file.id }
}

async function completeUpload(world: World, args: Arguments) {
  const given = args.structure('files')
  if (!Array.isArray(given) || given.length === 0) throw missing('files')
  const files: StoredFile[] = []
  for (const one of given) {
    const file = world.store.files.get(textIn(one, 'id'))
    const uploaded = file !== undefined && (await world.contents.get(file.id)) !== undefined
    if (file === undefined || !uploaded) throw new SlackRefusal('file_not_found')
    if (file.complete) throw new SlackRefusal('file_already_completed')
    files.push({ ...file, title: textIn(one, 'title') || file.name, complete: true })
  }
  const shared = share(world, args, files)
  for (const file of shared) world.store.apply({ kind: 'file', file })
  return { files: shared.map((file) => fileJson(world, file)) }
}

/** Posts one message with these files in each conversation named; without one the files stay private. */
function share(world: World, args: Arguments, files: StoredFile[]): StoredFile[] {
  const ids = (args.text('channel_id') || args.text('channels')).split(',').filter((id) => id !== '')
  if (ids.some((id) => !/^[CDG]/.test(id))) throw new SlackRefusal('channel_not_found')
  const targets = ids.map((id) => conversationToPostIn(world, id))
  const content = contentIn(
    new Arguments({ text: args.text('initial_comment'), blocks: args.structure('blocks') }),
    { files: true },
  )
  const shares = targets.map((conversation) => {
    const threadTs = threadIn(world, conversation, args)
    const user = world.identity.bot.userId
    const fileIds = files.map((file) => file.id)
    const { ts } = addMessage(world, { ...content, channel: conversation.id, user, threadTs, fileIds })
    return { channel: conversation.id, ts }
  })
  return files.map((file) => ({ ...file, shares: [...file.shares, ...shares] }))
}

function info(world: World, args: Arguments) {
  const file = world.store.files.get(args.need('file'))
  if (file === undefined || !file.complete) throw new SlackRefusal('file_not_found')
  return { file: fileJson(world, file), comments: [], response_metadata: { next_cursor: '' } }
}

function remove(world: World, args: Arguments) {
  const file = world.store.files.get(args.need('file'))
  if (file === undefined || !file.complete) throw new SlackRefusal('file_not_found')
  world.store.apply({ kind: 'file', file: { ...file, complete: false, shares: [] } })
  return {}
}
