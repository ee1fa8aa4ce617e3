import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainOf } from '../../../../src/playground/page/text/inline.ts'
import { parseMarkdown } from '../../../../src/playground/page/text/markdown.ts'
import { parseMarkdownInline } from '../../../../src/playground/page/text/markdown-inline.ts'

const kinds = (source: string) => parseMarkdown(source).map((part) => part.kind)

describe('Markdown', () => {
  it('tells headings, paragraphs, lists, quotes, code, rules and tables apart', () => {
    const source =
      '# 一\n话\n\n- 甲\n- 乙\n\n1. 子\n\n> 引\n\n```\ncode\n```\n---\n| a | b |\n|---|--:|\n| 1 | 2 |'
    expect(kinds(source)).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'pre', 'rule', 'table'])
  })

  it('nests a list by its indent', () => {
    const [list] = parseMarkdown('- 外\n  - 内\n  - 内二\n- 外二')
    expect(list).toMatchObject({ kind: 'list', items: [{ parts: [{ kind: 'list', items: [{}, {}] }] }, {}] })
  })

  it.each([
    ['**粗**和*斜*', ['bold', 'text', 'italic']],
    ['共**63**次', ['text', 'bold', 'text']],
    ['~~删~~ `码`', ['strike', 'text', 'code']],
    ['[看](https://a.example)。', ['link', 'text']],
    ['见 https://a.example/x。', ['text', 'link', 'text']],
    ['<@U1>', ['user']],
  ])('draws %s', (source, expected) => {
    expect(parseMarkdownInline(source).map((part) => part.kind)).toEqual(expected)
  })

  it.each(['2 * 3 * 4', 'snake_case_name', '**还没关上', '[没有](地址'])('leaves %s as typed', (source) => {
    expect(plainOf(parseMarkdownInline(source))).toBe(source)
    expect(parseMarkdownInline(source).every((part) => part.kind === 'text')).toBe(true)
  })

  it('draws whatever has come of a text cut anywhere, without throwing', () => {
    const unit = fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '#',
      '-',
      '>',
      '|',
      '\n',
      ' ',
      '1.',
      '[',
      '](',
      ')',
      '<',
      '中',
      '\\',
    )
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 80 }), (source) => {
        expect(() => parseMarkdown(source)).not.toThrow()
      }),
    )
  })

  it('survives quotes and marks nested without end', () => {
    expect(() => parseMarkdown('>'.repeat(20_000))).not.toThrow()
    expect(() => parseMarkdown('*a **b '.repeat(500) + '** *'.repeat(500))).not.toThrow()
  })
})
