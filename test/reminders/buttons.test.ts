import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../../src/context.ts'
import { memberHandler } from '../../src/members/answers/handler.ts'
import { updateMember } from '../../src/members/members-store.ts'
import { sendDueReminders } from '../../src/reminders/deliver/send-due-reminders.ts'
import { registerReminders } from '../../src/reminders/commands.ts'
import { createBoltApp } from '../../src/slack/connection/bolt-app.ts'
import { createListeners } from '../../src/slack/listener.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { personOf } from '../helpers/person.ts'
import { log, memberIdOf, sendingOffice, type SendingOffice } from './sending.ts'

onBothDatabases("a reminder's buttons", (kind) => {
  const open = new AsyncDisposableStack()
  let office: SendingOffice

  beforeAll(async () => {
    office = open.use(await sendingOffice(kind))
    await office.work()
    const { ctx, slack } = office
    const { botToken, appToken, apiUrl } = slack
    const auth = await ctx.slack?.interactive.auth.test()
    const bot = { botUserId: auth?.user_id ?? '', botId: auth?.bot_id ?? '' }
    const { app: bolt } = createBoltApp({ kind: 'socket', botToken, appToken, apiUrl }, bot, log)
    registerReminders(
      createListeners(
        bolt,
        memberHandler(() => ctx, { locale: 'zh', log, editButton: () => null }),
      ),
    )
    await bolt.start()
    open.defer(async () => {
      await bolt.stop()
    })
    const id = await memberIdOf(office, 'M021')
    await inTransaction(ctx, async ({ db }) => {
      await updateMember(db, id, { role: 'reviewer' })
    })
    await sendDueReminders(ctx)
    await office.settled()
  })
  afterAll(async () => {
    await open.disposeAsync()
  })

  const person = (number: string) => personOf(office.slack.url, `U0OFFICE${number}`)

  const day = (selected_date: string) => ({ selected_date })

  it('snooze: says when the reminder comes again, also on a second click', async () => {
    const writer = person('M011')
    const reminder = await writer.hears(/还差 2 篇/)
    await writer.clicks(reminder, 'reminder.snooze')
    await writer.hears(/好的，11月22日（星期二）09:30再提醒您/)
    await writer.clicks(reminder, 'reminder.snooze')
  })

  it('leave: a wrong date is said at its field; a reviewer is asked, decides, and the asker hears', async () => {
    const [writer, reviewer] = [person('M012'), person('M021')]
    await writer.clicks(await writer.hears(/还差 2 篇/), 'reminder.leave')
    await writer.form()
    const wrong = await writer.submits({ from: day('2022-11-23'), to: day('2022-11-22') })
    expect(JSON.stringify(wrong)).toContain('结束日 2022-11-22 早于开始日 2022-11-23')
    const taken = await writer.submits({
      from: day('2022-11-21'),
      to: day('2022-11-22'),
      reason: { value: '病假' },
    })
    expect(taken.ok).toBe(true)
    await writer.hears(/已请审阅人确认您的请假/)
    const question = await reviewer.hears(/请假：.*原因：病假/)
    await reviewer.clicks(question, 'leave.confirm')
    await reviewer.hears(/已确认 <@U0OFFICEM012> 的请假/)
    await writer.hears(/您的请假.*已确认/)
  })
})
