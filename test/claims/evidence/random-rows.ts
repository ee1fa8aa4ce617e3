import fc from 'fast-check'
import type { EssayRow, EvidenceRows, RecordRow } from '../../../src/claims/evidence/rows.ts'

/** A small office with random records and essays of 2021 and 2022. */
export const KINDS = ['党课', '传达学习', '志愿服务', '新闻宣传'] as const
export const PLACES = ['会议室', '社区'] as const
export const MATERIALS = ['甲', '乙', '丙'] as const
export const GENRES = ['理论文章', '读书心得体会'] as const
export const MEMBERS = ['m0', 'm1', 'm2', 'm3', 'm4'] as const
export const DEPARTMENTS = ['财经委', '法工委'] as const

const day = fc
  .integer({ min: 0, max: 729 })
  .map((days) => Temporal.PlainDate.from('2021-01-01').add({ days }).toString())

const record: fc.Arbitrary<Omit<RecordRow, 'id' | 'number'>> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    day,
    unnamed: fc.constantFrom(0, 0, 0, 7),
    people: fc.subarray([0, 1, 2, 3, 4]),
    minutes: fc.option(fc.integer({ min: 5, max: 240 })),
    place: fc.option(fc.constantFrom(...PLACES)),
    materials: fc.subarray([...MATERIALS]),
    quantity: fc.option(fc.integer({ min: 1, max: 40 })),
  })
  .map(({ unnamed, quantity, kind, people, ...rest }) => ({
    ...rest,
    kind,
    people,
    family: kind === '党课' || kind === '传达学习' ? 'study' : 'activity',
    heads: unnamed + people.length,
    partner: null,
    series: null,
    issue: null,
    quantities: quantity === null ? [] : [{ measure: '发布新闻动态', value: quantity }],
    isEntry: kind === '新闻宣传' || (quantity !== null && unnamed + people.length === 0),
  }))

const essay: fc.Arbitrary<Omit<EssayRow, 'id' | 'number'>> = fc.record({
  member: fc.constantFrom(...MEMBERS),
  month: day.map((one) => one.slice(0, 7)),
  genre: fc.constantFrom(...GENRES),
  state: fc.constantFrom('submitted', 'returned', 'approved'),
  excellent: fc.boolean(),
  contest: fc.boolean(),
  exchanged: fc.boolean(),
  issue: fc.option(fc.integer({ min: 1, max: 4 })),
  handedIn: fc.option(day),
  decided: fc.option(day),
  reviewer: fc.option(fc.constantFrom(...MEMBERS)),
})

export const randomRows: fc.Arbitrary<EvidenceRows> = fc
  .record({ records: fc.array(record, { maxLength: 60 }), essays: fc.array(essay, { maxLength: 40 }) })
  .map(({ records, essays }) => {
    const sorted = records
      .map((one, at) => ({ ...one, number: at + 1, id: `${one.family === 'study' ? 'S' : 'A'}-${at + 1}` }))
      .sort((a, b) => (a.family === b.family ? a.number - b.number : a.family < b.family ? -1 : 1))
    return {
      records: sorted,
      essays: essays.map((one, at) => ({ ...one, number: at + 1, id: `E-${at + 1}` })),
      obligations: [],
      kinds: KINDS.map((zh) => ({
        family: zh === '党课' || zh === '传达学习' ? ('study' as const) : ('activity' as const),
        zh,
        en: zh,
        aliases: [],
        isEntry: zh === '新闻宣传',
      })),
      measures: [
        {
          name: '发布新闻动态',
          en: 'news items',
          unit: '条',
          aggregation: 'sum',
          aliases: [],
          isEntry: true,
        },
      ],
      members: MEMBERS.map((id, at) => ({
        id,
        name: `成员${at}`,
        department: DEPARTMENTS[at % 2] ?? null,
        isBot: false,
      })),
      begins: { records: '2021-01-01', essays: '2021-01-01' },
    }
  })
