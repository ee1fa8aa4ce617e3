import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { essayShown } from '../../../src/essays/review/detail-messages.ts'
import type { Essay } from '../../../src/essays/essay/essay.ts'
import type { Audience } from '../../../src/essays/words/words.ts'
import {
  exemptionHistory,
  exemptionList,
  exemptionTold,
  exemptSaid,
} from '../../../src/essays/exempt/messages.ts'
import { draftForm, essayForm, resubmitForm } from '../../../src/essays/hand-in/form.ts'
import { essayTextView, reassignForm, returnForm } from '../../../src/essays/review/forms.ts'
import { essayHelp } from '../../../src/essays/help.ts'
import { essayDecided, essayHandedIn, essayKept, essayWithdrawn } from '../../../src/essays/words/messages.ts'
import { officeGrid, type HandIn } from '../../../src/essays/duties/office-grid.ts'
import type { Obligation } from '../../../src/essays/duties/obligations.ts'
import { anthologyForm, anthologyList } from '../../../src/essays/anthology/messages.ts'
import { exchangeDone, exchangeForm, nothingToExchange } from '../../../src/essays/exchange/messages.ts'
import { quotaOfMember, quotaOverview } from '../../../src/essays/quota/messages.ts'
import { choiceOfBest, contestForm, judged, formatMarked } from '../../../src/essays/select/messages.ts'
import { essayPassedOn, reviewQueue } from '../../../src/essays/review/messages.ts'
import { officeGridMessage, ownStatusMessage } from '../../../src/essays/status/messages.ts'
import { checkMessage, checkView } from '../../../src/playground/shapes/limits.ts'
import type { Message } from '../../../src/slack/blocks.ts'
import { monthsBetween, type Month } from '../../../src/time/month.ts'
import { memberLike } from '../../helpers/samples.ts'

const zh: Audience = { locale: 'zh', zone: 'Asia/Shanghai', today: Temporal.PlainDate.from('2022-11-18') }
const en: Audience = { ...zh, locale: 'en' }
const essay: Essay = {
  id: 'E-216',
  number: 216,
  memberId: 'm11',
  month: '2022-11',
  seq: 1,
  kind: '理论文章',
  title: '学习体会',
  body: null,
  link: null,
  file: null,
  state: 'submitted',
  firstSubmittedAt: new Date('2022-11-18T01:00:00Z'),
  submittedAt: new Date('2022-11-18T01:00:00Z'),
  reviewerId: null,
  decidedBy: null,
  decidedAt: null,
  exchangedAt: null,
  exchangedIn: null,
  excellent: false,
  anthologyIssue: null,
  contest: null,
  revision: 1,
}
const member = memberLike({
  id: 'm11',
  externalId: 'M011',
  slackUserId: 'U011',
  name: '成员11',
  locale: 'zh',
})
const owes: Obligation = {
  memberId: 'm11',
  month: '2022-11',
  quota: 2,
  handedIn: 1,
  exemption: null,
  isAway: false,
  isEntitled: true,
  isRecorded: true,
}
const months = { current: '2022-11' as Month, obligations: [owes], owed: [owes] }
const words = ({ text, blocks }: Message) => [text, JSON.stringify(blocks ?? [])].join('\n')
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom(
    '<!channel>',
    '&&&&'.repeat(50),
    '"'.repeat(200),
    '```\n<@U1>',
    '字'.repeat(200),
    '\u{1F600}'.repeat(100),
  ),
)

describe('what is said about essays', () => {
  it('tells the author what was stored, whether late, and what is still owed, with a button for the next', () => {
    const said = words(essayHandedIn({ essay, months }, true, zh))
    expect(said).toMatch(/已提交 E-216/)
    expect(said).toMatch(/2022年11月第 1 篇 · 理论文章 · 已过截止时间，记为迟交/)
    expect(said).toMatch(/还欠：2022年11月 1 篇/)
    expect(said).toMatch(/"essay\.submit","value":"2022-11"/)
    const settled = words(essayHandedIn({ essay, months: { ...months, owed: [] } }, false, en))
    expect(settled).toMatch(/You owe nothing now/)
    expect(settled).not.toMatch(/late|essay\.submit/)
  })

  it('tells the author who returned it and why, with a button to revise; and of an approval without one', () => {
    const by = { ...member, slackUserId: 'U002', name: '成员02' }
    const returned = words(
      essayDecided({ ...essay, state: 'returned' }, { by, comment: '请补充\n两处' }, 'zh'),
    )
    expect(returned).toMatch(/E-216《学习体会》由 <@U002> 退回/)
    expect(returned).toContain('&gt;请补充\\n&gt;两处'.replaceAll('&gt;', '>'))
    expect(returned).toMatch(/"essay\.resubmit","value":"E-216"/)
    const approved = words(essayDecided({ ...essay, state: 'approved' }, { by, comment: null }, 'en'))
    expect(approved).toMatch(/<@U002> has approved E-216/)
    expect(approved).not.toMatch(/essay\.resubmit/)
  })

  it('draws the button of a card for the revision the reviewer sees', () => {
    const reviewer = { ...member, slackUserId: 'U002' }
    const card = { essay: { ...essay, revision: 3 }, author: member, isLate: true, reviewer }
    const said = words(reviewQueue({ cards: [card], total: 4, done: null }, zh))
    expect(said).toMatch(/待审阅 4 篇/)
    expect(said).toMatch(/"essay\.approve","value":"E-216:3"/)
    expect(said).toMatch(/11月18日（星期五）09:00 提交 · 迟交 · 审阅人 <@U002>/)
    expect(said).toMatch(/还有 3 篇/)
  })

  it('tells the reviewer when the author could not be reached', () => {
    const approved = { ...essay, state: 'approved' as const }
    const done = { essay: approved, author: member, told: false, passedTo: null }
    expect(words(reviewQueue({ cards: [], total: 0, done }, zh))).toMatch(/已通过 E-216[^"]*作者没有收到消息/)
  })

  it('offers months owed first, then the current one, and chooses the one of the button', () => {
    const october: Obligation = { ...owes, month: '2022-10' }
    const known = { ...months, owed: [october] }
    const form = JSON.stringify(essayForm(known, '2022-11', null, 'zh'))
    expect(form.indexOf('2022-10')).toBeLessThan(form.indexOf('2022-11'))
    expect(form).toMatch(/"initial_option":\{"text":\{[^}]*"2022年11月"[^}]*\},"value":"2022-11"/)
    expect(form).not.toMatch(/不欠了/)
    expect(JSON.stringify(essayForm(known, '2022-09', null, 'zh'))).toMatch(/2022年9月的习作已经不欠了/)
  })

  it(
    'is, for any words people write, what Slack takes, and pings nobody by them',
    { timeout: 10_000 },
    () => {
      fc.assert(
        fc.property(
          hostile,
          hostile,
          fc.string({ unit: 'grapheme', maxLength: 2000 }),
          fc.constantFrom(zh, en),
          (title, name, typed, audience) => {
            // As the form reads it: nothing but blanks is no text.
            const body = typed.trim() || null
            const wild = {
              ...essay,
              title,
              body,
              kind: title.slice(0, 50),
              link: 'https://example.org/?a=1&b="',
              file: { id: 'F1', name: title, url: null, state: 'read' as const, text: typed.repeat(40) },
              contest: title,
            }
            const by = { ...member, slackUserId: null, name }
            const card = { essay: wild, author: by, isLate: true, reviewer: by }
            const cards = Array.from({ length: 10 }, () => card)
            const done = { essay: wild, author: by, told: false, passedTo: null }
            const moves = ['import', 'submit', 'return', 'reassign', 'contest'].flatMap((move) =>
              Array.from({ length: 6 }, () => ({
                move,
                at: new Date(0),
                by,
                comment: body,
                to: move === 'reassign' ? by : null,
              })),
            )
            const detail = { essay: wild, author: by, reviewer: by, moves }
            const people = new Map([[wild.memberId, by]])
            const exemption = {
              memberId: wild.memberId,
              month: '2022-11' as const,
              reason: name.slice(0, 200),
            }
            const ended = {
              ...exemption,
              decidedBy: wild.memberId,
              decidedAt: new Date(0),
              revokedAt: new Date(0),
            }
            const exemptions = Array.from({ length: 30 }, () => ({ ...ended, revokedBy: wild.memberId }))
            const decision = { fromMonth: '2022-11', quota: 2, decidedAt: new Date(0), decidedBy: by.id }
            const quotas = {
              month: '2022-11' as const,
              members: Array.from({ length: 40 }, (_, index) => ({ ...by, id: `m${index}` })),
              quotas: Array.from({ length: 40 }, (_, index) => {
                return { ...decision, memberId: `m${index}`, source: 'member' as const }
              }),
              groups: Array.from({ length: 40 }, (_, index) => ({ ...decision, groupId: `S${index}` })),
            }
            const many = Array.from({ length: 60 }, () => ({ ...wild, exchangedAt: new Date(0) }))
            const issues = Array.from({ length: 30 }, (_, index) => {
              return { issue: index, title: title.slice(0, 60), compiledAt: new Date(0), essays: 2 }
            })
            const exchange = {
              recordId: 'S-1',
              month: '2022-11' as const,
              heldOn: '2022-11-18',
              essays: 2,
              by: null,
              at: new Date(0),
            }
            const plan = {
              month: '2022-11' as const,
              essays: many,
              authors: people,
              earlier: [exchange],
              undecided: 1,
              stamp: 'x',
            }
            const draft = { ...wild, state: 'draft' as const }
            const said = [
              essayHandedIn({ essay: wild, months }, true, audience),
              essayWithdrawn({ essay: wild, months }, audience),
              essayDecided({ ...wild, state: 'returned' }, { by, comment: body }, audience.locale),
              essayDecided({ ...wild, state: 'approved' }, { by, comment: null }, audience.locale),
              reviewQueue({ cards, total: 12, done }, audience),
              reviewQueue({ cards, total: 12, done: { ...done, passedTo: by } }, audience),
              essayPassedOn(card, by, audience),
              essayKept(draft, audience),
              essayShown(detail, { ...member, id: 'other', role: 'admin' }, audience),
              essayShown({ ...detail, essay: draft }, member, audience),
              exemptionHistory(by, exemptions, people, audience),
              exemptionList('2022-11', exemptions, people, audience),
              quotaOverview(quotas, audience),
              quotaOfMember(by, quotas, audience),
              choiceOfBest('2022-11', { essays: many, total: 99, excellent: 1 }, people, audience.locale),
              judged(wild, by, formatMarked(true, audience.locale), audience.locale),
              anthologyList(issues, audience),
              nothingToExchange({ month: '2022-11', earlier: [exchange], undecided: 2 }, audience.locale),
              exchangeDone(exchange, audience),
              exemptionTold({ by, months: ['2022-11'], reason: name }, audience.locale),
              exemptSaid(
                by,
                [{ month: '2022-09', outcome: 'changed', isOver: true, handedIn: 1 }],
                name,
                audience.locale,
              ),
              ownStatusMessage(
                {
                  months: ['2022-11'],
                  essays: Array.from({ length: 9 }, () => wild),
                  returned: [wild],
                  drafts: [draft],
                  now: months,
                },
                audience,
              ),
              essayHelp(audience, { role: 'admin' }),
            ]
            for (const message of said) {
              expect(checkMessage(message)).toBeNull()
              expect(words(message)).not.toMatch(/<!(?!subteam)/)
            }
            const views = [
              essayForm(months, '2022-11', 'https://example.org/answer', audience.locale),
              resubmitForm(wild, body, null, audience.locale),
              draftForm(draft, months, null, audience.locale),
              returnForm(wild, null, audience.locale),
              reassignForm(wild, [by], null, audience.locale),
              exchangeForm(plan, 'https://example.org/answer', audience),
              anthologyForm(
                { ...plan, issue: 3, empty: plan.essays.map(({ id }) => id) },
                name.slice(0, 60),
                null,
                audience.locale,
              ),
              contestForm(wild, null, audience.locale),
              essayTextView(wild, audience.locale),
            ]
            for (const view of views) expect(checkView(view, 'modal')).toBeNull()
          },
        ),
        { numRuns: 60 },
      )
    },
  )
})

describe('the office’s grid', () => {
  const year = monthsBetween('2022-01', '2022-12')
  const deadline = {
    at: Temporal.Instant.from('2022-11-30T10:00:00Z'),
    graceUntil: Temporal.Instant.from('2022-12-05T10:00:00Z'),
  }
  const handIn: HandIn = {
    memberId: 'm11',
    month: '2022-11',
    isApproved: true,
    firstSubmittedAt: new Date('2022-11-20T00:00:00Z'),
    submittedAt: new Date('2022-11-20T00:00:00Z'),
  }
  const perfect: Parameters<typeof officeGrid>[0] = {
    months: ['2022-11'],
    unrecorded: [],
    members: [member],
    obligations: [owes],
    handIns: [handIn],
    leaves: [],
    deadlineOf: () => deadline,
  }
  const late: HandIn = {
    ...handIn,
    isApproved: false,
    firstSubmittedAt: new Date('2022-12-01T00:00:00Z'),
    submittedAt: new Date('2022-12-01T00:00:00Z'),
  }
  const line = (change: Partial<typeof perfect>, audience = zh) => {
    const { blocks } = officeGridMessage(officeGrid({ ...perfect, ...change }), audience)
    return JSON.stringify(blocks).match(/成员11 +(\S*?)\\n/)?.[1] ?? null
  }

  it.each<[string, Partial<typeof perfect>, string | null]>([
    ['what is handed in of what is owed', {}, '1/2'],
    ['that one was late', { handIns: [handIn, late] }, '2/2迟'],
    [
      'leave on any day of the month',
      { leaves: [{ memberId: 'm11', startsOn: '2022-10-20', endsOn: '2022-11-01' }] },
      '1/2休',
    ],
    [
      'no leave that ended before it',
      { leaves: [{ memberId: 'm11', startsOn: '2022-10-20', endsOn: '2022-10-31' }] },
      '1/2',
    ],
    ['an exemption', { obligations: [{ ...owes, exemption: '' }], handIns: [] }, '0/2免'],
    ['what was handed in without owing', { obligations: [] }, '+1'],
    ['nobody who neither owed nor handed in', { obligations: [], handIns: [] }, null],
    [
      'nobody of whom nothing was asked then, who had left or was a guest',
      { obligations: [{ ...owes, isEntitled: false }], handIns: [] },
      null,
    ],
    ['nothing as late while the rule is unknown', { handIns: [late], deadlineOf: () => null }, '1/2'],
  ])('shows %s', (_what, change, mark) => {
    expect(line(change)).toBe(mark)
  })

  it('adds up without the exempt', () => {
    const second = { ...member, id: 'm12', name: '成员12' }
    const grid = officeGrid({
      ...perfect,
      members: [member, second],
      obligations: [owes, { ...owes, memberId: 'm12', exemption: '病假' }],
      handIns: [late],
    })
    expect(grid).toMatchObject({ asked: 2, handedIn: 1, approved: 0, late: 1, missing: 1 })
  })

  it('of ten thousand members over a year is what Slack takes, and says how many are not shown', () => {
    const members = Array.from({ length: 10_000 }, (_, index) => ({
      ...member,
      id: `m${index}`,
      name: `<成员>${'名'.repeat(index % 20)}${index}`,
    }))
    const obligations = members.flatMap(({ id }) =>
      year.map((month): Obligation => ({ ...owes, memberId: id, month })),
    )
    for (const audience of [zh, en]) {
      const grid = officeGrid({ ...perfect, months: year, members, obligations, handIns: [] })
      const message = officeGridMessage(grid, audience)
      expect(checkMessage(message)).toBeNull()
      expect(words(message)).toMatch(/另有 99\d\d 人未列出|99\d\d more members not shown/)
      expect(grid.missing).toBe(240_000)
    }
  })
})
