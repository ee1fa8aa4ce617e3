import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { batch } from '../../src/batch.ts'
import { openDatabase, type Database } from '../../src/db/database.ts'
import { bindToTeam } from '../../src/db/tenant.ts'
import { DatabaseUnavailable } from '../../src/errors.ts'
import { startCuttingProxy, type CuttingProxy } from '../helpers/cutting-proxy.ts'
import { freshAddress } from '../helpers/databases.ts'
import { until } from '../helpers/until.ts'

/** Short ones, so that the test waits for little; long enough for a busy machine. */
const patience = { connect: 3_000, begin: 800, statement: 1_500, grace: 500 }

describe.skipIf(inject('postgres') === null)(
  'a connection that dies without a goodbye',
  { timeout: 30_000 },
  () => {
    let scratch: AsyncDisposableStack
    let proxy: CuttingProxy
    let database: Database
    let direct: Database
    beforeEach(async () => {
      scratch = new AsyncDisposableStack()
      const address = await freshAddress('postgres')
      if (address.kind !== 'postgres') throw new Error('not PostgreSQL')
      direct = scratch.use(await openDatabase(address))
      const url = new URL(address.url)
      proxy = scratch.use(await startCuttingProxy(Number(url.port || 5432)))
      url.hostname = '127.0.0.1'
      url.port = String(proxy.port)
      database = scratch.use(await openDatabase({ kind: 'postgres', url: url.href, poolSize: 4, patience }))
    })
    afterEach(async () => {
      await scratch.disposeAsync()
    })

    const insert = async (subject: string, before = async () => {}) => {
      await bindToTeam(database.base, 'TA', async (db) => {
        await db
          .insertInto('audit_events')
          .values({ id: subject, at: new Date(), by_member: null, action: 'x', subject, details: '{}' })
          .execute()
        await before()
      })
    }
    const stored = async () =>
      await bindToTeam(direct.base, 'TA', async (db) => {
        const rows = await db.selectFrom('audit_events').select('id').orderBy('id').execute()
        return rows.map(({ id }) => id)
      })
    const endOf = async (work: Promise<unknown>): Promise<unknown> =>
      await work.then(
        () => 'done',
        (error: unknown) => error,
      )

    it('is dropped within seconds, with all that lie idle beside it, and new ones take their place', async () => {
      // Four stand, and lie idle.
      await Promise.all([1, 2, 3, 4].map(async (one) => await insert(`before ${one}`)))
      proxy.swallow()
      const began = performance.now()
      expect(await endOf(insert('lost'))).toMatchObject({ name: 'DatabaseUnavailable', stored: 'no' })
      expect(performance.now() - began).toBeLessThan(patience.begin + 2_000)
      // Not one more is waited for.
      await Promise.all([1, 2, 3, 4].map(async (one) => await insert(`after ${one}`)))
      expect(await stored()).toEqual([
        ...[1, 2, 3, 4].map((one) => `after ${one}`),
        ...[1, 2, 3, 4].map((one) => `before ${one}`),
      ])
    })

    it('leaves open what stands when it dies at the commit, and nothing when it dies before', async () => {
      const atCommit = await endOf(
        insert('at the commit', async () => {
          await Promise.resolve()
          // What is sent next is the commit.
          proxy.swallow()
        }),
      )
      expect(atCommit).toBeInstanceOf(DatabaseUnavailable)
      expect(atCommit).toMatchObject({ stored: 'unknown' })
      const before = await endOf(
        bindToTeam(database.base, 'TA', async (db) => {
          proxy.swallow()
          await db.selectFrom('audit_events').select('id').execute()
        }),
      )
      expect(before).toMatchObject({ name: 'DatabaseUnavailable', stored: 'no' })
      await insert('again')
      expect(await stored()).toEqual(['again'])
    })

    it('is not what a refusal by the database is taken for', async () => {
      await insert('one')
      expect(await endOf(insert('one'))).not.toBeInstanceOf(DatabaseUnavailable)
    })

    it('a statement that takes too long is ended by the server, and its connection is used on', async () => {
      const slow = await endOf(
        bindToTeam(database.base, 'TA', async (db) => await sql`select pg_sleep(20)`.execute(db)),
      )
      expect(slow).toMatchObject({ name: 'DatabaseUnavailable', stored: 'no', cause: { code: '57014' } })
      await insert('after it')
      expect(await stored()).toEqual(['after it'])
    })

    it('does not hold up the others who ask in batches', async () => {
      const ask = batch<string, string>(async (names) => {
        await insert(names.join(','), async () => {
          if (names.includes('hangs')) await sql`select pg_sleep(1.4)`.execute(database.base)
        })
        return [...names]
      }, 10)
      const order: string[] = []
      const asked = async (name: string) => {
        await ask(name).catch(() => null)
        order.push(name)
      }
      const hangs = asked('hangs')
      await new Promise((resolve) => setTimeout(resolve, 50))
      await Promise.all([asked('second'), hangs])
      expect(order).toEqual(['second', 'hangs'])
    })

    it('is heard from again by whoever listens', async () => {
      const heard: (string | null)[] = []
      await using _listening = await database.listen('wenshu_test', (payload) => heard.push(payload))
      const notify = async (text: string) =>
        await sql`select pg_notify('wenshu_test', ${text})`.execute(direct.base)
      await until(() => heard.length === 1)
      await notify('one')
      await until(() => heard.length === 2)
      for (let cut = 0; cut < 9; cut += 1) proxy.cut(0)
      // Whatever was missed meanwhile is made up for by a look.
      await until(() => heard.length === 3, 15_000)
      await notify('two')
      await until(() => heard.length === 4)
      expect(heard).toEqual([null, 'one', null, 'two'])
    })
  },
)
