import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemberFacingError } from '../../../src/errors.ts'
import { defaultKinds } from '../../../src/records/vocabulary/default-kinds.ts'
import { recordPage, formatTotals } from '../../../src/records/lists/messages.ts'
import { packState, unpackState, type ListState } from '../../../src/records/lists/state.ts'
import type { LoggedRecord } from '../../../src/records/record/record.ts'
import { parseSelection } from '../../../src/records/lists/selection.ts'
import { vocabularyOf } from '../../../src/records/words/vocabulary.ts'
import { checkMessage } from '../../../src/playground/shapes/limits.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'

const today = Temporal.PlainDate.from('2022-11-18')
const vocabulary = vocabularyOf({ kinds: defaultKinds, measures: [] })
const read = (text: string, family: 'study' | 'activity' = 'study') => {
  const { period, ...wanted } = parseSelection(text, { family, vocabulary, today })
  return { period: period?.label ?? null, ...wanted }
}
const nothing = { period: '2022', kindIds: [], userIds: [], names: [], words: [] }
const lecture = defaultKinds.find(({ nameZh }) => nameZh === '党课')?.id ?? ''
const field = defaultKinds.find(({ nameZh }) => nameZh === '志愿服务')?.id ?? ''

describe('what follows list', () => {
  it.each([
    ['', {}],
    ['2021', { period: '2021' }],
    ['上月 党课', { period: '2022-10', kindIds: [lecture] }],
    ['党课 上月', { period: '2022-10', kindIds: [lecture] }],
    ['last month 党课', { period: '2022-10', kindIds: [lecture] }],
    ['党课 宪法 2022Q3', { period: '2022Q3', kindIds: [lecture], words: ['宪法'] }],
    ['<@U1> 宪法 <@U2|mika>', { userIds: ['U1', 'U2'], words: ['宪法'] }],
    ['@成员12 2022-11', { names: ['成员12'], period: '2022-11' }],
    ['全部 宪法', { period: null, words: ['宪法'] }],
    ['"2021 党课"', { words: ['2021 党课'] }],
    ['“may” 2022', { words: ['may'] }],
    ['1 Jan 2022 to 31 Mar 2022 report', { period: '2022-01-01..2022-03-31', words: ['report'] }],
    ['100%_ \\', { words: ['100%_', '\\'] }],
  ])('%s', (text, wanted) => {
    expect(read(text)).toEqual({ ...nothing, ...wanted })
  })

  it('two periods are refused, with both named', () => {
    expect(() => read('2021 党课 2022')).toThrow(/"2021" and "2022"/)
  })

  it('a kind of the other command is refused with the command to use, and found as words in quotes', () => {
    expect(() => read('志愿服务')).toThrow(/\/activity list 志愿服务/)
    expect(read('"志愿服务"').words).toEqual(['志愿服务'])
    expect(read('志愿服务', 'activity').kindIds).toEqual([field])
  })

  it('more than a button can carry is refused, not cut', () => {
    expect(() => read('很长的词'.repeat(60))).toThrow(/at most 8 words of 200 characters/)
    expect(() => read(Array.from({ length: 9 }, (_, nth) => `<@U${nth}>`).join(' '))).toThrow(/8 people/)
  })

  it('whatever is typed, every word lands somewhere and nothing but a member-facing error is thrown', () => {
    const word = fc.oneof(
      fc.constantFrom(
        '2022',
        '上月',
        '党课',
        'all',
        '"',
        '“',
        '@',
        '<@U1>',
        'to',
        '..',
        '调查研究',
        '2022-11',
      ),
      fc.string({ maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const text = words.join(' ')
        const outcome = (() => {
          try {
            return read(text)
          } catch (error) {
            if (error instanceof MemberFacingError) return null
            throw error
          }
        })()
        if (outcome === null) return
        const state: ListState = {
          selection: {
            family: 'study',
            period: outcome.period === null ? null : parsePeriod(outcome.period),
            kindIds: outcome.kindIds,
            memberIds: Array.from({ length: outcome.userIds.length + outcome.names.length }, () =>
              'x'.repeat(36),
            ),
            words: outcome.words,
          },
          from: 999_999,
          turn: { to: 'older', cursor: { startsOn: '2022-11-18', number: 1_000_000 } },
        }
        expect(packState(state).length).toBeLessThanOrEqual(2000)
        expect(packState(unpackState(packState(state)))).toBe(packState(state))
      }),
      { numRuns: 120 },
    )
  })
})

const record: LoggedRecord = {
  id: 'S-1000000',
  family: 'study',
  number: 1_000_000,
  kindId: lecture,
  title: '<!channel> & '.repeat(30),
  startsOn: '2022-01-01',
  endsOn: '2022-12-31',
  materials: [],
  people: [],
  headCount: null,
  expected: null,
  excused: null,
  durationMin: null,
  place: null,
  partner: null,
  note: null,
  quantities: [],
  evidence: [],
  loggedBy: null,
  loggedAt: new Date(0),
  revision: 1,
  deletedAt: null,
}
const totals = {
  records: 1_000_000,
  members: 60,
  attendances: 1200,
  heads: 30,
  headTimes: 7,
  minutes: 150,
  measures: Array.from({ length: 40 }, (_, nth) => ({
    name: '指标'.repeat(30) + nth,
    unit: '条',
    value: nth,
  })),
}

describe('a page of a list', () => {
  it('fits what Slack takes, with the longest titles, words and measures, and pings nobody', () => {
    const selection = {
      family: 'study' as const,
      period: parsePeriod('2022'),
      kindIds: [lecture],
      memberIds: [],
      words: Array.from({ length: 8 }, () => '&<@U1>'.repeat(4)),
    }
    const state: ListState = {
      selection,
      from: 15,
      turn: { to: 'older', cursor: { startsOn: '2022-01-01', number: 1 } },
    }
    const catalog = { kinds: defaultKinds, measures: [], members: new Map() }
    for (const locale of ['zh', 'en'] as const) {
      const page = { state, records: Array.from({ length: 15 }, () => record), totals }
      const message = recordPage(page, catalog, locale)
      expect(checkMessage({ text: message.text, blocks: message.blocks ?? [] })).toBeNull()
      const shown = message.blocks?.filter(({ type }) => type !== 'actions')
      expect(JSON.stringify([message.text, shown])).not.toMatch(/<!channel|<@U1>/)
      expect(JSON.stringify(message)).toMatch(
        locale === 'zh' ? /第 16–30 条，共 1000000 条/ : /16–30 of 1000000/,
      )
    }
  })

  it('never adds persons, attendances and unnamed heads to each other', () => {
    expect(formatTotals({ ...totals, measures: [] }, 'zh')).toBe(
      '1,000,000 条记录 · 成员 60 人、1,200 人次 · 未列名 30 人、7 人次 · 2小时30分钟',
    )
  })
})
