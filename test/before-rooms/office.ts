import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import pino from 'pino'
import { sql } from 'kysely'
import { restore } from '../../src/app/backup.ts'
import { parseConfig, type Env } from '../../src/config.ts'
import { openDatabase, type DatabaseAddress } from '../../src/db/database.ts'
import type { Change } from '../../src/playground/state/state.ts'
import { newDatabase, type DatabaseKind } from '../helpers/databases.ts'
import { createLog } from '../../src/log.ts'
import { openOn, type TestHouse } from '../helpers/house.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/before-rooms/', import.meta.url))

export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(join(FIXTURES, name), 'utf8'))
}

/** The office that an older version left behind, unpacked and not opened yet. */
export type LeftOffice = {
  readonly env: Env
  readonly address: DatabaseAddress
  readonly open: () => Promise<TestHouse>
  /** What the program has written into its log as errors since it was opened, as JSON lines. */
  readonly errors: readonly string[]
}

/** Unpacks the office of the fixture: its database, and the Slack it stood in, with `more` added to that. */
export async function leftOffice(kind: DatabaseKind, more: readonly Change[] = []): Promise<LeftOffice> {
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-before-'))
  unpackSlack(kind, join(folder, 'playground'), [asLeft(), ...more])
  const address = kind === 'pglite' ? await unpackFolder(folder) : await unpackDump()
  await renewJobs(address)
  const databaseUrl = address.kind === 'postgres' ? { DATABASE_URL: address.url } : {}
  const env = { PORT: '0', WENSHU_DATA: folder, WENSHU_LOG: 'silent', ...databaseUrl }
  const errors: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => errors.push(line) })
  const cleanUp = () => {
    rmSync(folder, { recursive: true, force: true })
  }
  return { env, address, errors, open: async () => await openOn(parseConfig(env), 'bare', cleanUp, log) }
}

async function unpackFolder(folder: string): Promise<DatabaseAddress> {
  const file = join(folder, 'backup.tar.gz')
  const tar = brotliDecompressSync(readFileSync(join(FIXTURES, 'office.tar.br')))
  writeFileSync(file, gzipSync(tar, { level: 1 }))
  await restore(file, parseConfig({ WENSHU_DATA: folder }), createLog('silent'))
  return { kind: 'pglite', folder }
}

async function unpackDump(): Promise<DatabaseAddress> {
  const url = await newDatabase('template1')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(gunzipSync(readFileSync(join(FIXTURES, 'office.sql.gz'))).toString())
  await client.end()
  return { kind: 'postgres', url }
}

/** The queue throws waiting jobs away that are older than two weeks: they are made as old as when the office was left. */
async function renewJobs(address: DatabaseAddress): Promise<void> {
  await using database = await openDatabase(address)
  await sql`
    update pgboss.job set created_on = created_on + age, start_after = start_after + age,
      completed_on = completed_on + age, keep_until = keep_until + age
    from (select now() - max(created_on) as age from pgboss.job) as newest`.execute(database.base)
}

/** The playground's clock flows on while nobody looks; the office is found on the minute at which it was left. */
function asLeft(): Change {
  const virtual = Date.parse('2022-12-21T09:31:00+08:00')
  return { kind: 'clock', setting: { virtual, real: Date.now(), moving: true } }
}

function unpackSlack(kind: DatabaseKind, folder: string, more: readonly Change[]): void {
  const packed = gunzipSync(readFileSync(join(FIXTURES, `slack-${kind}.json.gz`))).toString()
  for (const [name, bytes] of Object.entries(JSON.parse(packed) as Record<string, string>)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, Buffer.from(bytes, 'base64'))
  }
  const lines = more.map((change) => `${JSON.stringify(change)}\n`).join('')
  writeFileSync(join(folder, 'journal.ndjson'), lines, { flag: 'a' })
}
