import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import pg from 'pg'
import { lockFolder } from './folder-lock.ts'
import type { Schema } from './schema.ts'

/** Where the rows live: a PostgreSQL server, or PGlite in a folder (null: in memory, for tests). */
export type DatabaseAddress =
  | { readonly kind: 'postgres'; readonly url: string; readonly poolSize?: number }
  | { readonly kind: 'pglite'; readonly folder: string | null; readonly template?: Blob }

/** An open database. Queries of a workspace go through `inTransaction` of context.ts, never through `base` directly. */
export type Database = {
  readonly kind: 'postgres' | 'pglite'
  readonly base: Kysely<Schema>
  /** The embedded engine itself, for the job queue, which listens on it, and for backups; null on PostgreSQL. */
  readonly engine: PGlite | null
  readonly address: DatabaseAddress
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

function openPostgres(address: DatabaseAddress & { kind: 'postgres' }): Database {
  const pool = new pg.Pool({
    connectionString: address.url,
    max: address.poolSize ?? 10,
    types: postgresTypes,
    application_name: 'wenshu',
    idle_in_transaction_session_timeout: SILENT_IN_TRANSACTION,
  })
  // An idle connection that the server closes must not end the process; the next query opens a new one.
  pool.on('error', () => {})
  // The same while it is in use: the query that runs on it fails, which is said where it was asked.
  pool.on('connect', (client) => {
    client.on('error', () => {})
  })
  const base = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { kind: 'postgres', base, engine: null, address, [Symbol.asyncDispose]: () => base.destroy() }
}

async function openPglite(address: DatabaseAddress & { kind: 'pglite' }): Promise<Database> {
  const lock = address.folder === null ? null : lockFolder(address.folder)
  try {
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
    const base = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
    return {
      kind: 'pglite',
      base,
      engine: pglite,
      address,
      [Symbol.asyncDispose]: async () => {
        await base.destroy()
        // Kysely closes only what it has used.
        if (!pglite.closed) await pglite.close()
        lock?.[Symbol.dispose]()
      },
    }
  } catch (error) {
    lock?.[Symbol.dispose]()
    throw error
  }
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
