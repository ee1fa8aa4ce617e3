import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import type { DatabaseAddress } from '../../../src/db/database.ts'
import { workReminders } from '../../../src/reminders/tick/tick.ts'
import { recover } from '../../../src/outbox/deliver/work.ts'
import { reminderKind } from '../../../src/reminders/deliver/reminder-kind.ts'
import { startReplica } from '../../helpers/replica.ts'
import { until } from '../../helpers/until.ts'
import { sendingOffice, SEVEN_BEFORE, WRITERS, type SendingOffice } from '../sending.ts'

/** The proportions of the real ones, in short. */
const times = { leaveWithin: 0.4, lease: 1.2, settleAfter: 0.3, twinAfter: 600, barredFor: 1 }
const lost = { atStart: 60, later: 60 }

// Two processes share a database, so this is about PostgreSQL alone.
describe.skipIf(inject('postgres') === null)('a process put to sleep between saying so and posting', () => {
  let office: SendingOffice
  beforeEach(async () => {
    office = await sendingOffice('postgres')
  })
  afterEach(async () => {
    await office[Symbol.asyncDispose]()
  })

  it.each(['before-post', 'after-fence'] as const)(
    'another process sends in its place, and when it wakes one message stands all the same: %s',
    { timeout: 40_000 },
    async (sleeps) => {
      const { ctx, slack } = office
      const { botToken, apiUrl } = slack
      const address = impatient(ctx.database.address)
      const where = { address, teamId: ctx.teamId, botToken, apiUrl, at: SEVEN_BEFORE }
      const replica = startReplica({ ...where, times, lost, sleeps })
      try {
        const state = async (...states: string[]) => {
          const rows = await office.rows()
          return rows.length === WRITERS.length && rows.every((row) => states.includes(row.state))
        }
        await until(async () => (await office.rows()).some((row) => row.state === 'sending'), 20_000)
        await wait(times.lease * 1000 + 100)
        expect((await office.rows()).some((row) => row.state === 'sending')).toBe(true)

        using _work = await workReminders(office.jobs, () => ctx, times)
        await inTransaction(ctx, async ({ db }) => {
          await db
            .updateTable('reminders')
            .set({ queued_at: new Date(0) })
            .where('state', '<>', 'sent')
            .execute()
        })
        await recover(ctx, reminderKind, 1)
        await until(async () => await state('sent'), 10_000)
        const before = standing(office)
        let most = 0
        slack.onTouched(() => {
          most = Math.max(most, standing(office).length)
        })
        expect(before).toHaveLength(WRITERS.length)

        replica.process.kill('SIGCONT')
        await wait(1500)
        expect(standing(office)).toEqual(before)
        // Its fence lets nothing out any more; past the fence, what came is deleted again.
        expect(most).toBe(sleeps === 'before-post' ? 0 : WRITERS.length + 1)
        expect(await state('sent')).toBe(true)
        const ids = new Set(
          (await office.rows()).map(({ channel, message_ts }) => `${channel} ${message_ts}`),
        )
        expect(new Set(standing(office))).toEqual(ids)
      } finally {
        const ended = once(replica.process, 'exit')
        replica.process.kill('SIGKILL')
        await ended
      }
    },
  )
})

/** Every message that stands in a DM: its channel and timestamp. */
function standing({ slack }: SendingOffice): string[] {
  return slack.allMessages().map(({ channel, ts }) => `${channel} ${ts}`)
}

/** It may fall asleep within a transaction of another reminder, whose row others wait for until PostgreSQL ends it. */
function impatient(address: DatabaseAddress): DatabaseAddress {
  if (address.kind !== 'postgres') return address
  return { ...address, url: `${address.url}?idle_in_transaction_session_timeout=800` }
}
