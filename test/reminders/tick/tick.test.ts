import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDatabase } from '../../../src/db/database.ts'
import { startJobs } from '../../../src/jobs/queue.ts'
import { startReminders } from '../../../src/reminders/tick/tick.ts'
import { sendDueReminders } from '../../../src/reminders/deliver/send-due-reminders.ts'
import { sendNow } from '../../../src/reminders/tick/send-now.ts'
import { onBothDatabases } from '../../helpers/databases.ts'
import { log, sendingOffice, WRITERS, type SendingOffice } from '../sending.ts'

onBothDatabases('knocking', (kind) => {
  let office: SendingOffice

  beforeEach(async () => {
    office = await sendingOffice(kind)
  })
  afterEach(async () => {
    await office[Symbol.asyncDispose]()
  })

  /** Of those who owe; reviewers hear besides how many essays wait. */
  const counts = () =>
    [...office.messages()]
      .filter(([member]) => WRITERS.includes(member))
      .map(([member, texts]) => `${member} ${texts.length}`)
  const oneEach = WRITERS.map((member) => `${member} 1`)

  it('ticks at the start and when told, and sends once', async () => {
    await using reminders = await startReminders(office.ctx, () => office.ctx)
    await Promise.all([reminders.tick(), reminders.tick(), reminders.tick()])
    await office.settled()
    expect(counts()).toEqual(oneEach)
    office.setClock('2022-11-25T09:30+08:00')
    await reminders.tick()
    await office.settled()
    expect(counts()).toEqual(WRITERS.map((member) => `${member} 2`))
  })

  it('sends now and says what became of it', async () => {
    office.slack.faults.set({ fail: [{ method: 'chat.postMessage', error: 'user_not_found', times: 1 }] })
    expect(await sendNow(office.ctx)).toEqual({
      claimed: 10,
      sent: 9,
      cancelled: 0,
      failed: 1,
      waiting: 0,
      putOff: 0,
    })
    expect(counts()).toHaveLength(9)
  })

  it.runIf(kind === 'postgres')('two processes on one database: one message each', async () => {
    await using second = await openDatabase(office.ctx.database.address)
    await using jobs = await startJobs(second, log)
    const other = { ...office.ctx, database: second, jobs: jobs.of(office.ctx.teamId) }
    await using _one = await startReminders(office.ctx, () => office.ctx)
    await using _two = await startReminders(other, () => other)
    await office.settled()
    await Promise.all([sendDueReminders(other), sendDueReminders(office.ctx)])
    await office.settled()
    expect(counts()).toEqual(oneEach)
  })
})
