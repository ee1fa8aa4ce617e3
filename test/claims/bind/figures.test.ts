import { describe, expect, it } from 'vitest'
import { verifierFor, type VerdictSpan } from '../../../src/claims/bind/verify-text.ts'
import { sampleLedger } from '../../fixtures/scanner/ledger.ts'

const check = verifierFor(sampleLedger())
const greens = new Set(['exact', 'approximate', 'derived'])

function figures(text: string): readonly VerdictSpan[] {
  return check(text).spans.filter(({ kind }) => kind === 'figure')
}

function states(text: string): readonly string[] {
  return figures(text).map((span) => `${span.text} ${span.state}`)
}

function keys({ claim, candidates = [] }: VerdictSpan): readonly string[] {
  return [...(claim === null || claim === undefined ? [] : [claim.key]), ...candidates.map(({ key }) => key)]
}

describe('a right number beside wrong words is never shown as right', () => {
  it.each([
    '成员15同志笔耕不辍，全年提交习作215篇，其中83篇被评为优秀。',
    '财经委学习氛围浓厚，全年组织学习100次，参学3701人次。',
    '受疫情影响，原定的8次党课全部取消。',
    '原定的7次警示教育未能开展。',
    '上年度，机关共开展警示教育7次、党课8次。',
    '每月开展警示教育7次。',
    'Each party lecture drew 379 attendances.',
    '警示教育增加7次。',
    '下一步计划提交习作215篇。',
    '兄弟单位全年开展志愿服务7次。',
    '南苑路社区全年开展志愿服务7次。',
    '在合水县开展学习100次。',
    '女同志参学3701人次。',
    '党课、警示教育各7次。',
    '理论文章、领导讲话各52篇。',
    'Theory articles and speeches numbered 52 each.',
    '一季度参学3701人次。',
    '上半年参加活动430人次。',
    '截至6月底，机关累计开展传达学习63次。',
    'By the end of June, 20 essays had been handed in.',
    '全年发布新闻动态29条，其中7月最多。',
    '传达学习和党课合计8次。',
    '传达学习、党课、警示教育共7次。',
    '党课5至900次',
    'the two community partnership events to 999',
    '编印文集7期，收入习作206篇。',
    'The anthology holds 206 essays.',
    '获奖习作206篇。',
    '学习没有记录的月份为10个月。',
    'For 10 months no study was logged.',
    'Relay study was the main form. It took place 63 times and had 3,701 attendances.',
    '新增图书2130册。',
    'gained 98,600 new followers',
    '线上2人次',
    '会上10人次',
    '晚上10人次',
    '理论文章、读书心得体会各78篇。',
    '据了解，邻市人大写作小组交来习作215篇。',
    '南苑路社区工作扎实。全年开展志愿服务7次。',
    '兄弟单位情况\n全年开展志愿服务7次。',
    '2021年情况\n全年开展党课8次。',
  ])('%s', (text) => {
    expect(figures(text).filter(({ state }) => greens.has(state))).toEqual([])
  })

  it('nor is a day that only has some record', () => {
    const dates = (text: string) => check(text).spans.map(({ text, state }) => `${text} ${state}`)
    expect(dates('On 9 March, 28 of them helped with traffic duty.')).not.toContain('9 March exact')
    expect(dates('机关图书室于9月14日建成开放。')).not.toContain('9月14日 exact')
  })
})

describe('what the records prove is proposed, or the first candidate', () => {
  it.each([
    ['一季度传达学习情况：开展传达学习21次。', 'study.count:传达学习@2022-01-01..2022-03-31'],
    ['我们一季度参学1149人次，成效明显。', 'study.attendance@2022-01-01..2022-03-31'],
    ['上半年累计学习61次，覆盖面广。', 'study.sessions@2022-01-01..2022-06-30'],
    ['传达学习2255人次，占全部参学人次的60.9%。', 'share('],
    ['传达学习参学2255人次，占参学人次的近七成。', 'share('],
    ['平均每次学习37人次。', 'average('],
    ['二季度比一季度少开展传达学习3次。', 'difference('],
    ['成员15笔耕不辍，提交习作22篇。', 'essay.count:submitted@2022-01-01..2022-12-31;member=成员15'],
    ['3月8日，到会28人。', 'record.people:A-'],
    ['十九届六中全会精神学习了9次。', 'material='],
    ['理论文章、读书心得体会各77篇。', 'each('],
    ['二、三季度传达学习各18次。', 'each('],
    ['交流讨论、党课合计16次，形式多样。', 'sum('],
    ['传达学习一至四季度分别为21次、18次、18次和6次。', 'study.count:传达学习@2022-01-01..2022-03-31'],
    ['We ran 8 party lectures, and everyone was pleased.', 'study.count:党课@2022-01-01..2022-12-31'],
    ['单场传达学习参加人数最多为55人。', 'largest('],
  ])('%s', (text, key) => {
    const spans = figures(text)
    expect(spans.flatMap(keys).join(' ')).toContain(key)
    expect(spans.filter(({ state }) => state === 'conflict')).toEqual([])
  })

  it('names the part it is: 关注98600人 is one figure, and no footnote', () => {
    expect(states('公众号关注98600人。')[0]).toMatch(/^98600人 (?:exact|proposed)$/)
  })

  it('offers at most three', () => {
    for (const { candidates = [] } of figures('今年学习、党课、交流讨论开展得好，8次、7次、10次不等。'))
      expect(candidates.length).toBeLessThanOrEqual(3)
  })
})

describe('a sentence of which every word is accounted for', () => {
  it('makes a figure right, or at odds with the claim it names', () => {
    expect(states('全年开展传达学习63次、党课8次、警示教育7次。')).toEqual([
      '63次 exact',
      '8次 exact',
      '7次 exact',
    ])
    expect(states('全年开展传达学习64次、党课8次。')).toEqual(['64次 conflict', '8次 exact'])
    expect(states('传达学习和党课共71次。')).toEqual(['71次 derived'])
    expect(states('赠阅2000余册。')).toEqual(['2000余册 approximate'])
  })

  it('says only what was said and which claim: no other value as if it were right', () => {
    expect(figures('开展党课9次。')[0]?.reason).not.toContain('8')
  })

  it('is not closed by a figure that is nothing known', () => {
    expect(states('开展党课8次，座谈71次。')[0]).toBe('8次 proposed')
  })
})

describe('nothing is unseen', () => {
  it.each([
    '名列第三',
    '第一名',
    '两个半小时',
    'two and a half hours',
    '一半以上',
    'half of them',
    '过半干部',
    '三位参赛者中',
    'three of them',
    'three fewer',
    'seven more',
    '5双',
    '一吨半',
    '负三十二',
    '零点五',
    '三点一折',
    '六個百分點',
    '十五美元',
    'one eighth',
    'three quarters',
    '½',
    'five dozen',
    'a fifth',
    'ranked 4th in the city',
    '一打',
    'We held one party lecture.',
    '开展一次文体活动。',
  ])('%s', (text) => {
    expect(figures(text).length).toBeGreaterThan(0)
  })

  it.each([
    '12345热线畅通。',
    'the 12345 hotline',
    '【待补：3次党课】',
    '贯彻二十大精神。',
    '{{f8}次',
    '成员61发言。',
  ])('but %s is a name', (text) => {
    expect(figures(text).filter(({ text: own }) => own !== '61')).toEqual([])
  })

  it('takes sixty members for a count and 成员60 for one of them', () => {
    expect(states('写作小组共有成员60人。')).toEqual(['60人 unsupported'])
  })
})

describe('a figure with a source', () => {
  const at = (text: string, figure: string, key: string, value: number) => {
    const start = text.indexOf(figure)
    const source = { start, end: start + figure.length, key, form: 'exact' as const, value, by: 'slot' }
    return check(text, { sources: [source] }).spans.find((span) => span.start <= start && span.end > start)
  }
  const lectures = 'study.count:党课@2022-01-01..2022-12-31'

  it('is right by its source, whatever free prose stands around', () => {
    const span = at('这一年，我们把党课办到了田间地头，前后8次，群众叫好。', '8', lectures, 8)
    expect([span?.state, span?.sourced, span?.doubt]).toEqual(['exact', true, undefined])
  })

  it.each([
    '开展警示教育8次。',
    '受疫情影响，原定的8次党课全部取消。',
    '一季度开展党课8次。',
    '去年开展党课8次。',
    '每月开展党课8次。',
    '成员15参加党课8次。',
    '下一步计划开展党课8次。',
    '党课增加8次。',
    '党课与警示教育合计8次。',
    '兄弟单位开展党课8次。',
    'We held 8 warning education sessions.',
  ])('is doubted where its words contradict it: %s', (text) => {
    expect(at(text, '8', lectures, 8)).toMatchObject({ state: 'exact', doubt: 'words' })
  })

  it('is in conflict when its number is another', () => {
    expect(at('开展党课9次。', '9', lectures, 8)?.state).toBe('conflict')
  })
})
