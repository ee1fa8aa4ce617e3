import { beforeEach, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import { AlreadyHandled } from '../../../src/errors.ts'
import { exemptMember, revokeExemption } from '../../../src/essays/exempt/exempt.ts'
import { listExemptionsOf } from '../../../src/essays/exempt/store.ts'
import { stillOwed } from '../../../src/essays/duties/obligations.ts'
import { loadObligations } from '../../../src/essays/duties/obligations-store.ts'
import type { Member } from '../../../src/members/member.ts'
import type { Month } from '../../../src/time/month.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { memberNamed, officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

onBothDatabases('an exemption', (kind) => {
  const database = shared(() => freshDatabase(kind))
  let ctx: Context
  let reviewer: Member
  let writer: Member
  let team = 0
  let request = 0
  beforeEach(async () => {
    ctx = await officeOn(database, { teamId: `EXEMPT${(team += 1)}`, sample: true })
    reviewer = await memberNamed(ctx, 'M002')
    writer = await memberNamed(ctx, 'M011')
  })

  type Wish = { by?: Member; member?: Member; months?: Month[]; reason?: string; requestId?: string }
  const common = ({ by = reviewer, member = writer, months = ['2022-11'], requestId }: Wish) => ({
    by,
    member,
    months,
    zone: 'Asia/Shanghai',
    requestId: requestId ?? `x${(request += 1)}`,
  })
  const exempt = async (wish: Wish = {}) =>
    await exemptMember(ctx, { ...common(wish), reason: wish.reason ?? '病假' })
  const revoke = async (wish: Wish = {}) => {
    await revokeExemption(ctx, common(wish))
  }
  const owed = async (month: Month = '2022-11', member = writer) =>
    await inTransaction(ctx, async ({ db }) =>
      (
        await loadObligations(db, {
          months: [month],
          today: Temporal.PlainDate.from('2022-11-18'),
          of: member.id,
        })
      ).map(stillOwed),
    )
  const history = async () =>
    await inTransaction(ctx, async ({ db }) => await listExemptionsOf(db, writer.id, 9))

  it('lets a member off the month, and revoked it is owed again; both stand in the history', async () => {
    expect(await exempt()).toEqual([{ month: '2022-11', outcome: 'exempt', isOver: false, handedIn: 0 }])
    expect(await owed()).toEqual([0])
    await revoke()
    expect(await owed()).toEqual([2])
    expect(await history()).toMatchObject([
      { reason: '病假', decidedBy: reviewer.id, revokedBy: reviewer.id, revokedAt: expect.any(Date) },
    ])
    await expect(revoke()).rejects.toThrow(/is not exempt for 2022-11/)
  })

  it('twice is one, and with another reason the earlier stands in the history as ended', async () => {
    await exempt()
    expect(await exempt()).toMatchObject([{ outcome: 'as before' }])
    expect(await exempt({ reason: '借调' })).toMatchObject([{ outcome: 'changed' }])
    expect((await history()).map(({ reason, revokedAt }) => [reason, revokedAt === null])).toEqual([
      ['借调', true],
      ['病假', false],
    ])
    await exempt({ requestId: 'same', reason: '出差' })
    await expect(exempt({ requestId: 'same', reason: '出差' })).rejects.toThrow(AlreadyHandled)
  })

  it('by two reviewers at once leaves one that stands', async () => {
    const second = await memberNamed(ctx, 'M003')
    await Promise.all([exempt(), exempt({ by: second, reason: '借调' })])
    expect((await history()).filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1)
  })

  it('for a month already over is possible, said, and changes that month alone', async () => {
    expect(await exempt({ months: ['2022-09'] })).toEqual([
      { month: '2022-09', outcome: 'exempt', isOver: true, handedIn: 2 },
    ])
    expect(await owed('2022-11')).toEqual([2])
  })

  it('takes several months in one, all or none', async () => {
    expect(await exempt({ months: ['2022-11', '2022-12', '2022-11'] })).toHaveLength(2)
    await expect(exempt({ months: ['2023-01', '2030-01'] })).rejects.toThrow(/too far away/)
    expect(await owed('2023-01')).toEqual([2])
  })

  it('is refused for oneself, by members and editors, and without a reason', async () => {
    await expect(exempt({ member: reviewer })).rejects.toThrow(/cannot exempt yourself/)
    await expect(exempt({ by: writer, member: await memberNamed(ctx, 'M012') })).rejects.toThrow(
      /cannot exempt members from essays; that takes reviewer or admin/,
    )
    await expect(exempt({ reason: '' })).rejects.toThrow(/Give the reason/)
    await expect(exempt({ reason: '病'.repeat(201) })).rejects.toThrow(/200 is the most/)
    expect(await history()).toEqual([])
  })

  it('is refused where nothing is owed: without a quota, before joining, after leaving', async () => {
    await expect(exempt({ member: await memberNamed(ctx, 'M040') })).rejects.toThrow(/owes no essays/)
    const set = async (change: { joined_on?: string; left_on?: string | null }) => {
      await inTransaction(ctx, async ({ db }) => {
        await db.updateTable('members').set(change).where('id', '=', writer.id).execute()
      })
    }
    await set({ left_on: '2022-10-15' })
    await expect(exempt({ member: writer })).rejects.toThrow(/had not joined or had left in 2022-11/)
    expect(await exempt({ member: writer, months: ['2022-09'] })).toHaveLength(1)
    await set({ left_on: null, joined_on: '2022-12-01' })
    await expect(exempt({ member: writer })).rejects.toThrow(/had not joined/)
    await set({ joined_on: writer.joinedOn })
  })

  it('is not needed for a month on leave all weekdays; a day at work in it, and everything is owed', async () => {
    const leave = async (id: string, from: string, to: string) => {
      await inTransaction(ctx, async ({ db }) => {
        await db
          .insertInto('leaves')
          .values({
            id,
            member_id: writer.id,
            starts_on: from,
            ends_on: to,
            state: 'confirmed',
            asked_at: '2022-10-01T00:00:00Z',
          })
          .execute()
      })
    }
    await leave('l1', '2022-11-01', '2022-11-15')
    await leave('l2', '2022-11-10', '2022-11-29')
    expect(await owed()).toEqual([2])
    await leave('l3', '2022-11-30', '2023-01-31')
    expect([
      await owed('2022-11'),
      await owed('2022-12'),
      await owed('2023-01'),
      await owed('2023-02'),
    ]).toEqual([[0], [0], [0], [2]])
    // 2022-10-01 and 02 are a weekend.
    await leave('l4', '2022-10-03', '2022-10-31')
    const [october] = await inTransaction(
      ctx,
      async ({ db }) =>
        await loadObligations(db, {
          months: ['2022-10'],
          today: Temporal.PlainDate.from('2022-11-18'),
          of: writer.id,
        }),
    )
    expect(october?.isAway).toBe(true)
  })
})
