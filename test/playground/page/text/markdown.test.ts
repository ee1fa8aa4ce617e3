import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainOf } from '../../../../src/playground/page/text/inline.ts'
import { inlinesOf, parseMarkdown } from '../../../../src/playground/page/text/markdown.ts'

const types = (source: string) =>
  parseMarkdown(source)
    .filter(({ level, nesting }) => level === 0 && nesting >= 0)
    .map(({ type }) => type)

/** The text of the first paragraph. */
const inlines = (source: string) =>
  inlinesOf(parseMarkdown(source).find(({ type }) => type === 'inline')?.children ?? [])

describe('Markdown', () => {
  it('tells headings, paragraphs, lists, quotes, code, rules and tables apart', () => {
    const source =
      '# 一\n话\n\n- 甲\n- 乙\n\n1. 子\n\n> 引\n\n```\ncode\n```\n---\n| a | b |\n|---|--:|\n| 1 | 2 |'
    expect(types(source)).toEqual([
      'heading_open',
      'paragraph_open',
      'bullet_list_open',
      'ordered_list_open',
      'blockquote_open',
      'fence',
      'hr',
      'table_open',
    ])
  })

  it('nests a list by its indent', () => {
    const items = parseMarkdown('- 外\n  - 内\n  - 内二\n- 外二').filter(
      ({ type }) => type === 'list_item_open',
    )
    expect(items.map(({ level }) => level)).toEqual([1, 3, 3, 1])
  })

  it.each([
    ['**粗**和*斜*', ['bold', 'text', 'italic']],
    ['共**63**次', ['text', 'bold', 'text']],
    ['~~删~~ `码`', ['strike', 'text', 'code']],
    ['[看](https://a.example)。', ['link', 'text']],
    ['见 https://a.example/x。', ['text', 'link', 'text']],
    ['<@U1>', ['user']],
    ['<#C1|general> <https://a.example|看> <b>', ['channel', 'text', 'link', 'text']],
    ['![图](https://a.example/x.png)', ['text', 'link']],
  ])('draws %s', (source, expected) => {
    expect(inlines(source).map((part) => part.kind)).toEqual(expected)
  })

  it.each(['2 * 3 * 4', 'snake_case_name', '**还没关上', '[没有](地址'])('leaves %s as typed', (source) => {
    expect(plainOf(inlines(source))).toBe(source)
    expect(inlines(source).every((part) => part.kind === 'text')).toBe(true)
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
        expect(() => inlines(source)).not.toThrow()
      }),
    )
  })

  it('survives quotes and marks nested without end', () => {
    expect(() => inlines('>'.repeat(20_000))).not.toThrow()
    expect(() => inlines('*a **b '.repeat(500) + '** *'.repeat(500))).not.toThrow()
  })
})
