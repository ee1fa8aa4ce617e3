import { sql } from 'kysely'
import { beforeEach, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import { FieldIssues } from '../../../src/errors.ts'
import { essayDetail } from '../../../src/essays/review/detail.ts'
import {
  exchangeEssays,
  materialsOf,
  planExchange,
  type LogDiscussion,
} from '../../../src/essays/exchange/exchange.ts'
import { exchangeForm } from '../../../src/essays/exchange/messages.ts'
import { reviewEssay } from '../../../src/essays/review/review.ts'
import { submitEssay } from '../../../src/essays/hand-in/submit.ts'
import type { Member } from '../../../src/members/member.ts'
import { checkView } from '../../../src/playground/shapes/limits.ts'
import { logDiscussion } from '../../../src/records/change/log-discussion.ts'
import { findRecord } from '../../../src/records/record/store.ts'
import type { Month } from '../../../src/time/month.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { memberNamed, officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

const ZONE = 'Asia/Shanghai'

onBothDatabases('an exchange', (kind) => {
  const database = shared(() => freshDatabase(kind))
  let ctx: Context
  let reviewer: Member
  let writers: readonly Member[]
  let team = 0
  let request = 0
  beforeEach(async () => {
    ctx = await officeOn(database, { teamId: `EXCHANGE${(team += 1)}`, sample: true })
    reviewer = await memberNamed(ctx, 'M002')
    writers = await Promise.all(['M011', 'M012'].map(async (name) => await memberNamed(ctx, name)))
  })

  const once = () => `r${(request += 1)}`
  const approved = async (by: Member, title: string, link: string | null = null): Promise<string> => {
    const text = { kind: '理论文章', title, body: '正文', link, file: null }
    const { essay } = await submitEssay(ctx, { by, month: '2022-11', text, zone: ZONE, requestId: once() })
    const decision = { revision: 1, decision: 'approve', comment: null } as const
    await reviewEssay(ctx, { id: essay.id, ...decision, by: reviewer, requestId: once() })
    return essay.id
  }
  const exchange = async (
    change: { stamp?: string; heldOn?: string; by?: Member; log?: LogDiscussion; requestId?: string } = {},
    month: Month = '2022-11',
  ) => {
    const { stamp } = await planExchange(ctx, month, reviewer)
    const wish = {
      month,
      stamp,
      heldOn: '2022-11-17',
      place: '会议室',
      durationMin: 60,
      by: reviewer,
      zone: ZONE,
    }
    const { log = logDiscussion, ...rest } = change
    return await exchangeEssays(ctx, { ...wish, requestId: once(), ...rest }, log)
  }
  const counts = async () =>
    await inTransaction(ctx, async ({ db }) => ({
      sessions: (await db.selectFrom('essay_exchanges').select('record_id').execute()).length,
      records: (await db.selectFrom('records').select('id').where('kind_id', '=', 'discussion').execute())
        .length,
      moves: (await db.selectFrom('essay_moves').select('essay_id').where('move', '=', 'exchange').execute())
        .length,
      marked: (await db.selectFrom('essays').select('id').where('exchanged_at', 'is not', null).execute())
        .length,
    }))

  it('makes one study session with the essays attached and their authors in it, and marks them', async () => {
    const one = await approved(writers[0]!, '甲', 'https://example.org/1')
    const two = await approved(writers[1]!, '<!channel>')
    const before = await counts()
    const done = await exchange()
    expect(done).toMatchObject({ essays: 2, heldOn: '2022-11-17', by: reviewer.id })
    const record = await inTransaction(ctx, async ({ db }) => await findRecord(db, done.recordId))
    expect(record).toMatchObject({
      kindId: 'discussion',
      title: '2022年11月习作交流',
      startsOn: '2022-11-17',
      materials: [`${one} 甲`, `${two} <!channel>`],
      durationMin: 60,
      place: '会议室',
      loggedBy: reviewer.id,
      evidence: [{ kind: 'link', title: `${one} 甲`, url: 'https://example.org/1' }],
    })
    expect(new Set(record?.people)).toEqual(new Set(writers.map(({ id }) => id)))
    const { essay, moves } = await essayDetail(ctx, one, writers[1]!)
    expect(essay).toMatchObject({ exchangedIn: done.recordId, revision: 3 })
    expect(moves.at(-1)).toMatchObject({ move: 'exchange', by: { id: reviewer.id }, comment: done.recordId })
    expect(await counts()).toEqual({
      sessions: 1,
      records: before.records + 1,
      moves: 2,
      marked: 2,
    })
  })

  it('twice makes one session: the same request, the same list again, and two leaders at once', async () => {
    await approved(writers[0]!, '甲')
    const { stamp } = await planExchange(ctx, '2022-11', reviewer)
    const before = await counts()
    const ends = await Promise.allSettled([
      exchange({ stamp, requestId: 'same' }),
      exchange({ stamp, requestId: 'same' }),
      exchange({ stamp, by: { ...writers[1]!, role: 'editor' } }),
    ])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(exchange({ stamp })).rejects.toThrow(
      /have just been exchanged, in S-\d+; nothing was logged again/,
    )
    expect(await counts()).toEqual({ sessions: 1, records: before.records + 1, moves: 1, marked: 1 })
  })

  it('does what was shown or nothing: an essay approved in the meantime is looked at first', async () => {
    await approved(writers[0]!, '甲')
    const { stamp } = await planExchange(ctx, '2022-11', reviewer)
    await approved(writers[1]!, '乙')
    await expect(exchange({ stamp })).rejects.toThrow(/there are 2 now. Nothing was done/)
    await exchange()
    await approved(writers[1]!, '丙')
    const later = await planExchange(ctx, '2022-11', reviewer)
    expect([later.essays.length, later.earlier.length]).toEqual([1, 1])
    expect((await exchange()).essays).toBe(1)
    expect((await counts()).sessions).toBe(2)
  })

  it('with no approved essay is nothing to do', async () => {
    await approved(writers[0]!, '甲')
    await exchange()
    const plan = await planExchange(ctx, '2022-11', reviewer)
    expect([plan.essays, plan.earlier.length, plan.undecided]).toEqual([[], 1, 0])
    await expect(exchange()).rejects.toThrow(/have just been exchanged/)
  })

  it('that fails half-way leaves nothing: neither a record, nor a mark, nor a number used up', async () => {
    await approved(writers[0]!, '甲')
    const before = await counts()
    const breaking: LogDiscussion = async (ctx, discussion) => {
      await logDiscussion(ctx, discussion)
      throw new Error('the plug was pulled')
    }
    await expect(exchange({ log: breaking })).rejects.toThrow('the plug was pulled')
    await expect(exchange({ heldOn: '2022-11-19' })).rejects.toThrow(FieldIssues)
    expect(await counts()).toEqual(before)
    const numberOf = async () =>
      await inTransaction(ctx, async ({ db }) => db.selectFrom('counters').selectAll().execute())
    const counters = await numberOf()
    await expect(exchange({ log: breaking })).rejects.toThrow()
    expect(await numberOf()).toEqual(counters)
  })

  it('is for reviewers, editors and admins', async () => {
    await expect(planExchange(ctx, '2022-11', writers[0]!)).rejects.toThrow(
      /cannot exchange and select essays; that takes reviewer, editor or admin/,
    )
    await approved(writers[0]!, '甲')
    await expect(exchange({ by: writers[0]! })).rejects.toThrow(/cannot exchange/)
  })

  it('is refused with what to do while the kind is retired', async () => {
    await approved(writers[0]!, '甲')
    await inTransaction(ctx, async ({ db }) => {
      await db.updateTable('kinds').set({ retired_at: new Date() }).where('id', '=', 'discussion').execute()
    })
    await expect(exchange()).rejects.toThrow(/is retired, so the exchange cannot be logged/)
  })

  it(
    'of ten thousand essays is shown within Slack’s limits and done at once',
    { timeout: 60_000 },
    async () => {
      await inTransaction(ctx, async ({ db }) => {
        for (let from = 0; from < 10_000; from += 1000) {
          await db
            .insertInto('essays')
            .values(
              Array.from({ length: 1000 }, (_, index) => ({
                id: `E-${10_000 + from + index}`,
                number: 10_000 + from + index,
                member_id: writers[index % 2]!.id,
                month: '2022-08',
                seq: 100 + from + index,
                kind: '理论文章',
                title: `=HYPERLINK("https://example.org") ${from + index}`,
                link: 'https://example.org/1',
                state: 'approved' as const,
              })),
            )
            .execute()
        }
      })
      // A server that runs does so by itself, some time after so many new rows.
      await sql`analyze essays`.execute(database.base)
      const plan = await planExchange(ctx, '2022-08', reviewer)
      const audience = { locale: 'zh', zone: ZONE, today: Temporal.PlainDate.from('2022-11-18') } as const
      expect(checkView(exchangeForm(plan, 'https://example.org/answer', audience), 'modal')).toBeNull()
      const started = performance.now()
      const done = await exchange({}, '2022-08')
      expect(done.essays).toBe(plan.essays.length)
      expect(performance.now() - started).toBeLessThan(15_000)
      const record = await inTransaction(ctx, async ({ db }) => await findRecord(db, done.recordId))
      expect(record?.materials.at(-1)).toBe(`……等共 ${plan.essays.length} 篇`)
      expect(record?.evidence).toHaveLength(50)
    },
  )

  it('names as many essays as a record takes, and says how many there are', () => {
    expect(materialsOf([{ id: 'E-1', title: '甲' }])).toEqual(['E-1 甲'])
    const many = Array.from({ length: 100 }, (_, index) => ({ id: `E-${index}`, title: '字'.repeat(200) }))
    expect(materialsOf(many).join('\n').length).toBeLessThan(3000)
    expect(materialsOf(many).at(-1)).toBe('……等共 100 篇')
  })
})
