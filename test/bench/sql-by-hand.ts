import { Kysely, PostgresDialect, type CompiledQuery } from 'kysely'
import pg from 'pg'
import { postgresTypes } from '../../src/db/database.ts'
import type { Schema } from '../../src/db/schema.ts'
import { bindToTeam, type Db } from '../../src/db/tenant.ts'

/** The SQL that a read sends, with its values: from `begin` and what binds it to the workspace to `commit`. */
export async function statementsOf(
  url: string,
  teamId: string,
  read: (db: Db) => Promise<unknown>,
): Promise<CompiledQuery[]> {
  const statements: CompiledQuery[] = []
  const base = new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool: new pg.Pool({ connectionString: url, max: 1, types: postgresTypes }),
    }),
    log: ({ query }) => {
      statements.push(query)
    },
  })
  await bindToTeam(base, teamId, read)
  await base.destroy()
  return statements
}

export async function sendByHand(client: pg.Client, statements: readonly CompiledQuery[]): Promise<void> {
  for (const { sql: text, parameters } of statements) await client.query(text, [...parameters])
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
