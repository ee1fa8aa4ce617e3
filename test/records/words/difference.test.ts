import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedParts, formatDifferences, mergeEdits } from '../../../src/records/words/difference.ts'
import { detailsOf, type RecordDetails } from '../../../src/records/record/record.ts'
import type { Catalog } from '../../../src/records/words/view.ts'

const perfect: RecordDetails = {
  kindId: 'group-study',
  title: '学习二十大报告',
  startsOn: '2022-11-17',
  endsOn: '2022-11-17',
  materials: ['报告'],
  people: ['b', 'a'],
  headCount: { value: 25, unit: '人' },
  expected: null,
  excused: null,
  durationMin: 120,
  place: '会议室',
  partner: null,
  note: null,
  quantities: [],
  evidence: [],
}
const catalog: Catalog = {
  kinds: [
    { id: 'group-study', family: 'study', nameZh: '集中学习', nameEn: 'group study', aliases: [] },
    { id: 'discussion', family: 'study', nameZh: '交流讨论', nameEn: 'discussion', aliases: [] },
  ],
  measures: [{ id: 'news', name: '发布新闻动态', unit: '条', aggregation: 'sum', aliases: [] }],
  members: new Map(),
}
const audience = { locale: 'zh', today: Temporal.PlainDate.from('2022-11-18') } as const

const change: fc.Arbitrary<Partial<RecordDetails>> = fc.record(
  {
    kindId: fc.constantFrom('group-study', 'discussion'),
    title: fc.constantFrom('一', '二', '三'),
    startsOn: fc.constantFrom('2022-11-10', '2022-11-11'),
    endsOn: fc.constantFrom('2022-11-12', '2022-11-13'),
    materials: fc.constantFrom([], ['甲'], ['甲', '乙']),
    people: fc.constantFrom([], ['a'], ['a', 'b'], ['b', 'a']),
    headCount: fc.constantFrom(null, { value: 3, unit: '人' as const }, { value: 3, unit: '人次' as const }),
    durationMin: fc.constantFrom(null, 60),
    place: fc.constantFrom(null, '室内'),
    partner: fc.constantFrom(null, '社区'),
    note: fc.constantFrom(null, '备注'),
    quantities: fc.constantFrom([], [{ measureId: 'news', value: 2 }]),
  },
  { requiredKeys: [] },
)

describe('two edits of one record', () => {
  it('keep every part that only one changed, and name every part that both changed apart', () => {
    fc.assert(
      fc.property(change, change, (byThem, byMe) => {
        const [theirs, mine] = [
          { ...perfect, ...byThem },
          { ...perfect, ...byMe },
        ]
        const { details, taken, clashing } = mergeEdits(perfect, theirs, mine)
        const changedByThem = new Set(changedParts(perfect, theirs))
        const changedByMe = new Set(changedParts(perfect, mine))
        for (const part of changedParts(perfect, details)) {
          expect(changedByThem.has(part) || changedByMe.has(part)).toBe(true)
        }
        // What differs from theirs is what I changed; what differs from mine is what was taken from them.
        expect(changedParts(theirs, details).every((part) => changedByMe.has(part))).toBe(true)
        expect(changedParts(mine, details)).toEqual(taken)
        expect(clashing).toEqual(
          [...changedByThem].filter(
            (part) => changedByMe.has(part) && changedParts(theirs, mine).includes(part),
          ),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('of which one changed nothing are the other’s', () => {
    fc.assert(
      fc.property(change, (made) => {
        const edited = { ...perfect, ...made }
        expect(mergeEdits(perfect, edited, perfect).details).toEqual(detailsOf(edited))
        expect(mergeEdits(perfect, perfect, edited).details).toEqual(detailsOf(edited))
      }),
    )
  })
})

describe('a difference', () => {
  it('is told part by part, from what to what, with the part’s name', () => {
    const after = {
      ...perfect,
      title: '学习党的二十大报告',
      kindId: 'discussion',
      place: null,
      durationMin: 90,
    }
    expect(formatDifferences(perfect, after, catalog, audience)).toEqual([
      '标题：学习二十大报告 → 学习党的二十大报告',
      '类别：集中学习 → 交流讨论',
      '时长：2小时 → 1小时30分钟',
      '地点：会议室 → （无）',
    ])
  })

  it('is none where only the order of people differs', () => {
    expect(changedParts(perfect, { ...perfect, people: ['a', 'b'] })).toEqual([])
  })

  it('tells 人 from 人次', () => {
    const after = { ...perfect, headCount: { value: 25, unit: '人次' as const } }
    expect(formatDifferences(perfect, after, catalog, audience)).toEqual(['人数：25人 → 25人次'])
  })

  it('pings nobody and breaks no entity, however long the words are', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: fc.constantFrom('<', '!', '&', 'x', '字') }), (title) => {
        const [line = ''] = formatDifferences(perfect, { ...perfect, title: `${title}.` }, catalog, audience)
        expect(line.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[<&]/)
      }),
    )
  })
})
