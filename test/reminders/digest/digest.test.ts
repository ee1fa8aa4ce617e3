import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { officeGrid, type HandIn } from '../../../src/essays/duties/office-grid.ts'
import type { Member } from '../../../src/members/member.ts'
import { checkMessage } from '../../../src/playground/shapes/limits.ts'
import { deadlineOf } from '../../../src/deadlines/deadline.ts'
import { DIGEST_PAGE, digestMessage, digestRows } from '../../../src/reminders/digest/messages.ts'
import { deliveryTimes } from '../../../src/outbox/deliver/delivery-times.ts'
import { digestOf } from '../../../src/reminders/digest/digest.ts'
import { deadlineWithGrace } from '../../../src/deadlines/settings/essay-deadline.ts'
import { workReminders } from '../../../src/reminders/tick/tick.ts'
import { planDigests } from '../../../src/reminders/digest/plan-digests.ts'
import { sendDueDigests } from '../../../src/reminders/digest/send-due-digests.ts'
import { defaultReminderSettings, type ReminderSettings } from '../../../src/deadlines/settings/settings.ts'
import { onBothDatabases } from '../../helpers/databases.ts'
import { until } from '../../helpers/until.ts'
import { at } from '../office.ts'
import { handIn, memberIdOf, sendingOffice } from '../sending.ts'
import { shared } from '../../helpers/shared.ts'
import { memberLike } from '../../helpers/samples.ts'

/** A reviewer whom nothing keeps from having the digest. */
function leader(changes: Partial<Member> = {}): Member {
  return memberLike({
    id: 'M002',
    externalId: 'M002',
    slackUserId: 'U002',
    name: '成员02',
    role: 'reviewer',
    locale: 'zh',
    ...changes,
  })
}

describe('the digest of a month', () => {
  const due = (local: string, of: Member = leader(), settings: Partial<ReminderSettings> = {}) =>
    planDigests({ ...defaultReminderSettings, ...settings }, [of], new Set(), at(local)).map(
      ({ month }) => month,
    )

  it('goes on the first working day after the deadline, from the reminder hour until quiet hours', () => {
    expect(due('2022-11-30T18:01')).toEqual([])
    expect(due('2022-12-01T09:29')).toEqual([])
    expect(due('2022-12-01T09:30')).toEqual(['2022-11'])
    expect(due('2022-12-01T20:00')).toEqual([])
    expect(due('2022-12-02T12:00')).toEqual(['2022-11'])
    expect(due('2022-12-14T12:00')).toEqual(['2022-11'])
    expect(due('2022-12-15T12:00')).toEqual([])
  })

  it('of December waits for the first working day of January; after a Friday deadline, for Monday', () => {
    expect(due('2023-01-02T09:30')).toEqual([])
    expect(due('2023-01-03T09:30')).toEqual(['2022-12'])
    const friday = { deadlineRule: { kind: 'day', day: 25 } } as const
    expect(due('2022-11-26T10:00', leader(), friday)).toEqual([])
    expect(due('2022-11-28T10:00', leader(), friday)).toEqual(['2022-11'])
  })

  it('goes by the clock of the leader who opted in', () => {
    const berlin = leader({ zone: 'Europe/Berlin', ownZone: true })
    expect(due('2022-12-01T09:30', berlin)).toEqual([])
    expect(due('2022-12-01T16:30', berlin)).toEqual(['2022-11'])
    expect(due('2022-12-01T09:30', { ...berlin, ownZone: false })).toEqual(['2022-11'])
  })

  it.each([
    ['no reviewer', { role: 'editor' }],
    ['a member', { role: 'member' }],
    ['a bot', { isBot: true }],
    ['a guest', { isGuest: true }],
    ['deactivated', { deactivated: true }],
    ['gone', { leftOn: '2022-12-01' }],
    ['not linked to Slack', { role: 'admin', slackUserId: null }],
  ] as const)('goes to nobody who is %s', (_, changes) => {
    expect(due('2022-12-01T09:30', leader(changes))).toEqual([])
  })

  it('goes to each leader once a month', () => {
    const decided = new Set(['2022-11 M002'])
    const planned = planDigests(
      defaultReminderSettings,
      [leader(), leader({ id: 'M001', role: 'admin' })],
      decided,
      at('2022-12-01T09:30'),
    )
    expect(planned.map(({ member }) => member.id)).toEqual(['M001'])
  })
})

const MONTH = '2022-11'

function digestFor(
  members: readonly Member[],
  handIns: readonly HandIn[] = [],
  options: {
    readonly exempt?: readonly string[]
    readonly onLeave?: readonly string[]
    readonly quota?: number
  } = {},
) {
  const settings = defaultReminderSettings
  const grid = officeGrid({
    months: [MONTH],
    unrecorded: [],
    members,
    obligations: members.map(({ id }) => ({
      memberId: id,
      month: MONTH,
      quota: options.quota ?? 2,
      handedIn: handIns.filter(({ memberId }) => memberId === id).length,
      exemption: options.exempt?.includes(id) ? '病假' : null,
      isAway: false,
      isEntitled: true,
      isRecorded: true,
    })),
    handIns,
    leaves: (options.onLeave ?? []).map((memberId) => ({
      memberId,
      startsOn: '2022-11-10',
      endsOn: '2022-11-12',
    })),
    deadlineOf: (month) => deadlineWithGrace(month, settings),
  })
  return digestOf(grid, { deadline: deadlineOf(MONTH, settings), region: 'CN', fallbackYears: [] })
}

function essay(memberId: string, submitted: string): HandIn {
  const firstSubmittedAt = new Date(at(submitted).epochMilliseconds)
  return { memberId, month: MONTH, isApproved: false, firstSubmittedAt, submittedAt: firstSubmittedAt }
}

function writers(count: number, name = (index: number) => `成员${index}`): Member[] {
  return Array.from({ length: count }, (_, index) =>
    leader({ id: `W${index}`, externalId: `W${index}`, role: 'member', name: name(index) }),
  )
}

describe('what the digest says', () => {
  const view = { from: 0, now: at('2022-12-01T09:30'), zone: 'Asia/Shanghai' }

  it('tells who has handed in, who has not, who was late, on leave and exempt; who owes most first', () => {
    const digest = digestFor(
      writers(5),
      [
        essay('W0', '2022-11-10T12:00'),
        essay('W0', '2022-11-11T12:00'),
        essay('W1', '2022-11-10T12:00'),
        essay('W1', '2022-11-30T18:01'),
        essay('W2', '2022-11-10T12:00'),
      ],
      { exempt: ['W3'], onLeave: ['W2'] },
    )
    const zh = digestMessage(digest, view, 'zh')
    expect(zh.text).toBe(
      '*2022-11 习作情况*（11月30日（星期三）18:00截止，已过 1 天） 应交 4 人，交齐 2 人，还差 2 人共 3 篇，迟交 1 人，免交 1 人，请假 1 人',
    )
    expect(digestMessage(digest, view, 'en').text).toBe(
      '*Essays of 2022-11* (due Wed 30 Nov, 18:00, closed 1 day ago) 4 asked, 2 complete, 2 still owe 3 essays, 1 late, 1 exempt, 1 on leave',
    )
    expect(digestRows(digest, 'en').map((row) => [row[0], row[5], row[7], row[8]].join(' '))).toEqual([
      'W4 0 0 2 missing',
      'W2 1 0 1 missing, on leave',
      'W1 2 1 complete',
      'W0 2 0 complete',
      'W3 0 0 exempt',
    ])
  })

  it('says so when all is handed in, and when nobody owed anything', () => {
    const all = digestFor(writers(1), [essay('W0', '2022-11-10T12:00'), essay('W0', '2022-11-10T12:00')])
    expect(digestMessage(all, view, 'zh').text).toContain('应交 1 人，交齐 1 人，无人欠交')
    const none = digestMessage(digestFor([]), view, 'en')
    expect(JSON.stringify(none)).toContain('Nobody owed an essay this month.')
    expect(checkMessage(none)).toBeNull()
  })

  it('asked for before the deadline says how long there is, and on the day that it is the day', () => {
    const said = (local: string, locale: 'zh' | 'en') =>
      digestMessage(digestFor(writers(1)), { ...view, now: at(local) }, locale).text
    expect(said('2022-11-29T09:30', 'en')).toContain('1 day left')
    expect(said('2022-11-30T09:30', 'zh')).toContain('今天截止')
    expect(said('2022-11-30T19:30', 'zh')).toContain('今天已截止')
  })

  it('names the years to come whose holidays nobody knows', () => {
    const digest = { ...digestFor(writers(1)), fallbackYears: [2099] }
    expect(JSON.stringify(digestMessage(digest, view, 'zh'))).toContain('CN 2099 年的节假日安排尚未公布')
  })

  it('of ten thousand members with the longest names stays within Slack’s limits, page by page to the last', () => {
    const digest = digestFor(
      writers(10_000, (index) => `<!channel> & "名字"很长很长很长很长很长很长很长很长${index}`),
    )
    const pages = [0, DIGEST_PAGE, 10_000 - DIGEST_PAGE]
    for (const locale of ['zh', 'en'] as const) {
      for (const from of pages) {
        const message = digestMessage(digest, { ...view, from }, locale)
        expect(checkMessage(message)).toBeNull()
        expect(message.blocks?.find(({ type }) => type === 'table')).toMatchObject({
          rows: { length: DIGEST_PAGE + 1 },
        })
      }
    }
    const last = JSON.stringify(digestMessage(digest, { ...view, from: 10_000 - DIGEST_PAGE }, 'zh'))
    expect(last).toContain('第 9951–10000 人，共 10000 人')
    expect(last).not.toContain('reminder.digest.page.on')
    expect(digestRows(digest, 'zh')).toHaveLength(10_000)
  })
})

onBothDatabases('digests', (kind) => {
  const house = shared(() => sendingOffice(kind))
  let work: Disposable
  beforeAll(async () => {
    const soon = { ...deliveryTimes, settleAfter: 1, twinAfter: 1 }
    work = await workReminders(house.jobs, () => house.ctx, soon)
  })
  afterAll(async () => {
    work[Symbol.dispose]()
  })
  beforeEach(async () => {
    await inTransaction(house.ctx, async ({ db }) => {
      await db.deleteFrom('digests').execute()
    })
    await house.reset()
    house.setClock('2022-12-01T09:30+08:00')
  })

  const rows = async () =>
    await inTransaction(house.ctx, async ({ db }) => await db.selectFrom('digests').selectAll().execute())
  const settled = async () => {
    await until(
      async () => (await rows()).every(({ state }) => !['claimed', 'sending', 'unknown'].includes(state)),
      12_000,
    )
    return await rows()
  }

  it('reach every reviewer and the admin once, however many tick', async () => {
    await handIn(house, 'M011', 2)
    const counts = await Promise.all([1, 2, 3].map(async () => await sendDueDigests(house.ctx)))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe((await rows()).length)
    const all = await settled()
    expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['sent']))
    const heard = house.messages()
    expect([...heard.keys()].length).toBe(all.length)
    expect([...heard.values()].every((texts) => texts.length === 1)).toBe(true)
    expect(heard.get('M001')?.[0]).toMatch(/\*2022-11 习作情况\*.*应交 10 人，交齐 1 人，还差 9 人共 18 篇/)
    expect(await sendDueDigests(house.ctx)).toBe(0)
  })

  it('are posted once when an answer is lost, as the DM is looked at before anything is posted again', async () => {
    house.slack.faults.set({ loseAnswers: [{ method: 'chat.postMessage', probability: 1, times: 2 }] })
    await sendDueDigests(house.ctx)
    await settled()
    expect([...house.messages().values()].every((texts) => texts.length === 1)).toBe(true)
  })

  it('skip a leader who is not linked, and say nothing at all where nobody owed anything', async () => {
    const admin = await memberIdOf(house, 'M001')
    await inTransaction(house.ctx, async ({ db }) => {
      await db.updateTable('members').set({ slack_user_id: null }).where('id', '=', admin).execute()
    })
    await sendDueDigests(house.ctx)
    expect((await settled()).some(({ member_id }) => member_id === admin)).toBe(false)
    await inTransaction(house.ctx, async ({ db }) => {
      await db.deleteFrom('digests').execute()
      await db.updateTable('member_quotas').set({ quota: 0 }).execute()
    })
    const before = [...house.messages().values()].flat().length
    expect(await sendDueDigests(house.ctx)).toBe(0)
    expect(new Set((await rows()).map(({ state, reason }) => `${state} ${reason}`))).toEqual(
      new Set(['cancelled owes-nothing']),
    )
    expect([...house.messages().values()].flat()).toHaveLength(before)
  })
})
