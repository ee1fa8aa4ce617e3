import type { WebClient } from '@slack/web-api'
import { openDm } from '../connection/delivery.ts'

/** A file with the name under which it is sent. */
export type NamedFile = { readonly name: string; readonly bytes: Uint8Array }

/** Where a file goes: a channel, or a thread in it. */
export type FilePlace = { readonly channel: string; readonly threadTs?: string }

/** Puts a file into the person's DM with the bot, with a line of mrkdwn above it. */
export async function sendFileToPerson(
  client: WebClient,
  userId: string,
  file: NamedFile,
  comment: string,
): Promise<void> {
  const opened = await openDm(client, userId)
  if (opened.kind !== 'opened') throw new Error(`the direct message could not be opened: ${opened.kind}`)
  await sendFile(client, { channel: opened.channel }, file, comment)
}

/** Puts a file into a conversation where the bot may post, with a line of mrkdwn above it. */
export async function sendFile(
  client: WebClient,
  { channel, threadTs }: FilePlace,
  file: NamedFile,
  comment: string,
): Promise<void> {
  const upload = {
    file: Buffer.from(file.bytes),
    filename: file.name,
    title: file.name,
    initial_comment: comment,
  }
  await client.filesUploadV2(
    threadTs === undefined
      ? { ...upload, channel_id: channel }
      : { ...upload, channel_id: channel, thread_ts: threadTs },
  )
}
