import { describe, expect, it } from 'vitest'
import { evidenceOf } from '../../../src/claims/evidence/evaluate.ts'
import type { RecordRow } from '../../../src/claims/evidence/rows.ts'
import {
  addends,
  contribution,
  incompleteness,
  partsInWords,
} from '../../../src/reports/sources/figure-amounts.ts'

const DAYS = { from: '2022-01-01', to: '2022-12-31' }
const AT = '@2022-01-01..2022-12-31'

const record = (id: string, change: Partial<RecordRow>): RecordRow => ({
  id,
  number: Number(id.slice(2)),
  family: 'study',
  kind: '党课',
  day: '2022-03-01',
  heads: change.people?.length ?? 0,
  people: [],
  minutes: 90,
  place: null,
  partner: null,
  materials: [],
  series: null,
  issue: null,
  quantities: [],
  isEntry: false,
  ...change,
})

const evidence = evidenceOf(
  {
    records: [
      record('S-1', { people: [0, 1, 2] }),
      record('S-2', { people: [1, 2, 3] }),
      record('S-3', { people: [], heads: 12, kind: '传达学习', minutes: null }),
    ],
    essays: [],
    obligations: [],
    kinds: ['党课', '传达学习'].map((zh) => ({
      family: 'study',
      zh,
      en: zh === '党课' ? 'party lecture' : 'relay study',
      aliases: [],
      isEntry: false,
    })),
    measures: [],
    members: [0, 1, 2, 3].map((n) => ({ id: `m${n}`, name: `成员${n}`, department: null, isBot: false })),
    begins: { records: '2022-01-01', essays: null },
  },
  { period: DAYS, covered: DAYS, asOf: '2023-01-01' },
)
const valueOf = (key: string) => evidence.valueOf(key)!

describe('what a record contributes to a figure', () => {
  it.each([
    [`study.sessions${AT}`, 'S-2', '1次', '1 session'],
    [`study.attendance${AT}`, 'S-3', '12人次', '12 attendances'],
    [`study.people${AT}`, 'S-1', '新增3人', '3 people more'],
    [`study.people${AT}`, 'S-2', '新增1人', '1 person more'],
    [`study.hours${AT}`, 'S-1', '1.5小时', '1.5 hours'],
    [`sum(study.count:党课${AT},study.count:传达学习${AT})`, 'S-3', '1次', '1 session'],
    [`share(study.attendance:党课${AT},study.attendance${AT})`, 'S-1', '', ''],
    [`study.count:党课${AT}`, 'S-3', '', ''],
  ])('%s: %s, %s', (key, id, zh, en) => {
    const value = valueOf(key)
    expect([contribution(value, id, 'zh'), contribution(value, id, 'en')]).toEqual([zh, en])
  })

  it('is shown by part where the figure is worked out', () => {
    const value = valueOf(`share(study.attendance:党课${AT},study.attendance${AT})`)
    expect(addends(value).map(({ value }) => value)).toEqual([6, 18])
    expect(partsInWords(value, 'zh')).toBe('党课参加人次 6人次，学习参学人次 18人次')
  })
})

describe('a figure that is a lower bound only', () => {
  it.each([
    [`study.people${AT}`, '至少：有到场者没有列名'],
    [`study.hours${AT}`, '至少：有的记录没有时长'],
    [`average(study.people${AT},study.sessions${AT})`, '至少：有到场者没有列名'],
    [`study.attendance${AT}`, undefined],
    [`study.people:党课${AT}`, undefined],
  ])('says why: %s', (key, zh) => {
    expect(incompleteness(valueOf(key))?.zh).toBe(zh)
  })
})
