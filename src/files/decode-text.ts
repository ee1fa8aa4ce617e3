import { MemberFacingError } from '../errors.ts'

/**
 * Text of a file: UTF-16 with a byte-order mark, UTF-8 with or without one, else GB18030, which Chinese Windows writes.
 * Throws MemberFacingError for any other encoding rather than reading letters as what they are not.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const encoding = isUtf8(bytes) ? 'utf-8' : 'gb18030'
  try {
    if (encoding === 'gb18030' && !holdsChinese(bytes)) throw new RangeError('no letter of GB 2312')
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    throw new MemberFacingError(
      {
        zh: '这个文件的文字编码认不出来。请另存为 UTF-8 再上传。',
        en: 'The encoding of this file is not known. Save it as UTF-8 and send it again.',
      },
      { cause: error },
    )
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/**
 * Whether a text is surely Chinese: most of its signs above ASCII are pairs of GB 2312, both bytes from A1 up, and at least
 * one of their bytes is none that a Western text has. There, accented letters mostly stand before plain ones, and `é`
 * with `u` would read as a rare letter; two of them side by side, as in `ação`, read as a common one. Source: GB 18030, 4;
 * Windows-1252, whose letters and quotes are left out of what no Western text has.
 */
function holdsChinese(bytes: Uint8Array): boolean {
  let pairs = 0
  let alone = 0
  let isForeign = false
  for (let at = 0; at < bytes.length; at += 1) {
    const [byte = 0, next = 0] = [bytes[at], bytes[at + 1]]
    if (byte < 0x80) continue
    isForeign ||= IN_NO_WESTERN_TEXT.has(byte)
    if (byte >= 0xa1 && byte <= 0xf7 && next >= 0xa1) {
      pairs += 1
      isForeign ||= IN_NO_WESTERN_TEXT.has(next)
      at += 1
    } else alone += 1
  }
  return pairs > alone && isForeign
}

const IN_NO_WESTERN_TEXT: ReadonlySet<number> = new Set([
  0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xa2, 0xa4, 0xa5, 0xa6, 0xa8, 0xac, 0xad, 0xaf, 0xb1, 0xb5, 0xb6, 0xb8, 0xbc,
  0xbd, 0xbe, 0xd7, 0xf7,
])
