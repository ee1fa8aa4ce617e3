import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { reviseEssay, submitEssay } from '../../../src/essays/hand-in/submit.ts'
import { reviewEssay } from '../../../src/essays/review/review.ts'
import type { Member } from '../../../src/members/member.ts'
import { essaysWait } from '../../../src/reminders/waiting/messages.ts'
import { planNotices, type Noticed, type WaitingEssay } from '../../../src/reminders/waiting/plan-notices.ts'
import { sendWaitingNotices } from '../../../src/reminders/waiting/send-notices.ts'
import { defaultReminderSettings } from '../../../src/deadlines/settings/settings.ts'
import { workReminders, type Posting } from '../../../src/reminders/tick/tick.ts'
import { recover } from '../../../src/outbox/deliver/work.ts'
import { onBothDatabases } from '../../helpers/databases.ts'
import { until } from '../../helpers/until.ts'
import { isUnderWay, memberOf, outRows } from '../../outbox/kinds.ts'
import { sendingOffice, type SendingOffice } from '../sending.ts'

const at = (text: string) => Temporal.Instant.from(`${text}+08:00`)

const reviewer: Member = {
  id: 'r1',
  externalId: 'M002',
  slackUserId: 'U002',
  email: null,
  name: '成员02',
  department: null,
  role: 'reviewer',
  locale: 'zh',
  zone: null,
  ownZone: false,
  joinedOn: '2021-01-04',
  leftOn: null,
  isBot: false,
  isGuest: false,
  deactivated: false,
}

const essay: WaitingEssay = {
  id: 'E-1',
  title: '心得',
  month: '2022-11',
  authorId: 'a1',
  reviewerId: null,
  submittedAt: at('2022-11-21T10:00'),
  handIn: 'E-1:1',
  returnedBy: null,
}

describe('reviewers are told that essays wait', () => {
  const plan = (
    now: string,
    essays: readonly WaitingEssay[] = [essay],
    noticed: ReadonlyMap<string, Noticed> = new Map(),
    who: Member = reviewer,
  ) => planNotices(defaultReminderSettings, [who], essays, noticed, at(now))
  const told = (handIns: readonly string[], lastAt: string, days: readonly string[] = []) =>
    new Map([['r1', { handIns: new Set(handIns), days: new Set(days), lastAt: at(lastAt) }]])

  it('ten minutes after the first was handed in, all that came till then in one message', () => {
    const second = { ...essay, id: 'E-2', handIn: 'E-2:1', submittedAt: at('2022-11-21T10:09') }
    expect(plan('2022-11-21T10:09', [essay, second])).toEqual([])
    expect(plan('2022-11-21T10:10', [essay, second])).toEqual([
      { memberId: 'r1', day: null, handIns: ['E-1:1', 'E-2:1'] },
    ])
  })

  it('of each handing in once, and not twice within an hour', () => {
    const again = { ...essay, handIn: 'E-1:3', returnedBy: 'r1', submittedAt: at('2022-11-21T10:30') }
    expect(plan('2022-11-21T10:45', [essay], told(['E-1:1'], '2022-11-21T10:10'))).toEqual([])
    expect(plan('2022-11-21T11:09', [again], told(['E-1:1'], '2022-11-21T10:10'))).toEqual([])
    expect(plan('2022-11-21T11:10', [again], told(['E-1:1'], '2022-11-21T10:10'))).toEqual([
      { memberId: 'r1', day: null, handIns: ['E-1:3'] },
    ])
  })

  it.each([
    ['in quiet hours', '2022-11-21T20:00'],
    ['before the reminder hour', '2022-11-22T09:29'],
    ['on a Saturday', '2022-11-26T10:00'],
  ])('never %s', (_when, now) => {
    expect(plan(now)).toEqual([])
  })

  it('in the morning of a working day of all that wait since an earlier one, with what is new, once', () => {
    const late = { ...essay, id: 'E-2', handIn: 'E-2:1', submittedAt: at('2022-11-21T23:00') }
    const noticed = told(['E-1:1'], '2022-11-21T10:10')
    expect(plan('2022-11-22T09:30', [essay, late], noticed)).toEqual([
      { memberId: 'r1', day: '2022-11-22', handIns: ['E-2:1'] },
    ])
    const after = told(['E-1:1', 'E-2:1'], '2022-11-22T09:30', ['2022-11-22'])
    expect(plan('2022-11-22T09:31', [essay, late], after)).toEqual([])
    expect(plan('2022-11-22T12:30', [essay], noticed)).toEqual([])
    expect(plan('2022-11-23T09:30', [essay, late], after)).toHaveLength(1)
  })

  it.each([
    ['of their own', { authorId: 'r1' }],
    ['of what another is to review', { reviewerId: 'r2' }],
    ['of an import', { handIn: null }],
    ['of what was handed in a week ago', { submittedAt: at('2022-11-14T10:00') }],
  ] as const)('not %s', (_what, change) => {
    expect(plan('2022-11-21T14:00', [{ ...essay, ...change }])).toEqual([])
  })

  it('of what comes back to who returned it, whoever is to review it', () => {
    const back = { ...essay, reviewerId: 'r2', returnedBy: 'r1' }
    expect(plan('2022-11-21T10:10', [back])).toHaveLength(1)
  })

  it.each([
    ['who left', { leftOn: '2022-11-21' }],
    ['whose account is deactivated', { deactivated: true }],
    ['who reviews no more', { role: 'editor' }],
    ['who is not linked', { slackUserId: null }],
  ] as const)('but nobody %s', (_who, change) => {
    expect(plan('2022-11-21T10:10', [essay], new Map(), { ...reviewer, ...change })).toEqual([])
  })

  it('by the reviewer’s own clock, when they asked for that', () => {
    const inTokyo = { ...reviewer, zone: 'Asia/Tokyo', ownZone: true }
    expect(plan('2022-11-21T19:30', [essay], new Map(), inTokyo)).toEqual([])
    expect(plan('2022-11-21T19:30')).toHaveLength(1)
  })

  it('in words that ping nobody, in both languages', () => {
    const wild = { ...essay, title: '<!channel> & *x*', returnedBy: 'r1' }
    const words = {
      fresh: [wild],
      waiting: [essay, wild],
      isMorning: true,
      reviewer,
      authors: new Map([['a1', { ...reviewer, id: 'a1', slackUserId: 'U011' }]]),
      zone: 'Asia/Shanghai',
      now: at('2022-11-22T09:30'),
    }
    const [zh, en] = (['zh', 'en'] as const).map((locale) => essaysWait(words, locale))
    expect(zh?.text).toBe('2 篇习作等待审阅，最早的是11月21日（星期一）交的。 新交来 1 篇习作。')
    expect(en?.text).toBe('2 essays wait for review, the oldest since Mon 21 Nov. 1 essay was handed in.')
    expect(JSON.stringify(zh)).toContain('&lt;!channel&gt; &amp;')
    expect(JSON.stringify(zh)).toContain('您退回后重新提交')
    expect(JSON.stringify(en)).toContain('handed in again after you returned it')
  })
})

onBothDatabases('reviewers', (kind) => {
  let house: SendingOffice
  let work: Posting
  beforeAll(async () => {
    house = await sendingOffice(kind)
    work = await workReminders(house.jobs, () => house.ctx)
  })
  afterAll(async () => {
    work[Symbol.dispose]()
    await house[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    await house.reset()
    await inTransaction(house.ctx, async ({ db }) => {
      await db.deleteFrom('outbox').execute()
      // What the sample has waiting is in no test's way.
      await db.updateTable('essays').set({ state: 'approved' }).where('state', '=', 'submitted').execute()
    })
  })

  const text = { kind: '其他', title: '心得', body: '一段话', link: null, file: null }
  const settled = async () => {
    await until(async () => !(await outRows(house.ctx)).some(isUnderWay), 30_000)
  }
  const heardBy = (number: string) => house.messages().get(number) ?? []

  it('hear of essays handed in and in again by one message each, however many processes tick', async () => {
    const { ctx } = house
    const by = await memberOf(ctx, 'M011')
    const admin = await memberOf(ctx, 'M001')
    const entry = { by, month: '2022-11' as const, text, zone: 'Asia/Shanghai' }
    const { essay: first } = await submitEssay(ctx, { ...entry, requestId: randomUUID() })
    await submitEssay(ctx, { ...entry, requestId: randomUUID() })
    expect(await sendWaitingNotices(ctx)).toBe(0)
    house.setClock('2022-11-21T09:41+08:00')
    const counts = await Promise.all([1, 2, 3].map(async () => await sendWaitingNotices(ctx)))
    expect(counts.filter((count) => count > 0)).toHaveLength(1)
    await settled()
    expect(heardBy('M002')).toEqual([expect.stringContaining('新交来 2 篇习作。')])
    expect(heardBy('M001')).toHaveLength(1)
    expect(heardBy('M011')).toEqual([])

    const decision = { decision: 'return', comment: '请补充', by: admin } as const
    const { id, revision } = first
    await reviewEssay(ctx, { id, revision, ...decision, requestId: randomUUID() })
    const again = { by, id, baseRevision: revision + 1, month: null, text, zone: 'Asia/Shanghai' }
    await reviseEssay(ctx, { ...again, requestId: randomUUID() })
    house.setClock('2022-11-21T10:45+08:00')
    await sendWaitingNotices(ctx)
    await settled()
    const dm = house.slack.dmsWith('U0OFFICEM001').at(-1)
    expect(JSON.stringify(dm?.blocks)).toContain(`*${id}*`)
    expect(JSON.stringify(dm?.blocks)).toContain('您退回后重新提交')
    expect(heardBy('M002')).toHaveLength(2)

    house.setClock('2022-11-22T09:30+08:00')
    await sendWaitingNotices(ctx)
    await sendWaitingNotices(ctx)
    await settled()
    expect(heardBy('M002')).toHaveLength(3)
    expect(heardBy('M002').at(-1)).toMatch(/^\d+ 篇习作等待审阅，最早的是/)
  })

  it('hear nothing of what was decided before the message went', async () => {
    const { ctx } = house
    const by = await memberOf(ctx, 'M012')
    const entry = { by, month: '2022-11' as const, text, zone: 'Asia/Shanghai' }
    house.setClock('2022-11-21T12:00+08:00')
    const { essay: one } = await submitEssay(ctx, { ...entry, requestId: randomUUID() })
    house.setClock('2022-11-21T13:30+08:00')
    expect(await sendWaitingNotices({ ...ctx, jobs: null })).toBeGreaterThan(0)
    await inTransaction(ctx, async ({ db }) => {
      await db.updateTable('essays').set({ state: 'withdrawn' }).where('id', '=', one.id).execute()
      await db
        .updateTable('outbox')
        .set({ queued_at: new Date(0) })
        .execute()
    })
    for (const one of work.kinds) await recover(ctx, one, 60)
    await settled()
    expect(heardBy('M002')).toEqual([])
  })
})
