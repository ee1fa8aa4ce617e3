import { layout } from './layout.ts'

const WIDTH = 1180
const LEFT = 130
const LINE = 19
const PAD = 9

/** The layout as an SVG: a band a slice, low at the bottom, with its folders and what it stands on. */
export function picture(sizes: ReadonlyMap<string, number>): string {
  let y = 16
  const bands: string[] = []
  for (const [slice, { imports, rooms }] of Object.entries(layout).reverse()) {
    const boxes = Object.keys(rooms).map((room) => ({
      text: `${room === '.' ? `${slice}/` : room} ${sizes.get(room === '.' ? slice : `${slice}/${room}`) ?? 0}`,
    }))
    const rows = wrap(boxes.map(({ text }) => text))
    const height = rows.length * (LINE + 8) + LINE + PAD
    bands.push(band(slice, imports, rows, y, height))
    y += height + 6
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 10}" font-family="sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${y + 10}" fill="#ffffff"/>`,
    ...bands,
    '</svg>\n',
  ].join('\n')
}

function wrap(texts: readonly string[]): string[][] {
  const rows: string[][] = [[]]
  let x = LEFT
  for (const text of texts) {
    if (x + widthOf(text) > WIDTH - 20) {
      rows.push([])
      x = LEFT
    }
    rows.at(-1)!.push(text)
    x += widthOf(text) + 8
  }
  return rows
}

function widthOf(text: string): number {
  return text.length * 7.2 + 14
}

function band(slice: string, imports: string, rows: readonly string[][], y: number, height: number): string {
  const lines = [
    `<rect x="8" y="${y}" width="${WIDTH - 16}" height="${height}" rx="5" fill="#f4f6f8" stroke="#c8d0d8"/>`,
    `<text x="18" y="${y + 20}" font-weight="bold">${slice}</text>`,
    `<text x="${LEFT}" y="${y + height - PAD}" fill="#5f6b76" font-size="12">${imports === '' ? 'stands on nothing' : `on ${imports}`}</text>`,
  ]
  rows.forEach((row, index) => {
    let x = LEFT
    for (const text of row) {
      const top = y + 7 + index * (LINE + 8)
      lines.push(
        `<rect x="${x}" y="${top}" width="${widthOf(text)}" height="${LINE}" rx="3" fill="#ffffff" stroke="#9fb0c0"/>`,
        `<text x="${x + 7}" y="${top + 14}">${text}</text>`,
      )
      x += widthOf(text) + 8
    }
  })
  return lines.join('\n')
}
