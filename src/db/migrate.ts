import { readdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { basename, join } from 'node:path'
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration'
import { OperatorError } from '../errors.ts'
import { openDatabase, type Database } from './database.ts'
import { isUnavailable } from './failures.ts'

const FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** The migrations in their order, loaded from `migrations/`. */
const provider: MigrationProvider = {
  async getMigrations() {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts'))
    const migrations: Record<string, Migration> = {}
    for (const file of files.sort()) {
      migrations[basename(file, '.ts')] = (await import(pathToFileURL(join(FOLDER, file)).href)) as Migration
    }
    return migrations
  },
}

function migratorOf(database: Database): Migrator {
  return new Migrator({ db: database.base, provider })
}

/**
 * Brings the schema up to date, under a lock that lets several processes start at once.
 * Returns the names applied now. Throws with the failed migration's name, and the schema is as before it; OperatorError
 * when the database holds migrations that this version does not know; what the database says when it cannot be reached.
 */
export async function migrate(database: Database): Promise<string[]> {
  // Whoever waits for another process's migration waits as long as it takes.
  await using patient = await withoutHaste(database)
  const { error, results } = await migratorOf(patient ?? database).migrateToLatest()
  if (error === undefined) return (results ?? []).map((result) => result.migrationName)
  if (isUnavailable(error)) throw error
  const why = error instanceof Error ? error.message : 'for no reason told'
  if (OF_ANOTHER_VERSION.test(why)) {
    throw new OperatorError(
      `The database was migrated by another version of Wenshu (${why}). Start the version that did, or a newer one.`,
      { cause: error },
    )
  }
  const failed = results?.find((result) => result.status === 'Error')
  if (failed === undefined) throw error
  throw new Error(`migration ${failed.migrationName} failed: ${why}`, { cause: error })
}

/** What Kysely says of a database that knows migrations which are not here, or in another order. */
const OF_ANOTHER_VERSION = /^corrupted migrations: .*(is missing$|was found in its place)/

async function withoutHaste({ address }: Database): Promise<Database | null> {
  return address.kind === 'pglite' ? null : await openDatabase({ ...address, poolSize: 2, patience: null })
}

/** Names of the migrations that are not applied yet. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const migrations = await migratorOf(database).getMigrations()
  return migrations.filter((migration) => migration.executedAt === undefined).map(({ name }) => name)
}
