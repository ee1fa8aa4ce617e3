import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import { updateMember } from '../../../src/members/members-store.ts'
import { deliver } from '../../../src/outbox/deliver/deliver.ts'
import { reminderMessage } from '../../../src/reminders/due/messages.ts'
import { createPoster } from '../../../src/outbox/deliver/poster.ts'
import { recover } from '../../../src/outbox/deliver/work.ts'
import { findEntry, markSending } from '../../../src/outbox/rows/store.ts'
import { reminderKind, reminderMark, SEND_QUEUE } from '../../../src/reminders/deliver/reminder-kind.ts'
import { sendDueReminders } from '../../../src/reminders/deliver/send-due-reminders.ts'
import { reminderBox } from '../../../src/reminders/outbox/store.ts'
import { postToPerson } from '../../../src/slack/connection/delivery.ts'
import { onBothDatabases } from '../../helpers/databases.ts'
import { handIn, memberIdOf, sendingOffice, SEVEN_BEFORE, WRITERS, type SendingOffice } from '../sending.ts'

onBothDatabases('sending reminders', (kind) => {
  let office: SendingOffice

  beforeAll(async () => {
    office = await sendingOffice(kind)
  })
  beforeEach(async () => {
    await office.reset()
  })
  afterAll(async () => {
    await office[Symbol.asyncDispose]()
  })

  /** Runs every claimed reminder once, as a worker would, and returns what was thrown. */
  const deliverAll = async (ctx: Context = office.ctx) => {
    const poster = createPoster(reminderKind)
    const rows = await office.rows()
    return await Promise.allSettled(
      rows.map(async ({ reminder_id }) => {
        await deliver(ctx, reminder_id, poster)
      }),
    )
  }

  /** As if every process that had begun to post were long dead. */
  const endLeases = async () => {
    const long = new Date(Date.now() - 120_000)
    await inTransaction(office.ctx, async ({ db }) => {
      await db.updateTable('reminders').set({ sending_since: long }).where('state', '=', 'sending').execute()
    })
  }

  const counts = () => [...office.messages()].map(([member, texts]) => `${member} ${texts.length}`)
  const oneEach = WRITERS.map((member) => `${member} 1`)

  describe('while a worker would run each job once', () => {
    beforeAll(async () => {
      // The test is the worker.
      const rules = { concurrency: 10, retries: 0, retryDelay: 1, expireIn: 60 }
      await office.jobs.work(SEND_QUEUE, rules, async () => {})
    })

    it('does not send what was handed in between planning and posting', async () => {
      await sendDueReminders(office.ctx)
      await handIn(office, 'M011', 2)
      await handIn(office, 'M012', 1)
      await deliverAll()
      const rows = await office.settled()
      expect(rows[0]).toMatchObject({ member: 'M011', state: 'cancelled', reason: 'handed-in', attempts: 0 })
      expect(office.messages().has('M011')).toBe(false)
      expect(office.messages().get('M012')).toEqual([
        expect.stringContaining('还差 1 篇（应交 2 篇，已交 1 篇）'),
      ])
    })

    it.each([
      ['left', { leftOn: '2022-11-21' }],
      ['deactivated', { deactivated: true }],
      ['guest', { isGuest: true }],
      ['not-linked', { slackUserId: null }],
    ] as const)('does not send to somebody who is %s by then', async (_reason, change) => {
      await sendDueReminders(office.ctx)
      const id = await memberIdOf(office, 'M013')
      await inTransaction(office.ctx, async ({ db }) => {
        await updateMember(db, id, change)
      })
      await deliverAll()
      const row = (await office.settled()).find(({ member }) => member === 'M013')
      expect(row?.state).toBe('cancelled')
      expect(office.messages().has('M013')).toBe(false)
    })

    it('settles a lost answer by the history, and sends nothing twice', async () => {
      office.slack.faults.set({ loseAnswers: [{ method: 'chat.postMessage', probability: 1, times: 4 }] })
      await sendDueReminders(office.ctx)
      await deliverAll()
      expect((await office.rows()).filter(({ state }) => state === 'unknown')).toHaveLength(4)
      expect(counts()).toEqual(oneEach)
      await deliverAll()
      const rows = await office.settled()
      expect(rows.every(({ state, attempts }) => state === 'sent' && attempts === 1)).toBe(true)
      expect(counts()).toEqual(oneEach)
    })

    it('posts again what the history does not show', async () => {
      office.slack.faults.set({ failHttp: [{ method: 'chat.postMessage', status: 502, times: 3 }] })
      await sendDueReminders(office.ctx)
      await deliverAll()
      expect((await office.rows()).filter(({ state }) => state === 'unknown')).toHaveLength(3)
      await deliverAll()
      const rows = await office.settled()
      expect(rows.filter(({ attempts }) => attempts === 2)).toHaveLength(3)
      expect(counts()).toEqual(oneEach)
    })

    it.each(['invalid_auth', 'account_inactive'])(
      'keeps all for later, visibly, when the bot is barred: %s',
      async (error) => {
        office.slack.faults.set({ fail: [{ method: '*', error }] })
        await sendDueReminders(office.ctx)
        await deliverAll()
        const barred = await office.rows()
        expect(new Set(barred.map(({ state, reason }) => `${state} ${reason}`))).toEqual(
          new Set([`claimed slack:${error}`]),
        )
        office.slack.faults.reset()
        await deliverAll()
        expect(
          (await office.settled()).every(({ state, reason }) => state === 'sent' && reason === null),
        ).toBe(true)
        expect(counts()).toEqual(oneEach)
      },
    )

    it('killed between posting and the answer: found in the history once the lease is over, and not posted again', async () => {
      const [id = ''] = await sendDueReminders(office.ctx)
      const row = (await office.rows()).find(({ reminder_id }) => reminder_id === id)
      await inTransaction(office.ctx, async ({ db }) => {
        const seen = await findEntry(db, reminderBox, id)
        if (seen !== null) await markSending(db, reminderBox, [seen])
      })
      const words = {
        month: '2022-11' as const,
        step: 'T-7',
        owed: 2,
        quota: 2,
        handedIn: 0,
        daysLeft: 9,
        workingDaysLeft: 7,
        isPast: false,
        movedFrom: null,
        essays: [],
        nudgedBy: null,
      }
      const moment = office.ctx.clock.now()
      const message = reminderMessage(
        { ...words, deadlineAt: moment, zone: 'Asia/Shanghai', today: Temporal.PlainDate.from('2022-11-21') },
        'zh',
      )
      const bulk = office.ctx.slack?.bulk
      if (bulk === undefined) throw new Error('no Slack')
      await postToPerson(bulk, `U0OFFICE${row?.member}`, message, reminderMark({ id }))
      await deliverAll()
      expect((await office.rows()).find(({ reminder_id }) => reminder_id === id)?.state).toBe('sending')
      await inTransaction(office.ctx, async ({ db }) => {
        await db
          .updateTable('reminders')
          .set({ sending_since: new Date(Date.now() - 120_000) })
          .where('reminder_id', '=', id)
          .execute()
      })
      await deliverAll()
      expect((await office.settled()).every(({ state }) => state === 'sent')).toBe(true)
      expect(counts()).toEqual(oneEach)
    })

    it('does not send to somebody whose leave was confirmed by then', async () => {
      await sendDueReminders(office.ctx)
      const member_id = await memberIdOf(office, 'M011')
      const days = { starts_on: '2022-11-21', ends_on: '2022-11-21' }
      await inTransaction(office.ctx, async ({ db }) => {
        await db
          .insertInto('leaves')
          .values({ id: randomUUID(), member_id, ...days, state: 'confirmed', asked_at: SEVEN_BEFORE })
          .execute()
      })
      await deliverAll()
      expect((await office.settled())[0]).toMatchObject({ state: 'cancelled', reason: 'on-leave' })
      expect(counts()).toEqual(oneEach.slice(1))
    })

    it('each writer has one message, whatever is lost, cut or killed, with three workers at once', async () => {
      const method = 'chat.postMessage'
      let seed = 7
      const chance = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
      // A worker that dies at a step of its own: before the post is begun, or after it stands in Slack.
      const now = office.ctx.clock.now()
      const dying = {
        now: () => {
          if (chance() < 0.25) throw new Error('killed')
          return now
        },
      }
      await sendDueReminders(office.ctx)
      office.slack.faults.set({
        seed: 11,
        loseAnswers: [{ method, probability: 0.3 }],
        failHttp: [
          { method, status: 503, times: 5 },
          { method: 'conversations.history', status: 500, times: 5 },
        ],
      })
      for (let round = 0; round < 40; round++) {
        await Promise.all([1, 2, 3].map(async () => await deliverAll({ ...office.ctx, clock: dying })))
        await endLeases()
        if ((await office.rows()).every(({ state }) => state === 'sent')) break
      }
      expect((await office.settled()).every(({ state }) => state === 'sent')).toBe(true)
      expect(counts()).toEqual(oneEach)
    })

    it('posts once, though several jobs carry a reminder at the same moment', async () => {
      const ids = await sendDueReminders(office.ctx)
      const poster = createPoster(reminderKind)
      await Promise.allSettled(
        [...ids, ...ids, ...ids].map(async (id) => await deliver(office.ctx, id, poster)),
      )
      expect((await office.settled()).map(({ attempts }) => attempts)).toEqual(WRITERS.map(() => 1))
      expect(counts()).toEqual(oneEach)
    })

    it('does not begin when another worker has begun and ended since', async () => {
      const [id = ''] = await sendDueReminders(office.ctx)
      const begun = await inTransaction(office.ctx, async ({ db }) => {
        const seen = await findEntry(db, reminderBox, id)
        if (seen === null) throw new Error('no claim')
        const begin = async () => (await markSending(db, reminderBox, [seen])).length
        const first = await begin()
        await db.updateTable('reminders').set({ state: 'claimed' }).where('reminder_id', '=', id).execute()
        return [first, await begin()]
      })
      expect(begun).toEqual([1, 0])
    })

    it('posts nothing outside its hours: the claim is given up and planned anew in the morning', async () => {
      await sendDueReminders(office.ctx)
      office.setClock('2022-11-21T20:00+08:00')
      await deliverAll()
      expect(await office.rows()).toEqual([])
      expect(counts()).toEqual([])
      office.setClock('2022-11-22T09:30+08:00')
      expect(await sendDueReminders(office.ctx)).toHaveLength(10)
      await deliverAll()
      expect(counts()).toEqual(oneEach)
    })

    it('after days of downtime sends the newest step only', async () => {
      await sendDueReminders(office.ctx)
      office.setClock('2022-11-29T10:00+08:00')
      await sendDueReminders(office.ctx)
      await deliverAll()
      const rows = await office.settled()
      const ends = new Set(rows.map(({ step, state, reason }) => `${step} ${state} ${reason}`))
      expect(ends).toEqual(new Set(['T-7 cancelled superseded', 'T-1 sent null']))
      expect(counts()).toEqual(oneEach)
    })
  })

  describe('by the queue', () => {
    let queued: SendingOffice
    beforeAll(async () => {
      queued = office
      office = await sendingOffice(kind)
      await office.work()
    })
    afterAll(async () => {
      await office[Symbol.asyncDispose]()
      office = queued
    })

    it('sends each writer one message, with buttons, and writes down when and where', async () => {
      expect(await sendDueReminders(office.ctx)).toHaveLength(10)
      const rows = await office.settled()
      expect(rows.map(({ member }) => member)).toEqual(WRITERS)
      expect(
        rows.every(
          ({ state, sent_at, channel, message_ts, attempts }) =>
            state === 'sent' && sent_at && channel && message_ts && attempts === 1,
        ),
      ).toBe(true)
      expect(counts()).toEqual(oneEach)
      const [dm] = office.slack.dmsWith('U0OFFICEM011')
      expect(JSON.stringify(dm?.blocks)).toMatch(
        /essay\.submit.*reminder\.snooze.*2022-11 T-7.*reminder\.leave/,
      )
      expect(await sendDueReminders(office.ctx)).toEqual([])
    })

    it('claims each step once, however many tick at once', async () => {
      const claims = await Promise.all(
        Array.from({ length: 6 }, async () => await sendDueReminders(office.ctx)),
      )
      expect(claims.flat()).toHaveLength(10)
      await office.settled()
      expect(counts()).toEqual(oneEach)
    })

    it('waits as long as a 429 says, and then sends all', async () => {
      office.slack.faults.set({ answer429: [{ method: 'chat.postMessage', every: 3, retryAfter: 1 }] })
      await sendDueReminders(office.ctx)
      const rows = await office.settled(15_000)
      expect(rows.every(({ state }) => state === 'sent')).toBe(true)
      expect(counts()).toEqual(oneEach)
    }, 20_000)

    it.each(['user_not_found', 'cannot_dm_bot', 'account_inactive'])(
      'ends as failed, with the reason, on %s',
      async (error) => {
        office.slack.faults.set({ fail: [{ method: 'chat.postMessage', error, times: 1 }] })
        await sendDueReminders(office.ctx)
        const rows = await office.settled()
        const failed = rows.filter(({ state }) => state === 'failed')
        expect(failed.map(({ reason }) => reason)).toEqual([`slack:${error}`])
        expect(counts()).toHaveLength(9)
      },
    )

    it('takes up what a killed process had claimed and never queued', async () => {
      await inTransaction(office.ctx, async ({ db }) => {
        const owing = await db
          .selectFrom('members')
          .select('id')
          .where('external_id', '=', 'M011')
          .executeTakeFirstOrThrow()
        await db
          .insertInto('reminders')
          .values({
            member_id: owing.id,
            month: '2022-11',
            step: 'T-7',
            reminder_id: randomUUID(),
            state: 'claimed',
            owed: 2,
            planned_for: SEVEN_BEFORE,
            decided_at: SEVEN_BEFORE,
            queued_at: new Date(Date.now() - 120_000),
          })
          .execute()
      })
      const taken = await Promise.all([1, 2, 3].map(async () => await recover(office.ctx, reminderKind, 60)))
      expect(taken.reduce((sum, count) => sum + count)).toBe(1)
      const rows = await office.settled()
      expect(rows.map(({ member, state }) => `${member} ${state}`)).toEqual(['M011 sent'])
      expect(await recover(office.ctx, reminderKind, 60)).toBe(0)
    })
  })
})
