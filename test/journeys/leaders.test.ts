import { beforeAll, expect, it } from 'vitest'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'
import { shared } from '../helpers/shared.ts'

const PLACE = '理论学习'

onBothDatabases('those who lead the office', (kind) => {
  const house = shared(() => startHouse(kind))
  let admin: Person
  let reviewer: Person
  let writer: Person
  beforeAll(async () => {
    ;[admin, reviewer, writer] = [house.person('M001'), house.person('M002'), house.person('M011')]
  })

  it('see who gets what on a day and why, and who does not and why', async () => {
    await reviewer.type('/wenshu reminders tomorrow', PLACE)
    const saturday = wordsOf(await reviewer.hears(/11月19日（星期六）的提醒/, PLACE))
    expect(saturday).toMatch(
      /发给 0 人，60 人没有[\s\S]*当天休息，不发提醒。下一个工作日是11月21日（星期一）/,
    )
    await reviewer.type('/wenshu reminders 2022-11-21', PLACE)
    const monday = wordsOf(await reviewer.hears(/11月21日（星期一）的提醒/, PLACE))
    expect(monday).toMatch(/发给 10 人，50 人没有/)
    expect(monday).toMatch(/09:30 <@U0OFFICEM011> 2022-11 还欠 2 篇（已交 0\/2），提前 7 个工作日/)
    expect(monday).toMatch(/内容如：您好！11月的习作还差 2 篇/)
    expect(monday).toMatch(/本月没有任务（50）：成员01、/)
    await reviewer.type('/wenshu reminders 2022-11-21 @成员40', PLACE)
    expect(wordsOf(await reviewer.hears(/发给 0 人，1 人没有/, PLACE))).toMatch(/本月没有任务（1）：成员40/)
    await writer.type('/wenshu reminders tomorrow', PLACE)
    await writer.hears(/您的角色是成员，不能查看全室情况/, PLACE)
    await reviewer.type('/wenshu reminders 2022', PLACE)
    await reviewer.hears(/“2022”要是一个月（看发过什么）或一天/, PLACE)
  })

  it('get that as a file', async () => {
    await reviewer.type('/wenshu reminders 2022-11-21', PLACE)
    await reviewer.clicks(await reviewer.hears(/发给 10 人/, PLACE), 'reminder.preview.export.csv')
    await reviewer.hears(/已把这 60 行发到您和文书的私信里/, PLACE)
    await reviewer.hears(/wenshu-reminders-2022-11-21\.csv/)
  })

  it('nudge one person by hand, once a day', async () => {
    await reviewer.type('/wenshu nudge @成员11', PLACE)
    await reviewer.hears(/已请文书提醒 <@U0OFFICEM011>：2022-11 还欠 2 篇/, PLACE)
    await writer.hears(
      /<@U0OFFICEM002> 请您留意：11月习作还差 2 篇（已交 0\/2），11月30日（星期三）18:00截止/,
    )
    await admin.type('/wenshu nudge @成员11', PLACE)
    await admin.hears(/成员02已于11月18日（星期五）\d\d:\d\d提醒过成员11/, PLACE)
    await reviewer.type('/wenshu nudge @成员30', PLACE)
    await reviewer.hears(/没有提醒成员30：2022-11 本月没有任务/, PLACE)
    await reviewer.type('/wenshu nudge', PLACE)
    await reviewer.hears(/一次提醒一个人/, PLACE)
    await writer.type('/wenshu nudge @成员12', PLACE)
    await writer.hears(/您的角色是成员，不能审阅习作/, PLACE)
  })

  it('see what was sent, to whom and when, page by page, and as a file; admins alone', async () => {
    await house.moveClock('2022-11-21T09:30')
    await writer.hears(/您好！11月的习作还差 2 篇/)
    await house.person('M020').hears(/您好！11月的习作还差 2 篇/)
    // A message is read a moment before the row says that it was sent.
    await until(async () => {
      await admin.type('/wenshu reminders', PLACE)
      return (await admin.reads(PLACE)).some((message) => /\n已发 11/.test(wordsOf(message)))
    }, 12_000)
    const log = await admin.hears(/\*2022-11 的提醒\*\n已发 11/, PLACE)
    expect(wordsOf(log)).toMatch(/2022-11-21 09:3\d <@U0OFFICEM011> 提前 7 个工作日 · 欠 2 篇 · 已发/)
    expect(wordsOf(log)).toMatch(/<@U0OFFICEM011> 手动提醒（成员02） · 欠 2 篇 · 已发/)
    expect(wordsOf(log)).toMatch(/第 1–11 条，共 11 条/)
    await admin.clicks(log, 'reminder.log.export.xlsx')
    await admin.hears(/已把这 11 行发到您和文书的私信里：wenshu-reminders-2022-11\.xlsx/, PLACE)
    await reviewer.type('/wenshu reminders 2022-11', PLACE)
    await reviewer.hears(/您的角色是审阅人，不能管理设置/, PLACE)
    await admin.type('/wenshu reminders 2022-01', PLACE)
    await admin.hears(/2022-01 的提醒\*：还没有/, PLACE)
    await admin.type('/wenshu reminders help', PLACE)
    await admin.hears(/明天谁会收到什么/, PLACE)
  })

  it('have the digest on the working day after the deadline, once, and at any time on demand', async () => {
    await reviewer.type('/wenshu digest', PLACE)
    await reviewer.hears(/2022-11 习作情况\*（11月30日（星期三）18:00截止，还有 9 天）/, PLACE)
    await writer.type('/wenshu digest 2022-10', PLACE)
    await writer.hears(/您的角色是成员，不能查看全室情况/, PLACE)
    // Of a month without any record no arrears are counted.
    await writer.type('/study 集中学习 月度学习 昨天 1小时', PLACE)
    await writer.hears(/已记录 S-/, PLACE)
    await house.moveClock('2022-12-01T09:29')
    await house.moveClock('2022-12-01T09:30')
    const digest = await reviewer.hears(
      /2022-11 习作情况.*已过 1 天[\s\S]*应交 10 人，交齐 0 人，还差 10 人共 20 篇/,
    )
    expect(wordsOf(digest)).toMatch(/姓名\n已交\/应交\n迟交\n情况\n成员11\n0\/2\n–\n还差 2 篇/)
    expect(digest.blocks?.some(({ type }) => type === 'table')).toBe(true)
    await reviewer.clicks(digest, 'reminder.digest.export.csv')
    await reviewer.hears(/已把这 10 行发到您和文书的私信里/)
    await house.moveClock('2022-12-01T10:30')
    await admin.hears(/2022-11 习作情况.*已过 1 天/)
    const heard = (await reviewer.reads()).filter((message) => /2022-11 习作情况/.test(wordsOf(message)))
    expect(heard).toHaveLength(1)
    await admin.type('/wenshu reminders 2022-11', PLACE)
    await admin.hears(/摘要已发给 \d+ 位负责人/, PLACE)
  })
})
