import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { importSampleOffice } from '../../src/app/import-sample-office.ts'
import { parseConfig } from '../../src/config.ts'
import { openDatabase, type Database } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { startJobs } from '../../src/jobs/queue.ts'
import { createLog } from '../../src/log.ts'
import { sampleOffice } from '../../src/playground/sample-office/sample-office.ts'
import { fixedClock } from '../../src/time/clock.ts'
import { findBrowser } from './browser.ts'
import { whyNoOfficeSuite } from './office-suite.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Migrated embedded databases as files, cloned by each test: one bare, one with the playground's office in it. */
    pgliteTemplates: Templates
    /** The same as databases; null when no PostgreSQL answers: then its tests are skipped, and said so. */
    postgres: { readonly server: string; readonly templates: Templates } | null
  }
}

type Templates = { readonly bare: string; readonly house: string }

/** Where PostgreSQL is looked for; DATABASE_URL of the tests, not of a bot. */
const SERVER = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'

/** Parts that must run, else the whole run fails: postgres, browser, document. For a machine that is known to have them. */
const required = new Set((process.env['TEST_REQUIRE'] ?? '').split(','))

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-test-'))
  project.provide('pgliteTemplates', await makePgliteTemplates(folder))
  const postgres = await makePostgresTemplates()
  project.provide('postgres', postgres)
  complainAbout('postgres', postgres === null ? `no PostgreSQL answers at ${hostOf(SERVER)}` : null)
  complainAbout('browser', findBrowser().reason)
  complainAbout('document', whyNoOfficeSuite())
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    if (postgres !== null) await dropTestDatabases(postgres.templates.bare)
  }
}

function complainAbout(part: string, reason: string | null): void {
  if (reason === null) return
  if (required.has(part)) throw new Error(`the ${part} tests must run here, but ${reason}`)
  console.warn(`SKIPPED: the ${part} tests, since ${reason}`)
}

async function makePgliteTemplates(folder: string): Promise<Templates> {
  await using database = await openDatabase({ kind: 'pglite', folder: null })
  const templates = { bare: join(folder, 'bare.tar'), house: join(folder, 'house.tar') }
  const dump = async (file: string) => {
    // Not compressed, since each clone would have to be unpacked.
    const blob = await database.engine!.dumpDataDir('none')
    writeFileSync(file, new Uint8Array(await blob.arrayBuffer()))
  }
  await prepare(database)
  await dump(templates.bare)
  await furnish(database)
  await dump(templates.house)
  return templates
}

async function makePostgresTemplates(): Promise<{ server: string; templates: Templates } | null> {
  const bare = `wenshu_test_${process.pid}`
  const templates = { bare, house: `${bare}_house` }
  try {
    await onServer(async (client) => {
      await client.query(`create database ${bare}`)
    })
  } catch {
    return null
  }
  await onDatabase(bare, prepare)
  await onServer(async (client) => {
    await client.query(`create database ${templates.house} template ${bare}`)
  })
  await onDatabase(templates.house, furnish)
  return { server: SERVER, templates }
}

async function onDatabase(name: string, work: (database: Database) => Promise<void>): Promise<void> {
  const url = new URL(SERVER)
  url.pathname = `/${name}`
  await using database = await openDatabase({ kind: 'postgres', url: url.href })
  await work(database)
}

/** The schema and the queue's own, so that a clone starts as a second start would. */
async function prepare(database: Database): Promise<void> {
  await migrate(database)
  await using _jobs = await startJobs(database, createLog('silent'))
}

/** The playground's office, as a first start leaves it. */
async function furnish(database: Database): Promise<void> {
  const { team, startsAt } = sampleOffice()
  await importSampleOffice({
    teamId: team.id,
    database,
    jobs: null,
    slack: null,
    model: null,
    clock: fixedClock(startsAt),
    config: parseConfig({}),
    log: createLog('silent'),
  })
}

async function dropTestDatabases(template: string): Promise<void> {
  await onServer(async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where datname = $1 or starts_with(datname, $2)',
      [template, `${template}_`],
    )
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`)
  })
}

async function onServer(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER, connectionTimeoutMillis: 3000 })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function hostOf(url: string): string {
  const { hostname, port } = new URL(url)
  return `${hostname}:${port || '5432'}`
}
