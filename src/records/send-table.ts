import type { WebClient } from '@slack/web-api'
import { openDm } from '../slack/delivery.ts'

/** A file to be sent to a person. */
export type TableFile = { readonly name: string; readonly bytes: Uint8Array }

/** Puts a file into the person's DM with the bot, with a line of mrkdwn above it. */
export async function sendTable(
  client: WebClient,
  userId: string,
  file: TableFile,
  comment: string,
): Promise<void> {
  const opened = await openDm(client, userId)
  if (opened.kind !== 'opened') throw new Error(`the direct message could not be opened: ${opened.kind}`)
  await client.filesUploadV2({
    channel_id: opened.channel,
    file: Buffer.from(file.bytes),
    filename: file.name,
    title: file.name,
    initial_comment: comment,
  })
}
