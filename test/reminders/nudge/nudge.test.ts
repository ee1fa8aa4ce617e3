import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import type { Member } from '../../../src/members/member.ts'
import { noteSkips, roundsAt } from '../../../src/reminders/deliver/note-skips.ts'
import { nudgeMember } from '../../../src/reminders/nudge/nudge-member.ts'
import { nudgeDay, planNudge } from '../../../src/reminders/plan/plan-nudge.ts'
import { previewDay } from '../../../src/reminders/log/preview-day.ts'
import { countLog, listLog } from '../../../src/reminders/log/reminder-log.ts'
import { sendDueReminders } from '../../../src/reminders/deliver/send-due-reminders.ts'
import { defaultReminderSettings } from '../../../src/deadlines/settings/settings.ts'
import { stillDue } from '../../../src/reminders/deliver/still-due.ts'
import { onBothDatabases } from '../../helpers/databases.ts'
import { at, date, office, twoEssays, writer } from '../office.ts'
import { handIn, memberIdOf, sendingOffice } from '../sending.ts'
import { shared } from '../../helpers/shared.ts'
import { memberNamed } from '../../helpers/office.ts'

const nudge = { memberId: 'M011', month: '2022-11', step: 'nudge~2022-11-24' } as const
const THURSDAY = at('2022-11-24T14:00')

describe('a nudge', () => {
  it('tells what is owed and until when', () => {
    expect(planNudge(office(), nudge, THURSDAY)).toMatchObject({
      owed: 2,
      quota: 2,
      handedIn: 0,
      daysLeft: 6,
    })
  })

  it('may come before the reminder hour, and after the deadline', () => {
    expect(planNudge(office(), nudge, at('2022-11-24T08:00'))).toMatchObject({ owed: 2 })
    expect(planNudge(office(), nudge, at('2022-12-20T10:00'))).toMatchObject({ daysLeft: -20 })
  })

  it.each([
    ['handed-in', { obligations: [twoEssays({ handedIn: 2 })] }],
    ['owes-nothing', { obligations: [twoEssays({ quota: 0 })] }],
    ['owes-nothing', { obligations: [] }],
    ['exempt', { obligations: [twoEssays({ exemption: '病假' })] }],
    ['on-leave', { leaves: [{ memberId: 'M011', from: date('2022-11-24'), to: date('2022-11-24') }] }],
    [
      'snoozed',
      {
        snoozes: [
          { memberId: 'M011', month: '2022-11' as const, step: 'T-7', until: at('2022-11-25T09:30') },
        ],
      },
    ],
    ['left', { members: [writer({ leftOn: date('2022-11-24') })] }],
    ['deactivated', { members: [writer({ isDeactivated: true })] }],
    ['guest', { members: [writer({ isGuest: true })] }],
    ['bot', { members: [writer({ isBot: true })] }],
    ['not-linked', { members: [writer({ isLinked: false })] }],
    ['left', { members: [] }],
  ])('goes to nobody who is %s', (code, changes) => {
    expect(planNudge(office(changes), nudge, THURSDAY)).toMatchObject({ code })
  })

  it.each([
    ['2022-11-26T14:00', 'day-off'],
    ['2022-11-24T20:00', 'quiet-hours'],
    ['2022-11-24T07:59', 'quiet-hours'],
  ])('goes at no inhuman hour: %s', (local, code) => {
    expect(planNudge(office(), nudge, at(local))).toMatchObject({ code })
  })

  it('is looked at again when it is posted, and given up for good when it may not go any more', () => {
    const claim = { ...nudge, id: 'r1' }
    const verdict = (changes: Parameters<typeof office>[0], moment = THURSDAY) =>
      stillDue(office(changes), [claim], moment)[0]
    expect(verdict({})).toMatchObject({ kind: 'send', planned: { owed: 2, step: nudge.step } })
    expect(verdict({ obligations: [twoEssays({ handedIn: 2 })] })).toEqual({
      kind: 'cancel',
      reason: 'handed-in',
    })
    expect(verdict({}, at('2022-11-24T21:00'))).toEqual({ kind: 'cancel', reason: 'quiet-hours' })
  })

  it('counts for the day on the wall of the member who opted in', () => {
    const moment = at('2022-11-25T08:00')
    expect(nudgeDay(office(), moment)).toBe('2022-11-25')
    expect(nudgeDay(office({ members: [writer({ zone: 'America/New_York' })] }), moment)).toBe('2022-11-24')
  })
})

describe('the rounds of a moment', () => {
  it('are the steps whose hour has come in the office', () => {
    const rounds = (local: string) => roundsAt(defaultReminderSettings, at(local))
    expect(rounds('2022-11-21T09:29')).toEqual([])
    expect(rounds('2022-11-21T09:30')).toEqual([{ month: '2022-11', step: 'T-7' }])
    expect(rounds('2022-11-26T09:30')).toEqual([])
    expect(rounds('2022-12-01T09:30')).toEqual([{ month: '2022-11', step: 'T+1' }])
  })
})

onBothDatabases('nudges and the log', (kind) => {
  const house = shared(() => sendingOffice(kind))
  let reviewer: Member
  let admin: Member
  beforeAll(async () => {
    await house.work()
    ;[reviewer, admin] = [await memberOf('M002'), await memberOf('M001')]
  })
  beforeEach(async () => {
    await inTransaction(house.ctx, async ({ db }) => {
      for (const table of ['nudges', 'reminder_rounds', 'reminder_skips'] as const)
        await db.deleteFrom(table).execute()
    })
    await house.reset()
  })

  const memberOf = (number: string) => memberNamed(house.ctx, number)
  const nudges = async (number: string, by = reviewer) =>
    await nudgeMember(house.ctx, { member: await memberOf(number), month: null, by, requestId: randomUUID() })
  const log = async () =>
    await inTransaction(house.ctx, async ({ db }) => ({
      lines: await listLog(db, { month: '2022-11', memberIds: [] }, { limit: 100, from: 0 }),
      counts: Object.fromEntries(await countLog(db, { month: '2022-11', memberIds: [] })),
    }))

  it('a nudge is delivered as a reminder, says who sends it and what was handed in, and is in the log', async () => {
    await handIn(house, 'M011', 1)
    await nudges('M011')
    await house.settled()
    const [text] = house.messages().get('M011') ?? []
    expect(text).toMatch(/^<@U0OFFICEM002> 请您留意：11月习作还差 1 篇（已交 1\/2）/)
    expect((await log()).lines).toMatchObject([
      { externalId: 'M011', step: 'nudge~2022-11-21', state: 'sent', owed: 1, nudgedBy: '成员02' },
    ])
  })

  it('comes once a day, whoever asks, and again on the next', async () => {
    const both = await Promise.allSettled([nudges('M011'), nudges('M011', admin)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(nudges('M011')).rejects.toThrow(/nudged 成员11 already, on Mon 21 Nov, 09:30/)
    await house.settled()
    house.setClock('2022-11-22T10:00+08:00')
    await nudges('M011')
    await house.settled()
    expect(house.messages().get('M011')).toHaveLength(2)
  })

  it('keeps no scheduled reminder from coming, nor the other way round', async () => {
    await nudges('M011')
    await sendDueReminders(house.ctx)
    await house.settled()
    expect(house.messages().get('M011')).toHaveLength(2)
    expect(house.messages().get('M012')).toHaveLength(1)
  })

  it('goes to nobody who has handed in, nor to one whose leave was confirmed', async () => {
    await handIn(house, 'M013', 2)
    await expect(nudges('M013')).rejects.toThrow('成员13 was not nudged about 2022-11: has handed in')
    expect(house.messages().get('M013')).toBeUndefined()
  })

  it('is for reviewers and admins, and for nobody who owes nothing', async () => {
    await expect(nudges('M011', await memberOf('M012'))).rejects.toThrow(/cannot review essays/)
    await expect(nudges('M030')).rejects.toThrow('成员30 was not nudged about 2022-11: owes no essay')
    expect(await house.rows()).toEqual([])
  })

  it('the log keeps, once a step, why somebody with a task heard nothing', async () => {
    await handIn(house, 'M013', 2)
    const member_id = await memberIdOf(house, 'M014')
    await inTransaction(house.ctx, async ({ db }) => {
      const decided = { decided_by: admin.id, decided_at: new Date() }
      await db
        .insertInto('essay_exemptions')
        .values({ member_id, month: '2022-11', reason: '病假', ...decided })
        .execute()
      await db.updateTable('members').set({ is_guest: true }).where('external_id', '=', 'M015').execute()
    })
    try {
      expect(await Promise.all([noteSkips(house.ctx), noteSkips(house.ctx)])).toContain(3)
      expect(await noteSkips(house.ctx)).toBe(0)
      await sendDueReminders(house.ctx)
      await house.settled()
      const { lines, counts } = await log()
      expect(counts).toEqual({ sent: 7, skipped: 3 })
      expect(lines.filter(({ state }) => state === 'skipped')).toMatchObject([
        { externalId: 'M013', step: 'T-7', reason: 'handed-in', detailZh: null },
        { externalId: 'M014', step: 'T-7', reason: 'exempt', detailZh: '病假' },
        { externalId: 'M015', step: 'T-7', reason: 'guest' },
      ])
      const preview = await previewDay(house.ctx, date('2022-11-25'))
      expect(preview.planned.map(({ person, step }) => `${person.externalId} ${step}`)).toEqual(
        ['M011', 'M012', 'M016', 'M017', 'M018', 'M019', 'M020'].map((number) => `${number} T-3`),
      )
      const saturday = await previewDay(house.ctx, date('2022-11-26'))
      expect([saturday.planned.length, saturday.nextDay?.toString()]).toEqual([0, '2022-11-28'])
      const one = await previewDay(house.ctx, date('2022-11-25'), member_id)
      expect(one.skipped.map(({ month, said }) => `${month} ${said.zh}`)).toEqual(['2022-11 已免交：病假'])
    } finally {
      await inTransaction(house.ctx, async ({ db }) => {
        await db.deleteFrom('essay_exemptions').where('member_id', '=', member_id).execute()
      })
    }
  })
})
