import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { sql } from 'kysely'
import { inTransaction, type Context } from '../../src/context.ts'
import { openDatabase, readDump, type DatabaseAddress } from '../../src/db/database.ts'
import { freshAddress, onBothDatabases } from '../helpers/databases.ts'
import { officeOn } from '../helpers/office.ts'

/** How many kills a run of the tests makes on each database; `KILLS=250` for a long look. */
const KILLS = Number(process.env['KILLS'] ?? 6)
const CHILD = fileURLToPath(new URL('../helpers/logging-process.ts', import.meta.url))

onBothDatabases('a process killed with kill -9 while it logs, edits and imports', (kind) => {
  let folder: string
  let address: DatabaseAddress
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wenshu-killed-'))
    if (kind === 'postgres') address = await freshAddress('postgres')
    else {
      address = { kind: 'pglite', folder }
      await using _made = await openDatabase({ ...address, template: readDump(inject('pgliteTemplate')) })
    }
    await using database = await openDatabase(address)
    await officeOn(database, { sample: true })
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it(
    'loses nothing it confirmed, and leaves what it did not confirm whole or absent',
    { timeout: 30_000 + KILLS * 5000 },
    async () => {
      const confirmations = join(folder, 'confirmed')
      for (let kill = 0; kill < KILLS; kill += 1) {
        const args = [CHILD, JSON.stringify(address), confirmations, `run${kill}`]
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
        await once(child.stdout, 'data')
        await wait(20 + Math.random() * 330)
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      const confirmed = existsSync(confirmations)
        ? readFileSync(confirmations, 'utf8').trim().split('\n')
        : []
      expect(confirmed.length).toBeGreaterThan(0)
      await using database = await openDatabase(address)
      const ctx = await officeOn(database)
      expect(await missingOf(ctx, confirmed)).toEqual([])
      expect(await halvesOf(ctx)).toEqual([])
    },
  )
})

/** Confirmations that the database does not bear out. */
async function missingOf(ctx: Context, confirmed: readonly string[]): Promise<string[]> {
  return await inTransaction(ctx, async ({ db }) => {
    const records = await db.selectFrom('records').select(['id', 'title', 'revision']).execute()
    const byId = new Map(records.map((record) => [record.id, record]))
    return confirmed.filter((line) => {
      const [what = '', ...rest] = line.split(' ')
      const subject = rest.join(' ')
      if (what === 'logged') return !byId.has(subject)
      if (what === 'edited')
        return byId.get(subject)?.revision !== 2 || !byId.get(subject)?.title.endsWith('edited')
      return records.filter(({ title }) => title.startsWith(`${subject} `)).length !== 20
    })
  })
}

/** Records that lack a part or a revision, and imports of which only some rows stand. */
async function halvesOf(ctx: Context): Promise<unknown[]> {
  return await inTransaction(ctx, async ({ db }) => {
    const { rows } = await sql`
      select id, title, revision from records
      where title like 'run%' and (
        (select count(*) from record_revisions where record_id = id) <> records.revision
        or (select count(*) from record_people where record_id = id) <> 1
        or (title not like '%import%' and (select count(*) from record_quantities where record_id = id) <> 1)
        or (title not like '%import%' and (select count(*) from record_evidence where record_id = id) <> 1))
      union all
      select '', substring(title from '^run\\d+ import \\d+'), count(*)::int from records
      where title like '%import%' group by 2 having count(*) <> 20`.execute(db)
    return rows
  })
}
