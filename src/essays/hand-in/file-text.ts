import { stored } from '../../storage-words.ts'
import mammoth from 'mammoth'
import { MemberFacingError } from '../../errors.ts'
import { decodeText } from '../../files/decode-text.ts'
import { readApart } from '../../files/read-apart.ts'

/** More than any essay has, in UTF-16 units; what is beyond is left to the file itself. */
export const LONGEST_FILE_TEXT = 200_000

/** Files whose words can be read; any other is kept and sent on as it is. */
const READERS: Readonly<Record<string, (bytes: Uint8Array) => Promise<string>>> = {
  docx: async (bytes) => (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value,
  txt: async (bytes) => await Promise.resolve(bytes).then(decodeText),
  md: async (bytes) => await Promise.resolve(bytes).then(decodeText),
}

/** The words of a file, paragraphs on lines of their own. Throws MemberFacingError for a file that cannot be read. */
export async function textOfFile(name: string, bytes: Uint8Array): Promise<string> {
  const extension = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const read = READERS[extension]
  if (read === undefined) throw notReadable(name)
  const text = await read(bytes).catch((error: unknown) => {
    throw notReadable(name, error)
  })
  const lines = text.replaceAll('\0', '').replaceAll(/\r\n?/g, '\n').split(/\n+/u)
  const words = lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
  if (words === '') throw notReadable(name)
  return words.slice(0, LONGEST_FILE_TEXT)
}

/** The same in a thread with bounds. Throws MemberFacingError also for a file that takes too much to read. */
export async function textOfFileApart(name: string, bytes: Uint8Array): Promise<string> {
  return await readApart<typeof textOfFile>(
    { module: new URL(import.meta.url), name: 'textOfFile' },
    [name, bytes],
    {
      seconds: 30,
      megabytes: 256,
      tooMuch: {
        zh: `“${name}”太大或已损坏，里面的文字读不出来。${stored.file.zh}，审阅人可以打开它。`,
        en: `"${name}" is too large or broken, so its words cannot be read. ${stored.file.en}, and reviewers can open it.`,
      },
    },
  )
}

function notReadable(name: string, cause?: unknown): MemberFacingError {
  return new MemberFacingError(
    {
      zh: `“${name}”里的文字读不出来（能读 .docx、.txt、.md）。${stored.file.zh}，审阅人可以打开它；文集里只列出标题。`,
      en: `The words in "${name}" cannot be read (.docx, .txt and .md can). ${stored.file.en} and reviewers can open it; in the anthology only its title stands.`,
    },
    { cause },
  )
}
