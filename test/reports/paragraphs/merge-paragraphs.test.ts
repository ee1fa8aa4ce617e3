import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeParagraphs } from '../../../src/reports/paragraphs/merge-paragraphs.ts'

const text = (...paragraphs: string[]) => paragraphs.join('\n\n')
const base = text('甲', '乙', '丙', '丁')

describe('two people who changed one text', () => {
  it('both keep what only they changed', () => {
    const merged = mergeParagraphs(base, text('甲改', '乙', '丙', '丁'), text('甲', '乙', '丙', '丁改', '戊'))
    expect(merged).toEqual({ paragraphs: ['甲改', '乙', '丙', '丁改', '戊'], clashes: [] })
  })

  it('are both told of where both wrote: mine stands, theirs is not lost', () => {
    const merged = mergeParagraphs(base, text('甲', '我的乙', '丙', '丁'), text('甲', '他的乙', '丙', '丁'))
    expect(merged.paragraphs).toEqual(['甲', '我的乙', '丙', '丁'])
    expect(merged.clashes).toEqual([{ mine: '我的乙', theirs: '他的乙' }])
  })

  it('agree where they wrote the same', () => {
    expect(mergeParagraphs(base, text('甲', '新', '丁'), text('甲', '新', '丁'))).toEqual({
      paragraphs: ['甲', '新', '丁'],
      clashes: [],
    })
  })

  it('lose nothing: every paragraph either of them wrote is in the text or in a clash', () => {
    const paragraphs = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 7 })
    fc.assert(
      fc.property(paragraphs, paragraphs, paragraphs, (old, mine, theirs) => {
        const { paragraphs: merged, clashes } = mergeParagraphs(text(...old), text(...mine), text(...theirs))
        const kept = new Set([...merged, ...clashes.flatMap((clash) => clash.theirs.split('\n\n'))])
        const written = [...mine, ...theirs].filter((paragraph) => !old.includes(paragraph))
        expect(written.filter((paragraph) => !kept.has(paragraph))).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('change nothing that nobody changed', () => {
    const paragraphs = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 6 })
    fc.assert(
      fc.property(paragraphs, paragraphs, (old, mine) => {
        expect(mergeParagraphs(text(...old), text(...mine), text(...old)).paragraphs).toEqual(mine)
        expect(mergeParagraphs(text(...old), text(...old), text(...mine)).paragraphs).toEqual(mine)
      }),
    )
  })
})
