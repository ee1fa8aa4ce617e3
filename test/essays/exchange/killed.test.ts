import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { openDatabase, type DatabaseAddress } from '../../../src/db/database.ts'
import { addMonths } from '../../../src/time/month.ts'
import { freshAddress, onBothDatabases, pgliteTemplate } from '../../helpers/databases.ts'
import { memberNamed, officeOn } from '../../helpers/office.ts'

/** How many kills a run of the tests makes on each database; `KILLS=100` for a long look. */
const KILLS = Number(process.env['KILLS'] ?? 4)
const CHILD = fileURLToPath(new URL('../../helpers/exchanging-process.ts', import.meta.url))
const MONTHS = 252
const ESSAYS = 20

onBothDatabases('a process killed with kill -9 while it exchanges', (kind) => {
  let folder: string
  let address: DatabaseAddress
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wenshu-exchange-killed-'))
    if (kind === 'postgres') address = await freshAddress('postgres')
    else {
      address = { kind: 'pglite', folder }
      await using _made = await openDatabase({ ...address, template: pgliteTemplate() })
    }
    await using database = await openDatabase(address)
    const ctx = await officeOn(database, { sample: true })
    const writer = await memberNamed(ctx, 'M011')
    const essays = Array.from({ length: MONTHS * ESSAYS }, (_, index) => ({
      id: `E-${10_000 + index}`,
      number: 10_000 + index,
      member_id: writer.id,
      month: addMonths('2000-01', Math.floor(index / ESSAYS)),
      seq: 1 + (index % ESSAYS),
      kind: '其他',
      title: `题 ${index}`,
      state: 'approved' as const,
    }))
    await inTransaction(ctx, async ({ db }) => {
      for (let from = 0; from < essays.length; from += 1000) {
        await db
          .insertInto('essays')
          .values(essays.slice(from, from + 1000))
          .execute()
      }
    })
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it(
    'leaves of each month everything or nothing, and goes on where it stopped',
    { timeout: 60_000 + KILLS * 6000 },
    async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const args = [CHILD, JSON.stringify(address), `run${kill}`]
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
        // At work, and at any point of a further month.
        await once(child.stdout, 'data')
        await wait(Math.random() * 60)
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      await using database = await openDatabase(address)
      const ctx = await officeOn(database)
      const { rows } = await inTransaction(ctx, async ({ db }) =>
        sql<{ month: string; marked: number; moves: number; sessions: number; records: number }>`
          select month,
            count(*) filter (where exchanged_at is not null)::int as marked,
            (select count(*)::int from essay_moves join essays moved on moved.id = essay_id
              where moved.month = essays.month and move = 'exchange') as moves,
            (select count(*)::int from essay_exchanges where month = essays.month) as sessions,
            (select count(*)::int from records join essay_exchanges on record_id = records.id
              where essay_exchanges.month = essays.month) as records
          from essays where month < '2021-01' group by month order by month`.execute(db),
      )
      const whole = rows.filter(({ marked }) => marked === ESSAYS)
      const untouched = rows.filter(({ marked }) => marked === 0)
      expect(whole.length).toBeGreaterThan(0)
      expect(whole.length + untouched.length).toBe(MONTHS)
      expect(whole.filter((row) => row.moves !== ESSAYS || row.sessions !== 1 || row.records !== 1)).toEqual(
        [],
      )
      expect(untouched.filter((row) => row.moves + row.sessions + row.records > 0)).toEqual([])
      const { orphans } = await inTransaction(ctx, async ({ db }) =>
        db
          .selectFrom('records')
          .leftJoin('essay_exchanges', 'record_id', 'records.id')
          .select((eb) => eb.fn.countAll<number>().as('orphans'))
          .where('title', 'like', '%年%月习作交流')
          .where('record_id', 'is', null)
          .executeTakeFirstOrThrow(),
      )
      expect(orphans).toBe(0)
    },
  )
})
