import { describe, expect, it } from 'vitest'
import { vocabularyOf } from '../../../src/claims/evidence/vocabulary.ts'
import type { EvidenceRows, RecordRow } from '../../../src/claims/evidence/rows.ts'

const record: RecordRow = {
  id: 'A-1',
  number: 1,
  family: 'activity',
  kind: '编印刊物',
  day: '2022-03-01',
  heads: 0,
  people: [],
  minutes: null,
  place: '南苑路社区',
  partner: null,
  materials: ['《二十大报告》'],
  series: '《工作参阅》',
  issue: '3',
  quantities: [],
  isEntry: true,
}

const rows: EvidenceRows = {
  records: [record],
  essays: [],
  obligations: [],
  kinds: [
    {
      family: 'study',
      zh: '党课',
      en: 'party lecture',
      aliases: ['讲党课', 'party class'],
      isEntry: false,
    },
  ],
  measures: [
    {
      name: '发布新闻动态',
      en: 'news items',
      unit: '条',
      aggregation: 'sum',
      aliases: ['news items', 'news story'],
      isEntry: true,
    },
  ],
  members: [{ id: 'm1', name: '成员01', department: '财经委', isBot: false }],
  begins: { records: '2022-03-01', essays: null },
}

const { entries } = vocabularyOf(rows)
const called = (words: string) => entries.filter((entry) => entry.words === words)

describe('the vocabulary of a workspace', () => {
  it.each([
    ['party lecture', 'own'],
    ['party lectures', 'own'],
    ['party classes', 'alias'],
    ['讲党课', 'alias'],
  ])('knows a kind by its names and aliases, in English singular and plural: %s', (words, rank) => {
    expect(called(words)).toEqual([
      expect.objectContaining({ rank, names: { is: 'kind', family: 'study', name: '党课', isEntry: false } }),
    ])
  })

  it.each(['发布新闻动态', '新闻动态', 'news item', 'news items', 'news stories'])(
    'knows a measure as %s',
    (words) => {
      expect(called(words)).toEqual([
        expect.objectContaining({ names: expect.objectContaining({ is: 'measure', name: '发布新闻动态' }) }),
      ])
    },
  )

  it.each([
    ['成员01', { is: 'scope', scope: 'member', value: 'm1' }],
    ['财经委', { is: 'scope', scope: 'department', value: '财经委' }],
    ['南苑路社区', { is: 'scope', scope: 'place', value: '南苑路社区' }],
    ['《二十大报告》', { is: 'scope', scope: 'material', value: '《二十大报告》' }],
    ['工作参阅', { is: 'series', name: '《工作参阅》' }],
    ['优秀习作', { is: 'claim', stem: 'essay.count', name: 'excellent' }],
    ['参学人次', { is: 'claim', stem: 'study.attendance', name: null }],
  ])('knows what %s is', (words, names) => {
    expect(called(words).map((entry) => entry.names)).toEqual([names])
  })

  it('takes no short name for another thing’s own', () => {
    const kind = {
      family: 'activity',
      zh: '新闻动态',
      en: 'news',
      aliases: [],
      isEntry: true,
    } as const
    const found = vocabularyOf({ ...rows, kinds: [kind] }).entries.filter(({ words }) => words === '新闻动态')
    expect(found.map(({ names }) => names.is)).toEqual(['kind'])
  })
})
