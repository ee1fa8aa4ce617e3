import { expect, it } from 'vitest'
import { sql } from 'kysely'
import { keepProcessRun } from '../../src/app/process-run.ts'
import { inTransaction, type Context } from '../../src/context.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { keptLog } from '../helpers/kept-log.ts'
import { officeOn } from '../helpers/office.ts'

onBothDatabases('a process that ended without stopping', (kind) => {
  const runsOf = async (ctx: Context) =>
    await inTransaction(
      ctx,
      async ({ db }) => (await db.selectFrom('process_runs').select('id').execute()).length,
    )

  it(
    'is told of once at the next start; one that stopped, or lives, is not',
    { timeout: 60_000 },
    async () => {
      await using database = await freshDatabase(kind)
      const { log, lines } = keptLog()
      const ctx = { ...(await officeOn(database, { teamId: 'TRUN' })), log }
      await (await keepProcessRun(ctx))[Symbol.asyncDispose]()
      expect(await runsOf(ctx)).toBe(0)
      // Killed an hour ago.
      await inTransaction(ctx, async ({ db }) => {
        await sql`insert into process_runs (id, alive_at) values ('dead', now() - interval '1 hour')`.execute(
          db,
        )
      })
      {
        await using _running = await keepProcessRun(ctx)
        expect(lines).toMatchObject([
          { level: 40, team: 'TRUN', msg: expect.stringMatching(/may not be stored/) },
        ])
        expect(await runsOf(ctx)).toBe(1)
      }
      expect(lines).toHaveLength(1)
      expect(await runsOf(ctx)).toBe(0)
    },
  )

  it.runIf(kind === 'postgres')('is not what another that lives is taken for', async () => {
    await using database = await freshDatabase(kind)
    const { log, lines } = keptLog()
    const ctx = { ...(await officeOn(database, { teamId: 'TRUN' })), log }
    await using _one = await keepProcessRun(ctx)
    await using _two = await keepProcessRun(ctx)
    expect(await runsOf(ctx)).toBe(2)
    expect(lines).toEqual([])
  })
})
