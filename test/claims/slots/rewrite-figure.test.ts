import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rewriteFigure } from '../../../src/claims/slots/rewrite-figure.ts'
import { readNumberAt } from '../../../src/text/numbers/grammar.ts'
import { writeNumberLike } from '../../../src/text/numbers/write-number.ts'

describe('a figure with another value', () => {
  it.each([
    ['8次', 9, '9次'],
    ['８次', 19, '１９次'],
    ['八次', 9, '九次'],
    ['三次', 2, '两次'],
    ['十二次', 105, '一百零五次'],
    ['捌次', 12, '壹拾贰次'],
    ['1,234册', 12345, '12,345册'],
    ['1234册', 12345, '12345册'],
    ['1.2万册', 13000, '1.3万册'],
    ['1.2万册', 12345, '1.2345万册'],
    ['百分之九十五', 96, '百分之九十六'],
    ['百分之九十五', 2, '百分之二'],
    ['95%', 96.5, '96.5%'],
    ['60余册', 75, '70余册'],
    ['60余册', 70, '70册'],
    ['近900人', 950, '近1000人'],
    ['约300人', 412, '约400人'],
    ['500人以上', 480, '400人以上'],
    ['eight sessions', 9, 'nine sessions'],
    ['Eight sessions', 21, 'Twenty-one sessions'],
    ['over 60 sessions', 75, 'over 70 sessions'],
    ['over 60 sessions', 70, '70 sessions'],
  ])('%s for %d is %s', (text, value, expected) => {
    expect(rewriteFigure(text, value)).toBe(expected)
  })

  it('stays as it is where it passes for the new value', () => {
    expect(rewriteFigure('60余册', 64)).toBe('60余册')
    expect(rewriteFigure('500人以上', 900)).toBe('500人以上')
  })

  it.each([
    ['3～5次', 8],
    ['九成', 95],
    ['两次', -1],
    ['没有数字', 3],
  ])('%s cannot be rewritten for %d', (text, value) => {
    expect(rewriteFigure(text, value)).toBeNull()
  })
})

describe('a number in the form of another', () => {
  const forms = ['8', '８', '1,234', '八', '十二', '捌', 'eight', 'Eight', '1.2万', '3亿', '百分之八']

  it('reads back as the same value, or is not written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...forms), fc.integer({ min: 0, max: 99_999_999 }), (form, value) => {
        const plain = writeNumberLike(value, form)?.normalize('NFKC').toLowerCase() ?? null
        const read = plain === null ? null : readNumberAt(plain, 0)
        expect(plain === null || (read?.value === value && read.end === plain.length)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('is always written up to ten thousand in digits, in Chinese and in English', () => {
    const unwritten = ['8', '八', '捌', 'eight'].flatMap((form) =>
      Array.from({ length: 10_001 }, (_, value) => value).filter(
        (value) => writeNumberLike(value, form) === null,
      ),
    )
    expect(unwritten).toEqual([])
  })

  it('keeps decimals', () => {
    fc.assert(
      fc.property(fc.constantFrom('8', '８'), fc.integer({ min: 0, max: 999_999 }), (form, tenths) => {
        const written = writeNumberLike(tenths / 10, form)
        expect(written === null ? null : readNumberAt(written.normalize('NFKC'), 0)?.value).toBeCloseTo(
          tenths / 10,
          9,
        )
      }),
    )
  })
})
