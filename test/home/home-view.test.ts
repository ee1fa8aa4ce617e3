import fc from 'fast-check'
import type { HomeView, KnownBlock } from '@slack/types'
import { describe, expect, it } from 'vitest'
import type { Home } from '../../src/home/home.ts'
import { homeView, type ShownPictures } from '../../src/home/home-view.ts'
import { weeksOf } from '../../src/home/weeks.ts'
import { checkView } from '../../src/playground/shapes/limits.ts'
import { wordsOf } from '../helpers/person.ts'
import { grid, homeOf, officeMonth, ready } from './sample.ts'

const drawing: ShownPictures = { weekly: { state: 'drawing' }, squares: { state: 'drawing' } }
const words = (view: HomeView) => wordsOf({ text: '', blocks: view.blocks as KnownBlock[], markdown: null })
const shown = (home: Home, pictures = ready, locale: 'zh' | 'en' = 'zh') =>
  words(homeView(home, pictures, locale))
const actionIds = (view: HomeView) =>
  [...JSON.stringify(view).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id)

describe("a member's Home", () => {
  it('says what they logged, owe and handed in, and the next deadline', () => {
    const said = shown(homeOf())
    expect(said).toMatch(/本月我记了 1 条，参加了 2 项/)
    expect(said).toMatch(/\*S-7\* 第七课 · 党课 · 11月17日（星期四）/)
    expect(said).toMatch(/本月应交 2 篇，已交 0 篇/)
    expect(said).toMatch(/还欠：2022年11月 2 篇/)
    expect(said).toMatch(/11月30日（星期三）18:00，还有 8 个工作日/)
  })

  it('says the same in English', () => {
    const said = shown(homeOf(), ready, 'en')
    expect(said).toMatch(/I logged 1 this month and took part in 2/)
    expect(said).toMatch(/2 owed for this month, 0 handed in/)
    expect(said).toMatch(/Wed 30 Nov, 18:00, in 8 working days/)
    expect(said).not.toMatch(/[\u4e00-\u9fff](?<!成|员|第|七|课)/)
  })

  it('says nothing of the office to who may not see it', () => {
    const view = homeView(homeOf({ office: null }), ready, 'zh')
    expect(words(view)).not.toMatch(/全室|每周/)
    expect(view.blocks.some(({ type }) => type === 'image')).toBe(false)
  })

  it('offers to draft a report only to who may', () => {
    expect(actionIds(homeView(homeOf(), ready, 'zh'))).toContain('report.draft')
    expect(actionIds(homeView(homeOf({ mayWriteReports: false }), ready, 'zh'))).toEqual([
      'record.log.study',
      'record.log.activity',
      'essay.submit',
      'essay.grid.csv',
      'essay.grid.xlsx',
    ])
  })

  it('asks who was never asked for an essay for none, and names no deadline', () => {
    const { mine } = homeOf()
    const essays = { ...mine.essays, now: { current: '2022-11', obligations: [], owed: [] } } as const
    const said = shown(homeOf({ mine: { ...mine, essays } }))
    expect(said).toMatch(/没有要您交的习作/)
    expect(said).not.toMatch(/截止/)
  })

  it('escapes what people wrote', () => {
    const { mine } = homeOf()
    const newest = [{ ...mine.newest[0]!, title: '<!channel> & <https://example.org|点我>' }]
    expect(shown(homeOf({ mine: { ...mine, newest } }))).toMatch(
      /&lt;!channel&gt; &amp; &lt;https:\/\/example\.org\|点我&gt;/,
    )
  })
})

describe("the office's part", () => {
  it('counts its records by kind', () => {
    expect(shown(homeOf())).toMatch(/\*学习\* 3 条：党课 3\n\*活动\* 1 条：志愿服务 1/)
    expect(shown(homeOf({ office: officeMonth({ kinds: [] }) }))).toMatch(/本月还没有记录/)
  })

  it('says in words every number that its pictures show, also when there is no picture', () => {
    for (const pictures of [ready, drawing]) {
      const said = shown(homeOf(), pictures)
      expect(said).toMatch(/学习 3 条，活动 1 条/)
      expect(said).toMatch(/11月：7日 0\+0，14日 3\+1/)
      expect(said).toMatch(/成员11 .*2\/2 +2\/2 +2\/2/)
    }
  })

  it('shows each picture by its file, with alternative text', () => {
    const images = homeView(homeOf(), ready, 'zh').blocks.filter(({ type }) => type === 'image')
    expect(images).toEqual([
      { type: 'image', slack_file: { id: 'F0WEEKLY01' }, alt_text: 'weekly' },
      { type: 'image', slack_file: { id: 'F0SQUARES1' }, alt_text: 'squares' },
    ])
  })

  it('says why a picture is missing', () => {
    expect(shown(homeOf(), drawing)).toMatch(/正在画图/)
    expect(shown(homeOf(), { ...ready, weekly: { state: 'failed' } }, 'en')).toMatch(/cannot be shown now/)
  })
})

describe('any Home', () => {
  it('is one that Slack takes, however large the office and long its words', () => {
    const text = (length: number) =>
      fc.string({ unit: fc.constantFrom('长', '<', '&', '😀', 'x'), maxLength: length })
    const count = fc.integer({ min: 0, max: 1_000_000 })
    const kind = fc.record({
      family: fc.constantFrom('study' as const, 'activity' as const),
      nameZh: text(200),
      nameEn: text(200),
      count,
    })
    const newest = fc.record({
      id: fc.constant('S-123456'),
      title: text(500),
      kindZh: text(100),
      kindEn: text(100),
      startsOn: fc.constant('2022-11-17'),
    })
    const weeks = weeksOf(Temporal.PlainDate.from('2022-12-31'), [
      { day: '2022-03-01', family: 'study', count: 123_456 },
    ])
    fc.assert(
      fc.property(
        fc.array(kind, { maxLength: 60 }),
        fc.array(newest, { maxLength: 5 }),
        fc.array(text(60), { maxLength: 150 }),
        fc.constantFrom('zh' as const, 'en' as const),
        text(4000),
        (kinds, newest, names, locale, altText) => {
          const home = homeOf()
          const view = homeView(
            {
              ...home,
              mine: { ...home.mine, newest },
              office: officeMonth({ kinds, weeks, grid: grid(names) }),
            },
            { ...ready, weekly: { state: 'ready', fileId: 'F0WEEKLY01', altText } },
            locale,
          )
          expect(checkView(view, 'home')).toBeNull()
        },
      ),
      { numRuns: 40 },
    )
  })
})
