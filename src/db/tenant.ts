import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql, type Kysely, type Transaction } from 'kysely'
import { DatabaseUnavailable } from '../errors.ts'
import { isUnavailable } from './failures.ts'
import type { Schema } from './schema.ts'

/** A handle inside a transaction that is bound to one workspace: what every store function takes. */
export type Db = Transaction<Schema>

/**
 * Runs `work` in a transaction bound to one workspace: as the role that cannot bypass row-level security,
 * with the setting that the policies read. Both end with the transaction, so a pooled connection carries nothing over.
 * On PGlite the base handle hangs inside: use only what is handed to `work`. Throws DatabaseUnavailable when the database
 * cannot be reached, does not answer in time or ends the connection.
 */
export async function bindToTeam<T>(
  base: Kysely<Schema>,
  teamId: string,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  return await saidWhenUnavailable(async (beforeCommit) =>
    base.transaction().execute(async (db) => {
      await sql`select set_config('role', 'wenshu_app', true), set_config('wenshu.team_id', ${teamId}, true)`.execute(
        db,
      )
      // The embedded engine answers without leaving the event loop, so one transaction would follow on another and what
      // came in meanwhile, a command to be acknowledged within three seconds, would wait for all of them.
      await nextTurn()
      const result = await work(db)
      beforeCommit()
      return result
    }),
  )
}

/** Turns a lost connection into DatabaseUnavailable: only one that is lost during the commit leaves open what stands. */
async function saidWhenUnavailable<T>(transact: (beforeCommit: () => void) => Promise<T>): Promise<T> {
  let isCommitting = false
  try {
    return await transact(() => {
      isCommitting = true
    })
  } catch (error) {
    if (!isUnavailable(error)) throw error
    throw new DatabaseUnavailable(isCommitting ? 'unknown' : 'no', { cause: error })
  }
}

/** Ids of all workspaces in this database, oldest first: all that may be known outside a binding. */
export async function listTeams(base: Kysely<Schema>): Promise<string[]> {
  return await saidWhenUnavailable(async () =>
    base.transaction().execute(async (db) => {
      await sql`select set_config('role', 'wenshu_app', true)`.execute(db)
      const rows = await db.selectFrom('teams').select('team_id').orderBy('created_at').execute()
      return rows.map((row) => row.team_id)
    }),
  )
}

/**
 * Holds counters until the commit, without taking a number. Locks are taken in one order everywhere, so that two
 * transactions never wait for each other in a circle: handled requests by their ids, then counters by their names, then
 * rows of records, essays and drafts. Who locks rows before it knows whether it needs a number holds the counters first.
 */
export async function holdCounters(db: Db, ...names: readonly string[]): Promise<void> {
  for (const name of names.toSorted()) await nextNumber(db, name, 0)
}

/** The next number of a counter of this workspace (S-42, A-17, E-3), from 1, without gaps; held until the commit. */
export async function nextNumber(db: Db, name: string, count = 1): Promise<number> {
  const row = await db
    .insertInto('counters')
    .values({ name, value: count })
    .onConflict((conflict) =>
      conflict
        .columns(['team_id', 'name'])
        .doUpdateSet((eb) => ({ value: eb('counters.value', '+', eb.ref('excluded.value')) })),
    )
    .returning('value')
    .executeTakeFirstOrThrow()
  return row.value - count + 1
}
