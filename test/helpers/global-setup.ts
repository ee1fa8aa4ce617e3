import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { dumpPglite, openDatabase } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { startJobs } from '../../src/jobs/queue.ts'
import { createLog } from '../../src/log.ts'
import { findBrowser } from './browser.ts'
import { whyNoOfficeSuite } from './office-suite.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated embedded database as a file, cloned by each test file. */
    pgliteTemplate: string
    /** null when no PostgreSQL answers; then its tests are skipped, and said so. */
    postgres: { readonly server: string; readonly template: string } | null
  }
}

/** Where PostgreSQL is looked for; DATABASE_URL of the tests, not of a bot. */
const SERVER = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'

/** Parts that must run, else the whole run fails: postgres, browser, document. For a machine that is known to have them. */
const required = new Set((process.env['TEST_REQUIRE'] ?? '').split(','))

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-test-'))
  project.provide('pgliteTemplate', await makePgliteTemplate(folder))
  const postgres = await makePostgresTemplate()
  project.provide('postgres', postgres)
  complainAbout('postgres', postgres === null ? `no PostgreSQL answers at ${hostOf(SERVER)}` : null)
  complainAbout('browser', findBrowser().reason)
  complainAbout('document', whyNoOfficeSuite())
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    if (postgres !== null) await dropTestDatabases(postgres.template)
  }
}

function complainAbout(part: string, reason: string | null): void {
  if (reason === null) return
  if (required.has(part)) throw new Error(`the ${part} tests must run here, but ${reason}`)
  console.warn(`SKIPPED: the ${part} tests, since ${reason}`)
}

async function makePgliteTemplate(folder: string): Promise<string> {
  await using database = await openDatabase({ kind: 'pglite', folder: null })
  await prepare(database)
  const file = join(folder, 'template.tar.gz')
  writeFileSync(file, new Uint8Array(await (await dumpPglite(database)).arrayBuffer()))
  return file
}

async function makePostgresTemplate(): Promise<{ server: string; template: string } | null> {
  const template = `wenshu_test_${process.pid}`
  try {
    await onServer(async (client) => {
      await client.query(`create database ${template}`)
    })
  } catch {
    return null
  }
  const url = new URL(SERVER)
  url.pathname = `/${template}`
  await using database = await openDatabase({ kind: 'postgres', url: url.href })
  await prepare(database)
  return { server: SERVER, template }
}

/** The schema and the queue's own, so that a clone starts as a second start would. */
async function prepare(database: Awaited<ReturnType<typeof openDatabase>>): Promise<void> {
  await migrate(database)
  await using _jobs = await startJobs(database, createLog('silent'))
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
