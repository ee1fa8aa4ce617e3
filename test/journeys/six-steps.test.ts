import { afterAll, beforeAll, expect, it } from 'vitest'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse, type TestHouse } from '../helpers/house.ts'
import { wordsOf } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'

/** A newcomer's first five minutes, as the first issue tells them, typed and clicked by scripted people. */
onBothDatabases('the six steps', (kind) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await startHouse(kind, {}, 'bare')
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })
  const writers = Array.from({ length: 10 }, (_, index) => `M0${11 + index}`)
  const remindersOf = async (number: string) =>
    (await house.person(number).reads()).filter((message) => /还差/.test(wordsOf(message)))

  it('1 and 2: a study session and two activities are understood and stored within a second', async () => {
    const member = house.person('M011')
    await member.type('/study 集中学习 《习近平谈治国理政》第四卷 昨天 2h @成员12 @成员13', '理论学习')
    await member.hears(/已记录 S-101/, '理论学习', 1000)
    await member.type('/activity 志愿服务 交通文明劝导 28人 上周六', '机关活动')
    await member.hears(/已记录 A-44[\s\S]*28人/, '机关活动', 1000)
    await member.type('/activity 新闻宣传 十一月推送 发布新闻动态=24条', '机关活动')
    await member.hears(/已记录 A-45[\s\S]*发布新闻动态 24条/, '机关活动', 1000)
  })

  it('3: the form says a mistake at its field and stores a good one', async () => {
    const member = house.person('M012')
    await member.type('/study', '理论学习')
    await member.form()
    const wrong = await member.submits({
      kind: { selected_option: 'party-lecture' },
      title: { value: '第九课' },
      duration: { value: '两点钟' },
    })
    expect(Object.keys(wrong.errors ?? {})).toEqual(['duration'])
    await member.submits({
      kind: { selected_option: 'party-lecture' },
      title: { value: '第九课' },
      duration: { value: '90分钟' },
    })
    await member.hears(/已记录 S-102[\s\S]*第九课/, '理论学习')
  })

  it(
    '4: on Monday 21 November at 09:30 exactly the ten writers get one message each',
    { timeout: 30_000 },
    async () => {
      await house.moveClock('2022-11-21T09:29')
      await house.moveClock('2022-11-21T09:30')
      for (const number of writers) {
        const reminder = await house.person(number).hears(/还差 2 篇/, undefined, 10_000)
        expect(wordsOf(reminder)).toMatch(/11月30日（星期三）/)
      }
      for (const number of [...writers, 'M001', 'M002', 'M021', 'M060']) {
        expect(await remindersOf(number)).toHaveLength(writers.includes(number) ? 1 : 0)
      }
    },
  )

  it(
    '4: who hands both in hears nothing more; the others hear once at each step',
    { timeout: 30_000 },
    async () => {
      const writer = house.person('M011')
      for (const title of ['学习二十大报告有感', '一线调研手记']) {
        await writer.clicks(await writer.hears(/还差 2 篇/), 'essay.submit')
        await writer.form()
        expect(
          await writer.submits({
            kind: { selected_option: '读书心得体会' },
            title: { value: title },
            body: { value: '学有所得。' },
          }),
        ).toMatchObject({ ok: true })
        await writer.hears(new RegExp(title))
      }
      await house.moveClock('2022-11-25T09:30')
      await until(async () => (await remindersOf('M012')).length === 2, 10_000)
      for (const number of writers.slice(1))
        await until(async () => (await remindersOf(number)).length === 2, 10_000)
      expect(await remindersOf('M011')).toHaveLength(1)
    },
  )

  it(
    '5: a section is drafted in a thread with its verdict, sources open, and a changed figure is shown',
    { timeout: 30_000 },
    async () => {
      const editor = house.person('M026')
      await editor.type('/report draft', '年度总结')
      await editor.form()
      await editor.submits({ section: { selected_option: 'learning' }, period: { value: '2022' } })
      const verdict = await editor.hears(/第 1 版\*?\s数字和日期共 \d+ 处/, '年度总结', 10_000)
      expect(wordsOf(verdict)).not.toMatch(/与记录不符/)
      await editor.hears(/党课9次|党课8次/, '年度总结')

      await editor.clicks(verdict, 'report.sources')
      await editor.hears(/学习总次数[\s\S]*S-\d+/, '年度总结', 10_000)

      await editor.clicks(verdict, 'report.edit')
      const form = await editor.form()
      const paragraph = form.view.blocks.find((block) => JSON.stringify(block).includes('警示教育片7次'))
      const before = (paragraph as { element: { initial_value: string } }).element.initial_value
      await editor.submits({
        [paragraph?.block_id ?? '']: { value: before.replace('警示教育片7次', '警示教育片9次') },
      })
      const second = await editor.hears(/第 2 版/, '年度总结', 10_000)
      expect(wordsOf(second)).toMatch(/9次[\s\S]*与记录不符[\s\S]*原为 7/)
    },
  )

  it('6: after a stop and a start everything is still there', async () => {
    house = await house.restart()
    await house.person('M011').hears(/已记录 S-101/, '理论学习')
    await house.person('M026').hears(/第 2 版/, '年度总结')
    await house.person('M012').type('/study show S-102', '理论学习')
    await house.person('M012').hears(/第九课[\s\S]*1小时30分钟/, '理论学习')
    expect(await remindersOf('M012')).toHaveLength(2)
  })
})
