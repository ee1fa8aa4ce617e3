import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../src/claims/facts/fact.ts'
import { fillSlots, type SlotSources } from '../../../src/claims/slots/slots.ts'
import { slotSourcesOf } from '../../../src/claims/slots/slot-sources.ts'

const days = { from: '2022-01-01', to: '2022-12-31' }
const fact = (id: string, key: string, value: number, more: Partial<Fact> = {}): Fact => ({
  id,
  key,
  label: key,
  aggregation: 'count',
  value,
  unit: '次',
  period: '2022',
  formula: '',
  recordIds: [`S-${id.slice(1)}`],
  names: [],
  unitAliases: [],
  ...more,
})
const sources: SlotSources = {
  days,
  facts: [
    fact('f2', 'study.count:党课', 2),
    fact('f5', 'study.count:传达学习', 63),
    fact('f7', 'study.count', 65, { recordIds: ['S-2', 'S-5'] }),
    fact('f8', 'measure.latest:关注', 98_600, { aggregation: 'latest', unit: '人' }),
    fact('f12', 'activity.count', 8, { recordIds: ['A-1'] }),
  ],
  records: [
    {
      id: 'r7',
      recordId: 'A-17',
      words: {
        id: 'A-17',
        startsOn: '2022-03-08',
        endsOn: '2022-03-08',
        texts: [],
        people: [],
        figures: [
          { value: 28, unit: '人', names: ['志愿服务'] },
          { value: 90, unit: '分钟', names: ['志愿服务'] },
          { value: 24, unit: '条', names: ['新闻动态'] },
        ],
      },
    },
  ],
  people: [],
}
const fill = (text: string, locale: 'zh' | 'en' = 'zh') => fillSlots(text, sources, { locale })

describe('forms of a slot', () => {
  it.each([
    ['{{f5}}次', '63次'],
    ['{{f5~}}次', '60余次'],
    ['党课{{f2w}}', '党课两次'],
    ['{{f2+f5}}次', '65次'],
    ['{{f5-f2}}次', '61次'],
    ['占{{f5/f7%}}', '占96.9%'],
    ['{{r7.people}}人', '28人'],
    ['{{r7.day}}', '3月8日'],
    ['{{r7.minutes}}分钟', '90分钟'],
    ['{{r7.新闻动态}}条', '24条'],
  ])('%s is %s', (slot, text) => {
    expect(fill(slot)).toMatchObject({ text, faults: [] })
  })

  it('owns its unit in English words: twice, sixty-three times', () => {
    expect(fill('It met {{f2w}}.', 'en').text).toBe('It met twice.')
    expect(fill('It met {{f5w}} on {{r7.day}}.', 'en').text).toBe('It met sixty-three times on 8 March.')
  })

  it.each(['{{F2}}', '{{f02}}', '｛｛f2｝｝', '{f2}', '{{f2}', '{{ f2 }}', '{{ｆ２}}'])(
    'reads %s, which can mean nothing else',
    (slot) => {
      expect(fill(`党课${slot}次`)).toMatchObject({ text: '党课2次', faults: [] })
    },
  )

  it.each([
    '{{f99}}',
    '{f99}',
    '{{f12@Q1}}',
    '{{f5+f8}}',
    '{{f5+f7}}',
    '{{f2-f5}}',
    '{{f7/f5%}}',
    '{{r7.hours}}',
    '{{f8w}} people',
    '{{f9',
  ])('shows %s as a fault, and never a value', (slot) => {
    const filled = fill(slot, 'en')
    expect(filled.spans).toEqual([])
    expect(filled.faults.length + Number(filled.text.includes('{{'))).toBe(1)
  })

  it('leaves braces alone that are no slot', () => {
    for (const text of ['a {b} c', '{', '{{', '{f', '{ "f1": 2 }', '{}']) expect(fill(text).text).toBe(text)
  })
})

describe('a slot of a part of the period', () => {
  const scoped: SlotSources = {
    ...sources,
    proven: (key) =>
      key === 'study.count:传达学习@2022-01-01..2022-03-31'
        ? { key, label: '', value: 25, unit: '次', unitAliases: [], recordIds: [], fact: null, how: 'fact' }
        : null,
  }

  it('is what the records prove of that part, and its claim names the days', () => {
    const filled = fillSlots('一季度传达学习{{f5@Q1}}次。', scoped, { locale: 'zh' })
    expect(filled.text).toBe('一季度传达学习25次。')
    expect(slotSourcesOf(filled)).toMatchObject([
      { key: 'study.count:传达学习@2022-01-01..2022-03-31', value: 25 },
    ])
  })

  it.each(['{{f5@Q2}}', '{{f5@2023-01}}', '{{f5@Q5}}', '{{f5@2022-13}}'])(
    'is a fault where they prove nothing: %s',
    (slot) => {
      expect(fillSlots(slot, scoped, { locale: 'zh' })).toMatchObject({ spans: [], faults: [{ slot }] })
    },
  )
})

describe('the source of a filled figure', () => {
  const shown = (text: string, locale: 'zh' | 'en' = 'zh') => {
    const filled = fill(text, locale)
    return slotSourcesOf(filled).map(({ start, end, key, form, value }) => [
      filled.text.slice(start, end),
      key,
      form,
      value,
    ])
  }

  it('is its numeral, with the claim it stands for', () => {
    expect(shown('党课{{f2}}次，学习{{f5~}}次。')).toEqual([
      ['2', 'study.count:党课@2022-01-01..2022-12-31', 'exact', 2],
      ['60余', 'study.count:传达学习@2022-01-01..2022-12-31', 'rounded', 63],
    ])
    expect(shown('It met {{f2w}}, over {{f5~}} sessions.', 'en').map(([text]) => text)).toEqual([
      'twice',
      'over 60',
    ])
  })

  it('takes in what was typed beside the slot', () => {
    expect(shown('党课1{{f2}}次，近{{f5}}次').map(([text]) => text)).toEqual(['12', '近63'])
  })

  it('is one for each of two slots in one numeral', () => {
    expect(shown('{{f2}}至{{f5}}次').map(([text]) => text)).toEqual(['2', '63'])
  })

  it('names the parts of what is worked out, and the record of a record', () => {
    const [two, relay] = ['study.count:党课', 'study.count:传达学习'].map(
      (key) => `${key}@2022-01-01..2022-12-31`,
    )
    expect(shown('{{f2+f5}}次，{{r7.people}}人').map(([, key]) => key)).toEqual([
      `sum(${two},${relay})`,
      'record.people:A-17@2022-01-01..2022-12-31',
    ])
  })
})
