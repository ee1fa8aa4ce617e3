import { readdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { basename, join } from 'node:path'
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration'
import type { Database } from './database.ts'

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
 * Returns the names applied now; throws with the failed migration's name, and the schema is as before it.
 */
export async function migrate(database: Database): Promise<string[]> {
  const { error, results } = await migratorOf(database).migrateToLatest()
  if (error) {
    const failed = results?.find((result) => result.status === 'Error')
    const why = error instanceof Error ? error.message : 'for no reason told'
    const what =
      failed === undefined
        ? 'the database was migrated by another version of Wenshu'
        : `migration ${failed.migrationName} failed`
    throw new Error(`${what}: ${why}`, { cause: error })
  }
  return (results ?? []).map((result) => result.migrationName)
}

/** Names of the migrations that are not applied yet. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const migrations = await migratorOf(database).getMigrations()
  return migrations.filter((migration) => migration.executedAt === undefined).map(({ name }) => name)
}
