import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import type { Database } from '../../../src/db/database.ts'
import type { Role } from '../../../src/members/member.ts'
import { findMemberByAnyName, listMembers } from '../../../src/members/members-store.ts'
import { importMembers } from '../../../src/members/roster/import-members.ts'
import { setRole } from '../../../src/members/appoint/set-role.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'

const HEAD = 'member_id,display_name,department,role,essay_quota,joined_on'

onBothDatabases('importing members', (kind) => {
  let database: Database
  let ctx: Context
  let nth = 0
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-members-'))
  beforeAll(async () => {
    database = await freshDatabase(kind)
  })
  afterAll(async () => {
    await database[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })
  beforeEach(async () => {
    ctx = await officeOn(database, { teamId: `TMEMBERS${(nth += 1)}` })
  })

  const read = async (...rows: readonly string[]) => {
    const path = join(folder, 'members.csv')
    writeFileSync(path, [HEAD, ...rows].join('\n'))
    return await inTransaction(ctx, async (ctx) => await importMembers(ctx, path))
  }
  const row = (id: string, role: Role) => `${id},成员${id},,${role},0,2021-01-04`
  const named = async (id: string) => {
    const member = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, id))
    if (member === null) throw new Error(id)
    return member
  }
  const roles = async () =>
    (await inTransaction(ctx, async ({ db }) => await listMembers(db))).map(({ role }) => role)
  const rolesAudited = async () =>
    await inTransaction(ctx, async ({ db }) => {
      return await db.selectFrom('audit_events').select('details').where('action', '=', 'role').execute()
    })

  it('takes away no role that was given in Slack, and says so', async () => {
    const table = [row('M1', 'admin'), row('M2', 'member'), row('M3', 'reviewer')]
    await read(...table)
    const by = await named('M1')
    await setRole(ctx, { memberId: (await named('M2')).id, role: 'editor', by })
    await setRole(ctx, { memberId: (await named('M3')).id, role: 'member', by })
    const again = await read(...table)
    expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 3 })
    expect(again.notes.map(({ en }) => en)).toEqual([
      expect.stringMatching(/M2 .* decided in Slack as editor and stays/),
      expect.stringMatching(/M3 .* decided in Slack as member and stays/),
    ])
    expect(await roles()).toEqual(['admin', 'editor', 'member'])
  })

  it('changes a role that a table gave, and the audit log knows', async () => {
    await read(row('M1', 'admin'), row('M2', 'member'))
    expect(await read(row('M1', 'admin'), row('M2', 'reviewer'))).toMatchObject({ changed: 1, notes: [] })
    expect(await roles()).toEqual(['admin', 'reviewer'])
    expect(await rolesAudited()).toEqual([{ details: { from: 'member', to: 'reviewer' } }])
  })

  it('leaves no office without an admin', async () => {
    await read(row('M1', 'admin'), row('M2', 'member'))
    await expect(read(row('M1', 'member'), row('M2', 'reviewer'))).rejects.toThrow(/nobody would be an admin/)
    expect(await roles()).toEqual(['admin', 'member'])
    await read(row('M1', 'member'), row('M2', 'admin'))
    expect(await roles()).toEqual(['member', 'admin'])
  })
})
