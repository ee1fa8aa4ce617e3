import { describe, expect, it } from 'vitest'
import { decodeText } from '../../src/files/decode-text.ts'

const latin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))

describe('the text of a file', () => {
  it.each([
    ['UTF-8', Buffer.from('学习 é')],
    ['UTF-8 with its mark', Buffer.from('\uFEFF学习 é')],
    ['UTF-16 with its mark', Buffer.from('\uFEFF学习 é', 'utf16le')],
    ['UTF-16, the other way round', Buffer.from('\uFEFF学习 é', 'utf16le').swap16()],
    ['GB18030', Buffer.from('d1a7cfb020a8a6', 'hex')],
  ])('is read from %s', (_encoding, bytes) => {
    expect(decodeText(bytes)).toBe('学习 é')
  })

  it.each([
    ['what no Chinese encoding holds', latin('Caf\u00e9 r\u00e9union')],
    ['what would read as rare letters', latin('r\u00e9union, d\u00e9jeuner')],
    ['accented letters side by side', latin('a\u00e7\u00e3o, situa\u00e7\u00e3o \u00c9\u00e0')],
    ['a quotation of Windows', latin('it\u0092s here')],
    ['half a letter of GB18030', Buffer.from('d1a7cf', 'hex')],
  ])('is not guessed from %s', (_what, bytes) => {
    expect(() => decodeText(bytes)).toThrow(/encoding of this file is not known/)
  })
})
