import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../src/db/tenant.ts'

/** As the owner of the tables: what a row would need a value for that means something (a state, a month). */
export async function liftChecks(db: Db): Promise<void> {
  await sql`reset role`.execute(db)
  const { rows: checks } = await sql<{ table: string; name: string }>`
    select relname as "table", conname as name from pg_constraint join pg_class on pg_class.oid = conrelid
    where contype = 'c' and connamespace = 'public'::regnamespace`.execute(db)
  for (const { table, name } of checks)
    await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(name)}`.execute(db)
}

type Row = Readonly<Record<string, unknown>>

/** Fills what has to be there: parents' keys by parents' rows, made where there is none; the rest by its type. */
export async function insertRow(db: Db, table: string, given: Row): Promise<Row> {
  const parents = await parentsOf(db, table)
  const row: Record<string, unknown> = { ...given }
  for (const { parent, own, theirs } of parents) {
    const { rows: found } = await sql<Row>`select * from ${sql.table(parent)} limit 1`.execute(db)
    const made = found[0] ?? (await insertRow(db, parent, {}))
    own.forEach((name, at) => {
      row[name] ??= made[theirs[at] ?? '']
    })
  }
  const { rows: required } = await sql<{ name: string; type: string }>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_nullable = 'NO' and column_default is null
      and is_generated = 'NEVER'`.execute(db)
  for (const { name, type } of required) row[name] ??= valueOf(type)
  const names = Object.keys(row)
  const { rows } = await sql<Row>`
    insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    values (${sql.join(Object.values(row))}) returning *`.execute(db)
  return rows[0] ?? {}
}

/** The tables that a row needs a row of, with the columns on both sides; its own workspace aside. */
async function parentsOf(db: Db, table: string) {
  const { rows } = await sql<{ parent: string; own: string[]; theirs: string[] }>`
    select referenced.relname as parent,
      array(select attname::text from unnest(conkey) with ordinality as key(number, place)
        join pg_attribute on attrelid = conrelid and attnum = number order by place) as own,
      array(select attname::text from unnest(confkey) with ordinality as key(number, place)
        join pg_attribute on attrelid = confrelid and attnum = number order by place) as theirs
    from pg_constraint join pg_class referenced on referenced.oid = confrelid
    where contype = 'f' and conrelid = ${table}::regclass`.execute(db)
  return rows.filter(({ parent }) => parent !== 'teams')
}

let lastNumber = 1_000_000

function valueOf(type: string): unknown {
  if (type === 'date') return '2022-11-18'
  if (type.startsWith('timestamp')) return '2022-11-18T01:00:00Z'
  if (type === 'boolean') return false
  if (type === 'jsonb') return '{}'
  if (type === 'ARRAY') return []
  return type === 'text' ? `x${randomUUID()}` : (lastNumber += 1)
}
