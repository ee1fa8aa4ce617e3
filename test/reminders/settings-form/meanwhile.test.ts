import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { updateSettings } from '../../../src/members/workspace-store.ts'
import { changeSettings } from '../../../src/reminders/settings-form/change-settings.ts'
import { deliver as deliverOne } from '../../../src/outbox/deliver/deliver.ts'
import { createPoster } from '../../../src/outbox/deliver/poster.ts'
import { reminderKind, SEND_QUEUE } from '../../../src/reminders/deliver/reminder-kind.ts'
import { sendDueReminders } from '../../../src/reminders/deliver/send-due-reminders.ts'
import type { SettingsChange } from '../../../src/reminders/settings-form/change.ts'
import { onBothDatabases } from '../../helpers/databases.ts'
import { sendingOffice } from '../sending.ts'
import { shared } from '../../helpers/shared.ts'
import { memberNamed } from '../../helpers/office.ts'

onBothDatabases('settings changed between claim and sending', (kind) => {
  const house = shared(() => sendingOffice(kind))
  beforeAll(async () => {
    // The queue is served by nobody: each test posts when it has changed the settings.
    await house.jobs.work(
      SEND_QUEUE,
      { concurrency: 1, retries: 0, retryDelay: 1, expireIn: 60 },
      async () => {},
    )
  })
  beforeEach(async () => {
    await house.reset()
    await inTransaction(house.ctx, async ({ db }) => {
      await updateSettings(db, 'reminders', {})
    })
  })

  const change = async (change: SettingsChange, requestId: string = randomUUID()) => {
    const by = await memberNamed(house.ctx, 'M001')
    return await changeSettings(house.ctx, { change, by, requestId })
  }
  const deliver = async () => {
    const poster = createPoster(reminderKind)
    for (const { reminder_id } of await house.rows()) await deliverOne(house.ctx, reminder_id, poster)
  }
  const states = async () => [...new Set((await house.rows()).map(({ step, state }) => `${step} ${state}`))]

  it('the message names the deadline as it is when it is sent', async () => {
    await sendDueReminders(house.ctx)
    await change({ deadlineHour: '12:00' })
    await deliver()
    expect(await states()).toEqual(['T-7 sent'])
    expect(house.messages().get('M011')?.[0]).toContain('11月30日（星期三）12:00')
  })

  it('a day off declared today stops what was claimed, and it goes on the next working day', async () => {
    await sendDueReminders(house.ctx)
    await change({ daysOff: ['2022-11-21'] })
    await deliver()
    expect(await house.rows()).toEqual([])
    expect(house.messages().size).toBe(0)
    house.setClock('2022-11-22T09:30+08:00')
    expect(await sendDueReminders(house.ctx)).toHaveLength(10)
    await deliver()
    expect(await states()).toEqual(['T-7 sent'])
  })

  it('a day off on the deadline itself: nobody is called overdue, and the last day is reminded of anew', async () => {
    house.setClock('2022-11-30T09:30+08:00')
    await sendDueReminders(house.ctx)
    await change({ daysOff: ['2022-11-30'] })
    await deliver()
    expect(house.messages().size).toBe(0)
    house.setClock('2022-12-01T09:30+08:00')
    await sendDueReminders(house.ctx)
    await deliver()
    expect(house.messages().get('M011')).toEqual([
      '11月习作还差 2 篇（已交 0/2），今天截止：12月1日（星期四）18:00。',
    ])
  })

  it('quiet hours that begin now hold back what was claimed', async () => {
    await sendDueReminders(house.ctx)
    await change({ quietHours: { from: '09:30', to: '08:00' }, hour: '09:00' })
    await deliver()
    expect(await house.rows()).toEqual([])
    expect(house.messages().size).toBe(0)
  })

  it('another zone in the middle of the month: by the new clock, and no step twice', async () => {
    await sendDueReminders(house.ctx)
    await deliver()
    await change({ zone: 'Europe/Berlin' })
    expect(await sendDueReminders(house.ctx)).toEqual([])
    house.setClock('2022-11-21T09:30+01:00')
    expect(await sendDueReminders(house.ctx)).toEqual([])
    house.setClock('2022-11-25T09:29+01:00')
    expect(await sendDueReminders(house.ctx)).toEqual([])
    house.setClock('2022-11-25T09:30+01:00')
    expect(await sendDueReminders(house.ctx)).toHaveLength(10)
  })

  it('the same request delivered twice changes once; two admins at the same moment take turns', async () => {
    const requestId = randomUUID()
    const twice = await Promise.allSettled([
      change({ graceDays: 4 }, requestId),
      change({ graceDays: 4 }, requestId),
    ])
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await Promise.all([
      change({ graceDays: 5 }),
      change({ hour: '10:00' }),
      change({ deadlineHour: '17:00' }),
    ])
    const { after } = await change({ workingDaysOnly: true })
    expect(after.settings['reminders']).toMatchObject({ graceDays: 5, hour: '10:00', deadlineHour: '17:00' })
  })
})
