import fc from 'fast-check'
import readXlsxFile from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { cellText, harmless, readBack, storable, withoutHarmlessMark } from '../../src/tables/cells.ts'
import { csvFile, xlsxFile } from '../../src/tables/write-table.ts'

/** Any signs at all, and in short texts those that the mark, its readers and their trimming meet. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom("'", '=', '＋', '\t', '\r', '\n', ' ', '\u0000', 'a'), maxLength: 6 }),
)
/** A text as a person sees it in a cell. */
const asSeen = (text: string): string => storable(text).replaceAll(/\r\n?/g, '\n').trim()

describe('a cell', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '\t=1',
    '\r=1',
    ' =1',
    '\u00A0@a',
    "'=1",
  ])('that a spreadsheet would take for a formula gets an apostrophe: %j', (text) => {
    expect(harmless(text)).toBe(`'${text}`)
  })

  it.each(['\t', '\n\r ', "'\t", "' "])('that is blank behind its apostrophes gets none: %j', (text) => {
    expect(harmless(text)).toBe(text)
  })

  it('hides no formula behind a sign that the file drops', () => {
    expect(harmless('\u0000=1')).toBe("'=1")
  })

  it('is what it was when the apostrophe is taken away again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(withoutHarmlessMark(String(harmless(text)))).toBe(storable(text))
        expect(readBack(text)).toBe(asSeen(text))
      }),
    )
  })

  it.each(['\u0000', '\u000B', '\uFFFE', '\uFFFF', '\uFDD0', '\u{1FFFE}', '\u{10FFFF}', '\uD800', '\uDC00'])(
    'loses what XML cannot hold, and nothing else: %j',
    (sign) => {
      expect(storable(`甲${sign}乙😀`)).toBe('甲乙😀')
    },
  )
})

describe('a workbook', () => {
  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', '_x0041_', '_x00e9_'])(
    'holds a text that its writer or reader has another meaning for: %j',
    async (text) => {
      const bytes = await xlsxFile([{ name: 'x', heads: [], rows: [[text, 'end']], widths: [10] }])
      expect((await readXlsxFile(Buffer.from(bytes)))[0]?.data).toEqual([[text, 'end']])
    },
  )

  it('reads back as it was written, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 6 }), async (texts) => {
        const bytes = await xlsxFile([{ name: 'x', heads: [], rows: [[...texts, 'end']], widths: [10] }])
        const [sheet] = await readXlsxFile(Buffer.from(bytes))
        const cells = (sheet?.data[0] ?? []).map((cell) => cellText(String(cell ?? '')))
        expect(cells).toEqual([...texts.map(asSeen), 'end'])
      }),
      { numRuns: 60 },
    )
  })
})

describe('a CSV file', () => {
  it('opens with a byte-order mark, ends its lines as RFC 4180 has it, and quotes what needs it', () => {
    const bytes = csvFile(
      ['名称', 'n'],
      [
        ['a,"b"\nc', 3],
        ['=1', ''],
      ],
    )
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe(
      '\uFEFF名称,n\r\n"a,""b""\nc",3\r\n\'=1,\r\n',
    )
  })
})
