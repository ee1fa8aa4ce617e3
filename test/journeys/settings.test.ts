import { beforeAll, expect, it } from 'vitest'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { shared } from '../helpers/shared.ts'

const PLACE = '理论学习'

onBothDatabases('the settings of reminders', (kind) => {
  const house = shared(() => startHouse(kind))
  let admin: Person
  let writer: Person
  beforeAll(async () => {
    ;[admin, writer] = [house.person('M001'), house.person('M011')]
  })

  it('are changed in a form, which says every fault at its field and shows the dates before it saves', async () => {
    await admin.type('/wenshu settings', PLACE)
    await admin.form()
    const refused = await admin.submits({ deadline: { value: '32' }, hour: { value: '21:00' } })
    expect(refused.errors?.['deadline']).toMatch(/“32”不是截止日规则/)
    const quiet = await admin.submits({ deadline: { value: '每月25日' }, hour: { value: '21:00' } })
    expect(quiet.errors?.['hour']).toMatch(/落在免打扰时段/)
    expect(await admin.submits({ hour: { value: '10:00' } })).toMatchObject({ ok: true })
    const preview = JSON.stringify((await admin.form()).view)
    expect(preview).toMatch(/截止日：每月最后一个工作日 → 每月25日/)
    expect(preview).toMatch(
      /2022-11：\u2009\*11月25日（星期五）18:00\*\u2009截止；提醒 11-16、11-22、11-24、11-25、逾期 11-28/,
    )
    expect(preview).toMatch(/2023-02：\u2009\*2023年2月24日（星期五）18:00\*\u2009截止（因休息日/)
    await writer.type('/wenshu settings show', PLACE)
    expect(wordsOf(await writer.hears(/提醒设置/, PLACE))).toMatch(/截止日：每月最后一个工作日/)
    expect(await admin.submits({})).toMatchObject({ ok: true })
    await admin.hears(/设置已保存：[\s\S]*提醒时间：09:30 → 10:00/, PLACE)
  })

  it('are changed in a line, once it is confirmed; a decision on stale settings is refused', async () => {
    await admin.type('/wenshu settings 步骤 T-5, T-0, T+2', PLACE)
    const first = await admin.hears(/提醒步骤：T-7, T-3, T-1, T-0, T\+1 → T-5, T-0, T\+2/, PLACE)
    await admin.type('/wenshu settings 宽限 5', PLACE)
    const second = await admin.hears(/宽限（工作日）：3 → 5/, PLACE)
    await admin.clicks(first, 'settings.save')
    await admin.hears(/设置已保存：\n• 提醒步骤/, PLACE)
    await admin.clicks(second, 'settings.save')
    await admin.hears(/设置刚刚被别人改过/, PLACE)
    await admin.type('/wenshu settings hour 10:00', PLACE)
    await admin.hears(/设置没有变化/, PLACE)
  })

  it('are seen by everybody and changed by admins alone; who changed what is kept', async () => {
    await writer.type('/wenshu settings', PLACE)
    expect(wordsOf(await writer.hears(/提醒步骤：T-5, T-0, T\+2/, PLACE))).toMatch(/2022-12：/)
    await writer.type('/wenshu settings hour 11:00', PLACE)
    await writer.hears(/您的角色是成员，不能管理设置/, PLACE)
    await writer.type('/wenshu days off 2022-12-23 不行', PLACE)
    await writer.hears(/您的角色是成员，不能管理设置/, PLACE)
    await admin.type('/wenshu settings history', PLACE)
    const history = wordsOf(await admin.hears(/设置修改 2 次/, PLACE))
    expect(history).toMatch(/2022年11月18日（星期五）\d\d:\d\d <@U0OFFICEM001>\n• 提醒步骤/)
  })

  it('know local days, with their reasons and what they move', async () => {
    await admin.type('/wenshu days off 2022-11-25 <!channel> 年会', PLACE)
    const proposed = await admin.hears(
      /放假 2022年11月25日（星期五）：&lt;!channel&gt; 年会（尚未保存）[\s\S]*11月25日（星期五） → \*11月24日（星期四）/,
      PLACE,
    )
    await writer.type('/wenshu days', PLACE)
    await writer.hears(/没有另设的日子/, PLACE)
    await admin.clicks(proposed, 'days.save')
    await admin.hears(/已设：放假 2022年11月25日（星期五）/, PLACE)
    await admin.type('/wenshu days work 2022-12-24..2022-12-25', PLACE)
    const work = await admin.hears(
      /上班 2022年12月24日（星期六） – 2022年12月25日（星期日）（尚未保存）\n• 2022-12 的截止日：12月23日（星期五） → \*12月25日/,
      PLACE,
    )
    await admin.clicks(work, 'days.save')
    await admin.hears(/已设：上班/, PLACE)
    await writer.type('/wenshu calendar', PLACE)
    const calendar = wordsOf(await writer.hears(/2022 年截止日与工作日/, PLACE))
    expect(calendar).toMatch(/11月　截止 \*11月24日（星期四）\*　21 个工作日　放假 25/)
    expect(calendar).toMatch(/2022-12-24 星期六 上班/)
    await writer.type('/wenshu days', PLACE)
    await writer.hears(/2022-11-25 星期五 放假：&lt;!channel&gt; 年会/, PLACE)
    await admin.type('/wenshu days remove 2022-11-25', PLACE)
    await admin.hears(/恢复日历 2022年11月25日（星期五）（尚未保存）/, PLACE)
    await admin.type('/wenshu days off 2022-12-31 周六', PLACE)
    await admin.hears(/已设：放假 2022年12月31日（星期六）：周六。\n截止日和提醒日都不变。/, PLACE)
    await admin.type('/wenshu calendar 明年', PLACE)
    await admin.hears(/“明年”不是年份/, PLACE)
  })

  it('let a member be reminded by their own clock', async () => {
    await writer.type('/wenshu zone', PLACE)
    await writer.hears(/按单位的时区（Asia\/Shanghai）提醒，10:00/, PLACE)
    await writer.type('/wenshu zone own', PLACE)
    await writer.hears(/好的，今后按自己的时区（.*）提醒/, PLACE)
    await writer.type('/wenshu zone office', PLACE)
    await writer.hears(/好的，今后按单位的时区/, PLACE)
    await writer.type('/wenshu zone mars', PLACE)
    await writer.hears(/“mars”请写成 own/, PLACE)
  })
})
