import { beforeAll, expect, it } from 'vitest'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { shared } from '../helpers/shared.ts'

const PLACE = '理论学习'

onBothDatabases('who owes what', (kind) => {
  const house = shared(() => startHouse(kind))
  let admin: Person
  let reviewer: Person
  let writer: Person
  beforeAll(async () => {
    ;[admin, reviewer, writer] = [house.person('M001'), house.person('M002'), house.person('M012')]
  })

  it('is decided for one person, from this month on, and everybody can read their own history', async () => {
    await admin.type('/essay quota @成员12 3', PLACE)
    await admin.hears(/成员12 从2022年11月起每月 3 篇（原为 2 篇）/, PLACE)
    await writer.type('/essay quota', PLACE)
    const own = wordsOf(await writer.hears(/成员12\* 2022年11月应交 3 篇/, PLACE))
    expect(own).toMatch(/2022年11月起 3 篇（单独规定，11月18日（星期五） 成员01）[\s\S]*2 篇（导入/)
    await writer.type('/essay status', PLACE)
    await writer.hears(/还欠：2022年11月 3 篇/, PLACE)
  })

  it('is decided for a user group, whose members with a quota of their own keep it', async () => {
    await admin.type('/essay quota @写作组 1 2022-12', PLACE)
    await admin.hears(/从2022年12月起每人每月 1 篇：现有 10 人，其中 1 人另有单独规定/, PLACE)
    await admin.type('/essay quota', PLACE)
    const all = wordsOf(await admin.hears(/每月应交几篇（2022年11月）/, PLACE))
    expect(all).toMatch(/3 篇 1 人，2 篇 9 人，不用交 50 人/)
    expect(all).toMatch(/<!subteam\^S0WRITERS> 2022年12月起 1 篇[\s\S]*未到/)
    expect(all).toMatch(/单独规定\*\n• 成员12 2022年11月起 3 篇/)
    await admin.type('/essay quota @成员12 default 2022-12', PLACE)
    await admin.hears(/成员12 从2022年12月起每月 1 篇（原为 3 篇）/, PLACE)
  })

  it('is refused with what to do: no admin, the past, nobody named, not a number', async () => {
    await reviewer.type('/essay quota @成员12 1', PLACE)
    await reviewer.hears(/您的角色是审阅人，不能管理设置/, PLACE)
    await admin.type('/essay quota @成员12 1 2022-03', PLACE)
    await admin.hears(/2022-03 已经过去，那时欠多少不再改变/, PLACE)
    await admin.type('/essay quota 谁 1', PLACE)
    await admin.hears(/“谁 1”看不懂/, PLACE)
    await admin.type('/essay quota @成员12 很多', PLACE)
    await admin.hears(/看不懂。请写：\/essay quota @某人 3/, PLACE)
    await writer.type('/essay quota @成员11', PLACE)
    await writer.hears(/不能查看全室情况/, PLACE)
  })

  it('leaves out who is exempt, who hears it; taken back it is owed again, and the history tells who did what', async () => {
    await reviewer.type('/essay exempt @成员12 2022-11 病假 <!channel>', PLACE)
    await reviewer.hears(/<@U0OFFICEM012> 2022年11月免交：病假 &lt;!channel&gt;/, PLACE)
    await writer.hears(/<@U0OFFICEM002> 批准您2022年11月免交习作：病假 &lt;!channel&gt;/)
    await writer.type('/essay status', PLACE)
    await writer.hears(/免交：病假 &lt;!channel&gt;[\s\S]*目前没有欠交的习作/, PLACE)
    await reviewer.type('/essay exempt', PLACE)
    await reviewer.hears(/2022年11月起免交\*\n• 成员12 2022年11月：病假/, PLACE)
    await reviewer.type('/essay exempt revoke M012 2022-11', PLACE)
    await reviewer.hears(/已撤销 <@U0OFFICEM012> 2022年11月的免交/, PLACE)
    await writer.hears(/撤销了您2022年11月的免交/)
    await reviewer.type('/essay exempt @成员12', PLACE)
    await reviewer.hears(
      /成员12\* 的免交记录\n• 2022年11月：病假 &lt;!channel&gt;（成员02 .* 批准，成员02 .* 撤销）/,
      PLACE,
    )
  })

  it('is not for members to excuse, nor for anybody of themselves', async () => {
    await writer.type('/essay exempt @成员11 2022-11 病假', PLACE)
    await writer.hears(/您的角色是成员，不能批准免交习作/, PLACE)
    await reviewer.type('/essay exempt @成员02 2022-11 病假', PLACE)
    await reviewer.hears(/不能批准自己免交/, PLACE)
    await reviewer.type('/essay exempt @成员12 病假', PLACE)
    await reviewer.hears(/“病假”不是月份/, PLACE)
    await reviewer.type('/essay exempt 谁 2022-11 病假', PLACE)
    await reviewer.hears(/“谁”不是成员/, PLACE)
  })
})
