import { describe, expect, it } from 'vitest'
import { carry } from '../../../src/claims/sources/carry.ts'
import type { Source } from '../../../src/claims/sources/source.ts'

/** A text in which [8] and [60余|study] mark the figures with sources; the second part names the claim. */
function sourced(marked: string): { text: string; sources: Source[] } {
  const sources: Source[] = []
  let text = ''
  for (const part of marked.split(/(\[[^\]]*\])/)) {
    const mark = /^\[([^|\]]*)\|?(.*)\]$/.exec(part)
    const written = mark?.[1] ?? part
    if (mark !== null) {
      const value = Number(written.replaceAll(/\D/g, ''))
      const key = mark[2] === '' ? `c${written}` : mark[2]!
      const place = { start: text.length, end: text.length + written.length }
      sources.push({ ...place, key, form: 'exact', value, by: 'slot' })
    }
    text += written
  }
  return { text, sources }
}

function carried(from: string, to: string): string[] {
  return carry(to, [sourced(from)]).map(
    ({ start, end, key, reworded }) => `${to.slice(start, end)}=${key}${reworded ? ' reworded' : ''}`,
  )
}

describe('a source carried with its text', () => {
  it('lives where its sentence stands unchanged, also in another place', () => {
    expect(carried('党课[8]次。学习[63]次。', '学习63次。\n\n新的一段。党课8次。')).toEqual([
      '63=c63',
      '8=c8',
    ])
  })

  it('keeps apart figures of one value in one sentence', () => {
    expect(carried('党课[7|a]次，警示教育[7|b]次。', '党课7次，警示教育7次。')).toEqual(['7=a', '7=b'])
  })

  it('stays with a number that was written over, so that it is shown', () => {
    expect(carried('全年开展党课[8]次。', '全年开展党课9次。')).toEqual(['9=c8'])
    expect(carried('全年开展党课[8]次。', '全年开展党课18次。')).toEqual(['18=c8'])
    expect(carried('赠阅[60余|j]册刊物。', '赠阅约160余册刊物。')).toEqual(['约160余=j'])
    expect(carried('It held [63|s] study sessions.', 'It held 36 study sessions.')).toEqual(['36=s'])
  })

  it('takes a sign, a fraction, an approximation or a unit for another number', () => {
    for (const written of ['-8次', '8/10次', '8余次', '8.5次', '约8次', '8人次', '八次']) {
      const [source] = carry(`全年开展党课${written}。`, [sourced('全年开展党课[8]次。')])
      expect([written, source?.key]).toEqual([written, 'c8'])
    }
  })

  it('is marked when words of its sentence were changed, and not for another number or a comma', () => {
    expect(carried('全年开展党课[8]次。', '一季度开展党课8次。')).toEqual(['8=c8 reworded'])
    expect(carried('开展党课[8]次、学习[63]次。', '开展党课8次，学习64次。')).toEqual(['8=c8', '64=c63'])
  })

  it('is no longer marked when the words are what they were', () => {
    const parents = [sourced('一季度开展党课[8]次。'), sourced('全年开展党课[8]次。')]
    const doubted = {
      ...parents[0]!,
      sources: parents[0]!.sources.map((one) => ({ ...one, reworded: true as const })),
    }
    expect(carry('全年开展党课8次。', [doubted, parents[1]!])[0]?.reworded).toBeUndefined()
  })

  it('ends with its sentence: the same number in another one has none', () => {
    expect(carried('全年开展党课[8]次。', '新购置办公桌椅8次。')).toEqual([])
    expect(carried('全年开展党课[8]次。学习正常。', '图书室新增图书30册。学习正常。')).toEqual([])
  })

  it('goes along when sentences are joined and parted', () => {
    expect(carried('开展党课[8]次。开展学习[63]次。', '开展党课8次，开展学习63次。')).toEqual([
      '8=c8 reworded',
      '63=c63 reworded',
    ])
    expect(carried('开展党课[8]次，开展学习[63]次。', '开展党课8次。开展学习64次。')).toEqual([
      '8=c8 reworded',
      '64=c63 reworded',
    ])
  })

  it('goes along when its sentence is moved and changed', () => {
    expect(
      carried(
        '机关全年开展传达学习[63]次。\n\n图书室赠阅刊物[2040]册。',
        '图书室赠阅刊物2040册。\n\n机关本年度开展传达学习64次。',
      ),
    ).toEqual(['2040=c2040', '64=c63 reworded'])
  })

  it('comes from each of the texts that were put together, from the nearest first', () => {
    const [mine, theirs] = [sourced('开展党课[8|a]次。'), sourced('开展党课[8|b]次。开展学习[63]次。')]
    expect(carry('开展党课8次。开展学习63次。', [mine, theirs]).map(({ key }) => key)).toEqual(['a', 'c63'])
  })

  it('is bounded in time, however much was changed', () => {
    const words = Array.from({ length: 3_000 }, (_, at) => String.fromCharCode(0x4e00 + ((at * 7919) % 5000)))
    const begun = performance.now()
    carry(words.toReversed().join(''), [sourced(`${words.join('')}[8]次。`)])
    expect(performance.now() - begun).toBeLessThan(1_000)
  })
})
