import { expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { linkMember } from '../../../src/members/roster/link-member.ts'
import { findMemberByAnyName } from '../../../src/members/members-store.ts'
import { updateSettings } from '../../../src/members/workspace-store.ts'
import { dueForCli, planDue, readMoment } from '../../../src/reminders/due/due-reminders.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'
import { at } from '../office.ts'
import { WRITERS } from '../sending.ts'
import { shared } from '../../helpers/shared.ts'

onBothDatabases('reminders that are due', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const ctx = shared(() => officeOn(database, { sample: true }))

  const idOf = async (number: string) =>
    await inTransaction(ctx, async ({ db }) => (await findMemberByAnyName(db, number))?.id ?? '')

  it('reminds exactly the ten writers, of two essays each, seven working days before the deadline', async () => {
    const due = await dueForCli(ctx, await readMoment(ctx, '2022-11-21T09:30'))
    expect(due.planned.map(({ member }) => member)).toEqual(WRITERS)
    expect(new Set(due.planned.map(({ owed, month, step }) => `${month} ${step} ${owed}`))).toEqual(
      new Set(['2022-11 T-7 2']),
    )
    expect(due.planned[0]?.at).toBe('2022-11-21T09:30:00+08:00')
    expect(due.planned[0]?.text).toBe(
      '您好！11月的习作还差 2 篇（应交 2 篇，尚未收到）。截止时间是11月30日（星期三）18:00，还有 7 个工作日（9 天）。写好后点“交习作”就可以。',
    )
  })

  it('names everybody else once, with the reason', async () => {
    const { planned, skipped } = await dueForCli(ctx, at('2022-11-21T09:30'))
    const members = skipped.map(({ member }) => member)
    expect(new Set(members).size).toBe(members.length)
    expect(planned.length + skipped.length).toBe(60)
    expect(new Set(skipped.map(({ reason }) => reason))).toEqual(new Set(['本月没有任务']))
  })

  it('decides nothing by asking', async () => {
    const once = await dueForCli(ctx, at('2022-11-21T09:30'))
    expect(await dueForCli(ctx, at('2022-11-21T09:30'))).toEqual(once)
  })

  it('plans nothing on a Sunday, before the hour, in quiet hours, or the day before the first step', async () => {
    for (const local of ['2022-11-20T09:30', '2022-11-21T09:29', '2022-11-21T20:00', '2022-11-18T12:00']) {
      expect((await dueForCli(ctx, at(local))).planned).toEqual([])
    }
  })

  it('reminds nobody who has no Slack account, once others have', async () => {
    await linkMember(ctx, { member: 'M011', slackUserId: 'UWRITER11' })
    const { plan } = await planDue(ctx, at('2022-11-21T09:30'))
    expect(plan.planned.map(({ memberId }) => memberId)).toEqual([await idOf('M011')])
    const due = await dueForCli(ctx, at('2022-11-21T09:30'))
    expect(due.planned.map(({ member }) => member)).toEqual(['M011'])
    expect(due.skipped).toContainEqual({ member: 'M012', reason: '未关联 Slack 账号' })
  })

  it('follows the workspace: another rule, other steps, a local day off', async () => {
    const planned = async (local: string) => (await dueForCli(ctx, at(local))).planned.map(({ step }) => step)
    await inTransaction(ctx, async ({ db }) => {
      await updateSettings(db, 'reminders', {
        deadlineRule: { kind: 'day', day: 25 },
        steps: ['T-1'],
        hour: '10:00',
        daysOff: ['2022-11-24'],
      })
    })
    expect(await planned('2022-11-23T09:59')).toEqual([])
    expect(await planned('2022-11-23T10:00')).toEqual(['T-1'])
    expect(await planned('2022-11-24T10:00')).toEqual([])
  })

  it('says which settings it cannot understand', async () => {
    await inTransaction(ctx, async ({ db }) => {
      await updateSettings(db, 'reminders', { hour: '25:00' })
    })
    await expect(planDue(ctx, at('2022-11-21T09:30'))).rejects.toThrow(/hour/)
  })

  it('refuses what is no moment', async () => {
    await expect(readMoment(ctx, 'yesterday-ish')).rejects.toThrow(/"yesterday-ish" is not a moment/)
    expect((await readMoment(ctx, '2022-11-21T01:30Z')).toString()).toBe('2022-11-21T01:30:00Z')
  })
})
