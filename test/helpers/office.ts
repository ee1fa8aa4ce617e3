import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { parseConfig, type Config } from '../../src/config.ts'
import { inTransaction, type Context } from '../../src/context.ts'
import type { Database } from '../../src/db/database.ts'
import { importOffice } from '../../src/app/import-office.ts'
import type { Member } from '../../src/members/member.ts'
import { findMemberByAnyName } from '../../src/members/members-store.ts'
import { createLog } from '../../src/log.ts'
import { setUpWorkspace } from '../../src/app/set-up-workspace.ts'
import { fixedClock, type Clock } from '../../src/time/clock.ts'

/** The sample office's five tables. */
export const SAMPLE_OFFICE = fileURLToPath(new URL('../../src/playground/sample-office/', import.meta.url))

/** Friday 18 November 2022, 09:00 in Shanghai: when the sample office lives. */
export const SAMPLE_NOW = '2022-11-18T09:00:00+08:00'

/**
 * A workspace on a database, without Slack and queue. `sample`: with the sample office's tables; `imported` reads them
 * anew, so that nothing but the office's own numbers is the same as elsewhere.
 */
export async function officeOn(
  database: Database,
  options: {
    readonly teamId?: string
    readonly clock?: Clock
    readonly config?: Config
    readonly sample?: boolean | 'imported'
  } = {},
): Promise<Context> {
  const ctx: Context = {
    teamId: options.teamId ?? 'TOFFICE',
    database,
    jobs: null,
    slack: null,
    model: null,
    clock: options.clock ?? fixedClock(SAMPLE_NOW),
    config: options.config ?? parseConfig({}),
    log: createLog('silent'),
  }
  const { zone, region, locale } = ctx.config
  const key = JSON.stringify([zone, region, locale, ctx.clock.now().toString()])
  const known = options.sample === true ? imported.get(key) : undefined
  if (known !== undefined) {
    await writeRows(ctx, known)
    return ctx
  }
  await setUpWorkspace(ctx, 'The office')
  if (options.sample !== undefined && options.sample !== false) await importOffice(ctx, SAMPLE_OFFICE)
  if (options.sample === true) imported.set(key, await readRows(ctx))
  return ctx
}

/** A member of the sample office by office number. */
export async function memberNamed(ctx: Context, name: string): Promise<Member> {
  const member = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, name))
  if (member === null) throw new Error(`nobody is called ${name}`)
  return member
}

/** A table's name, the columns that are not made by the database itself, and the rows as JSON. */
type TableRows = { readonly table: string; readonly columns: string; readonly rows: string }

/** Offices as they stand when they are imported: reading five tables takes far longer than writing their rows. */
const imported = new Map<string, readonly TableRows[]>()

async function readRows({ database, teamId }: Context): Promise<readonly TableRows[]> {
  const { rows: tables } = await sql<{ table: string; columns: string }>`
    select table_name as table, string_agg(quote_ident(column_name), ', ') as columns
    from information_schema.columns
    where table_schema = 'public' and table_name <> 'teams' and is_identity = 'NO' and is_generated = 'NEVER'
    group by table_name having bool_or(column_name = 'team_id')`.execute(database.base)
  const read: TableRows[] = []
  for (const { table, columns } of tables) {
    const { rows } = await sql<{ rows: string | null }>`
      select json_agg(t)::text as rows from ${sql.table(table)} t where team_id = ${teamId}`.execute(
      database.base,
    )
    if (rows[0]?.rows) read.push({ table, columns, rows: rows[0].rows })
  }
  return read
}

/** Writes them for another workspace, without the checks and triggers that they have passed already. */
async function writeRows({ database, teamId }: Context, known: readonly TableRows[]): Promise<void> {
  await database.base.transaction().execute(async (db) => {
    await sql`select set_config('session_replication_role', 'replica', true), set_config('wenshu.team_id', ${teamId}, true)`.execute(
      db,
    )
    await sql`insert into teams default values`.execute(db)
    for (const { table, columns, rows } of known) {
      const own = columns
        .split(', ')
        .map((column) => (column === 'team_id' ? sql`${teamId}` : sql.raw(column)))
      await sql`
        insert into ${sql.table(table)} (${sql.raw(columns)})
        select ${sql.join(own)} from json_populate_recordset(null::${sql.table(table)}, ${rows}::json)`.execute(
        db,
      )
    }
  })
}
