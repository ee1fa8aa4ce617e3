import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { sql, type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { openDatabase, type Database } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import type { Schema } from '../../src/db/schema.ts'

const FOLDER = new URL('../../migrations/', import.meta.url)

describe('messages under way when there was no one outbox yet', () => {
  it('go on, in every workspace, on embedded PGlite', async () => {
    await using database = await openDatabase({ kind: 'pglite', folder: null })
    expect(await migratedRows(database)).toEqual(asExpected)
  })

  it.skipIf(inject('postgres') === null)(
    'go on where the tables’ owner is no superuser, whom their policies bind, too',
    async () => {
      const address = await ownedByNobodyGreat(inject('postgres')?.server ?? '')
      await using database = await openDatabase({ kind: 'postgres', url: address })
      expect(await migratedRows(database)).toEqual(asExpected)
    },
  )
})

/** Of each workspace: what stands is sent, what was begun is looked for first, what waits goes; old failures are known. */
const asExpected = ['T1', 'T2'].flatMap((team) => [
  `${team} d:approved:1 sent 1.1`,
  `${team} d:records:1 unknown null`,
  `${team} d:version:1 claimed null`,
  `${team} reminder noted`,
])

async function migratedRows(database: Database): Promise<string[]> {
  const { base } = database
  const migrator = new Migrator({ db: base, provider: { getMigrations: async () => await migrations() } })
  const { error } = await migrator.migrateTo('030-paragraph-redrafts')
  if (error !== undefined) throw error
  for (const team of ['T1', 'T2']) await inTeam(base, team, leaveUnderWay)
  await migrate(database)
  const rows: string[] = []
  for (const team of ['T1', 'T2'])
    rows.push(...(await inTeam(base, team, async (db) => await read(db, team))))
  return rows
}

async function migrations(): Promise<Record<string, Migration>> {
  const files = readdirSync(fileURLToPath(FOLDER)).filter((file) => file.endsWith('.ts'))
  const loaded: Record<string, Migration> = {}
  for (const file of files.sort())
    loaded[file.slice(0, -3)] = (await import(
      pathToFileURL(fileURLToPath(new URL(file, FOLDER))).href
    )) as Migration
  return loaded
}

async function inTeam<T>(
  base: Kysely<Schema>,
  team: string,
  work: (db: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  return await base.transaction().execute(async (db) => {
    await sql`select set_config('role', 'wenshu_app', true), set_config('wenshu.team_id', ${team}, true)`.execute(
      db,
    )
    return await work(db)
  })
}

async function leaveUnderWay(db: Kysely<Schema>): Promise<void> {
  await sql`insert into teams default values`.execute(db)
  await sql`insert into members (id, name, role, joined_on) values ('m', '成员', 'member', '2021-01-04')`.execute(
    db,
  )
  await sql`
    insert into drafts (id, number, outline_id, section_id, period, state, requested_at)
    values ('d', 1, 'o', 's', '2022', 'ready', now())`.execute(db)
  await sql`
    insert into draft_news (draft_id, news, number, queued_at, claimed_at, channel, message_ts) values
      ('d', 'version', 1, now(), null, null, null), ('d', 'records', 1, now(), now(), null, null),
      ('d', 'approved', 1, now(), now(), 'C1', '1.1')`.execute(db)
  await sql`
    insert into reminders (member_id, month, step, reminder_id, state, owed, planned_for, decided_at, reason)
    values ('m', '2022-11', 'T-7', 'r', 'failed', 2, now(), now(), 'slack:user_not_found')`.execute(db)
}

async function read(db: Kysely<Schema>, team: string): Promise<string[]> {
  const news = await db.selectFrom('draft_news').selectAll().orderBy('news_id').execute()
  const reminders = await db.selectFrom('reminders').selectAll().execute()
  return [
    ...news.map((row) => `${team} ${row.news_id} ${row.state} ${row.message_ts}`),
    ...reminders.map((row) => `${team} reminder ${row.failure_noted_at === null ? 'to be noted' : 'noted'}`),
  ]
}

/** A database of a role that owns it and is no superuser. */
async function ownedByNobodyGreat(server: string): Promise<string> {
  const name = `wenshu_owned_${randomUUID().slice(0, 8)}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`create role ${name} login createrole`)
  const { rows } = await client.query<{ there: boolean }>(
    "select exists (select from pg_roles where rolname = 'wenshu_app') as there",
  )
  if (rows[0]?.there === true) await client.query(`grant wenshu_app to ${name} with admin option`)
  await client.query(`create database ${name} owner ${name}`)
  await client.end()
  const url = new URL(server)
  url.pathname = `/${name}`
  url.username = name
  return url.href
}
