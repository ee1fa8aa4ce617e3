import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readModelAnswer } from '../../../src/records/plain-words/plain-words.ts'
import { readableText } from '../../../src/slack/mrkdwn.ts'
import { restsOn } from '../../../src/text/quotes.ts'
import type { Vocabulary } from '../../../src/records/line/words/reading.ts'

const today = Temporal.PlainDate.from('2022-11-18')
const vocabulary: Vocabulary = {
  kinds: [{ id: 'group-study', family: 'study', names: ['集中学习', 'group study'] }],
  measures: [
    { id: 'news', name: '发布新闻动态', unit: '条', aggregation: 'sum', aliases: ['news items'] },
    { id: 'leaflets', name: '印发宣传单', unit: '份', aggregation: 'sum', aliases: [] },
  ],
}
const words = '昨天下午全体在会议室学习了二十大报告，两小时，25人'
const read = (answer: object | string, text = words) =>
  readModelAnswer(typeof answer === 'string' ? answer : JSON.stringify(answer), text, vocabulary, today)

describe('what a model read in plain words', () => {
  it('fills the form’s fields, each with the words it was taken from', () => {
    expect(
      read({
        kind: { value: 'group-study', quote: '学习了' },
        startsOn: { value: '2022-11-17', quote: '昨天下午' },
        durationMinutes: { value: 120, quote: '两小时' },
        headCount: { value: { count: 25, unit: '人' }, quote: '25人' },
        place: { value: '会议室', quote: '在会议室' },
        materials: [{ value: '二十大报告', quote: '二十大报告' }],
        title: { value: '学习二十大报告', quote: '学习了二十大报告' },
      }),
    ).toEqual({
      kindId: 'group-study',
      startsOn: '2022-11-17',
      endsOn: '2022-11-17',
      durationMin: 120,
      headCount: { value: 25, unit: '人' },
      place: '会议室',
      title: '学习二十大报告',
      materials: ['二十大报告'],
      names: [],
      quantities: [],
      quotes: {
        kind: '学习了',
        date: '昨天下午',
        duration: '两小时',
        headCount: '25人',
        place: '在会议室',
        materials: '二十大报告',
        title: '学习了二十大报告',
      },
    })
  })

  it('counts only where its quote stands in the words', () => {
    const reading = read({
      headCount: { value: { count: 9999, unit: '人' }, quote: '9999人' },
      place: { value: '礼堂', quote: '在礼堂' },
      startsOn: { value: '2022-11-16', quote: '前天' },
      kind: { value: 'group-study', quote: '集中学习' },
    })
    expect(reading).toEqual({ materials: [], names: [], quantities: [], quotes: {} })
  })

  it('never brings a figure of its own: what the quoted words say is read anew', () => {
    const reading = read({
      headCount: { value: { count: 9999, unit: '人次' }, quote: '25人' },
      durationMinutes: { value: 600, quote: '两小时' },
      startsOn: { value: '2021-01-01', quote: '昨天' },
    })
    expect(reading).toMatchObject({
      headCount: { value: 25, unit: '人' },
      durationMin: 120,
      startsOn: '2022-11-17',
    })
  })

  it.each([
    ['the number is cut on the left', '25人参加', '5人'],
    ['the unit is cut on the right', '接待20人次', '20人'],
    ['it is only about', '约25人', '25人'],
    ['there are more', '25人以上', '25人'],
    ['no unit is quoted', '25人', '25'],
    ['a thousand is cut', '1,250人', '250人'],
    ['a Chinese number is cut', '一百二十五人', '二十五人'],
  ])('names no head count where %s', (_why, text, quote) => {
    expect(read({ headCount: { value: { count: 1, unit: '人' }, quote } }, text).headCount).toBeUndefined()
  })

  it.each([
    ['上周三学习', '周三'],
    ['11月20日至22日学习', '11月20日'],
    ['大前天学习', '前天'],
    ['去年11月2日学习', '11月2日'],
    ['studied last Friday', 'Friday'],
    ['11月12日学习', '11月1'],
    ['met on 3 Nov 2021', '3 Nov'],
    ['昨天之前学习', '昨天'],
  ])('names no day in %s, of which it quotes only %s', (text, quote) => {
    expect(read({ startsOn: { value: '2022-11-02', quote } }, text).startsOn).toBeUndefined()
  })

  it.each([
    ['两小时半', '两小时'],
    ['近两小时', '两小时'],
    ['12小时', '2小时'],
  ])('names no duration in %s, of which it quotes only %s', (text, quote) => {
    expect(read({ durationMinutes: { value: 120, quote } }, text).durationMin).toBeUndefined()
  })

  it('may say which measure is meant, but not how much', () => {
    const claim = (quote: string, count: number, text = '公众号更新了24条，发宣传单300份左右') =>
      read({ quantities: [{ value: { measure: 'news', name: '动态', count, unit: '条' }, quote }] }, text)
    expect(claim('更新了24条', 24).quantities).toEqual([
      { measureId: 'news', name: '发布新闻动态', value: 24, unit: '条' },
    ])
    expect(claim('更新了24条', 240).quantities).toEqual([])
    expect(claim('4条', 4).quantities).toEqual([])
    // 份 is no unit of this measure.
    expect(claim('宣传单300份', 300).quantities).toEqual([])
  })

  it('leaves out a field that it is not sure of', () => {
    const headCount = { value: { count: 25, unit: '人' }, quote: '25人' }
    expect(read({ headCount, unsure: ['headCount'] }).headCount).toBeUndefined()
  })

  it('is nothing when it is junk, cut off, or no object', () => {
    const nothing = { materials: [], names: [], quantities: [], quotes: {} }
    for (const answer of ['', 'sorry', '{"headCount":{"value":{"count":25', '[1,2]', 'null', '{'.repeat(500)])
      expect(read(answer)).toEqual(nothing)
  })

  it('holds its good fields although others do not fit', () => {
    const answer = `Sure!\n\`\`\`json\n${JSON.stringify({
      place: { value: '会议室', quote: '会议室' },
      title: 42,
      materials: [7, { value: '二十大报告', quote: '二十大报告' }, { value: '别的', quote: '二十大报告' }],
      people: 'all',
    })}\n\`\`\``
    expect(read(answer)).toMatchObject({ place: '会议室', materials: ['二十大报告'] })
  })

  it('holds no figure that the words do not hold, whatever it quotes', { timeout: 60_000 }, () => {
    const said = '昨天12人在3号楼学习90分钟，发放200份材料，接待45人次'
    const piece = fc
      .tuple(fc.nat({ max: said.length - 1 }), fc.integer({ min: 1, max: 14 }))
      .map(([from, length]) => said.slice(from, from + length))
    const claim = (value: unknown) => fc.record({ value: fc.constant(value), quote: piece })
    const answer = fc.record({
      headCount: claim({ count: 5, unit: '人' }),
      durationMinutes: claim(7),
      startsOn: claim('2022-01-01'),
      quantities: fc.array(claim({ measure: 'leaflets', name: '材料', count: 200, unit: '份' }), {
        maxLength: 2,
      }),
    })
    fc.assert(
      fc.property(answer, (given) => {
        const reading = read(given, said)
        expect([undefined, '12人', '45人次']).toContain(
          reading.headCount && `${reading.headCount.value}${reading.headCount.unit}`,
        )
        expect([undefined, 90]).toContain(reading.durationMin)
        expect([undefined, '2022-11-17']).toContain(reading.startsOn)
        for (const { value } of reading.quantities) expect(value).toBe(200)
      }),
      { numRuns: 3000 },
    )
  })

  it('never makes the reading throw', () => {
    const names = ['kind', 'startsOn', 'endsOn', 'headCount', 'title', 'quantities', 'people', 'unsure']
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.jsonValue()), (answer) => {
        read(answer)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a title', () => {
  it.each([
    ['学习二十大报告', '学习了二十大报告', true],
    ['Studied the Rust book', 'we studied the Rust book', true],
    ['学习三十大报告', '学习了二十大报告', false],
    ['学习十大报告', '学习了二十大报告', false],
    ['没学习', '学习没有', false],
    ['', '学习', false],
  ])('“%s” on the words “%s”: %s', (value, quote, rests) => {
    expect(restsOn(value, quote)).toBe(rests)
  })
})

describe('the words a model is shown', () => {
  it('are those a person reads: labels of mentions and links, no markup', () => {
    expect(readableText('<@U1|成员12> 看 <https://example.org|照片> <!channel> a &lt;b&gt; １２人')).toBe(
      '@成员12 看 照片 a <b> 12人',
    )
  })
})
