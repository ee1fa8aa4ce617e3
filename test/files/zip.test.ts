import fc from 'fast-check'
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { BadZip, readZip, writeZip } from '../../src/files/zip.ts'

const MOST = 10_000_000
const CONTENT = '<w:t>12次</w:t>'.repeat(40)

function reasonOf(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof BadZip) return error.reason
    throw error
  }
  return 'none'
}

describe('a package', () => {
  it('comes back as it was packed, and other programs read it', async () => {
    const entry = fc.record({
      name: fc.stringMatching(/^(?:[a-z0-9]{1,9}\/)?[a-z0-9]{1,9}$/),
      bytes: fc.uint8Array(),
    })
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(entry, { selector: ({ name }) => name }), async (entries) => {
        const packed = writeZip(entries)
        expect(readZip(packed, MOST).map(({ name, bytes }) => [name, [...bytes]])).toEqual(
          entries.map(({ name, bytes }) => [name, [...bytes]]),
        )
        const other = await JSZip.loadAsync(packed, { checkCRC32: true })
        for (const { name, bytes } of entries)
          expect(await other.file(name)?.async('uint8array')).toEqual(bytes)
      }),
      { numRuns: 50 },
    )
  })

  it('is not unpacked beyond what is allowed, whatever size it claims', () => {
    const bomb = Buffer.from(writeZip([{ name: 'a', bytes: new Uint8Array(5_000_000) }]))
    expect(reasonOf(() => readZip(bomb, 1_000_000))).toBe('too large')
    // The sizes it claims, in the directory and beside the file, are put to ten bytes.
    bomb.writeUInt32LE(10, bomb.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])) + 24)
    bomb.writeUInt32LE(10, 22)
    expect(reasonOf(() => readZip(bomb, 1_000_000))).toBe('too large')
    const many = writeZip(
      Array.from({ length: 30 }, (_, n) => ({ name: `${n}`, bytes: new Uint8Array(100_000) })),
    )
    expect(reasonOf(() => readZip(many, 1_000_000))).toBe('too large')
  })

  it('that is no package, or is cut or changed at any place, is refused', () => {
    const whole = writeZip([{ name: 'word/document.xml', bytes: Buffer.from(CONTENT) }])
    expect(reasonOf(() => readZip(Buffer.from('%PDF-1.7'), MOST))).toBe('not a zip')
    for (let length = 0; length < whole.length; length++) {
      expect(reasonOf(() => readZip(whole.subarray(0, length), MOST))).not.toBe('none')
    }
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(whole)
        changed[at] = (changed[at] ?? 0) ^ change
        // What is changed in a time or a name does no harm; what comes out is never other content.
        const read: string[] = []
        reasonOf(() => read.push(...readZip(changed, MOST).map(({ bytes }) => Buffer.from(bytes).toString())))
        expect(read.filter((text) => text !== CONTENT)).toEqual([])
      }),
    )
  })
})
