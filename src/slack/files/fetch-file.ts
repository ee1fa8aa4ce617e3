import type { WebClient } from '@slack/web-api'
import { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'

/** The most that Slack takes in a form's field for files, in bytes. Source: Slack, Block Kit reference, file input. */
export const FILE_INPUT_BYTES = 10_000_000

const ALLOWED_MS = 30_000

/** A file as it was read. `url` is where people find it in Slack. */
export type FetchedFile = { readonly bytes: Uint8Array; readonly name: string; readonly url: string | null }

/** Which file: `of` is the Slack user who has to have uploaded it, `most` its bytes, `advice` what to do with a larger one. */
export type FileWanted = {
  readonly id: string
  readonly of: string | null
  readonly most: number
  readonly advice?: LocalizedText
}

/**
 * The bytes of a file in Slack. The address is the one Slack gives now, never one that came with a form; nor is the id
 * trusted that did: a file that somebody else uploaded, the bot too, is none of theirs. Throws MemberFacingError when it
 * is not theirs, larger than `most`, gone, or not for the bot to read.
 */
export async function fetchFile(
  client: WebClient,
  { id, of, most, advice = SPLIT }: FileWanted,
): Promise<FetchedFile> {
  const { file } = await client.files.info({ file: id }).catch((error: unknown) => {
    const code = (error as { data?: { error?: string } }).data?.error
    if (code === undefined || code === 'ratelimited') throw error
    throw unreadable(code, error)
  })
  if (of === null || file?.user !== of) throw new MemberFacingError(NOT_THEIRS)
  // Its address is somebody else's, who must not be sent the bot's token.
  if (file.is_external === true) throw unreadable('external file', null)
  if ((file.size ?? 0) > most) throw new MemberFacingError(tooLarge(most, advice))
  const address = file.url_private_download ?? file.url_private
  if (address === undefined) throw unreadable('no address', null)
  const answer = await fetch(address, {
    headers: { authorization: `Bearer ${client.token ?? ''}` },
    signal: AbortSignal.timeout(ALLOWED_MS),
  })
  // To a token without files:read Slack answers its sign-in page, with status 200.
  if (!answer.ok || answer.headers.get('content-type')?.startsWith('text/html') === true) {
    throw unreadable(`HTTP ${answer.status}`, null)
  }
  const bytes = await bytesWithin(answer, most)
  if (bytes === null) throw new MemberFacingError(tooLarge(most, advice))
  return { bytes, name: file.name ?? id, url: file.permalink ?? null }
}

/** null: there are more, and the rest was left. */
async function bytesWithin({ body }: Response, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > most) return null
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

const SPLIT: LocalizedText = { zh: '请分成几个文件。', en: 'Split it into several.' }

const NOT_THEIRS: LocalizedText = {
  zh: '这个文件不是您上传的，没有读。请自己上传一次。',
  en: 'You did not upload this file, so it was not read. Upload it yourself.',
}

/** What is said of a file with too many bytes. */
export function tooLarge(most: number, advice: LocalizedText): LocalizedText {
  const size = `${most / 1_000_000} MB`
  return { zh: `文件超过 ${size}。${advice.zh}`, en: `The file is larger than ${size}. ${advice.en}` }
}

function unreadable(reason: string, cause: unknown): MemberFacingError {
  return new MemberFacingError(
    {
      zh: `文件读不到（${reason}）。请重新上传；若仍不行，请管理员检查应用是否有 files:read 权限。`,
      en: `The file could not be read (${reason}). Send it again; if that fails, an admin should check that the app has the scope files:read.`,
    },
    { cause },
  )
}
