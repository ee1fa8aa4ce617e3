import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanText } from '../../../src/claims/scan/scan-text.ts'
import { styleExample } from '../../../src/reports/sheet/style-example.ts'

const of = { members: ['成员12', '成员1', 'An Li'], lexicon: [] }

describe('an approved text as an example of style', () => {
  it('keeps its sentences and loses its figures, dates, names and titles', () => {
    const text =
      '2021年，开展传达学习63次，参学3,701人次。3月5日成员12主讲《工作参阅》第3期，占38.6%，60余篇。An Li spoke of two lectures in May.'
    expect(styleExample(text, of)).toBe(
      '□，开展传达学习□，参学□。□某某主讲《……》第□期，占□，□。某某 spoke of □ in □.',
    )
  })

  it('keeps the forms of its paragraphs', () => {
    expect(styleExample('一是抓学习。二是抓宣传。', of)).toBe('一是抓学习。二是抓宣传。')
  })

  it('lets no digit and no figure through, however written', () => {
    const parts = fc.constantFrom(
      '63次',
      '六十三次',
      '陆拾叁人',
      '６３篇',
      '①',
      '百分之九十五',
      '3～5场',
      '近百人',
      '两千余册',
      '2021年11月',
      '成员12',
      '《第8期》',
      '增长',
      '，',
      '。',
      'over 60 copies',
      '½',
      'twelve meetings ',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 15 }), (list) => {
        const shown = styleExample(list.join(''), of)
        expect(shown).not.toMatch(/\p{N}/u)
        expect(shown).not.toContain('成员12')
        const left = scanText(shown).filter(({ kind }) => kind === 'figure' || kind === 'date')
        expect({ shown, left }).toEqual({ shown, left: [] })
      }),
      { numRuns: 300 },
    )
  })
})
