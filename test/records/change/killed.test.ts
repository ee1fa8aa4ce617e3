import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from 'kysely'
import { inTransaction, type Context } from '../../../src/context.ts'
import { openDatabase, type DatabaseAddress } from '../../../src/db/database.ts'
import { freshAddress, onBothDatabases, pgliteTemplate } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'

/** How many kills a run of the tests makes on each database; `KILLS=250` for a long look. */
const KILLS = Number(process.env['KILLS'] ?? 6)
const CHILD = fileURLToPath(new URL('../../helpers/logging-process.ts', import.meta.url))

onBothDatabases('a process killed with kill -9 while it logs, edits and imports', (kind) => {
  let folder: string
  let address: DatabaseAddress
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wenshu-killed-'))
    if (kind === 'postgres') address = await freshAddress('postgres')
    else {
      address = { kind: 'pglite', folder }
      await using _made = await openDatabase({ ...address, template: pgliteTemplate() })
    }
    await using database = await openDatabase(address)
    await officeOn(database, { sample: true })
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it(
    'loses nothing it confirmed, and leaves what it did not confirm whole or absent',
    { timeout: 30_000 + KILLS * 30_000 },
    async () => {
      const confirmations = join(folder, 'confirmed')
      for (let kill = 0; kill < KILLS; kill += 1) {
        const args = [CHILD, JSON.stringify(address), confirmations, `run${kill}`]
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
        const gone = once(child, 'exit')
        // Somewhere in the second, third … tenth thing it does, on a fast machine as on a busy one.
        await linesOf(child.stdout, 1 + Math.floor(Math.random() * 9))
        await wait(Math.random() * 80)
        child.kill('SIGKILL')
        await gone
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

/** Until so many lines have come, or the stream ends. It is read on, so that the writer never waits. */
async function linesOf(stream: Readable, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  let lines = 0
  stream.on('data', (piece) => {
    lines += String(piece).split('\n').length - 1
    if (lines >= count) resolve(undefined)
  })
  stream.on('end', () => {
    resolve(undefined)
  })
  await promise
}

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
        or (title !~ ' (import|sent) ' and (select count(*) from record_quantities where record_id = id) <> 1)
        or (title !~ ' (import|sent) ' and (select count(*) from record_evidence where record_id = id) <> 1))
      union all
      select '', substring(title from '^run\\d+ (?:import|sent) \\d+'), count(*)::int from records
      where title ~ ' (import|sent) ' group by 2 having count(*) <> 20
      union all
      select id, state, 0 from pending_imports
      where (state = 'applied') <> exists (select from records where title = pending_imports.id || ' 0')`.execute(
      db,
    )
    return rows
  })
}
