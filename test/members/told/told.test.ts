import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { updateMember } from '../../../src/members/members-store.ts'
import { decideQuotaOfGroup, decideQuotaOfMembers } from '../../../src/members/quotas/decide-quota.ts'
import { tellOfMissingScope } from '../../../src/members/told/scopes.ts'
import { setRole } from '../../../src/members/appoint/set-role.ts'
import { onBothDatabases } from '../../helpers/databases.ts'
import { until } from '../../helpers/until.ts'
import { isUnderWay, memberOf, outRows } from '../../outbox/kinds.ts'
import { sendingOffice, type SendingOffice } from '../../reminders/sending.ts'

onBothDatabases('members are told', (kind) => {
  let house: SendingOffice
  beforeAll(async () => {
    house = await sendingOffice(kind)
    await house.work()
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    await house.reset()
  })

  const heard = async () => {
    await until(async () => !(await outRows(house.ctx)).some(isUnderWay), 30_000)
    return Object.fromEntries(house.messages())
  }
  const change = async () => ({
    by: await memberOf(house.ctx, 'M001'),
    fromMonth: '2022-12' as const,
    zone: 'Asia/Shanghai',
    requestId: randomUUID(),
  })

  it('of a role that somebody gave them, in their language, and not of what changes nothing', async () => {
    const by = await memberOf(house.ctx, 'M001')
    const { id } = await memberOf(house.ctx, 'M011')
    await setRole(house.ctx, { memberId: id, role: 'reviewer', by })
    await setRole(house.ctx, { memberId: id, role: 'reviewer', by })
    expect(await heard()).toEqual({
      M011: ['<@U0OFFICEM001> 把您的角色从成员改为审阅人。现在可以做什么，见 /wenshu help。'],
    })
    await inTransaction(house.ctx, async ({ db }) => {
      await updateMember(db, id, { locale: 'en' })
    })
    await setRole(house.ctx, { memberId: id, role: 'member', by })
    expect((await heard())['M011']?.[1]).toBe(
      '<@U0OFFICEM001> changed your role from reviewer to member. See what you can do now with /wenshu help.',
    )
    await inTransaction(house.ctx, async ({ db }) => {
      await updateMember(db, id, { locale: null })
    })
  })

  it('when the token does not let the bot hear them in DMs: admins alone, once', async () => {
    await tellOfMissingScope(house.ctx, null)
    await tellOfMissingScope(house.ctx, ['commands', 'im:history'])
    await tellOfMissingScope(house.ctx, ['commands'])
    await tellOfMissingScope(house.ctx, ['commands'])
    const all = await heard()
    expect(Object.keys(all).length).toBeGreaterThan(0)
    for (const texts of Object.values(all))
      expect(texts).toEqual([expect.stringContaining('缺少权限 im:history')])
    expect((await memberOf(house.ctx, Object.keys(all)[0] ?? '')).role).toBe('admin')
  })

  it('of a quota decided for them, and not of one that stays', async () => {
    const { id } = await memberOf(house.ctx, 'M012')
    const own = { memberIds: [id], membership: new Map() }
    await decideQuotaOfMembers(house.ctx, { ...(await change()), ...own, quota: 3 })
    await decideQuotaOfMembers(house.ctx, { ...(await change()), ...own, quota: 3 })
    expect(await heard()).toEqual({
      M012: ['<@U0OFFICEM001> 决定：从 2022-12 起您每月应交习作 3 篇（原为 2 篇）。见 /essay quota。'],
    })
  })

  it('of a quota decided for their group, unless they have one of their own', async () => {
    const [mika, own] = [await memberOf(house.ctx, 'M031'), await memberOf(house.ctx, 'M032')]
    await decideQuotaOfMembers(house.ctx, {
      ...(await change()),
      memberIds: [own.id],
      membership: new Map(),
      quota: 1,
    })
    const membership = new Map([['S1', [mika.id, own.id]]])
    await decideQuotaOfGroup(house.ctx, { ...(await change()), groupId: 'S1', quota: 2, membership })
    const { M031, M032 } = await heard()
    expect(M031).toEqual([expect.stringContaining('从 2022-12 起您每月应交习作 2 篇')])
    expect(M032).toEqual([expect.stringContaining('每月应交习作 1 篇')])
  })
})
