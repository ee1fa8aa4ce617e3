import JSZip from 'jszip'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Block, DocumentDescription } from '../../src/documents/description.ts'
import { officialDocument } from '../../src/documents/official-document.ts'
import { readDocument } from '../../src/documents/read-document.ts'
import {
  openDocuments,
  resaveDocuments,
  whyNoOfficeSuite,
  type OpenedDocument,
  type PageLine,
} from '../helpers/office-suite.ts'

const reason = whyNoOfficeSuite()
if (reason !== null) process.stderr.write(`document tests are skipped: ${reason}\n`)

/** Letters without punctuation, which lines may end after anywhere. */
const HAN = '理论学习中心组围绕新时代思想开展集中学习研讨认真贯彻精神扎实推进各项工作取得成效'

/** Paragraphs as a report has them: punctuation, digits, quotes, Latin letters. */
const PROSE =
  '一是强化理论武装。全年组织集中学习12次，参加学习的有28人，学习了《习近平谈治国理政》第四卷；“三会一课”按期召开——共36次，发布新闻动态262条，participants 28 people，注册率达到95%。'

const BASE: DocumentDescription = {
  style: 'gb9704',
  locale: 'zh',
  title: null,
  body: [],
  madeAt: new Date('2022-11-18T01:00:00Z'),
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', parts: [{ text }] })

const DOCUMENTS = {
  /** Three pages of nothing but letters. */
  measure: { ...BASE, body: [paragraph(HAN.repeat(50).slice(0, 28 * 66 - 2))] },
  /** Numbers of five digits at every place of a line. */
  numbers: {
    ...BASE,
    body: Array.from({ length: 28 }, (_, at) => paragraph(`${HAN.slice(0, at)}98600人`.repeat(4))),
  },
  report: {
    ...BASE,
    title: '机关2022年度工作报告',
    body: ['一、组织领导', '二、理论学习', '三、宣传阵地'].flatMap((text): Block[] => [
      { kind: 'heading', level: 1, parts: [{ text }] },
      { kind: 'heading', level: 2, parts: [{ text: '（一）主要做法' }] },
      ...Array.from({ length: 6 }, () => paragraph(PROSE)),
    ]),
    signOff: { organ: '机关党委办公室', day: Temporal.PlainDate.from('2022-11-05') },
  },
  anthology: {
    ...BASE,
    cover: { title: '学习文集', issue: '第3期', organ: '机关党委办公室', date: '2022年11月' },
    contents: { depth: 2 },
    body: Array.from({ length: 12 }, (_, at): Block[] => [
      ...(at === 0 ? [] : [{ kind: 'page break' as const }]),
      { kind: 'piece', title: `心得体会之${at + 1}` },
      { kind: 'byline', text: `成员${at + 1}` },
      { kind: 'heading', level: 1, parts: [{ text: `一、第${at + 1}篇的体会` }] },
      ...Array.from({ length: 2 + at }, () => paragraph(PROSE)),
      { kind: 'heading', level: 1, parts: [{ text: `二、第${at + 1}篇的打算` }] },
      paragraph(PROSE),
    ]).flat(),
  },
  english: {
    ...BASE,
    style: 'plain',
    locale: 'en',
    title: 'Annual work report 2022',
    contents: { depth: 1 },
    body: ['1. Organisation', '2. Learning', '3. Gaps and next steps'].flatMap((text): Block[] => [
      { kind: 'heading', level: 1, parts: [{ text }] },
      ...Array.from({ length: 14 }, () =>
        paragraph('The office held 12 study sessions in the year, and 28 people took part. '.repeat(4)),
      ),
    ]),
    signOff: { organ: 'The office', day: Temporal.PlainDate.from('2022-11-05') },
  },
} satisfies Record<string, DocumentDescription>

/** Millimetres, of points. */
const mm = (points: number) => (points / 72) * 25.4
const isNumber = ({ text }: PageLine) => /^(?:—\d+—|\d+)$/.test(text)
const bodyOf = (page: readonly PageLine[] = []) => page.filter((line) => !isNumber(line))

/** The page on which each title and heading of the collection stands. */
function countedIn({ pages }: OpenedDocument): Map<string, number> {
  const counted = new Map<string, number>()
  for (const page of pages.filter((one) => one.some(isNumber))) {
    const number = Number(/\d+/.exec(page.findLast(isNumber)?.text ?? '')?.[0] ?? 0)
    for (const { text } of page) if (/^(?:心得体会之|[一二]、第)/.test(text)) counted.set(text, number)
  }
  return counted
}

describe.skipIf(reason !== null)('a document opened in LibreOffice', () => {
  let opened: Record<keyof typeof DOCUMENTS, OpenedDocument>

  beforeAll(async () => {
    const made: [string, Uint8Array][] = []
    for (const [name, description] of Object.entries(DOCUMENTS)) {
      made.push([name, await officialDocument(description)])
    }
    opened = await openDocuments(Object.fromEntries(made) as Record<keyof typeof DOCUMENTS, Uint8Array>)
  }, 200_000)

  it('has 22 lines of 28 characters on each page of text', () => {
    const lengths = opened.measure.pages.map((page) => bodyOf(page).map(({ text }) => [...text].length))
    // The first line begins two characters in.
    const full = Array.from({ length: 22 }, () => 28)
    expect(lengths).toEqual([[26, ...full.slice(1)], full, full])
  })

  it('fills 156 × 225 mm, 28 mm from the left edge and 37 mm from the upper one', () => {
    const lines = bodyOf(opened.measure.pages[1])
    const left = Math.min(...lines.map((line) => line.left))
    const right = Math.max(...lines.map((line) => line.right))
    expect(mm(left)).toBeCloseTo(28, 0)
    expect(Math.abs(mm(right - left) - 156)).toBeLessThan(1)
    const pitch = ((lines.at(-1)?.top ?? 0) - (lines[0]?.top ?? 0)) / 21
    expect(Math.abs(pitch - 28.95)).toBeLessThan(0.05)
    expect(Math.abs(mm(22 * pitch) - 225)).toBeLessThan(1)
  })

  it('has 22 lines on each full page of a report, and never more', () => {
    const counts = opened.report.pages.map((page) => bodyOf(page).length)
    // In LibreOffice the title takes two lines of the grid, and the one below it is empty.
    expect(counts[0]).toBe(20)
    for (const count of counts.slice(1, -1)) expect([21, 22]).toContain(count)
    expect(counts.length).toBeGreaterThan(3)
  })

  it('numbers its pages from 1 on, —1— on the right and —2— on the left', () => {
    opened.report.pages.forEach((page, at) => {
      const number = page.filter(isNumber)
      expect(number.map(({ text }) => text)).toEqual([`—${at + 1}—`])
      const middle = 105
      const isRight = mm(number[0]?.left ?? 0) > middle
      expect(isRight).toBe(at % 2 === 0)
    })
  })

  it('breaks no number at the end of a line', () => {
    for (const page of opened.numbers.pages) {
      for (const { text } of bodyOf(page)) expect(text).not.toMatch(/(?<!\d)\d{1,4}$|^\d{1,4}(?!\d)/)
    }
  })

  it('names in its contents the page that each piece and heading stands on', () => {
    const { pages } = opened.anthology
    const said = new Map<string, number>()
    for (const { text } of pages.flat()) {
      const [, title, page] = /^(.+?)\.{3,}(\d+)$/.exec(text) ?? []
      if (title !== undefined) said.set(title, Number(page))
    }
    const actual = countedIn(opened.anthology)
    expect(actual.size).toBe(36)
    expect(said).toEqual(actual)
  })

  it('comes with numbers in its contents that are at most one off, for programs that do not count by themselves', async () => {
    const zip = await JSZip.loadAsync(await officialDocument(DOCUMENTS.anthology))
    const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
    const entries = [...xml.matchAll(/<w:hyperlink [^>]*>(.*?)<\/w:hyperlink>/g)].map(([, entry = '']) =>
      [...entry.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text),
    )
    expect(entries).toHaveLength(36)
    const counted = countedIn(opened.anthology)
    const off = entries.filter(([title = '', page]) => Math.abs(Number(page) - (counted.get(title) ?? 0)) > 1)
    expect(off).toEqual([])
  })

  it('has no number on cover and contents', () => {
    const front = opened.anthology.pages.findIndex((page) => page.some(isNumber))
    // The contents take two pages.
    expect(front).toBe(3)
    expect(opened.anthology.pages[3]?.findLast(isNumber)?.text).toBe('—1—')
  })

  it('signs an official document on the right, the day two characters right of the organ', () => {
    const lines = opened.report.pages.at(-1) ?? []
    const organ = lines.find(({ text }) => text === '机关党委办公室')
    const day = lines.find(({ text }) => text === '2022年11月5日')
    expect((day?.left ?? 0) - (organ?.left ?? 0)).toBeGreaterThan(1.9 * 15.75)
    expect((day?.left ?? 0) - (organ?.left ?? 0)).toBeLessThan(2.1 * 15.75)
  })

  it('says an English document on plain pages, with the contents filled', () => {
    const [first = [], ...rest] = opened.english.pages
    expect(first.map(({ text }) => text)).toContain('Contents')
    const entries = first.filter(({ text }) => /^\d\..*\.{3,}\d+$/.test(text))
    expect(entries).toHaveLength(3)
    expect(rest[0]?.[0]?.text).toBe('Annualworkreport2022')
  })

  it('comes back from there with the same words, headings, sign-off and unseen properties', async () => {
    const sent = { ...DOCUMENTS.report, properties: { wenshu: '{"sections":{"learning":1}}' } }
    const bytes = await officialDocument(sent)
    const { saved } = await resaveDocuments({ saved: bytes })
    expect(Buffer.from(saved).equals(Buffer.from(bytes))).toBe(false)
    const [before, after] = [await readDocument(bytes), await readDocument(saved)]
    const wordsOf = ({ paragraphs }: typeof before) =>
      paragraphs.map(({ text, level, style }) => [text, level, style === 'signature'])
    expect(wordsOf(after)).toEqual(wordsOf(before))
    expect(after.properties).toEqual(sent.properties)
  }, 100_000)

  it('holds all its letters', () => {
    for (const { fonts } of Object.values(opened)) {
      expect(fonts.length).toBeGreaterThan(0)
      for (const { name, isEmbedded } of fonts) expect([name, isEmbedded]).toEqual([name, true])
    }
  })
})
