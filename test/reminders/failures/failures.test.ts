import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { updateMember } from '../../../src/members/members-store.ts'
import { sendDueReminders } from '../../../src/reminders/deliver/send-due-reminders.ts'
import { messagesFailed } from '../../../src/reminders/failures/messages.ts'
import { noteFailures } from '../../../src/reminders/failures/note-failures.ts'
import { onBothDatabases } from '../../helpers/databases.ts'
import { until } from '../../helpers/until.ts'
import { isUnderWay, memberOf, outRows } from '../../outbox/kinds.ts'
import { sendingOffice, type SendingOffice } from '../sending.ts'

onBothDatabases('messages that could not be delivered', (kind) => {
  let house: SendingOffice
  beforeAll(async () => {
    house = await sendingOffice(kind)
    await house.work()
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    await house.reset()
    await inTransaction(house.ctx, async ({ db }) => {
      await db.deleteFrom('outbox').execute()
    })
  })

  const settled = async () => {
    await until(async () => !(await outRows(house.ctx)).some(isUnderWay), 30_000)
  }
  const fail = async (times: number) => {
    house.slack.faults.set({
      fail: [{ method: 'chat.postMessage', error: 'messages_tab_disabled', times }],
    })
    await sendDueReminders(house.ctx)
    await settled()
  }
  const heardBy = (number: string) => house.messages().get(number) ?? []

  it('reach each admin once a day in one note, whichever process looks', async () => {
    await fail(2)
    const noted = await Promise.all([1, 2, 3].map(async () => await noteFailures(house.ctx)))
    expect(noted.reduce((sum, count) => sum + count, 0)).toBe(2)
    await settled()
    expect(heardBy('M001')).toEqual(['有 2 条消息没能送达，请当面告知或更正账号。'])
    const blocks = JSON.stringify(house.slack.dmsWith('U0OFFICEM001').at(-1)?.blocks)
    expect(blocks.match(/Slack 不让文书给此人发私信/g)).toHaveLength(2)
    house.setClock('2022-11-22T09:30+08:00')
    expect(await noteFailures(house.ctx)).toBe(0)
    expect(heardBy('M001')).toHaveLength(1)
  })

  it('wait for the office’s hours, and for an admin who can be written to', async () => {
    await fail(1)
    house.setClock('2022-11-21T20:30+08:00')
    expect(await noteFailures(house.ctx)).toBe(0)
    house.setClock('2022-11-22T09:30+08:00')
    const { id, slackUserId } = await memberOf(house.ctx, 'M001')
    const link = async (slackUserId: string | null) => {
      await inTransaction(house.ctx, async ({ db }) => {
        await updateMember(db, id, { slackUserId })
      })
    }
    await link(null)
    expect(await noteFailures(house.ctx)).toBe(0)
    await link(slackUserId)
    expect(await noteFailures(house.ctx)).toBe(1)
    await settled()
    expect(heardBy('M001')).toHaveLength(1)
  })

  it('do not tell of a note that failed in another note', async () => {
    await fail(1)
    house.slack.faults.set({ fail: [{ method: 'chat.postMessage', error: 'user_not_found', times: 1 }] })
    expect(await noteFailures(house.ctx)).toBe(1)
    await settled()
    house.setClock('2022-11-22T09:30+08:00')
    expect(await noteFailures(house.ctx)).toBe(0)
  })

  it('are said in both languages, with Slack’s own word where there is no other', async () => {
    const member = await memberOf(house.ctx, 'M011')
    const failed = [{ member, reason: 'slack:odd_<error>', count: 1 }]
    expect(JSON.stringify(messagesFailed(failed, 'en'))).toContain(
      '<@U0OFFICEM011>: 1, Slack refused: slack:odd_&lt;error&gt;',
    )
    expect(messagesFailed(failed, 'en').text).toMatch(/^1 message could not be delivered/)
    expect(JSON.stringify(messagesFailed(failed, 'zh'))).toContain('1 条，Slack 拒绝了')
  })
})
