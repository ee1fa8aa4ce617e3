import fc from 'fast-check'
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { writable, type Block, type DocumentDescription } from '../../src/documents/description.ts'
import { officialDocument } from '../../src/documents/official-document.ts'
import { readDocument, readDocumentApart } from '../../src/documents/read-document.ts'
import { writeZip } from '../../src/files/zip.ts'

const DOCUMENT: DocumentDescription = {
  style: 'gb9704',
  locale: 'zh',
  title: '工作报告',
  body: [
    { kind: 'heading', level: 1, parts: [{ text: '一、理论学习' }] },
    {
      kind: 'paragraph',
      parts: [
        { text: '集中学习' },
        { text: '13次', remark: { author: '文书', text: '应为12次' } },
        { text: '。' },
      ],
    },
  ],
  signOff: { organ: '机关办公室', day: Temporal.PlainDate.from('2022-11-05') },
  madeAt: new Date('2022-11-18T01:00:00Z'),
  properties: { wenshu: '{"a":"<&\\"\'>"}' },
}

/** The document with its main part changed, as Word would save it. */
async function edited(change: (xml: string) => string): Promise<Uint8Array> {
  const zip = await JSZip.loadAsync(await officialDocument(DOCUMENT))
  const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
  const changed = change(xml)
  expect(changed).not.toBe(xml)
  zip.file('word/document.xml', changed)
  return await zip.generateAsync({ type: 'uint8array' })
}

const textsOf = async (bytes: Uint8Array) =>
  (await readDocument(bytes)).paragraphs.map(({ text }) => text).filter((text) => text !== '')

/** A run as Word tracks it: `w:ins` or `w:del`. */
const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`
const tracked = (change: 'ins' | 'del', text: string) => {
  const words = change === 'ins' ? run(text) : run(text).replaceAll('w:t', 'w:delText')
  return `<w:${change} w:id="90" w:author="编辑" w:date="2022-11-18T00:00:00Z">${words}</w:${change}>`
}

describe('a document read back', () => {
  it('has its paragraphs, headings, sign-off and unseen properties; remarks are left out', async () => {
    const { paragraphs, properties } = await readDocument(await officialDocument(DOCUMENT))
    const words = paragraphs.filter(({ text }) => text !== '')
    expect(words.map(({ text, level }) => [text, level])).toEqual([
      ['工作报告', null],
      ['一、理论学习', 1],
      ['集中学习13次。', null],
      ['机关办公室', null],
      ['2022年11月5日', null],
    ])
    expect(words.slice(-2).map(({ style }) => style)).toEqual(['signature', 'signature'])
    expect(properties).toEqual(DOCUMENT.properties)
  })

  it('is word for word what was written, whatever that was', async () => {
    const texts = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), {
      minLength: 30,
      maxLength: 50,
    })
    await fc.assert(
      fc.asyncProperty(texts, async (all) => {
        const body = all.map((text): Block => ({ kind: 'paragraph', parts: [{ text: `“${text}”` }] }))
        const { signOff: _, ...unsigned } = DOCUMENT
        const { paragraphs } = await readDocument(await officialDocument({ ...unsigned, title: null, body }))
        expect(paragraphs.map(({ text }) => text)).toEqual(all.map((text) => writable(`“${text}”`)))
      }),
      { numRuns: 5 },
    )
  })

  it('takes tracked changes as made', async () => {
    const bytes = await edited((xml) =>
      xml.replace(
        /<w:r>(?:(?!<w:r>).)*>。<\/w:t><\/w:r>/,
        `${tracked('del', '。')}${tracked('ins', '，全员参加。')}`,
      ),
    )
    expect(await textsOf(bytes)).toContain('集中学习13次，全员参加。')
  })

  it('reads moved words once, and a paragraph whose end was deleted together with the next', async () => {
    const moved = `<w:p><w:moveFrom w:id="91" w:author="a">${run('搬走')}</w:moveFrom></w:p><w:p><w:moveTo w:id="92" w:author="a">${run('搬来')}</w:moveTo></w:p>`
    const joined = `<w:p><w:pPr><w:rPr><w:del w:id="93" w:author="a"/></w:rPr></w:pPr>${run('前半')}</w:p><w:p>${run('后半')}</w:p>`
    const texts = await textsOf(await edited((xml) => xml.replace('<w:sectPr', `${moved}${joined}<w:sectPr`)))
    expect(texts.slice(-2)).toEqual(['搬来', '前半后半'])
  })

  it('reads the words of a table as paragraphs', async () => {
    const cell = (text: string) => `<w:tc><w:p>${run(text)}</w:p></w:tc>`
    const table = `<w:tbl><w:tr>${cell('甲')}${cell('乙')}</w:tr></w:tbl>`
    expect(
      (await textsOf(await edited((xml) => xml.replace('<w:sectPr', `${table}<w:sectPr`)))).slice(-2),
    ).toEqual(['甲', '乙'])
  })
})

describe('a file that is no document to read', () => {
  const damaged = async () => (await officialDocument(DOCUMENT)).slice(0, 3000)
  const compound = (text: string) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from(text, 'utf16le'), Buffer.alloc(600)])
  const withPart = (name: string, bytes: Uint8Array) =>
    writeZip([
      { name: '[Content_Types].xml', bytes: Buffer.from('<Types/>') },
      { name, bytes },
    ])

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, RegExp]>([
    ['text', () => Buffer.from('一、理论学习'), /no Word document/],
    ['nothing at all', () => new Uint8Array(), /no Word document/],
    ['a PDF', () => Buffer.from('%PDF-1.7\n'), /no Word document/],
    ['a cut document', damaged, /no Word document/],
    ['another package', () => writeZip([{ name: 'a.txt', bytes: Buffer.from('x') }]), /no Word document/],
    [
      'a package without a document',
      () => withPart('xl/workbook.xml', Buffer.from('<a/>')),
      /no Word document/,
    ],
    ['an old .doc', () => compound('WordDocument'), /old format/],
    ['a document under a password', () => compound('EncryptedPackage'), /protected by a password/],
    ['a bomb', () => withPart('word/media/a.bin', new Uint8Array(150_000_000)), /more than is sensible/],
    [
      'a bomb of XML',
      () => withPart('word/document.xml', new Uint8Array(30_000_000)),
      /more than is sensible/,
    ],
  ])('%s is refused in words', async (_, made, words) => {
    await expect(readDocumentApart(await made())).rejects.toThrow(words)
  })

  it('that unfolds by its own entities stays as small as it is', async () => {
    const lol = Array.from({ length: 20 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join(
      '',
    )
    const bytes = await edited((xml) =>
      xml
        .replace('<w:document', `<!DOCTYPE d [<!ENTITY l0 "ha">${lol}]><w:document`)
        .replace('工作报告', '工作报告&l20;'),
    )
    const read = await readDocumentApart(bytes).then(
      ({ paragraphs }) => paragraphs.map(({ text }) => text).join('').length,
      () => 0,
    )
    expect(read).toBeLessThan(200)
  })
})
