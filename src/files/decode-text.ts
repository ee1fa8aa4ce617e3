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
 * Whether a text would hold any letter of GB 2312, whose two bytes are both from A1 up, as every Chinese one does. Of
 * Western encodings most letters stand before a plain one, and `é` with `u` would read as a rare letter. Source: GB 18030, 4.
 */
function holdsChinese(bytes: Uint8Array): boolean {
  return bytes.some((byte, at) => byte >= 0xb0 && byte <= 0xf7 && (bytes[at + 1] ?? 0) >= 0xa1)
}
