import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from 'kysely'
import type { Database } from '../../src/db/database.ts'
import { bindToTeam, listTeams, nextNumber } from '../../src/db/tenant.ts'
import { onBothDatabases, freshDatabase } from '../helpers/databases.ts'
import { officeOn } from '../helpers/office.ts'

/** Every table of ours; the queue's and the migrations' own are not a workspace's. */
async function tablesOf(database: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_name not like 'kysely%' order by 1`.execute(database.base)
  return rows.map(({ name }) => name)
}

onBothDatabases('rows belong to one workspace', (kind) => {
  let database: Database
  beforeAll(async () => {
    database = await freshDatabase(kind)
    for (const teamId of ['TA', 'TB']) {
      const ctx = await officeOn(database, { teamId })
      await bindToTeam(database.base, teamId, async (db) => {
        await db
          .insertInto('audit_events')
          .values({ id: 'one', at: new Date(), by_member: null, action: 'x', subject: teamId, details: '{}' })
          .execute()
      })
      expect(ctx.teamId).toBe(teamId)
    }
  })
  afterAll(async () => {
    await database[Symbol.asyncDispose]()
  })

  it('every table carries team_id, first in its primary key and in every index', async () => {
    const { rows } = await sql<{ table: string; index: string; first: string }>`
      select t.relname as table, i.relname as index, a.attname as first
      from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      join pg_namespace n on n.oid = t.relnamespace
      join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
      where n.nspname = 'public' and t.relname not like 'kysely%'`.execute(database.base)
    expect(rows.filter(({ first }) => first !== 'team_id')).toEqual([])
    expect(new Set(rows.map(({ table }) => table))).toEqual(new Set(await tablesOf(database)))
  })

  it('every table is under row-level security that also binds its owner', async () => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class join pg_namespace n on n.oid = relnamespace
      where n.nspname = 'public' and relkind = 'r' and relname not like 'kysely%'
        and not (relrowsecurity and relforcerowsecurity)`.execute(database.base)
    expect(rows).toEqual([])
  })

  it('the role of every query can bypass nothing', async () => {
    await bindToTeam(database.base, 'TA', async (db) => {
      const { rows } = await sql<{ role: string; can: boolean }>`
        select current_user as role, (rolsuper or rolbypassrls) as can from pg_roles where rolname = current_user`.execute(
        db,
      )
      expect(rows).toEqual([{ role: 'wenshu_app', can: false }])
    })
  })

  it('a query without a where shows the own rows only', async () => {
    const seen = await bindToTeam(
      database.base,
      'TA',
      async (db) => await db.selectFrom('audit_events').selectAll().execute(),
    )
    expect(seen.map(({ team_id, subject }) => [team_id, subject])).toEqual([['TA', 'TA']])
  })

  it('an update and a delete without a where leave the other workspace alone', async () => {
    await bindToTeam(database.base, 'TA', async (db) => {
      await db.updateTable('workspaces').set({ name: 'taken over' }).execute()
      await db.deleteFrom('kinds').where('id', '=', 'culture').execute()
    })
    const names = await bindToTeam(
      database.base,
      'TB',
      async (db) => await db.selectFrom('workspaces').select('name').execute(),
    )
    expect(names).toEqual([{ name: 'The office' }])
  })

  it('a row for another workspace cannot be written', async () => {
    const write = bindToTeam(database.base, 'TA', async (db) => {
      await sql`insert into counters (team_id, name, value) values ('TB', 'stolen', 1)`.execute(db)
    })
    await expect(write).rejects.toThrow(/row-level security/)
  })

  it('without a binding no row is visible, and only ids of workspaces can be listed', async () => {
    const unbound = await database.base.transaction().execute(async (db) => {
      await sql`set local role wenshu_app`.execute(db)
      return await db.selectFrom('workspaces').selectAll().execute()
    })
    expect(unbound).toEqual([])
    expect(await listTeams(database.base)).toEqual(['TA', 'TB'])
    expect(
      await bindToTeam(
        database.base,
        'TB',
        async (db) => await db.selectFrom('teams').select('team_id').execute(),
      ),
    ).toEqual([{ team_id: 'TB' }])
  })

  it('no operation of A ever shows or changes a row of B', async () => {
    const tables = await tablesOf(database)
    const fingerprint = async () =>
      await bindToTeam(database.base, 'TB', async (db) => {
        const rows: unknown[] = []
        for (const table of tables) {
          const found = await sql<{
            row: unknown
          }>`select to_jsonb(t) as row from ${sql.table(table)} t order by 1`.execute(db)
          rows.push(table, found.rows)
        }
        return JSON.stringify(rows)
      })
    const before = await fingerprint()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...tables),
        fc.constantFrom('select', 'delete', 'update', 'truncate'),
        async (table, verb) => {
          const teams = await bindToTeam(database.base, 'TA', async (db) => {
            if (verb === 'delete') await sql`delete from ${sql.table(table)}`.execute(db)
            if (verb === 'update') await sql`update ${sql.table(table)} set team_id = team_id`.execute(db)
            if (verb === 'truncate') await sql`truncate ${sql.table(table)}`.execute(db)
            return await sql<{ team_id: string }>`select team_id from ${sql.table(table)}`.execute(db)
          }).catch(() => ({ rows: [] }))
          expect(teams.rows.every(({ team_id }) => team_id === 'TA')).toBe(true)
        },
      ),
      { numRuns: 120 },
    )
    expect(await fingerprint()).toBe(before)
  })

  it('numbers of a counter follow each other without gaps, also when many ask at once', async () => {
    const numbers = await Promise.all(
      Array.from(
        { length: 20 },
        async () => await bindToTeam(database.base, 'TB', async (db) => await nextNumber(db, 'test')),
      ),
    )
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })
})

onBothDatabases('values are the same from both drivers', (kind) => {
  it.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])(
    'dates do not slip a day in a process in %s',
    async (zone) => {
      const before = process.env['TZ']
      process.env['TZ'] = zone
      try {
        await using database = await freshDatabase(kind)
        const { rows } = await sql`
        select '2022-11-18'::date as day, 12345678901::int8 as big, 98.5::numeric as ratio, true as yes,
          '{"a":[1,null]}'::jsonb as json, array['一','b"c']::text[] as list, count(*) as count,
          '2022-11-18T01:00:00Z'::timestamptz as at, null::date as nothing`.execute(database.base)
        expect(rows).toEqual([
          {
            day: '2022-11-18',
            big: 12_345_678_901,
            ratio: 98.5,
            yes: true,
            json: { a: [1, null] },
            list: ['一', 'b"c'],
            count: 1,
            at: new Date('2022-11-18T01:00:00Z'),
            nothing: null,
          },
        ])
      } finally {
        if (before === undefined) delete process.env['TZ']
        else process.env['TZ'] = before
      }
    },
  )
})
