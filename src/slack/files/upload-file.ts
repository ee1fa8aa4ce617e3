import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import type { FilePlace, NamedFile } from './send-file.ts'

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
 * Shares uploaded files in one message. Asked a second time for the same files it shares nothing again: a file that
 * Slack can show was shared before. `refused`: the bot may not post there.
 */
export async function shareUploaded(
  client: WebClient,
  { channel, threadTs }: FilePlace,
  ids: readonly string[],
  comment: string,
): Promise<'shared' | 'refused'> {
  const [first = ''] = ids
  if (await isShared(client, first)) return 'shared'
  const files = ids.map((id) => ({ id }))
  try {
    await client.files.completeUploadExternal({
      files: [{ id: first }, ...files.slice(1)],
      channel_id: channel,
      initial_comment: comment,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    })
    return 'shared'
  } catch (error) {
    if (error instanceof WebAPIPlatformError && NOT_ALLOWED.has(error.data.error ?? '')) return 'refused'
    throw error
  }
}

const NOT_ALLOWED: ReadonlySet<string> = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'posting_to_channel_denied',
])

async function isShared(client: WebClient, file: string): Promise<boolean> {
  try {
    await client.files.info({ file })
    return true
  } catch (error) {
    if (error instanceof WebAPIPlatformError && error.data.error === 'file_not_found') return false
    throw error
  }
}
