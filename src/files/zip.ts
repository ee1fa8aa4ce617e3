import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

/** A file inside a package, by its path. */
export type Entry = { readonly name: string; readonly bytes: Uint8Array }

/** The package is not a ZIP, is damaged, uses what no office program writes, or unpacks to more than was allowed. */
export class BadZip extends Error {
  override readonly name = 'BadZip'
  readonly reason: 'not a zip' | 'damaged' | 'encrypted' | 'too large'

  constructor(reason: BadZip['reason']) {
    super(`the package is ${reason}`)
    this.reason = reason
  }
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50

/** 1 January 1980, 00:00, as ZIP writes it: the same content gives the same bytes. */
const FIRST_DAY = 0x0021

/** Names are in UTF-8. */
const UTF8 = 0x0800

/**
 * Unpacks everything, at most `most` bytes in all, whatever sizes the package claims. Throws BadZip.
 * Source: PKWARE, APPNOTE.TXT 6.3.10; neither ZIP64 nor spanned packages, which no office program writes for these sizes.
 */
export function readZip(bytes: Uint8Array, most: number): Entry[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > file.length) throw new BadZip('not a zip')
  try {
    return entriesOf(file, { at: file.readUInt32LE(end + 16), count: file.readUInt16LE(end + 10) }, most)
  } catch (error) {
    if (error instanceof BadZip) throw error
    throw new BadZip(isTooLong(error) ? 'too large' : 'damaged')
  }
}

function entriesOf(file: Buffer, central: { at: number; count: number }, most: number): Entry[] {
  const entries = new Map<string, Entry>()
  let at = central.at
  let left = most
  for (let n = 0; n < central.count; n++) {
    if (file.readUInt32LE(at) !== CENTRAL) throw new BadZip('damaged')
    const flags = file.readUInt16LE(at + 8)
    if ((flags & 1) === 1) throw new BadZip('encrypted')
    const nameLength = file.readUInt16LE(at + 28)
    const name = file.toString('utf8', at + 46, at + 46 + nameLength)
    const unpacked = unpack(file, at, left)
    left -= unpacked.length
    // Of two files with one name a reader takes either: then it is not the package it seems to be.
    if (entries.has(name)) throw new BadZip('damaged')
    if (!name.endsWith('/')) entries.set(name, { name, bytes: unpacked })
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return [...entries.values()]
}

function unpack(file: Buffer, at: number, most: number): Uint8Array {
  const method = file.readUInt16LE(at + 10)
  const local = file.readUInt32LE(at + 42)
  if (file.readUInt32LE(local) !== LOCAL) throw new BadZip('damaged')
  const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
  const packed = file.subarray(from, from + file.readUInt32LE(at + 20))
  if (packed.length > most) throw new BadZip('too large')
  if (method !== 0 && method !== 8) throw new BadZip('damaged')
  // A limit of 0 would mean none.
  const unpacked =
    method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, Math.min(most, 2 ** 31)) })
  if (crc32(unpacked) !== file.readUInt32LE(at + 16)) throw new BadZip('damaged')
  return unpacked
}

function isTooLong(error: unknown): boolean {
  return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
}

/** Packs files, in the order given and without a time, so that the same content gives the same bytes. */
export function writeZip(entries: readonly Entry[]): Uint8Array {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const path = Buffer.from(name, 'utf8')
    const packed = deflateRawSync(bytes)
    const shared = sharedHeader({ path, packed: packed.length, unpacked: bytes.length, sum: crc32(bytes) })
    parts.push(signed(LOCAL), shared, path, packed)
    central.push(signed(CENTRAL), word(20), shared, Buffer.alloc(10), dword(offset), path)
    offset += 4 + shared.length + path.length + packed.length
  }
  const size = central.reduce((sum, part) => sum + part.length, 0)
  const count = word(entries.length)
  const end = [signed(END), Buffer.alloc(4), count, count, dword(size), dword(offset), word(0)]
  return new Uint8Array(Buffer.concat([...parts, ...central, ...end]))
}

/** What a file's own header and its line in the directory have in common. */
function sharedHeader(of: {
  readonly path: Buffer
  readonly packed: number
  readonly unpacked: number
  readonly sum: number
}): Buffer {
  const { path, packed, unpacked, sum } = of
  const versionFlagsMethod = [word(20), word(UTF8), word(8)]
  const time = [word(0), word(FIRST_DAY)]
  const sizes = [dword(sum), dword(packed), dword(unpacked), word(path.length), word(0)]
  return Buffer.concat([...versionFlagsMethod, ...time, ...sizes])
}

function signed(signature: number): Buffer {
  return dword(signature)
}

function word(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16LE(value)
  return buffer
}

function dword(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}
