import { partBold } from '../limits/part-bold.ts'
import { setTimeout as pause } from 'node:timers/promises'
import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { FileNotSent } from './file-not-sent.ts'

/** A file with the name under which it is sent. */
export type NamedFile = { readonly name: string; readonly bytes: Uint8Array }

/** Where a file goes: a channel, or a thread in it. */
export type FilePlace = { readonly channel: string; readonly threadTs?: string }

/** How long one upload may take. */
const ALLOWED_MS = 60_000

/**
 * Gives a file to Slack without showing it to anybody, and returns its id there. What is uploaded and never shared is
 * dropped by Slack.
 */
export async function uploadUnseen(client: WebClient, { name, bytes }: NamedFile): Promise<string> {
  const { upload_url: address, file_id: id } = await client.files.getUploadURLExternal({
    filename: name,
    length: bytes.length,
  })
  if (address === undefined || id === undefined) throw new Error(`Slack named no address for ${name}`)
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from(bytes),
    signal: AbortSignal.timeout(ALLOWED_MS),
  })
  if (!answer.ok) throw new Error(`Slack refused the bytes of ${name} with HTTP ${answer.status}`)
  return id
}

/**
 * Shares uploaded files in one message, and looks whether they stand there before it says so: Slack completes an upload
 * later than it answers, and at times not at all. Asked a second time for the same files it shares nothing again.
 * `refused`: the bot may not post there. Throws FileNotSent when Slack answered ok and shows them nowhere.
 */
export async function shareUploaded(
  client: WebClient,
  { channel, threadTs }: FilePlace,
  ids: readonly string[],
  comment: string,
): Promise<'shared' | 'refused'> {
  const [first = ''] = ids
  if (await isShared(client, first, channel)) return 'shared'
  const files = ids.map((id) => ({ id }))
  try {
    await client.files.completeUploadExternal({
      files: [{ id: first }, ...files.slice(1)],
      channel_id: channel,
      initial_comment: partBold(comment),
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    })
  } catch (error) {
    if (error instanceof WebAPIPlatformError && NOT_ALLOWED.has(error.data.error ?? '')) return 'refused'
    throw error
  }
  for (const wait of LOOK_AFTER_MS) {
    await pause(wait)
    if (await isShared(client, first, channel)) return 'shared'
  }
  throw new FileNotSent(new Error('Slack answered ok and shared nothing'))
}

/** When to look whether a file stands where it was shared, each after the one before. */
const LOOK_AFTER_MS = [0, 200, 500, 1000, 2000, 3000]

const NOT_ALLOWED: ReadonlySet<string> = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'posting_to_channel_denied',
])

async function isShared(client: WebClient, id: string, channel: string): Promise<boolean> {
  try {
    const { file } = await client.files.info({ file: id })
    const { channels = [], groups = [], ims = [], shares = {} } = file ?? {}
    const places = [shares.public, shares.private].flatMap((found) => Object.keys(found ?? {}))
    return [...channels, ...groups, ...ims, ...places].includes(channel)
  } catch (error) {
    if (error instanceof WebAPIPlatformError && error.data.error === 'file_not_found') return false
    throw error
  }
}
