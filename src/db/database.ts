import { existsSync, readFileSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import pg from 'pg'
import { OperatorError } from '../errors.ts'
import { closeToOthers, lockFolder } from './folder-lock.ts'
import { listenOnEngine, listenOnServer, type Listen } from './listen.ts'
import { losePatience, PATIENCE, type Patience } from './patience.ts'
import type { Schema } from './schema.ts'

/** Where the rows live: a PostgreSQL server, or PGlite in a folder (null: in memory, for tests). */
export type DatabaseAddress =
  | {
      readonly kind: 'postgres'
      readonly url: string
      readonly poolSize?: number
      /** null: waits without end, for migrations. None given: PATIENCE. */
      readonly patience?: Patience | null
    }
  | { readonly kind: 'pglite'; readonly folder: string | null; readonly template?: Blob }

/** An open database. Queries of a workspace go through `inTransaction` of context.ts, never through `base` directly. */
export type Database = {
  readonly kind: 'postgres' | 'pglite'
  readonly base: Kysely<Schema>
  /** The embedded engine itself, for the job queue, which listens on it, and for backups; null on PostgreSQL. */
  readonly engine: PGlite | null
  readonly address: DatabaseAddress
  readonly listen: Listen
} & AsyncDisposable

/** oids whose values the two drivers would otherwise hand out differently. */
const INT8 = 20
const DATE = 1082
const NUMERIC = 1700

/**
 * A process that is put to sleep, or whose machine is cut off, must not hold its locks for ever: after so many
 * milliseconds without a word PostgreSQL rolls its transaction back. None of ours waits for anything but the database.
 */
const SILENT_IN_TRANSACTION = 60_000

/** What the embedded engine needs free on its disk to start, in MB: its log of what was not yet written back. */
const NEEDED_MB = 48

/** How values of PostgreSQL come out of the driver `pg`. */
export const postgresTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8 || oid === NUMERIC) return Number
    if (oid === DATE) return String
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  }) as typeof pg.types.getTypeParser,
}

/** Opens the database. A PGlite folder is locked first: throws FolderInUse when another process has it. */
export async function openDatabase(address: DatabaseAddress): Promise<Database> {
  return address.kind === 'postgres' ? openPostgres(address) : await openPglite(address)
}

/** How every connection to a PostgreSQL server is made: none of them is waited for without end. */
function connectionTo(url: string, patience: Patience | null = PATIENCE) {
  return {
    connectionString: url,
    application_name: 'wenshu',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(patience === null
      ? {}
      : { connectionTimeoutMillis: patience.connect, statement_timeout: patience.statement }),
  } satisfies pg.ClientConfig
}

function openPostgres(address: DatabaseAddress & { kind: 'postgres' }): Database {
  const patience = address.patience === undefined ? PATIENCE : address.patience
  const pool = new pg.Pool({
    ...connectionTo(address.url, patience),
    max: address.poolSize ?? 10,
    types: postgresTypes,
    idle_in_transaction_session_timeout: SILENT_IN_TRANSACTION,
  })
  // An idle connection that the server closes must not end the process; the next query opens a new one.
  pool.on('error', () => {})
  // The same while it is in use: the query that runs on it fails, which is said where it was asked.
  pool.on('connect', (client) => {
    client.on('error', () => {})
  })
  if (patience !== null) losePatience(pool, patience)
  const base = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return {
    kind: 'postgres',
    base,
    engine: null,
    address,
    listen: listenOnServer(untilAnswered(address.url)),
    [Symbol.asyncDispose]: () => base.destroy(),
  }
}

/** The same for a connection whose statements the driver itself counts: one that is late is not used again. */
export function untilAnswered(url: string) {
  return { ...connectionTo(url), query_timeout: PATIENCE.statement + PATIENCE.grace }
}

async function openPglite(address: DatabaseAddress & { kind: 'pglite' }): Promise<Database> {
  const lock = address.folder === null ? null : lockFolder(address.folder)
  try {
    if (address.folder !== null) closeToOthers(address.folder)
    const folder = address.folder === null ? null : join(address.folder, 'pglite')
    const fresh = folder === null || !existsSync(join(folder, 'PG_VERSION'))
    // Loaded only where it is used: WebAssembly PostgreSQL is no small thing to have in memory.
    const { PGlite, types: pgliteTypes } = await import('@electric-sql/pglite')
    const pglite = await PGlite.create({
      ...(folder === null ? {} : { dataDir: folder }),
      ...(fresh && address.template ? { loadDataDir: address.template } : {}),
      parsers: { [INT8]: Number, [NUMERIC]: Number, [DATE]: String },
      serializers: { [pgliteTypes.DATE]: String },
      // Measured: resident memory falls from 350-750 MB to about 240 MB.
      startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=8MB'],
    })
    // The engine makes its files open to everybody, whatever the process's mask.
    if (address.folder !== null) closeToOthers(address.folder)
    const base = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
    return {
      kind: 'pglite',
      base,
      engine: pglite,
      address,
      listen: listenOnEngine(pglite),
      [Symbol.asyncDispose]: async () => {
        await base.destroy()
        // Kysely closes only what it has used.
        if (!pglite.closed) await pglite.close()
        lock?.[Symbol.dispose]()
      },
    }
  } catch (error) {
    lock?.[Symbol.dispose]()
    throw address.folder === null ? error : orFullDisk(error, address.folder)
  }
}

/** The engine says nothing of a disk that is full; it needs room to start, after a crash above all. */
function orFullDisk(error: unknown, folder: string): unknown {
  const { bavail, bsize } = statfsSync(folder)
  const free = Math.floor((bavail * bsize) / 1_048_576)
  if (free >= NEEDED_MB) return error
  return new OperatorError(
    `The disk that holds the data folder ${folder} is full (${free} MB free), so the database cannot be opened. Free at least ${NEEDED_MB} MB; what is stored stays.`,
    { cause: error },
  )
}

/** The database of a data folder, as one compressed file; readable by `openDatabase({ template })`. */
export async function dumpPglite(database: Database): Promise<Blob> {
  if (database.engine === null) throw new Error('only the embedded database is dumped this way')
  return await database.engine.dumpDataDir('gzip')
}

/** A dump written by dumpPglite, from its file. */
export function readDump(file: string): Blob {
  return new Blob([new Uint8Array(readFileSync(file))], { type: 'application/x-gzip' })
}
