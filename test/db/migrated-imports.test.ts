import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { expect, it } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'

const FOLDER = new URL('../../migrations/', import.meta.url)
const TEAM = 'TOLD'

/** A database as it was before a migration. */
async function migratedBefore(name: string) {
  const database = await openDatabase({ kind: 'pglite', folder: null })
  const migrations: Record<string, Migration> = {}
  for (const file of readdirSync(fileURLToPath(FOLDER)).sort()) {
    if (file >= name || !file.endsWith('.ts')) continue
    migrations[file.slice(0, -3)] = (await import(new URL(file, FOLDER).href)) as Migration
  }
  const provider = { getMigrations: async () => await Promise.resolve(migrations) }
  const { error } = await new Migrator({ db: database.base, provider }).migrateToLatest()
  if (error !== undefined) throw error
  return database
}

it('imports under way and roles given in Slack come over', { timeout: 60_000 }, async () => {
  await using database = await migratedBefore('033')
  const { base } = database
  const at = new Date('2022-11-18T01:00:00Z')
  await sql`insert into teams (team_id) values (${TEAM})`.execute(base)
  for (const [id, number, role] of [
    ['by-table', 'M1', 'reviewer'],
    ['in-slack', 'M2', 'editor'],
    ['enrolled', null, 'admin'],
    ['plain', null, 'member'],
  ] as const) {
    await sql`insert into members (team_id, id, external_id, name, role, joined_on)
      values (${TEAM}, ${id}, ${number}, ${id}, ${role}, '2021-01-04')`.execute(base)
  }
  await sql`insert into audit_events (team_id, id, at, by_member, action, subject, details)
    values (${TEAM}, 'a1', ${at}, 'enrolled', 'role', 'in-slack', '{}')`.execute(base)
  await sql`insert into pending_imports (team_id, id, by_member, asked_at, slack_file_id, file_name, state, plan, counts)
    values (${TEAM}, 'p1', 'in-slack', ${at}, 'F1', 'a.csv', 'ready', '{"added": []}', '{"added": 0}')`.execute(
    base,
  )
  await sql`insert into report_imports (team_id, id, by_member, asked_at, slack_file_id, file_name, period, state, plan)
    values (${TEAM}, 'p2', 'in-slack', ${at}, 'F2', 'a.docx', '2022', 'ready', '{"sections": []}')`.execute(
    base,
  )

  await migrate(database)

  const imports = await sql`
    select id, sort, period, file_name, state, plan, counts from pending_imports order by id`.execute(base)
  expect(imports.rows).toEqual([
    {
      id: 'p1',
      sort: 'records',
      period: null,
      file_name: 'a.csv',
      state: 'ready',
      plan: { added: [] },
      counts: { added: 0 },
    },
    {
      id: 'p2',
      sort: 'report',
      period: '2022',
      file_name: 'a.docx',
      state: 'ready',
      plan: { sections: [] },
      counts: null,
    },
  ])
  const given = await sql<{ id: string }>`
    select id from members where role_given_in_slack order by id`.execute(base)
  expect(given.rows.map(({ id }) => id)).toEqual(['enrolled', 'in-slack'])
  const forced = await sql<{ name: string }>`
    select relname as name from pg_class where relrowsecurity and not relforcerowsecurity`.execute(base)
  expect(forced.rows).toEqual([])
})
