import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { inTransaction } from '../../src/context.ts'
import type { Db } from '../../src/db/tenant.ts'
import { readHeldData } from '../../src/privacy/held-data.ts'
import { insertRow, liftChecks } from '../helpers/any-row.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { officeOn } from '../helpers/office.ts'
import { shared } from '../helpers/shared.ts'

/** What their names would make one take for members. */
const NO_MEMBERS = new Set(['draft_versions.written_by'])

type Column = { readonly table: string; readonly column: string; readonly type: string }

/** Names under which a column holds the id of a member. A column that holds one under another name is found by its rows. */
const MEMBER_COLUMN = /(?:^|_)(?:by|member|member_id|by_member|reviewer_id|person|author)$/

onBothDatabases('personal data of every table', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const ctx = shared(() => officeOn(database, { sample: true }))

  it(
    'are in the export: whichever column names a member, that row is told',
    { timeout: 60_000 },
    async () => {
      const untold: string[] = []
      const looked = inTransaction(ctx, async ({ db }) => {
        const columns = await columnsOfMembers(db)
        expect(columns.length).toBeGreaterThan(20)
        await liftChecks(db)
        for (const column of columns)
          if (!(await isTold(db, column))) untold.push(`${column.table}.${column.column}`)
        throw new Undo()
      })
      await expect(looked).rejects.toThrow(Undo)
      expect(untold).toEqual([])
    },
  )
})

class Undo extends Error {}

async function columnsOfMembers(db: Db): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select table_name as "table", column_name as "column", data_type as type from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely%' and data_type in ('text', 'ARRAY')
    order by 1, 2`.execute(db)
  const found: Column[] = []
  for (const one of rows) {
    const named = one.type === 'text' && MEMBER_COLUMN.test(one.column)
    if (one.table === 'members' || NO_MEMBERS.has(`${one.table}.${one.column}`)) continue
    if (named || (await holdsMember(db, one))) found.push(one)
  }
  return found
}

async function holdsMember(db: Db, { table, column, type }: Column): Promise<boolean> {
  const value = type === 'ARRAY' ? sql`any(${sql.ref(`t.${column}`)}::text[])` : sql.ref(`t.${column}`)
  const { rows } = await sql`
    select 1 from ${sql.table(table)} t join members on members.id = ${value} limit 1`.execute(db)
  return rows.length > 0
}

/** Lets one row of the table, and nothing else anywhere, name somebody new, and looks whether their export tells of it. */
async function isTold(db: Db, { table, column, type }: Column): Promise<boolean> {
  const id = randomUUID()
  await db
    .insertInto('members')
    .values({ id, name: '新人', role: 'member', joined_on: '2022-01-04' })
    .execute()
  const before = await entriesOf(db, id)
  await insertRow(db, table, { [column]: type === 'ARRAY' ? [id] : id })
  return (await entriesOf(db, id)) > before
}

async function entriesOf(db: Db, id: string): Promise<number> {
  return Object.values(await readHeldData(db, id)).flat().length
}
