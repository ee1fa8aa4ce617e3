import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { startApp, type App } from '../../src/app/app.ts'
import { parseConfig } from '../../src/config.ts'
import { inTransaction, type Context } from '../../src/context.ts'
import type { DatabaseAddress } from '../../src/db/database.ts'
import type { Jobs } from '../../src/jobs/queue.ts'
import { findMemberByAnyName } from '../../src/members/members-store.ts'
import { startPlayground, type Playground } from '../../src/playground/server/playground.ts'
import { loadOutlines } from '../../src/reports/outline/load-outlines.ts'
import { requestDraft } from '../../src/reports/write/request-draft.ts'
import { parsePeriod } from '../../src/time/parse-period.ts'
import { freshAddress } from '../helpers/databases.ts'
import { keptLog } from '../helpers/kept-log.ts'
import { personOf } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'

const ADMIN = 'U0ADMIN'

describe.skipIf(inject('postgres') === null)(
  'two processes with two tokens on one database',
  { timeout: 120_000 },
  () => {
    let scratch: AsyncDisposableStack
    let address: DatabaseAddress
    beforeEach(async () => {
      scratch = new AsyncDisposableStack()
      address = await freshAddress('postgres')
    })
    afterEach(async () => {
      await scratch.disposeAsync()
    })

    async function startSlack(id: string): Promise<Playground> {
      return scratch.use(
        await startPlayground({
          team: { id, name: id, domain: id.toLowerCase() },
          users: [{ id: ADMIN, name: 'admin', realName: 'Admin', isAdmin: true, email: 'admin@example.org' }],
          channels: [{ id: 'C0TALK', name: 'talk' }],
          botUser: { userId: 'U0BOT', name: 'Wenshu' },
          zone: 'Europe/Berlin',
          delivery: { kind: 'socket' },
          commands: ['/study', '/activity', '/essay', '/report', '/wenshu'],
        }),
      )
    }

    async function startBot(
      slack: Playground,
    ): Promise<{ readonly app: App; readonly lines: Record<string, unknown>[] }> {
      const folder = mkdtempSync(join(tmpdir(), 'wenshu-two-'))
      scratch.defer(() => {
        rmSync(folder, { recursive: true, force: true })
      })
      const config = parseConfig({
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_API_URL: slack.apiUrl,
        WENSHU_DATA: folder,
        ...(address.kind === 'postgres' ? { DATABASE_URL: address.url } : {}),
      })
      const { log, lines } = keptLog('warn')
      return { app: scratch.use(await startApp(config, { log })), lines }
    }

    /** Asks for the five sections of so many months, as a command does. */
    async function askForDrafts(context: Context, months: readonly number[]): Promise<void> {
      const outline = loadOutlines().of('zh')
      const by = await inTransaction(
        context,
        async ({ db }) => await findMemberByAnyName(db, 'admin@example.org'),
      )
      if (by === null) throw new Error('nobody to ask')
      for (const month of months) {
        const period = parsePeriod(`2022-${String(month).padStart(2, '0')}`)
        for (const section of outline.sections) {
          const requestId = `${section.id} ${month}`
          await requestDraft(context, { outline, section, period, by, channel: null, requestId })
        }
      }
    }
    const statesOf = async ({ context }: App) => {
      const rows = await inTransaction(
        context,
        async ({ db }) => await db.selectFrom('drafts').select('state').execute(),
      )
      return Map.groupBy(rows, ({ state }) => state)
    }
    const ready = async (app: App) => (await statesOf(app)).get('ready')?.length ?? 0

    it('all fifty drafts of one are written, and the other touches none', async () => {
      const slacks = [await startSlack('T0ONE'), await startSlack('T0TWO')]
      const [one, two] = [await startBot(slacks[0]!), await startBot(slacks[1]!)]
      for (const slack of slacks) await personOf(slack.url, ADMIN).type('/wenshu help', 'talk')
      await until(
        async () =>
          (await inTransaction(
            one.app.context,
            async ({ db }) => await findMemberByAnyName(db, 'admin@example.org'),
          )) !== null,
      )
      await askForDrafts(one.app.context, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      await until(async () => (await ready(one.app)) === 50, 90_000)
      const jobs = async () => {
        const { rows } = await sql<{ name: string; state: string; retries: number }>`
        select name, state, sum(retry_count)::int as retries from pgboss.job where name like 'drafts.%' group by 1, 2`.execute(
          one.app.context.database.base,
        )
        return rows
      }
      await until(async () => (await jobs()).every(({ state }) => state === 'completed'), 20_000)
      expect(await jobs()).toEqual([{ name: 'drafts.T0ONE', state: 'completed', retries: 0 }])
      expect(two.lines.filter(({ msg }) => msg === 'job failed')).toEqual([])
      expect((await statesOf(two.app)).size).toBe(0)
    })

    it('jobs that lie in the old queue of all workspaces are carried out by the process whose they are', async () => {
      const slacks = [await startSlack('T0ONE'), await startSlack('T0TWO')]
      const base = await startBot(slacks[0]!)
      await personOf(slacks[0]!.url, ADMIN).type('/wenshu help', 'talk')
      const { context } = base.app
      await until(
        async () =>
          (await inTransaction(
            context,
            async ({ db }) => await findMemberByAnyName(db, 'admin@example.org'),
          )) !== null,
      )
      await base.app[Symbol.asyncDispose]()
      const { database } = scratch.use((await startBot(slacks[1]!)).app).context
      // As an older version left them, whose process is gone: in the queue that names no workspace.
      const old: Jobs = {
        work: async () => {},
        enqueueAll: async () => {},
        enqueue: async (db, queue, data) => {
          await sql`
          insert into pgboss.queue select (jsonb_populate_record(q, jsonb_build_object('name', ${queue}::text))).*
          from pgboss.queue q where name = ${`${queue}.T0ONE`} on conflict do nothing`.execute(database.base)
          await sql`insert into pgboss.job (name, data) values (${queue}, ${JSON.stringify(data)}::jsonb)`.execute(
            db,
          )
        },
      }
      await askForDrafts({ ...context, database, jobs: old }, [1])
      const again = await startBot(slacks[0]!)
      await until(async () => (await ready(again.app)) === 5, 60_000)
    })
  },
)
