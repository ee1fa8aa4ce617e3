import { inflateSync } from 'node:zlib'

export type Pixels = { readonly width: number; readonly height: number; readonly rgba: Uint8Array }

/** A PNG of 8-bit RGBA without interlace, which is what resvg writes, as its pixels. Source: PNG specification, 3rd ed. */
export function decodePng(png: Uint8Array): Pixels {
  const file = Buffer.from(png)
  expectSignature(file)
  const data: Buffer[] = []
  let [width, height] = [0, 0]
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    const body = file.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') {
      width = body.readUInt32BE(0)
      height = body.readUInt32BE(4)
      if (body[8] !== 8 || body[9] !== 6 || body[12] !== 0) throw new Error('not 8-bit RGBA')
    }
    if (type === 'IDAT') data.push(body)
    at += length + 12
  }
  return { width, height, rgba: unfilter(inflateSync(Buffer.concat(data)), width, height) }
}

function expectSignature(file: Buffer): void {
  if (file.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') throw new Error('not a PNG')
}

function unfilter(lines: Buffer, width: number, height: number): Uint8Array {
  const stride = width * 4
  const out = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x++) {
      const left = x < 4 ? 0 : (out[y * stride + x - 4] ?? 0)
      const up = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0)
      const corner = x < 4 || y === 0 ? 0 : (out[(y - 1) * stride + x - 4] ?? 0)
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0
      out[y * stride + x] = ((lines[y * (stride + 1) + 1 + x] ?? 0) + predicted) & 255
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

/** How many pixels have this colour, `#0072b2`. */
export function countColour({ rgba }: Pixels, colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  let count = 0
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at] === red && rgba[at + 1] === green && rgba[at + 2] === blue) count++
  }
  return count
}

/** How many pixels left of a column are darker than the threshold (0–255): what ink there is. */
export function countDark({ width, rgba }: Pixels, toColumn: number, threshold = 160): number {
  let count = 0
  for (let at = 0; at < rgba.length; at += 4) {
    if ((at / 4) % width >= toColumn) continue
    if (Math.max(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0) < threshold) count++
  }
  return count
}
