import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../../src/context.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse, type TestHouse } from '../helpers/house.ts'
import { wordsOf } from '../helpers/person.ts'
import { speaksEnglish } from './faults.ts'

const PLACE = '理论学习'

onBothDatabases('a refusal', (kind) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await startHouse(kind)
    for (const number of ['M012', 'M002']) await speaksEnglish(house, house.person(number).id)
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })

  it('names who logged it and who else can, before it asks for a reason', async () => {
    await house.person('M013').type('/study 集中学习 《别人的》 昨天 2h', PLACE)
    await house.person('M013').hears(/已记录 S-101/, PLACE)
    await house.person('M011').type('/study delete S-101', PLACE)
    await house
      .person('M011')
      .hears(/S-101 是成员13登记的，只有登记人、编辑和管理员能删除。可以请成员13、.*成员01/, PLACE)
    await house.person('M012').type('/study edit S-101', PLACE)
    await house
      .person('M012')
      .hears(/S-101 was logged by 成员13; only who logged it, editors and admins can change it/, PLACE)
  })

  for (const [number, typed, said] of [
    ['M011', '/essay status @成员12', /“<@U0OFFICEM012>”不是时间段/],
    ['M012', '/essay status @成员11', /"<@U0OFFICEM011>" is not|"<@U0OFFICEM011>" is no/],
    ['M001', '/wenshu role @成员05', /请写角色。角色有 member/],
    ['M001', '/wenshu role', /请写给谁/],
    ['M011', '/wenshu role', /您的角色是成员，不能管理设置.*可以请成员01处理。/],
    ['M012', '/wenshu role', /You are a member and cannot administer.*You can ask 成员01\./],
    ['M001', '/wenshu days off', /请写日期。例/],
    ['M001', '/wenshu erase', /^请写 \/wenshu erase 编号/],
    ['M001', '/wenshu left', /请写谁从哪天起不再是成员/],
    ['M011', '/study show', /请写记录的编号/],
    ['M012', '/study show', /Give the number of the record/],
    ['M011', '/essay withdraw', /请写习作的编号/],
    ['M002', '/essay contest', /^Write \/essay contest E-12 NAME/],
  ] as const) {
    it(`says something true and no raw markup: ${number} ${typed}`, async () => {
      const person = house.person(number)
      await person.type(typed, PLACE)
      const heard = wordsOf(await person.hears(said, PLACE))
      expect(heard).not.toMatch(/\|m0\d\d|&lt;@|“”|""|‘’/)
    })
  }

  it('an admin marks somebody as left and back, in Chinese and in English, and it is audited', async () => {
    const admin = house.person('M001')
    await admin.type('/wenshu left @成员20 2022-11-30', PLACE)
    await admin.hears(/从 2022-11-30 起不再是成员/, PLACE)
    expect(await leftOf('M020')).toBe('2022-11-30')
    await admin.type('/wenshu left M020 back', PLACE)
    await admin.hears(/现在是在册成员/, PLACE)
    expect(await leftOf('M020')).toBe(null)
    await house.person('M012').type('/wenshu left M020', PLACE)
    await house.person('M012').hears(/You are a member and cannot administer/, PLACE)
  })

  it('a deactivated account asks the admin once, whose button marks it', async () => {
    const admin = house.person('M001')
    const post = async (body: object) =>
      await fetch(`${house.url}/people/profile`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const gone = house.person('M025').id
    await post({ user: gone, deleted: true })
    const asked = await admin.hears(/Slack 账号停用了/)
    expect(wordsOf(asked)).toContain('M025 成员25')
    await post({ user: gone, deleted: true, title: '再变一次' })
    await admin.clicks(asked, 'member.left')
    await admin.hears(/从 2022-11-18 起不再是成员/)
    expect(await leftOf('M025')).toBe('2022-11-18')
    const all = (await admin.reads()).filter((message) => /账号停用了/.test(wordsOf(message)))
    expect(all).toHaveLength(1)
  })

  async function leftOf(number: string): Promise<string | null> {
    const row = await inTransaction(house.app.context, async ({ db }) =>
      db.selectFrom('members').select('left_on').where('external_id', '=', number).executeTakeFirst(),
    )
    return row?.left_on ?? null
  }
})
