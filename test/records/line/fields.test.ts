import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemberFacingError } from '../../../src/errors.ts'
import { defaultVocabulary } from '../../../src/records/vocabulary/default-kinds.ts'
import {
  parseDurationText,
  parsePeopleCount,
  parseQuantityText,
} from '../../../src/records/line/read-line.ts'
import { read } from './corpus.ts'

function faultOf(work: () => unknown): { zh: string; en: string } {
  try {
    work()
  } catch (error) {
    if (error instanceof MemberFacingError) return error.said
    throw error
  }
  return { zh: '', en: 'no fault' }
}

describe('durations', () => {
  it('reads hours and minutes in every usual way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 23 }), fc.integer({ min: 1, max: 59 }), (hours, minutes) => {
        const total = hours * 60 + minutes
        const ways = [
          `${hours}h${minutes}m`,
          `${hours}h ${minutes}min`,
          `${hours}小时${minutes}分钟`,
          `${hours}个小时${minutes}分`,
          `${hours} hours ${minutes} minutes`,
          `${total}m`,
          `${total}分钟`,
          `${total} minutes`,
        ]
        expect(ways.map((text) => [text, parseDurationText(text)])).toEqual(ways.map((text) => [text, total]))
      }),
    )
  })

  it.each([
    ['一个半小时', 90],
    ['两小时', 120],
    ['半小时', 30],
    ['三刻钟', 45],
    ['1.5小时', 90],
    ['half an hour', 30],
    ['an hour and a half', 90],
    ['1½ hours', 90],
    ['90', 90],
  ])('reads %s as %d minutes', (text, minutes) => {
    expect(parseDurationText(text)).toBe(minutes)
  })

  it('says what is wrong, with the value and the way to write it', () => {
    expect(faultOf(() => parseDurationText('90x'))).toEqual({
      zh: '“90x”不是时长。请写成 90m、1h30m 或 1.5小时。',
      en: '"90x" is not a duration. Write it like 90m or 1h30m.',
    })
    // How much fits into the days of a record is checked with them.
    expect(parseDurationText('30h')).toBe(1800)
    expect(faultOf(() => parseDurationText('0')).en).toContain('is 0')
    expect(faultOf(() => parseDurationText('半天')).en).toContain('How many hours')
  })

  it('offers the minutes of half a day to choose from', () => {
    const question = read({ family: 'study', text: '集中学习 宪法 半天' }).questions[0]
    expect(question?.field).toBe('duration')
    expect(question?.candidates?.map(({ value }) => value)).toEqual(['180', '240'])
  })
})

describe('head counts', () => {
  it('keeps people and attendances apart', () => {
    expect(parsePeopleCount('28')).toEqual({ value: 28, unit: '人' })
    expect(parsePeopleCount('三十人')).toEqual({ value: 30, unit: '人' })
    expect(parsePeopleCount('60人次')).toEqual({ value: 60, unit: '人次' })
    expect(parsePeopleCount('25 people')).toEqual({ value: 25, unit: '人' })
  })

  it.each(['0', '1.5', '20多人', '七八人', 'many', '', '-3', '10%'])('refuses %s', (text) => {
    expect(faultOf(() => parsePeopleCount(text)).en).not.toBe('no fault')
  })
})

describe('quantities', () => {
  const parse = (text: string): string =>
    parseQuantityText(text, defaultVocabulary)
      .map(({ measureId, value, unit }) => `${measureId} ${value}${unit}`)
      .join(', ')

  it.each([
    ['发布新闻动态=24条', 'news-items 24条'],
    ['发布新闻动态 24', 'news-items 24条'],
    ['新闻262条、印发2000份', 'news-items 262条, copies-printed 2000份'],
    ['24 news items', 'news-items 24条'],
    ['2000 copies printed; 24 news items', 'copies-printed 2000份, news-items 24条'],
    ['关注人数10万人', 'followers 100000人'],
    ['印发1.2万份', 'copies-printed 12000份'],
    ['赠阅=1,234册', 'journals-given 1234册'],
    ['注册率=百分之九十五', 'registration-rate 95%'],
  ])('reads %s', (text, expected) => {
    expect(parse(text)).toBe(expected)
  })

  it.each([
    '注册审核=18人',
    '发放传单=500份',
    '新闻约24条',
    '发布新闻动态=-5条',
    '发布新闻动态=很多',
    '注册率=95',
    '三件事',
  ])('refuses %s', (text) => {
    expect(faultOf(() => parse(text)).en).not.toBe('no fault')
  })

  it('offers the nearest measures and those of the same unit for an unknown one, and keeps the number', () => {
    const { fields, questions } = read({ family: 'activity', text: '新闻宣传 推送 发布新闻动太=24条' })
    expect(fields.quantities).toEqual([{ name: '发布新闻动太', value: 24, unit: '条' }])
    expect(questions[0]?.candidates?.[0]?.value).toBe('news-items')
  })
})

describe('kinds', () => {
  it('offers the kind that was meant first when it is misspelt', () => {
    const cases = [
      ['study', '集中学系 昨天', 'group-study'],
      ['study', 'dicussion essays', 'discussion'],
      ['activity', '志愿服物 清雪', 'volunteering'],
      ['activity', 'voluntering park', 'volunteering'],
    ] as const
    for (const [family, text, id] of cases) {
      const { fields, questions } = read({ family, text })
      expect(fields.kindId).toBeUndefined()
      expect(questions.find(({ field }) => field === 'kind')?.candidates?.[0]?.value).toBe(id)
    }
  })

  it('names the other command for a kind of the other family', () => {
    const { questions } = read({ family: 'study', text: '志愿服务 清雪 昨天' })
    expect(questions[0]?.reason.en).toContain('/activity')
  })
})
