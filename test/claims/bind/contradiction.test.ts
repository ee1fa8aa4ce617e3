import { describe, expect, it } from 'vitest'
import { verifierFor } from '../../../src/claims/bind/verify-text.ts'
import type { Fact, Ledger } from '../../../src/claims/facts/fact.ts'
import { SETS } from '../../../src/claims/claim/essay-words.ts'
import { claimKey } from '../../../src/claims/sources/claim-key.ts'
import type { Source } from '../../../src/claims/sources/source.ts'
import { sampleLedger } from '../../fixtures/scanner/ledger.ts'

const year = { from: '2022-01-01', to: '2022-12-31' }
const base = sampleLedger()
const idOf = (title: string): string =>
  base.records.find(({ texts }) => texts.includes(title))?.id ?? `no ${title}`

const titles: Readonly<Record<string, string>> = {
  democratic: '年度民主生活会',
  life: '年度组织生活会',
  poetry: '庆七一、颂党恩、读好书、转作风：现场朗诵',
  exhibition: '喜迎二十大奋进新时代：书画摄影作品展',
  fourth: '《工作参阅》第4期',
}

/** Details as a writer's sheet has them; the words of their keys are those of the sheet. */
const details: readonly (readonly [slot: string, key: string, value: number, unit: string])[] = [
  ['democratic', `record.heads:${idOf(titles['democratic']!)}`, 9, '人'],
  ['life', `record.heads:${idOf(titles['life']!)}`, 57, '人'],
  ['poetry', `record.heads:${idOf(titles['poetry']!)}`, 55, '人'],
  ['exhibition', `record.heads:${idOf(titles['exhibition']!)}`, 120, '人'],
  ['fourth', `record.measure:${idOf(titles['fourth']!)}:赠阅`, 507, '册'],
  ['studyQ1', 'quarter.count:study:2022-01-01', 30, '次'],
  ['studyQ2', 'quarter.count:study:2022-04-01', 31, '次'],
  ['cameQ4', 'quarter.heads:study:2022-10-01', 288, '人次'],
  ['activityQ3', 'quarter.count:activity:2022-07-01', 6, '次'],
  ['perSession', 'average.heads:study', 37, '人'],
  ['perIssue', 'average.issue:赠阅', 510, '册'],
  ['newsAverage', 'average.month:发布新闻动态', 26.2, '条'],
  ['newsMost', 'highest.month:发布新闻动态', 29, '条'],
  ['newsLeast', 'lowest.month:发布新闻动态', 21, '条'],
  ['relayShare', 'share.count:传达学习', 63, '%'],
  ['relayHeads', 'share.heads:传达学习', 60.9, '%'],
]
const facts: Readonly<Record<string, string>> = {
  news: 'measure.sum:发布新闻动态',
  followers: 'measure.latest:关注人数',
  books: 'measure.latest:收藏图书',
  copies: 'measure.sum:赠阅',
  sessions: 'study.sessions',
  came: 'study.attendance',
  lectures: 'study.count:党课',
  lecturesCame: 'study.attendance:党课',
  relay: 'study.count:传达学习',
  submitted: 'essay.count:submitted',
  approved: 'essay.count:approved',
  excellent: 'essay.count:excellent',
  compiled: 'essay.count:compiled',
  returned: 'essay.count:returned',
  waiting: 'essay.count:waiting',
  writers: 'essay.writers',
  issues: 'essay.issues',
}

function of(slot: string, key: string, value: number, unit: string, names: readonly string[]): Fact {
  const unitAliases = { 册: ['copies'], 条: ['items'], 篇: ['essays'] }[unit] ?? []
  const common = { aggregation: 'count', period: '2022', formula: slot, recordIds: [] } as const
  return { ...common, id: slot, key, label: slot, value, unit, names, unitAliases }
}

const ledger: Ledger = {
  ...base,
  facts: [
    ...base.facts,
    // What the office's own sheet has beside these.
    ...(['compiled', 'waiting'] as const).map((set) => of(set, SETS[set].key, 4, '篇', SETS[set].names)),
    of('activities', 'activity.records', 42, '次', ['活动总次数']),
    ...details.map(([slot, key, value, unit]): Fact => ({ ...of(slot, key, value, unit, []), detail: true })),
  ],
}
const check = verifierFor(ledger)

function keyOf(slot: string): string {
  return facts[slot] ?? details.find(([name]) => name === slot)?.[1] ?? slot
}

/** What is told of the figure in […]: the slot's value is written in its place. null: nothing. */
function doubt(template: string): string | null {
  const [before = '', slot = '', after = ''] = template.split(/[[\]]/)
  const key = keyOf(slot)
  const value = ledger.facts.find((fact) => fact.key === key)?.value
  if (value === undefined) throw new Error(`no fact ${slot}`)
  const source: Source = {
    start: before.length,
    end: before.length + `${value}`.length,
    key: claimKey(key, year),
    form: 'exact',
    value,
    by: 'slot',
  }
  const { spans } = check(`${before}${value}${after}`, { sources: [source] })
  const span = spans.find(({ sourced }) => sourced)
  if (span === undefined) throw new Error('the figure has no span')
  return span.state === 'conflict' ? `conflict: ${span.reason}` : (span.doubt ?? null)
}

describe('a figure of one record is told of it alone', () => {
  it.each([
    '3月14日，写作小组座谈，[life]人到会。',
    '会议于9月13日举行，[poetry]人参加。',
    'On 13 September the exhibition opened, and [poetry] people came.',
    '《工作参阅》全年赠阅[fourth]册。',
    '5月6日印发的第2期赠阅[fourth]册。',
    '6月至10月，参加座谈的有[exhibition]人。',
    'The journal was given away in [fourth] copies over the year.',
    'There were [democratic] people in the hall.',
  ])('another day, a stretch of months or no word of it: %s', (text) => expect(doubt(text)).toBe('words'))

  it.each([
    '2月21日召开年度组织生活会，[life]人到会。',
    '年度民主生活会上，[democratic]人作了发言。',
    '10月11日的第4期赠阅[fourth]册。',
    'On 8 July, [poetry] people took part in the recital.',
    'The exhibition of 13 September, held with 市政协, drew [exhibition] people.',
  ])('its own day or title: %s', (text) => expect(doubt(text)).toBeNull())
})

describe('a figure of a part of the period is told of that part', () => {
  it.each([
    '二季度开展学习[studyQ1]次。',
    '全年开展学习[studyQ2]次。',
    '共开展学习[studyQ2]次。',
    '三季度开展学习[activityQ3]次。',
    '活动方面，四季度参加[cameQ4]人次。',
    'In the second quarter there were [studyQ1] study sessions.',
    'The office held [studyQ2] study sessions.',
    'In Q2, [activityQ3] activities were held.',
  ])('another part, or none: %s', (text) => expect(doubt(text)).toBe('words'))

  it.each([
    '一季度开展学习[studyQ1]次。',
    '学习方面，四季度参学[cameQ4]人次。',
    'In Q1 the office held [studyQ1] study sessions.',
    'The third quarter saw [activityQ3] activities.',
  ])('its own: %s', (text) => expect(doubt(text)).toBeNull())
})

describe('an average, a share, the most and the fewest have their words', () => {
  it.each([
    '全年发布新闻动态[newsAverage]条。',
    '7月发布新闻动态最少，为[newsMost]条。',
    '2月发布新闻动态最多，为[newsLeast]条。',
    '全年发布新闻动态[newsLeast]条。',
    '平均每月发布新闻动态[news]条。',
    '《工作参阅》共赠阅[perIssue]册。',
    '传达学习占总人次的[relayShare]%。',
    '传达学习占学习总次数的[relayHeads]%。',
    'In all, [newsAverage] items of news were published.',
    'February had the most news with [newsLeast] items.',
    'Relay study drew [relayShare]% of the attendances.',
  ])('another word, or none: %s', (text) => expect(doubt(text)).toBe('words'))

  it.each([
    '月均发布新闻动态[newsAverage]条。',
    '7月发布新闻动态最多，为[newsMost]条。',
    '传达学习占总人次的[relayHeads]%。',
    '《工作参阅》平均每期赠阅[perIssue]册。',
    'February had the fewest news items, [newsLeast] items.',
    'News came to [newsAverage] items a month.',
    'Relay study made up [relayShare]% of the sessions.',
    '学习平均每次参加[perSession]人。',
  ])('its own: %s', (text) => expect(doubt(text)).toBeNull())
})

describe('words that turn a figure are told', () => {
  it.each([
    '党课参加人员中，[lecturesCame]人次因故缺席。',
    '旁听党课的有[lecturesCame]人次。',
    '还需组织党课[lectures]次。',
    '下一步，工作要抓紧。组织党课[lectures]次。',
    '成员提交习作[submitted]篇未被采用。',
    '公众号新增关注人数为[followers]人。',
    '图书室购入收藏图书[books]册。',
    '8月8日，市文旅局组织党课[lectures]次。',
    '[writers]人来自其他单位。',
    'The office is still to hold [lectures] party lectures.',
    'Members promised to hand in [submitted] essays.',
    'Of the essays handed in, [submitted] essays were rejected.',
    'The library purchased [books] books.',
    'There were [lectures] party lectures a month.',
    'The account gained [followers] followers.',
    'Next steps are these. The office holds [lectures] party lectures.',
    'Study had [came] attendances from other offices.',
    'Readers will find [submitted] essays handed in by then.',
  ])('%s', (text) => expect(doubt(text)).toBe('words'))
})

describe('what is told of in other words is no contradiction', () => {
  it.each([
    '[writers]人提交习作215篇。',
    '10人提交习作[submitted]篇。',
    '编印文集7期，收入习作[compiled]篇。',
    '党课[lectures]次，参加379人次。',
    '提交习作215篇，审核通过[approved]篇。',
    '组织党课[lectures]次，【待补：新增场次和下一步计划】。',
    '公众号关注人数达[followers]人。',
    '下一步，改完退回的习作[returned]篇。',
    '[writers] people handed in 215 essays.',
    'An anthology of 7 issues took in [compiled] essays.',
    'Another [returned] essays went back to their writers.',
    'It is proposed to review the [waiting] essays that wait.',
    'Party lectures were given [lectures] times [to be added: what is planned next].',
    'The library holds [books] copies.',
  ])('%s', (text) => expect(doubt(text)).toBeNull())
})

describe('the reason of a doubt', () => {
  it('names the words and the claim, and no other value', () => {
    const { spans } = check('一季度开展学习31次。', {
      sources: [
        { start: 7, end: 9, key: claimKey(keyOf('studyQ2'), year), form: 'exact', value: 31, by: 'slot' },
      ],
    })
    expect(spans.find(({ sourced }) => sourced)?.reason).toBe('“31次”取自studyQ2，而句中有“一季度”。')
  })
})
