import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { describe, inject } from 'vitest'
import { openDatabase, type Database, type DatabaseAddress } from '../../src/db/database.ts'

export type DatabaseKind = Database['kind']

/** Runs a suite once on embedded PGlite and once on PostgreSQL; the latter is skipped where none answers. */
export function onBothDatabases(title: string, suite: (kind: DatabaseKind) => void): void {
  describe(`${title}, on embedded PGlite`, () => {
    suite('pglite')
  })
  describe.skipIf(inject('postgres') === null)(`${title}, on PostgreSQL`, () => {
    suite('postgres')
  })
}

/** A template of a database: migrated and bare, or with the playground's office in it. */
export type Template = 'bare' | 'house'

const dumps = new Map<Template, Blob>()

/** A template as the embedded database opens it. */
export function pgliteTemplate(which: Template = 'bare'): Blob {
  const dump = dumps.get(which) ?? new Blob([readFileSync(inject('pgliteTemplates')[which])])
  dumps.set(which, dump)
  return dump
}

/** A fresh migrated database of that kind, by its address: a clone of the template. */
export async function freshAddress(kind: DatabaseKind, which: Template = 'bare'): Promise<DatabaseAddress> {
  if (kind === 'pglite') return { kind, folder: null, template: pgliteTemplate(which) }
  return { kind, url: await newDatabase(postgres().templates[which]) }
}

/** The address of a new database on the PostgreSQL server; `template1` makes an empty one. */
export async function newDatabase(template: string): Promise<string> {
  const { server, templates } = postgres()
  const name = `${templates.bare}_${randomUUID().slice(0, 8)}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  // Two clones of one template cannot be made at once.
  await client.query("select pg_advisory_lock(hashtext('wenshu.test.clone'))")
  await client.query(`create database ${name} template ${template}`)
  await client.end()
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

function postgres() {
  const found = inject('postgres')
  if (found === null) throw new Error('no PostgreSQL answers')
  return found
}

export async function freshDatabase(kind: DatabaseKind): Promise<Database> {
  return await openDatabase(await freshAddress(kind))
}
