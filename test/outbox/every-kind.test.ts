import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction } from '../../src/context.ts'
import { newsKind } from '../../src/reports/news/news-kind.ts'
import { sendDueDigests } from '../../src/reminders/digest/send-due-digests.ts'
import { workReminders, type Posting } from '../../src/reminders/tick/tick.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { until } from '../helpers/until.ts'
import { sendingOffice, type SendingOffice } from '../reminders/sending.ts'
import {
  approveEssay,
  askLeave,
  draftFor,
  giveRole,
  isUnderWay,
  marked,
  outRows,
  tellDraft,
  tellVersion,
  type Cause,
} from './kinds.ts'

const KINDS: readonly (readonly [string, Cause])[] = [
  ['digests', async (ctx) => void (await sendDueDigests(ctx))],
  ['questions about a leave', askLeave],
  ['decisions on an essay', approveEssay],
  ['roles given', giveRole],
  ['news of a draft', tellDraft],
]

/** The proportions of the real ones, in short. */
const times = { leaveWithin: 5, lease: 8, settleAfter: 0.3, twinAfter: 1, barredFor: 1 }

onBothDatabases('a message of any kind', (kind) => {
  let house: SendingOffice
  let work: Posting
  beforeAll(async () => {
    house = await sendingOffice(kind)
    work = await workReminders(house.jobs, () => house.ctx, times, [newsKind])
  })
  afterAll(async () => {
    work[Symbol.dispose]()
    await house[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    await inTransaction(house.ctx, async ({ db }) => {
      for (const table of ['digests', 'outbox', 'draft_news', 'essay_moves'] as const)
        await db.deleteFrom(table).execute()
      await db.updateTable('members').set({ role: 'member' }).where('external_id', '=', 'M014').execute()
    })
    await house.reset()
    house.setClock('2022-12-01T09:30+08:00')
  })

  const settled = async () => {
    await until(async () => !(await outRows(house.ctx)).some(isUnderWay), 30_000)
    return await outRows(house.ctx)
  }
  /** What was posted since, each with its mark. */
  const since = (before: ReadonlySet<string>) => marked(house.slack).filter(({ at }) => !before.has(at))
  const now = () => new Set(marked(house.slack).map(({ at }) => at))

  describe.each(KINDS)('%s', (_name, cause) => {
    /** Each row names the one message that stands for it, and nothing else stands. */
    const outcome = async (before: ReadonlySet<string>) => {
      const rows = await settled()
      const posted = since(before)
      const named = new Set(rows.map(({ channel, ts }) => `${channel} ${ts}`))
      return {
        states: [...new Set(rows.map(({ state }) => state))],
        unnamed: posted.filter(({ at }) => !named.has(at)),
        missing: rows.length - posted.length,
        marks: new Set(posted.map(({ mark }) => mark)).size - rows.length,
      }
    }
    const once = { states: ['sent'], unnamed: [], missing: 0, marks: 0 }

    it('is sent once, though its job comes three times', async () => {
      const before = now()
      await cause(house.ctx)
      const ids = (await outRows(house.ctx)).map(({ id }) => id)
      await inTransaction(house.ctx, async (ctx) => {
        for (const { queue, jobOf, box } of work.kinds) {
          if (box.table === 'reminders') continue
          const own = new Set(ids)
          await ctx.enqueueAll(queue, [...own, ...own].map(jobOf))
        }
      })
      expect(await outcome(before)).toEqual(once)
    })

    it('is looked for when its answer was lost, and not posted again', async () => {
      const before = now()
      house.slack.faults.set({ loseAnswers: [{ method: 'chat.postMessage', probability: 1, times: 2 }] })
      await cause(house.ctx)
      expect(await outcome(before)).toEqual(once)
    })

    it(
      'loses a twin that comes late: what the row does not name is deleted',
      { timeout: 45_000 },
      async () => {
        const before = now()
        house.slack.faults.set({ failHttp: [{ method: 'chat.postMessage', status: 502, times: 1 }] })
        await cause(house.ctx)
        await settled()
        const again = (await outRows(house.ctx)).map(({ channel, ts }) => `${channel} ${ts}`)
        // Each gets a twin; the one whose first post was in doubt is looked at once more.
        const standing = house.slack
          .allMessages()
          .filter(({ channel, ts }) => again.includes(`${channel} ${ts}`))
        for (const { channel, text, metadata } of standing) {
          await house.ctx.slack?.bulk.chat.postMessage({ channel, text, metadata: metadata as never })
        }
        const twins = since(before).length - again.length
        expect(twins).toBe(again.length)
        await until(() => since(before).length === again.length * 2 - 1, 30_000)
        expect(since(before).map(({ at }) => at)).toEqual(expect.arrayContaining(again))
      },
    )
  })

  it('goes on from what an earlier version had queued: the leaves’ own jobs', async () => {
    const before = now()
    const quiet = { ...house.ctx, jobs: null }
    await askLeave(quiet)
    await inTransaction(house.ctx, async (ctx) => {
      const { id: leaveId } = await ctx.db.selectFrom('leaves').select('id').executeTakeFirstOrThrow()
      await ctx.db.deleteFrom('outbox').execute()
      const reviewer = await ctx.db
        .selectFrom('members')
        .select('id')
        .where('external_id', '=', 'M002')
        .executeTakeFirstOrThrow()
      for (let twice = 0; twice < 2; twice += 1)
        await ctx.enqueue('reminders.say', { leaveId, memberId: reviewer.id })
    })
    await until(async () => (await outRows(house.ctx)).some(({ state }) => state === 'sent'), 30_000)
    await settled()
    expect(since(before)).toHaveLength(1)
    expect(since(before)[0]?.mark).toMatch(/^wenshu_leave \S+ asked in /)
  })

  it('told again is brought up to date where it stands', async () => {
    const before = now()
    const id = await draftFor(house.ctx, null, null)
    await tellVersion(house.ctx, id)
    const [first] = await settled()
    await tellVersion(house.ctx, id)
    const [second] = await settled()
    expect(second).toMatchObject({ state: 'sent', channel: first?.channel, ts: first?.ts })
    expect(since(before)).toHaveLength(1)
  })

  it('goes to whoever asked when the channel refuses it', async () => {
    const before = now()
    const id = await draftFor(house.ctx, 'C0GONE', '1669858200.000100')
    await tellVersion(house.ctx, id)
    const [row] = await settled()
    expect(row).toMatchObject({ state: 'sent' })
    expect(since(before).map(({ at }) => at)).toEqual([`${row?.channel} ${row?.ts}`])
    expect(house.messages().get('M001')).toHaveLength(1)
  })
})
