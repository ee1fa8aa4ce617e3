import { beforeEach, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import { AlreadyHandled } from '../../../src/errors.ts'
import { loadObligations } from '../../../src/essays/duties/obligations-store.ts'
import { importOffice } from '../../../src/app/import-office.ts'
import { decideQuotaOfGroup, decideQuotaOfMembers } from '../../../src/members/quotas/decide-quota.ts'
import { followGroups } from '../../../src/members/quotas/follow-groups.ts'
import type { Member } from '../../../src/members/member.ts'
import { listQuotasOf } from '../../../src/members/quotas/quotas-store.ts'
import type { Month } from '../../../src/time/month.ts'
import { at } from '../../essays/cast.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { memberNamed, officeOn, SAMPLE_OFFICE } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

const ZONE = 'Asia/Shanghai'

onBothDatabases('deciding who owes how many', (kind) => {
  const database = shared(() => freshDatabase(kind))
  let ctx: Context
  let admin: Member
  let writer: Member
  let plain: Member
  let team = 0
  let request = 0
  beforeEach(async () => {
    ctx = await officeOn(database, { teamId: `QUOTA${(team += 1)}`, sample: true })
    admin = await memberNamed(ctx, 'M001')
    writer = await memberNamed(ctx, 'M011')
    plain = await memberNamed(ctx, 'M040')
  })

  const groups = (...people: Member[]) => new Map([['S1', people.map(({ id }) => id)]])
  const forPerson = async (
    quota: number | null,
    fromMonth: Month,
    change: { by?: Member; requestId?: string; members?: Member[]; ctx?: Context; inGroup?: Member[] } = {},
  ) =>
    await decideQuotaOfMembers(change.ctx ?? ctx, {
      by: change.by ?? admin,
      memberIds: (change.members ?? [writer]).map(({ id }) => id),
      quota,
      fromMonth,
      zone: ZONE,
      requestId: change.requestId ?? `q${(request += 1)}`,
      membership: groups(...(change.inGroup ?? [])),
    })
  const forGroup = async (quota: number, fromMonth: Month, people: Member[]) =>
    await decideQuotaOfGroup(ctx, {
      by: admin,
      groupId: 'S1',
      quota,
      fromMonth,
      zone: ZONE,
      requestId: `q${(request += 1)}`,
      membership: groups(...people),
    })
  const owed = async (member: Member, ...months: Month[]) =>
    await inTransaction(ctx, async ({ db }) =>
      (
        await loadObligations(db, { months, today: Temporal.PlainDate.from('2022-11-18'), of: member.id })
      ).map(({ quota }) => quota),
    )

  it('changes this month and those to come, and leaves last March as it was', async () => {
    expect(await forPerson(3, '2022-11')).toMatchObject([{ before: { quota: 2, source: 'table' }, quota: 3 }])
    expect(await owed(writer, '2022-03', '2022-10', '2022-11', '2023-05')).toEqual([2, 2, 3, 3])
    await expect(forPerson(0, '2022-03')).rejects.toThrow(/2022-03 is over, and what was owed then stays/)
    expect(await owed(writer, '2022-03')).toEqual([2])
  })

  it('is an admin’s alone, within what can be, and kept in the audit log', async () => {
    await expect(forPerson(3, '2022-11', { by: writer })).rejects.toThrow(/cannot administer/)
    await expect(forPerson(100, '2022-11')).rejects.toThrow(/from 0 to 99/)
    await expect(forPerson(1.5, '2022-11')).rejects.toThrow(/whole number/)
    await expect(forPerson(1, '2036-11')).rejects.toThrow(/too far ahead/)
    await forPerson(1, '2022-12')
    const audit = await inTransaction(ctx, async ({ db }) =>
      db.selectFrom('audit_events').selectAll().where('action', '=', 'quota').execute(),
    )
    expect(audit).toMatchObject([
      { by_member: admin.id, subject: writer.id, details: { from: '2022-12', quota: 1, before: 2 } },
    ])
  })

  it('by two admins at once is two decisions, the later in force, and its answer tells what the first decided', async () => {
    const second: Member = { ...(await memberNamed(ctx, 'M002')), role: 'admin' }
    const ends = await Promise.all([forPerson(3, '2022-12'), forPerson(5, '2022-12', { by: second })])
    const befores = ends.map(([end]) => end?.before?.quota)
    const history = await inTransaction(ctx, async ({ db }) => await listQuotasOf(db, [writer.id]))
    const decided = history.filter(({ source }) => source === 'member').map(({ quota }) => quota)
    expect(new Set(decided)).toEqual(new Set([3, 5]))
    expect(new Set(befores)).toEqual(new Set([2, decided[0]]))
    expect(await owed(writer, '2022-12')).toEqual([decided[1]])
  })

  it('once, when the same request comes twice', async () => {
    await forPerson(4, '2022-12', { requestId: 'same' })
    await expect(forPerson(4, '2022-12', { requestId: 'same' })).rejects.toThrow(AlreadyHandled)
  })

  it('for a user group holds for all in it but who has a quota of their own, until that is given up', async () => {
    await forPerson(5, '2022-12')
    expect(await forGroup(1, '2022-12', [writer, plain])).toMatchObject({ members: 2, kept: 1, before: null })
    expect([await owed(writer, '2022-12'), await owed(plain, '2022-11', '2022-12')]).toEqual([[5], [1]])
    await forPerson(null, '2022-12', { inGroup: [writer, plain] })
    expect(await owed(writer, '2022-11', '2022-12')).toEqual([2, 1])
  })

  it('follows who comes into a group from this month on, and who leaves it from the next', async () => {
    await forGroup(2, '2022-11', [plain])
    const other = await memberNamed(ctx, 'M041')
    const december = at(ctx, '2022-12-10T09:00:00+08:00')
    const follow = async (people: Member[], areAllRead = true) =>
      await followGroups(december, { membership: groups(...people), zone: ZONE, areAllRead })
    expect(await follow([plain, other])).toBe(1)
    expect(await follow([plain, other])).toBe(0)
    expect([await owed(other, '2022-11'), await owed(other, '2022-12')]).toEqual([[], [2]])
    expect(await follow([other], false)).toBe(0)
    expect(await follow([other])).toBe(1)
    expect(await owed(plain, '2022-11', '2022-12', '2023-01')).toEqual([2, 2, 0])
    expect(await follow([plain, other])).toBe(1)
    expect(await owed(plain, '2022-12', '2023-01')).toEqual([2, 2])
  })

  it('is not undone by importing the table of members again', async () => {
    await forPerson(5, '2022-11')
    await importOffice(ctx, SAMPLE_OFFICE)
    expect(await owed(writer, '2022-10', '2022-11')).toEqual([2, 5])
  })

  it('knows nothing of another workspace', async () => {
    const elsewhere = await officeOn(database, { teamId: `QUOTA${(team += 1)}` })
    await expect(forPerson(5, '2022-11', { ctx: elsewhere })).rejects.toThrow()
    expect(await owed(writer, '2022-11')).toEqual([2])
  })
})
