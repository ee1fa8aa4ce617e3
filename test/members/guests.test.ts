import { beforeAll, describe, expect, it } from 'vitest'
import { profileOf } from '../../src/members/caller.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import type { Person } from '../helpers/person.ts'
import { shared } from '../helpers/shared.ts'
import { until } from '../helpers/until.ts'

describe('a profile from another organisation', () => {
  const own = { team_id: 'T1', is_admin: true, profile: { email: 'Ann@Office.example', display_name: 'Ann' } }

  it('of the own team links by e-mail and may be an admin', () => {
    expect(profileOf('U1', own, 'T1')).toMatchObject({ email: 'ann@office.example', isSlackAdmin: true })
    expect(profileOf('U1', own, 'T1').account.isGuest).toBe(false)
    const inGrid = { ...own, team_id: 'E1', enterprise_user: { teams: ['T0', 'T1'] } }
    expect(profileOf('U1', inGrid, 'T1').account.isGuest).toBe(false)
  })

  it.each([
    ['another team', { ...own, team_id: 'T2' }],
    ['other teams of the Grid', { ...own, team_id: 'E1', enterprise_user: { teams: ['T2'] } }],
    ['a stranger', { ...own, is_stranger: true }],
    ['a guest of one channel', { ...own, is_ultra_restricted: true }],
    ['a guest', { ...own, is_restricted: true }],
  ])('is a guest, nobody’s import and no admin: %s', (_, user) => {
    const profile = profileOf('U1', user, 'T1')
    expect(profile).toMatchObject({ email: null, isSlackAdmin: false })
    expect(profile.account.isGuest).toBe(true)
  })
})

onBothDatabases('guests and people of other organisations', (kind) => {
  const house = shared(() => startHouse(kind))
  let admin: Person
  let guest: Person
  let outsider: Person
  beforeAll(async () => {
    ;[admin, guest, outsider] = [house.person('M001'), house.person('M011'), house.person('M026')]
    const people = house.app.playground?.people
    await people?.profile({ user: guest.id, is_restricted: true })
    await people?.profile({ user: outsider.id, team_id: 'T0OTHER' })
  })

  const PLACE = '理论学习'

  it('are told that they cannot use it, whatever their role; admins hear who of them holds one', async () => {
    await admin.hears(/访客和其他组织的人现在不能使用文书。其中有角色的是：<@U0OFFICEM026>（编辑）/)
    for (const person of [guest, outsider]) {
      await person.type('/study 集中学习 昨天 2h', PLACE)
      await person.hears(/访客和其他组织的人不能在这里使用文书/, PLACE)
    }
    await outsider.type('/report draft', PLACE)
    await outsider.hears(/访客和其他组织的人不能在这里使用文书/, PLACE)
  })

  it('are told so on App Home when they open it, and not by a message at each look', async () => {
    const people = house.app.playground?.people
    await people?.home({ as: outsider.id })
    await until(async () =>
      JSON.stringify((await outsider.state()).home?.view ?? null).includes('不能在这里使用文书'),
    )
    expect(await outsider.reads().catch(() => [])).toEqual([])
  })

  it('may do what members do once an admin says so, and the choice is kept', async () => {
    await admin.type('/wenshu guests', PLACE)
    await admin.hears(/不能使用文书。其中有角色的：<@U0OFFICEM026>（编辑）/, PLACE)
    await admin.type('/wenshu guests maybe', PLACE)
    await admin.hears(/“maybe”请写成 members/, PLACE)
    await admin.type('/wenshu guests members', PLACE)
    await admin.hears(/可以像成员一样使用文书/, PLACE)
    await guest.type('/study 集中学习 昨天 2h 3人', PLACE)
    await guest.hears(/已记录 S-/, PLACE)
    await guest.type('/wenshu guests nothing', PLACE)
    await guest.hears(/您的角色是成员，不能管理设置/, PLACE)
    await admin.type('/wenshu guests nothing', PLACE)
    await admin.hears(/不能使用文书。/, PLACE)
    await guest.type('/study 集中学习 昨天 1h 3人', PLACE)
    await guest.hears(/访客和其他组织的人不能在这里使用文书/, PLACE)
  })
})
