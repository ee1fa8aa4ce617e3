import fc from 'fast-check'
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { formatDay, type DocumentDescription } from '../../src/documents/description.ts'
import { officialDocument } from '../../src/documents/official-document.ts'
import { signOffIndents } from '../../src/documents/sign-off.ts'

/** A small official document with one of each. */
const REPORT: DocumentDescription = {
  style: 'gb9704',
  locale: 'zh',
  title: '2022年度工作报告',
  body: [
    { kind: 'heading', level: 1, parts: [{ text: '一、理论学习' }] },
    { kind: 'heading', level: 2, parts: [{ text: '（一）集中学习' }] },
    {
      kind: 'paragraph',
      parts: [
        { text: '全年集中学习' },
        { text: '13次', remark: { author: '文书', text: '记录里是 12 次。' } },
        { text: '。' },
      ],
    },
  ],
  signOff: { organ: '机关党委办公室', day: Temporal.PlainDate.from('2022-11-05') },
  madeAt: new Date('2022-11-18T01:00:00Z'),
  properties: { wenshu: '{"drafts":[]}' },
}

async function partsOf(description: DocumentDescription): Promise<(name: string) => Promise<string>> {
  const zip = await JSZip.loadAsync(await officialDocument(description))
  return async (name) => (await zip.file(name)?.async('string')) ?? ''
}

describe('an official document', () => {
  it('is an A4 sheet with 156 × 225 mm of text in lines of 28.95 pt', async () => {
    const xml = await (await partsOf(REPORT))('word/document.xml')
    expect(xml).toContain('<w:pgSz w:w="11906" w:h="16838"')
    expect(xml).toMatch(
      /<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" [^>]*w:footer="1417"/,
    )
    expect(xml).toContain('<w:docGrid w:type="lines" w:linePitch="579"/>')
    expect(xml).toContain('w:line="579" w:lineRule="exact"')
    expect(xml).toContain('<w:spacing w:val="-5"/>')
  })

  it('names on every run the face of its part, for Latin and Chinese letters alike, and is nowhere bold', async () => {
    const xml = await (await partsOf(REPORT))('word/document.xml')
    const faceOf = (text: string) => {
      const run = xml.split('<w:r>').find((piece) => piece.includes(`>${text}<`)) ?? ''
      const fonts = /<w:rFonts ([^>]*)\/>/.exec(run)?.[1] ?? ''
      const faces = new Set(
        [...fonts.matchAll(/w:(?:ascii|hAnsi|eastAsia|cs)="([^"]*)"/g)].map(([, face]) => face),
      )
      expect(faces.size).toBe(1)
      return [[...faces][0], /<w:sz w:val="(\d+)"/.exec(run)?.[1]]
    }
    expect(faceOf('2022年度工作报告')).toEqual(['方正小标宋简体', '44'])
    expect(faceOf('一、理论学习')).toEqual(['黑体', '32'])
    expect(faceOf('（一）集中学习')).toEqual(['楷体_GB2312', '32'])
    expect(faceOf('13次')).toEqual(['仿宋_GB2312', '32'])
    expect(xml).not.toMatch(/<w:b(?:\/| w:val="(?:true|1)")/)
  })

  it('numbers pages —1—, odd ones on the right and even ones on the left', async () => {
    const part = await partsOf(REPORT)
    const [xml, settings] = [await part('word/document.xml'), await part('word/settings.xml')]
    const relations = await part('word/_rels/document.xml.rels')
    const footer = async (type: string) => {
      const id = new RegExp(`<w:footerReference w:type="${type}" r:id="([^"]*)"`).exec(xml)?.[1] ?? ''
      const target = new RegExp(`<Relationship [^>]*Id="${id}"[^>]*>`).exec(relations)?.[0] ?? ''
      return await part(`word/${/Target="([^"]*)"/.exec(target)?.[1] ?? ''}`)
    }
    expect(settings).toContain('<w:evenAndOddHeaders/>')
    const [odd, even] = [await footer('default'), await footer('even')]
    expect(odd).toContain('<w:jc w:val="right"/>')
    expect(even).toContain('<w:jc w:val="left"/>')
    for (const one of [odd, even]) {
      expect(one).toContain('w:ascii="宋体"')
      expect(one).toContain('<w:sz w:val="28"/>')
      expect(one.match(/—/g)).toHaveLength(2)
    }
  })

  it('anchors a remark on its words, with who says it and when', async () => {
    const part = await partsOf(REPORT)
    const xml = await part('word/document.xml')
    const anchored = /<w:commentRangeStart w:id="0"\/>(.*)<w:commentRangeEnd w:id="0"\/>/.exec(xml)?.[1] ?? ''
    expect(anchored).toContain('>13次<')
    const comments = await part('word/comments.xml')
    expect(comments).toMatch(/<w:comment [^>]*w:author="文书"/)
    expect(comments).toContain('2022-11-18T01:00:00')
    expect(comments).toContain('记录里是 12 次。')
  })

  it('is signed with the organ and the day without zero padding, and they stay together', async () => {
    const xml = await (await partsOf(REPORT))('word/document.xml')
    const organ = xml.split('<w:p>').find((piece) => piece.includes('机关党委办公室')) ?? ''
    expect(organ).toContain('<w:keepNext/>')
    expect(xml).toContain('2022年11月5日')
    expect(formatDay(Temporal.PlainDate.from('2022-03-01'), 'en')).toBe('1 March 2022')
  })

  it('lets the day begin two squares right of the organ, and the longer one end two before the edge', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 26 }), fc.integer({ min: 5, max: 9 }), (organ, day) => {
        const [organLeft, dayLeft] = signOffIndents(organ, day)
        expect(dayLeft - organLeft).toBe(2)
        expect(Math.max(organLeft + organ, dayLeft + day)).toBe(26)
      }),
    )
    expect(signOffIndents(40, 7)).toEqual([0, 2])
  })

  it('carries its properties unseen', async () => {
    expect(await (await partsOf(REPORT))('docProps/custom.xml')).toContain('{&quot;drafts&quot;:[]}')
  })

  it('is the same to the byte for the same description, whenever it is made', async () => {
    const collection: DocumentDescription = {
      ...REPORT,
      contents: { depth: 2 },
      body: [{ kind: 'piece', title: '第一篇' }, ...REPORT.body],
    }
    const first = Buffer.from(await officialDocument(collection))
    await officialDocument(REPORT)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect(first.equals(Buffer.from(await officialDocument(collection)))).toBe(true)
  })

  it('keeps any text as it is, but for what XML cannot hold', async () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 40, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(texts, async (all) => {
        const body = all.map((text) => ({ kind: 'paragraph' as const, parts: [{ text }] }))
        const xml = await (await partsOf({ ...REPORT, title: null, body }))('word/document.xml')
        expect(xml).not.toMatch(UNWRITABLE)
        expect(xml.isWellFormed()).toBe(true)
        const shown = xml.split('<w:p>').slice(1).map(textOf)
        expect(shown.slice(0, all.length)).toEqual(
          all.map((text) => text.toWellFormed().replaceAll(UNWRITABLE, '').replaceAll(/\r\n?/g, '\n')),
        )
      }),
      { numRuns: 10 },
    )
  })
})

/** Also the replacement character, which stands for a lone surrogate. */
// oxlint-disable-next-line no-control-regex -- these are the characters in question
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFD-\uFFFF]/g

/** The text of a paragraph's XML, without replacement characters. */
function textOf(paragraph: string): string {
  return [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:(br)\/>|<w:(tab)\/>/g)]
    .map(([, words, line, tab]) => (line !== undefined ? '\n' : tab !== undefined ? '\t' : (words ?? '')))
    .join('')
    .replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replaceAll('\uFFFD', '')
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

describe('a collection', () => {
  const ANTHOLOGY: DocumentDescription = {
    ...REPORT,
    title: null,
    cover: { title: '学习文集', issue: '第3期', organ: '机关党委办公室', date: '2022年11月' },
    contents: { depth: 1 },
    body: [
      { kind: 'piece', title: '心得体会' },
      { kind: 'byline', text: '成员11' },
      ...REPORT.body,
      { kind: 'page break' },
      { kind: 'piece', title: '读书笔记' },
      { kind: 'paragraph', parts: [{ text: '正文。' }] },
    ],
  }

  it('lists its pieces with page numbers, and not the headings inside them', async () => {
    const xml = await (await partsOf(ANTHOLOGY))('word/document.xml')
    const entries = [...xml.matchAll(/<w:hyperlink [^>]*>(.*?)<\/w:hyperlink>/g)].map(([, entry = '']) =>
      [...entry.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text),
    )
    expect(entries).toEqual([
      ['心得体会', '1'],
      ['读书笔记', '2'],
    ])
  })

  it('has a cover and contents without page numbers before page 1', async () => {
    const xml = await (await partsOf(ANTHOLOGY))('word/document.xml')
    const [front = '', body = ''] = xml.split('<w:sectPr').slice(1)
    expect(front).not.toContain('footerReference')
    expect(body).toContain('footerReference')
    expect(body).toContain('<w:pgNumType w:start="1"')
    expect(body).toContain('<w:type w:val="oddPage"/>')
  })
})

describe('a plain document', () => {
  it('is in Latin letters, with headings in bold and the page number in the middle', async () => {
    const part = await partsOf({
      ...REPORT,
      style: 'plain',
      locale: 'en',
      title: 'Annual work report',
      body: [{ kind: 'heading', level: 1, parts: [{ text: '1. Learning' }] }],
    })
    const xml = await part('word/document.xml')
    expect(xml).toContain('w:ascii="Arial"')
    expect(xml).toContain('5 November 2022')
    expect(xml).not.toContain('仿宋')
    expect(await part('word/settings.xml')).not.toContain('<w:evenAndOddHeaders/>')
  })
})
