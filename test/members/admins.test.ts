import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../src/context.ts'
import type { Database } from '../../src/db/database.ts'
import { setLeft } from '../../src/members/appoint/set-left.ts'
import { setRole } from '../../src/members/appoint/set-role.ts'
import type { Member, Role } from '../../src/members/member.ts'
import { findMemberByAnyName, updateMember } from '../../src/members/members-store.ts'
import { importMembers } from '../../src/members/roster/import-members.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { officeOn } from '../helpers/office.ts'

const HEAD = 'member_id,display_name,department,role,essay_quota,joined_on'

onBothDatabases('the last admin', (kind) => {
  let database: Database
  let ctx: Context
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-admins-'))
  beforeAll(async () => {
    database = await freshDatabase(kind)
    ctx = await officeOn(database, { sample: true })
  })
  afterAll(async () => {
    await database[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  const named = async (name: string): Promise<Member> => {
    const member = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, name))
    if (member === null) throw new Error(`no ${name}`)
    return member
  }
  const admins = async () =>
    await inTransaction(ctx, async ({ db }) => {
      const rows = await db.selectFrom('members').select('external_id').where('role', '=', 'admin').execute()
      return rows
        .map((row) => row.external_id)
        .toSorted((one, other) => (one ?? '').localeCompare(other ?? ''))
    })
  const give = async (name: string, role: Role, by: Member | null = null) =>
    await setRole(ctx, { memberId: (await named(name)).id, role, by })
  const audited = async (action: string, name: string) => {
    const { id } = await named(name)
    return await inTransaction(ctx, async ({ db }) =>
      db
        .selectFrom('audit_events')
        .select(['by_member', 'details'])
        .where('action', '=', action)
        .where('subject', '=', id)
        .execute(),
    )
  }
  const takeTable = async (...rows: string[]) => {
    const path = join(folder, 'members.csv')
    writeFileSync(path, `${[HEAD, ...rows].join('\n')}\n`)
    return await inTransaction(ctx, async (ctx) => await importMembers(ctx, path))
  }

  beforeEach(async () => {
    await inTransaction(ctx, async ({ db }) => {
      await db
        .updateTable('members')
        .set({ left_on: null, deactivated: false, role_given_in_slack: false })
        .where('external_id', 'in', ['M001', 'M020', 'M021'])
        .execute()
      await db.updateTable('members').set({ role: 'member' }).where('role', '=', 'admin').execute()
      await db.updateTable('members').set({ role: 'admin' }).where('external_id', '=', 'M001').execute()
    })
  })

  it('stays, whoever else is called one but has left or was deactivated', async () => {
    await give('M020', 'admin')
    await give('M021', 'admin')
    await inTransaction(ctx, async ({ db }) => {
      await updateMember(db, (await named2(db, 'M020')).id, { deactivated: true })
      await updateMember(db, (await named2(db, 'M021')).id, { leftOn: '2022-01-31' })
    })
    await expect(give('M001', 'editor')).rejects.toThrow(/成员01 is the only admin/)
    expect(await admins()).toContain('M001')
  })

  it('is there after two admins demote each other at once', async () => {
    await give('M020', 'admin')
    const [one, other] = [await named('M001'), await named('M020')]
    const ends = await Promise.allSettled([give('M020', 'member', one), give('M001', 'member', other)])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await admins()).toHaveLength(1)
  })

  it('does not leave the office; another one may, and comes back', async () => {
    const { id } = await named('M001')
    await expect(setLeft(ctx, { memberId: id, leftOn: '2022-11-30', by: null })).rejects.toThrow(/only admin/)
    await give('M020', 'admin')
    await setLeft(ctx, { memberId: id, leftOn: '2022-11-30', by: await named('M020') })
    expect((await named('M001')).leftOn).toBe('2022-11-30')
    await setLeft(ctx, { memberId: id, leftOn: null, by: null })
    expect((await named('M001')).leftOn).toBe(null)
    expect(await audited('left', 'M001')).toHaveLength(2)
    await expect(setLeft(ctx, { memberId: id, leftOn: '2001-01-01', by: null })).rejects.toThrow(/joined on/)
  })

  it('is not taken by a table, which leaves roles alone that a person gave, and is audited', async () => {
    await expect(takeTable('M001,成员01,教工委,member,0,2021-01-04')).rejects.toThrow(
      /After this table nobody would be an admin\. Keep at least one in it\. Nothing was imported\./,
    )
    expect(await admins()).toEqual(['M001'])
    await give('M021', 'admin')
    await takeTable('M001,成员01,教工委,member,0,2021-01-04', 'M021,成员21,办公室,member,2,2021-01-04')
    expect(await admins()).toEqual(['M021'])
    expect((await audited('role', 'M001')).at(-1)).toEqual({
      by_member: null,
      details: { from: 'admin', to: 'member' },
    })
  })

  it('a table says who has left; without the column, or empty, it says nothing', async () => {
    const path = join(folder, 'members.csv')
    const of = (day: string) => {
      writeFileSync(path, `${HEAD},left_on\nM030,成员30,办公室,member,2,2021-01-04,${day}\n`)
      return inTransaction(ctx, async (ctx) => await importMembers(ctx, path))
    }
    await of('2022-10-31')
    expect((await named('M030')).leftOn).toBe('2022-10-31')
    await of('')
    await takeTable('M030,成员30,办公室,member,2,2021-01-04')
    expect((await named('M030')).leftOn).toBe('2022-10-31')
    await expect(of('2020-01-01')).rejects.toThrow(/line 2, column left_on: "2020-01-01" is before/)
    expect(await audited('left', 'M030')).toHaveLength(1)
  })

  const named2 = async (db: Parameters<typeof findMemberByAnyName>[0], name: string) =>
    (await findMemberByAnyName(db, name))!
})
