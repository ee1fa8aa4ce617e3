import type { WebClient } from '@slack/web-api'
import { openDm } from '../connection/delivery.ts'
import { FileNotSent } from './file-not-sent.ts'
import { shareUploaded, uploadUnseen, type NamedFile } from './upload-file.ts'

/**
 * Puts a file into the person's DM with the bot, with a line of mrkdwn above it. When it returns, it stands there; throws
 * FileNotSent when it does not.
 */
export async function sendFileToPerson(
  client: WebClient,
  userId: string,
  file: NamedFile,
  comment: string,
): Promise<void> {
  const opened = await openDm(client, userId)
  if (opened.kind !== 'opened')
    throw new FileNotSent(new Error(`the direct message could not be opened: ${opened.kind}`))
  try {
    const id = await uploadUnseen(client, file)
    const shared = await shareUploaded(client, { channel: opened.channel }, [id], comment)
    if (shared === 'refused') throw new Error('the bot may not post in the direct message')
  } catch (error) {
    throw error instanceof FileNotSent ? error : new FileNotSent(error)
  }
}
