import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, inject, it } from 'vitest'
import { startReplica } from '../helpers/replica.ts'
import { until } from '../helpers/until.ts'
import { sendingOffice } from '../reminders/sending.ts'
import { approveEssay, askLeave, giveRole, isUnderWay, marked, outRows, tellDraft } from './kinds.ts'

/** How many kills; `KILLS=40` for a long look. */
const KILLS = Number(process.env['KILLS'] ?? 4)
const times = { leaveWithin: 1, lease: 3, settleAfter: 0.3, twinAfter: 2, barredFor: 1 }
const lost = { atStart: 0, later: 1 }

// A process is killed while its database lives on, so this is about PostgreSQL alone.
describe.skipIf(inject('postgres') === null)('a process killed with kill -9 while it posts', () => {
  it(
    'leaves every message of every kind to be sent, and sent once',
    { timeout: 60_000 + KILLS * 8000 },
    async () => {
      await using house = await sendingOffice('postgres')
      // The day after the deadline: reminders of what is overdue and digests are due by themselves.
      const at = '2022-12-01T09:30+08:00'
      house.setClock(at)
      const { slack, ctx } = house
      const unqueued = { ...ctx, jobs: null }
      for (const cause of [askLeave, approveEssay, giveRole, tellDraft]) await cause(unqueued)
      slack.faults.set({ delayMs: 60, loseAnswers: [{ method: 'chat.postMessage', probability: 0.1 }] })
      const { botToken, apiUrl } = slack
      const where = { address: ctx.database.address, teamId: ctx.teamId, botToken, apiUrl, at, times, lost }
      for (let kill = 0; kill < KILLS; kill += 1) {
        const replica = startReplica(where)
        await replica.ready
        await wait(Math.random() * 900)
        const ended = once(replica.process, 'exit')
        replica.process.kill('SIGKILL')
        await ended
      }
      const replica = startReplica(where)
      try {
        await replica.ready
        const isOver = async () => {
          const rows = await outRows(ctx)
          const kinds = new Set(marked(slack).map(({ mark }) => mark.split(' ')[0]))
          return kinds.size === 4 && rows.length > 20 && !rows.some(isUnderWay)
        }
        await until(isOver, 40_000)
        // What is deleted again is deleted by then.
        await wait(times.twinAfter * 1000 + 500)
        const rows = await outRows(ctx)
        const sent = rows.filter(({ state }) => state === 'sent')
        expect(rows.filter(({ state }) => state !== 'sent')).toEqual([])
        const standing = marked(slack)
        expect(standing.map((one) => one.at).sort()).toEqual(
          sent.map(({ channel, ts }) => `${channel} ${ts}`).sort(),
        )
        expect(new Set(standing.map(({ mark }) => mark)).size).toBe(standing.length)
      } finally {
        const ended = once(replica.process, 'exit')
        replica.process.kill('SIGKILL')
        await ended
      }
    },
  )
})
