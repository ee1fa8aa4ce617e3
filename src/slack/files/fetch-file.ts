import type { WebClient } from '@slack/web-api'
import { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'

const ALLOWED_MS = 30_000

/** A file as it was read. `url` is where people find it in Slack. */
export type FetchedFile = { readonly bytes: Uint8Array; readonly name: string; readonly url: string | null }

/**
 * The bytes of a file in Slack. The address is the one Slack gives now, never one that came with a form. Throws
 * MemberFacingError when it is larger than `most` (`advice`: what to do then), gone, or not for the bot to read.
 */
export async function fetchFile(
  client: WebClient,
  fileId: string,
  most: number,
  advice: LocalizedText = SPLIT,
): Promise<FetchedFile> {
  const { file } = await client.files.info({ file: fileId }).catch((error: unknown) => {
    const code = (error as { data?: { error?: string } }).data?.error
    if (code === undefined || code === 'ratelimited') throw error
    throw unreadable(code, error)
  })
  // Its address is somebody else's, who must not be sent the bot's token.
  if (file?.is_external === true) throw unreadable('external file', null)
  if ((file?.size ?? 0) > most) throw tooLarge(most, advice)
  const address = file?.url_private_download ?? file?.url_private
  if (address === undefined) throw unreadable('no address', null)
  const answer = await fetch(address, {
    headers: { authorization: `Bearer ${client.token ?? ''}` },
    signal: AbortSignal.timeout(ALLOWED_MS),
  })
  // To a token without files:read Slack answers its sign-in page, with status 200.
  if (!answer.ok || answer.headers.get('content-type')?.startsWith('text/html') === true) {
    throw unreadable(`HTTP ${answer.status}`, null)
  }
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (bytes.length > most) throw tooLarge(most, advice)
  return { bytes, name: file?.name ?? fileId, url: file?.permalink ?? null }
}

const SPLIT: LocalizedText = { zh: '请分成几个文件。', en: 'Split it into several.' }

function tooLarge(most: number, advice: LocalizedText): MemberFacingError {
  const size = `${most / 1_000_000} MB`
  return new MemberFacingError({
    zh: `文件超过 ${size}。${advice.zh}`,
    en: `The file is larger than ${size}. ${advice.en}`,
  })
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
