import { describe, expect, it } from 'vitest'
import { claimPairs, stemFor } from '../../../src/claims/claim/claim.ts'
import { englishForms } from '../../../src/claims/evidence/english-forms.ts'
import { countInWords, unitWords } from '../../../src/claims/claim/unit-words.ts'

describe('units in both languages', () => {
  it.each([
    [1, '篇', 'essays', '1 essay', '1篇'],
    [2, '篇', 'essays', '2 essays', '2篇'],
    [1, '次', 'study', '1 session', '1次'],
    [3701, '人次', 'study', '3,701 attendances', '3701人次'],
    [1, '人', 'activity', '1 person', '1人'],
    [0, '个月', 'study', '0 months', '0个月'],
    [2040, '册', 'measure', '2,040 copies', '2040册'],
    [60.9, '%', 'measure', '60.9%', '60.9%'],
    [2, '坛', 'measure', '2 坛', '2坛'],
  ] as const)('says %s %s', (value, unit, of, en, zh) => {
    const words = unitWords(unit, of)
    expect([countInWords(value, words, 'en'), countInWords(value, words, 'zh')]).toEqual([en, zh])
  })

  it.each([
    ['party lecture', 'party lecture', 'party lectures'],
    ['party classes', 'party class', 'party classes'],
    ['news stories', 'news story', 'news stories'],
    ['relay study', 'relay study', 'relay studies'],
    ['volunteering', 'volunteering', 'volunteering'],
    ['theory essays', 'theory essay', 'theory essays'],
    ['people', 'person', 'people'],
    ['news', 'news', 'news'],
    ['24/7', '24/7', '24/7'],
  ])('tells one from many of %s', (words, one, many) => {
    expect(englishForms(words)).toEqual({ one, many })
  })
})

describe('the table of pairs', () => {
  it('finds the stem of a subject and what is told of it', () => {
    expect(stemFor('study', 'attendances', true)).toBe('study.attendance')
    expect(stemFor('activity', 'attendances', true)).toBe('activity.headcount')
    expect(stemFor('activity', 'attendances', false)).toBe('activity.attendance')
    expect(stemFor('measure', 'people', true)).toBeNull()
  })

  it('narrows by members and departments only attendances, people, hours and essays', () => {
    const narrowed = Object.values(claimPairs).filter((pair) =>
      pair.scopes.some((one) => one === 'member' || one === 'department'),
    )
    const told = new Set(
      narrowed.map(({ of, tells }) => (of === 'essays' || of === 'owed' ? 'essays' : tells)),
    )
    expect([...told].sort()).toEqual(['attendances', 'essays', 'hours', 'people'])
  })
})
