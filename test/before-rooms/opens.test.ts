import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../../src/context.ts'
import { openDatabase } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import type { TestHouse } from '../helpers/house.ts'
import { fixture, leftOffice, type LeftOffice } from './office.ts'

type Figures = {
  readonly counts: Readonly<Record<string, number>>
  readonly jobs: readonly { readonly name: string; readonly n: number }[]
  readonly facts: readonly { readonly label: string; readonly value: number }[]
  readonly owing: unknown
  readonly drafts: readonly unknown[]
}
/** What the older version itself said of the office when it was left. */
const figures = fixture('figures.json') as Figures
const STARTS = 120_000
/** Tables that a migration has moved into another since. */
const MOVED = new Map([['report_imports', 'pending_imports']])
/**
 * Facts that a later version reads otherwise, on purpose. A month that is over and from which nothing at all is kept,
 * here December, has no records instead of arrears.
 */
const READ_OTHERWISE = new Map([
  ['应交未交习作篇数', 14],
  ['有人未足额交稿的月数', 1],
  ['未足额交稿人次', 7],
])

onBothDatabases('an office left by the version before the rooms', (kind) => {
  let office: LeftOffice
  beforeAll(async () => {
    office = await leftOffice(kind)
  }, STARTS)

  const wenshu = async (...args: string[]): Promise<unknown> => {
    const command = ['--disable-warning=ExperimentalWarning', 'src/cli.ts', ...args, '--json']
    const env = { ...process.env, ...office.env }
    const { stdout } = await promisify(execFile)(process.execPath, command, { env, maxBuffer: 1e8 })
    return JSON.parse(stdout)
  }

  it('is opened by the command line, which finds the same facts', { timeout: STARTS }, async () => {
    expect(await wenshu('facts', '--period', '2022')).toEqual(
      figures.facts.map((fact) => ({ ...fact, value: READ_OTHERWISE.get(fact.label) ?? fact.value })),
    )
  })

  it('owes what it owed: who is reminded of what, and who is not and why', { timeout: STARTS }, async () => {
    expect(await wenshu('reminders', '--at', '2022-12-27T09:31')).toEqual(figures.owing)
  })

  it('is brought up to date, and has every row, text and verdict', async () => {
    await using database = await openDatabase(office.address)
    await migrate(database)
    const { base } = database
    const expected: Record<string, number> = {}
    for (const [table, count] of Object.entries(figures.counts)) {
      const now = MOVED.get(table) ?? table
      expected[now] = (expected[now] ?? 0) + count
    }
    const counts: Record<string, number> = {}
    for (const table of Object.keys(expected)) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
        base,
      )
      counts[table] = rows[0]?.n ?? 0
    }
    expect(counts).toEqual(expected)
    const versions = await base
      .selectFrom('draft_versions')
      .selectAll()
      .orderBy('draft_id')
      .orderBy('version')
      .execute()
    const drafts = versions.map(({ draft_id, version, text, verdict }) => {
      const { spans } = verdict as { readonly spans: readonly { readonly state: string }[] }
      const count = (state: string) => spans.filter((span) => span.state === state).length
      return {
        draft_id,
        version,
        text,
        states: Object.fromEntries(
          [...new Set(spans.map(({ state }) => state))].map((state) => [state, count(state)]),
        ),
      }
    })
    expect(drafts).toEqual(figures.drafts)
  })

  describe('started', () => {
    let house: TestHouse
    beforeAll(async () => {
      house = await office.open()
    }, STARTS)
    afterAll(async () => {
      await house[Symbol.asyncDispose]()
    })

    /** Those that are due: what was sent is looked after once more a minute later. */
    const jobsNow = async () => {
      const { base } = house.app.context.database
      const { rows } = await sql<{ name: string; state: string; data: Record<string, string> }>`
        select name, state::text as state, data from pgboss.job
        where left(name, 2) <> '__' and start_after <= now() order by created_on`.execute(base)
      // Each workspace has queues of its own since; a job's kind is what stands before that.
      return rows.map((row) => ({ ...row, name: row.name.replace(/\.T0OFFICE$/, '') }))
    }
    /** Asked seldom: the embedded database is one connection, which the jobs need. */
    const untilWorked = async () => {
      const undone = async () => (await jobsNow()).filter(({ state }) => state !== 'completed')
      await expect.poll(undone, { timeout: 60_000, interval: 250 }).toEqual([])
    }
    /** What marks the messages in Slack, by which a program that died in between knows what it has said. */
    const marks = () =>
      (house.app.playground?.allMessages() ?? []).flatMap(({ channel, metadata }) =>
        metadata === null
          ? []
          : [`${metadata.event_type} ${channel} ${JSON.stringify(metadata.event_payload)}`],
      )

    it('works the waiting jobs of every kind, and fails none', { timeout: STARTS }, async () => {
      await untilWorked()
      const worked = new Set((await jobsNow()).map(({ name }) => name))
      expect([...worked]).toEqual(expect.arrayContaining(figures.jobs.map(({ name }) => name)))
      expect(figures.jobs).toHaveLength(12)
      expect(office.errors).toEqual([])
    })

    it('says nothing twice when jobs of every kind come again', { timeout: STARTS }, async () => {
      // The preview of a file that was sent may come twice, and either can be pressed.
      const said = () => marks().filter((mark) => !/^wenshu_(?:report_)?import /.test(mark))
      const before = said()
      const jobs = new Map((await jobsNow()).map(({ name, data }) => [name, data]))
      await inTransaction(house.app.context, async (ctx) => {
        for (const [name, { teamId: _own, ...data }] of jobs) await ctx.enqueue(name, data)
      })
      await untilWorked()
      expect(jobs.size).toBeGreaterThanOrEqual(figures.jobs.length)
      expect(office.errors).toEqual([])
      expect(said()).toEqual(before)
      expect(new Set(before).size).toBe(before.length)
    })
  })
})
