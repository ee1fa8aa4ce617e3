import { beforeAll, beforeEach, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { AlreadyHandled, FieldIssues, MemberFacingError } from '../../../src/errors.ts'
import type { Member, Role } from '../../../src/members/member.ts'
import { findMember, updateMember } from '../../../src/members/members-store.ts'
import { askForLeave } from '../../../src/reminders/leave/ask.ts'
import { decideLeave } from '../../../src/reminders/leave/decide.ts'
import { planDue } from '../../../src/reminders/due/due-reminders.ts'
import { sendDueReminders } from '../../../src/reminders/deliver/send-due-reminders.ts'
import type { SettingsChange } from '../../../src/reminders/settings-form/change.ts'
import { changeSettings } from '../../../src/reminders/settings-form/change-settings.ts'
import { updateSettings } from '../../../src/members/workspace-store.ts'
import { reminderSnoozed } from '../../../src/reminders/snooze/messages.ts'
import { snoozeReminder } from '../../../src/reminders/snooze/snooze-reminder.ts'
import { onBothDatabases } from '../../helpers/databases.ts'
import { until } from '../../helpers/until.ts'
import { handIn, memberIdOf, sendingOffice } from '../sending.ts'
import { shared } from '../../helpers/shared.ts'

onBothDatabases('snoozes and leaves', (kind) => {
  const office = shared(() => sendingOffice(kind))
  let requests = 0

  beforeAll(async () => {
    await office.work()
  })
  beforeEach(async () => {
    await office.reset()
    await inTransaction(office.ctx, async ({ db }) => {
      await updateSettings(db, 'reminders', {})
    })
    for (const number of ['M021', 'M022']) await setRole(number, 'member')
  })

  const member = async (number: string): Promise<Member> => {
    const id = await memberIdOf(office, number)
    const found = await inTransaction(office.ctx, async ({ db }) => await findMember(db, id))
    if (found === null) throw new Error(`no member ${number}`)
    return found
  }
  const setRole = async (number: string, role: Role) => {
    const id = await memberIdOf(office, number)
    await inTransaction(office.ctx, async ({ db }) => {
      await updateMember(db, id, { role })
    })
  }
  const setReminders = async (change: SettingsChange) => {
    const by = { ...(await member('M021')), role: 'admin' as const }
    await changeSettings(office.ctx, { change, by, requestId: requestId() })
  }
  const setSteps = async (steps: SettingsChange['steps']) => await setReminders({ steps })
  const setRule = async (deadlineRule: SettingsChange['deadlineRule']) => await setReminders({ deadlineRule })
  const snoozesStored = async () =>
    await inTransaction(
      office.ctx,
      async ({ db }) => (await db.selectFrom('reminder_snoozes').select('step').execute()).length,
    )
  const requestId = () => `request ${(requests += 1)}`
  const snooze = async (number: string, step: string) =>
    await snoozeReminder(office.ctx, {
      member: await member(number),
      month: '2022-11',
      step,
      requestId: requestId(),
    })
  const sent = async () => {
    await sendDueReminders(office.ctx)
    await office.settled()
    return [...office.messages()].map(([who, texts]) => `${who} ${texts.length}`)
  }
  const ask = async (number: string, startsOn: string, endsOn: string, reason: string | null = null) =>
    await askForLeave(office.ctx, {
      member: await member(number),
      startsOn,
      endsOn,
      reason,
      requestId: requestId(),
    })
  const textsOf = (number: string) => office.messages().get(number) ?? []

  it('a snoozed reminder comes once more on the next working day at its hour, and only once', async () => {
    await sent()
    const { next, deadlineBefore } = await snooze('M011', 'T-7')
    expect(next?.toString()).toBe('2022-11-22T01:30:00Z')
    expect(deadlineBefore).toBeNull()
    office.setClock('2022-11-22T09:29+08:00')
    expect(await sent()).toContain('M011 1')
    office.setClock('2022-11-22T09:30+08:00')
    const counts = await sent()
    expect(counts).toContain('M011 2')
    expect(counts).toContain('M012 1')
    office.setClock('2022-11-22T15:00+08:00')
    expect(await sent()).toContain('M011 2')
    expect((await office.rows()).map(({ step }) => step)).toContain('T-7~2022-11-22')
  })

  it('a snooze on a Friday lasts until Monday, and the newest of a month counts', async () => {
    office.setClock('2022-11-25T09:30+08:00')
    await sent()
    await snooze('M011', 'T-7')
    const { next } = await snooze('M011', 'T-3')
    expect(next?.toString()).toBe('2022-11-28T01:30:00Z')
    office.setClock('2022-11-28T09:30+08:00')
    await sent()
    const rows = (await office.rows()).filter((row) => row.member === 'M011')
    expect(rows.map(({ step }) => step)).toEqual(['T-3', 'T-3~2022-11-28'])
  })

  it('warns when the deadline comes before the next reminder', async () => {
    office.setClock('2022-11-30T09:30+08:00')
    await sent()
    const { next, isAsAsked, deadlineBefore } = await snooze('M011', 'T-0')
    expect(next?.toString()).toBe('2022-12-01T01:30:00Z')
    expect(isAsAsked).toBe(true)
    expect(deadlineBefore?.toString()).toBe('2022-11-30T10:00:00Z')
  })

  it('a snooze promises nothing where no step is left, and puts nothing off', async () => {
    await setSteps(['T-3', 'T-1', 'T-0'])
    office.setClock('2022-11-30T09:30+08:00')
    await sent()
    const snoozed = await snooze('M011', 'T-0')
    expect(snoozed).toMatchObject({
      next: null,
      isAsAsked: false,
      reason: { en: expect.stringContaining('over') },
    })
    expect(reminderSnoozed(snoozed, 'en').text).toBe(
      'No more reminders: the reminders of this month are over. The deadline is Wed 30 Nov, 18:00.',
    )
    expect(reminderSnoozed(snoozed, 'zh').text).toBe(
      '不会再提醒您：本月提醒已结束。截止时间是11月30日（星期三）18:00。',
    )
    expect(await snoozesStored()).toBe(0)
  })

  it('a snooze of who has handed in says so instead', async () => {
    await sent()
    await handIn(office, 'M011', 2)
    const { next, reason } = await snooze('M011', 'T-7')
    expect([next, reason?.zh]).toEqual([null, '已交齐'])
  })

  it('a moved deadline is told once to who was told the old one and still owes, and its steps come anew', async () => {
    office.setClock('2022-11-25T09:30+08:00')
    await sent()
    const before = textsOf('M012').length
    await handIn(office, 'M011', 2)
    await setRule({ kind: 'day', day: 29 })
    office.setClock('2022-11-25T10:00+08:00')
    await sent()
    const rows = (await office.rows()).filter((row) => row.member === 'M012')
    expect(rows.map(({ step }) => step)).toEqual(['T-3', 'T-3~due2022-11-29T18:00'])
    expect(textsOf('M012').slice(before)).toEqual([
      expect.stringContaining(
        '11月习作的截止时间改了：11月30日（星期三）18:00 → 11月29日（星期二）18:00。您还差 2 篇',
      ),
    ])
    expect(textsOf('M011').some((text) => text.includes('截止时间改了'))).toBe(false)
    await sent()
    expect(textsOf('M012')).toHaveLength(before + 1)
  })

  it('reminds nobody on a confirmed leave, but does while it is only asked for', async () => {
    await setRole('M021', 'reviewer')
    const leave = await ask('M011', '2022-11-21', '2022-11-22', '病假 <!channel>')
    const owing = async () => (await planDue(office.ctx, office.ctx.clock.now())).plan.planned.length
    expect(await owing()).toBe(10)
    await until(() => textsOf('M021').length === 1)
    expect(textsOf('M021')[0]).toBe(
      '<@U0OFFICEM011> 请假：11月21日（星期一）至11月22日（星期二），原因：病假 &lt;!channel&gt;。请假期间不提醒交习作。',
    )
    const by = await member('M021')
    await decideLeave(office.ctx, { leaveId: leave.id, isConfirmed: true, by, requestId: requestId() })
    expect(await owing()).toBe(9)
    await until(() => textsOf('M011').length === 1)
    expect(textsOf('M011')[0]).toContain('已确认')
    office.setClock('2022-11-23T09:30+08:00')
    expect(await owing()).toBe(10)
  })

  it('is decided once, when two reviewers decide at the same moment', async () => {
    await setRole('M021', 'reviewer')
    await setRole('M022', 'reviewer')
    const { id } = await ask('M011', '2022-11-21', '2022-11-22')
    const decide = async (number: string, isConfirmed: boolean) =>
      await decideLeave(office.ctx, {
        leaveId: id,
        isConfirmed,
        by: await member(number),
        requestId: requestId(),
      })
    const ends = await Promise.allSettled([decide('M021', true), decide('M022', false)])
    const refused = ends.filter((end) => end.status === 'rejected')
    expect(refused).toHaveLength(1)
    expect(refused[0]?.reason).toBeInstanceOf(MemberFacingError)
    expect(String(refused[0]?.reason)).toMatch(/成员2[12] has already (?:confirmed|refused) this leave/)
  })

  it('is decided by no ordinary member, and by nobody for themselves', async () => {
    await setRole('M021', 'reviewer')
    await setRole('M022', 'reviewer')
    const own = await ask('M021', '2022-11-21', '2022-11-22')
    const decide = async (number: string, leaveId: string) =>
      await decideLeave(office.ctx, {
        leaveId,
        isConfirmed: true,
        by: await member(number),
        requestId: requestId(),
      })
    await expect(decide('M021', own.id)).rejects.toThrow(/Your own leave/)
    await expect(decide('M012', own.id)).rejects.toThrow(/reviewer or admin/)
    expect((await decide('M022', own.id)).leave.state).toBe('confirmed')
  })

  it('refuses days that run backwards, more than a year, and days asked for already', async () => {
    await setRole('M021', 'reviewer')
    await expect(ask('M011', '2022-11-22', '2022-11-21')).rejects.toBeInstanceOf(FieldIssues)
    await expect(ask('M011', '2022-11-22', '2023-11-30')).rejects.toBeInstanceOf(FieldIssues)
    await ask('M011', '2022-11-21', '2022-11-25')
    await expect(ask('M011', '2022-11-25', '2022-11-28')).rejects.toThrow(/asked for already/)
    await ask('M011', '2022-11-26', '2022-11-28')
  })

  it('changes nothing when Slack delivers the same request again', async () => {
    await setRole('M021', 'reviewer')
    const asked = {
      member: await member('M011'),
      startsOn: '2022-12-01',
      endsOn: '2022-12-02',
      reason: null,
      requestId: requestId(),
    }
    await askForLeave(office.ctx, asked)
    await expect(askForLeave(office.ctx, asked)).rejects.toBeInstanceOf(AlreadyHandled)
  })
})
