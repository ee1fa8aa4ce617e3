import { describe, expect, it } from 'vitest'
import type { ReadParagraph } from '../../../src/documents/read-document.ts'
import { documentSections } from '../../../src/reports/assemble/document-sections.ts'
import { loadOutlines } from '../../../src/reports/outline/load-outlines.ts'

const outline = loadOutlines().of('zh')
const ORGAN = '机关办公室'

const heading = (text: string): ReadParagraph => ({ text, level: 1, style: 'heading 1' })
const line = (text: string, style = 'normal'): ReadParagraph => ({ text, level: null, style })

/** A document with all five headings, a line below each, and its sign-off. */
const WHOLE: ReadParagraph[] = [
  line('机关2022年度工作报告'),
  ...outline.sections.flatMap(({ title, id }) => [heading(title), line(`${id}的正文`)]),
  line(''),
  line(ORGAN, 'signature'),
  line('2022年11月5日', 'signature'),
]

function sectionsOf(paragraphs: ReadParagraph[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    documentSections({ paragraphs }, { outline, wanted: outline.sections, organ: ORGAN }),
  )
}

const EXPECTED = Object.fromEntries(outline.sections.map(({ id }) => [id, [`${id}的正文`]]))

describe('the sections of a document', () => {
  it('are what stands below their headings, without title and sign-off', () => {
    expect(sectionsOf(WHOLE)).toEqual(EXPECTED)
  })

  it('are found where the style is lost but the words are whole, or the number is but the style is not', () => {
    expect(sectionsOf(WHOLE.map((one) => ({ ...one, level: null, style: 'normal' })))).toEqual(EXPECTED)
    const bare = WHOLE.map((one) => (one.level === 1 ? heading(one.text.replace(/^.、/, '')) : one))
    expect(sectionsOf(bare)).toEqual(EXPECTED)
    expect(sectionsOf(WHOLE.map((one) => (one.level === 1 ? heading(` ${one.text} `) : one)))).toEqual(
      EXPECTED,
    )
  })

  it('are not begun by a line of the text that only has a section’s words', () => {
    const read = sectionsOf([...WHOLE.slice(0, 3), line('理论学习'), ...WHOLE.slice(3)])
    expect(read['organisation']).toEqual(['organisation的正文', '理论学习'])
  })

  it('keep a day that ends the text where the document is signed, and lower headings', () => {
    const read = sectionsOf([
      ...WHOLE.slice(0, -3),
      { text: '（一）下步打算', level: 2, style: 'heading 2' },
      line('截至2022年11月5日'),
      line('2022年10月1日'),
      ...WHOLE.slice(-3),
    ])
    expect(read['gaps']).toEqual(['gaps的正文', '（一）下步打算', '截至2022年11月5日', '2022年10月1日'])
  })

  it.each([
    [
      'missing',
      WHOLE.filter(({ text }) => text !== '二、理论学习'),
      /headings of these sections: "二、理论学习"/,
    ],
    ['there twice', [...WHOLE, heading('二、理论学习')], /more than once.*"二、理论学习"/],
    ['none of the outline’s', [...WHOLE, heading('六、其他')], /"六、其他" is a heading of the first level/],
    ['lost in a book', [...WHOLE, ...Array.from({ length: 3000 }, () => line('x'))], /more than 3000/],
  ])('are refused where a heading is %s', (_, paragraphs, words) => {
    expect(() => sectionsOf(paragraphs)).toThrow(words)
  })
})
