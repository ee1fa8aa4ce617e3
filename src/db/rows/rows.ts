import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Db } from '../tenant.ts'

/**
 * Rows with their columns as properties (`from_month` is `fromMonth`), and the few statements that a store otherwise
 * writes out for each table. What joins, counts or groups is a query of its own.
 */
type Table = keyof Schema
type Camel<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : S
type CamelKeys<R> = { [K in keyof R as K extends string ? Camel<K> : never]: R[K] }
type Key<T extends Table> = Exclude<keyof Row<T> & string, 'teamId'>

/** A row as a query of Kysely hands it out, its columns as they are called in the database. */
export type RawRow<T extends Table> = Omit<Selectable<Schema[T]>, 'team_id'>
/** A row as it is read. The workspace it belongs to is the transaction's, so it is left out. */
export type Row<T extends Table> = CamelKeys<RawRow<T>>
/** A row as it is stored; jsonb goes in as JSON text. */
export type NewRow<T extends Table> = CamelKeys<Omit<Insertable<Schema[T]>, 'team_id'>>
/** What an update sets. What is undefined stays. */
export type Change<T extends Table> = CamelKeys<Omit<Updateable<Schema[T]>, 'team_id'>>
/** Which rows: those with these values; a list means any of it, null the absence of a value. */
export type Which<T extends Table> = {
  readonly [K in Key<T>]?: Row<T>[K] | readonly NonNullable<Row<T>[K]>[]
}
/** An order, most significant first: `number`, or `number desc`. */
export type Order<T extends Table> = readonly (Key<T> | `${Key<T>} desc`)[]

/** The row with these values; null without one. `lock` holds it until the commit. */
export async function findRow<T extends Table>(
  db: Db,
  table: T,
  which: Which<T>,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Row<T> | null> {
  const query = select(db, table, which)
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? null : rowOf<T>(row as RawRow<T>)
}

/** Every row with these values, in this order. */
export async function listRows<T extends Table>(
  db: Db,
  table: T,
  which: Which<T>,
  order: Order<T>,
  { limit = null }: { readonly limit?: number | null } = {},
): Promise<Row<T>[]> {
  // One of no values is none.
  if (Object.values(which).some((value) => Array.isArray(value) && value.length === 0)) return []
  let query = select(db, table, which)
  for (const by of order) {
    const [key = '', direction] = (by as string).split(' ')
    query = query.orderBy(columnOf(key) as never, direction as 'desc' | undefined)
  }
  const rows = await (limit === null ? query : query.limit(limit)).execute()
  return rows.map((row) => rowOf<T>(row as RawRow<T>))
}

/** Stores one row or several; none at all is nothing to do. */
export async function insertRows<T extends Table>(
  db: Db,
  table: T,
  rows: NewRow<T> | readonly NewRow<T>[],
): Promise<void> {
  const values = (Array.isArray(rows) ? rows : [rows]).map((row) => columnsOf(row as object))
  if (values.length > 0)
    await db
      .insertInto(table)
      .values(values as never)
      .execute()
}

/** Stores a row unless one of its keys is taken. Returns whether it was stored. */
export async function insertNew<T extends Table>(db: Db, table: T, row: NewRow<T>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto(table)
    .values(columnsOf(row) as never)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Changes every row with these values. Throws without any, which would be all of them. */
export async function updateRows<T extends Table>(
  db: Db,
  table: T,
  which: Which<T>,
  change: Change<T>,
): Promise<void> {
  const wanted = conditions(which)
  if (wanted.length === 0) throw new Error(`which rows of ${table} are to be changed is not said`)
  const query = db.updateTable(table as 'records').set(columnsOf(change))
  await wanted.reduce((all, one) => all.where(...one), query).execute()
}

/** A row as it came from a query, its columns as properties; one that has them already stays. */
export function rowOf<T extends Table>(row: RawRow<T> | Row<T>): Row<T> {
  const entries = Object.entries(row).filter(([column]) => column !== 'team_id')
  return Object.fromEntries(entries.map(([column, value]) => [propertyOf(column), value])) as Row<T>
}

/** A row without what its reader has no use for. */
export function without<R extends object, K extends keyof R>(row: R, ...keys: readonly K[]): Omit<R, K> {
  const entries = Object.entries(row).filter(([key]) => !(keys as readonly string[]).includes(key))
  return Object.fromEntries(entries) as Omit<R, K>
}

/** Properties as a statement takes them: `fromMonth` is `from_month`. */
export function columnsOf(properties: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [columnOf(key), value]))
}

function select<T extends Table>(db: Db, table: T, which: Which<T>) {
  const query = db.selectFrom(table as 'records').selectAll()
  return conditions(which).reduce((all, one) => all.where(...one), query)
}

type Condition = [column: 'id', operator: '=' | 'in' | 'is', value: never]

function conditions(which: object): Condition[] {
  return Object.entries(columnsOf(which)).map(([column, value]) => {
    if (value === undefined) throw new Error(`${column} of the rows wanted is not said`)
    const operator = value === null ? 'is' : Array.isArray(value) ? 'in' : '='
    return [column as 'id', operator, value as never]
  })
}

function propertyOf(column: string): string {
  return column.replace(/_(\w)/gu, (_, letter: string) => letter.toUpperCase())
}

function columnOf(key: string): string {
  return key.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
}
