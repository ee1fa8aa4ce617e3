import { readdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { sql, type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { expect, it } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { openDatabase } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import type { Schema } from '../../src/db/schema.ts'
import { bindToTeam } from '../../src/db/tenant.ts'

const FOLDER = new URL('../../migrations/', import.meta.url)

it('where nobody chose about names, the admins who can act are told once that names are hidden now', async () => {
  await using database = await openDatabase({ kind: 'pglite', folder: null })
  await migratedTo(database, '046-deadline-a-reminder-told')
  await office(database, 'TNEVER', {})
  await office(database, 'TBOUNDS', { model: { tokensPerMonth: 5 } })
  await office(database, 'TCHOSE', { model: { pseudonyms: false } })
  await migrate(database)
  const told = async (team: string) =>
    await bindToTeam(database.base, team, async (db) => {
      const rows = await db.selectFrom('outbox').select(['kind', 'member_id', 'state']).execute()
      return rows.map(({ kind, member_id, state }) => `${kind} ${member_id} ${state}`)
    })
  expect(await told('TNEVER')).toEqual(['names hidden TNEVER-admin claimed'])
  expect(await told('TBOUNDS')).toEqual(['names hidden TBOUNDS-admin claimed'])
  expect(await told('TCHOSE')).toEqual([])
})

async function migratedTo({ base }: Database, last: string): Promise<void> {
  const files = readdirSync(fileURLToPath(FOLDER)).filter((file) => file.endsWith('.ts'))
  const loaded: Record<string, Migration> = {}
  for (const file of files.sort())
    loaded[file.slice(0, -3)] = (await import(
      pathToFileURL(fileURLToPath(new URL(file, FOLDER))).href
    )) as Migration
  const migrator = new Migrator({
    db: base,
    provider: { getMigrations: async () => await Promise.resolve(loaded) },
  })
  const { error } = await migrator.migrateTo(last)
  if (error !== undefined) throw error
}

/** An admin who can act, one who left, one without an account, and a member. */
async function office(
  { base }: { readonly base: Kysely<Schema> },
  team: string,
  settings: object,
): Promise<void> {
  await bindToTeam(base, team, async (db) => {
    await sql`insert into teams default values`.execute(db)
    await sql`insert into workspaces (name, zone, region, locale, settings)
      values ('Office', 'Asia/Shanghai', 'CN', 'zh', ${JSON.stringify(settings)}::jsonb)`.execute(db)
    for (const [id, role, slack, left] of [
      ['admin', 'admin', 'U1', null],
      ['left', 'admin', 'U2', '2022-01-01'],
      ['unlinked', 'admin', null, null],
      ['member', 'member', 'U3', null],
    ] as const)
      await sql`insert into members (id, name, role, slack_user_id, joined_on, left_on)
        values (${`${team}-${id}`}, ${id}, ${role}, ${slack}, '2021-01-01', ${left})`.execute(db)
  })
}
