import { afterAll, beforeAll, expect, it } from 'vitest'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse, type TestHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { elementOf, shortcut, topWords } from './forms.ts'
import { until } from '../helpers/until.ts'

onBothDatabases('a member logs', (kind) => {
  let house: TestHouse
  let member: Person
  beforeAll(async () => {
    house = await startHouse(kind)
    member = house.person('M011')
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })

  it('a study session in one line, and is told what was understood and stored', async () => {
    await member.type('/study 集中学习 《习近平谈治国理政》第四卷 昨天 2h @成员12 @成员13', '理论学习')
    const said = await member.hears(/已记录 S-101/, '理论学习', 1000)
    expect(wordsOf(said)).toMatch(/集中学习/)
    expect(wordsOf(said)).toMatch(/11月17日（星期四）/)
    expect(wordsOf(said)).toMatch(/2小时/)
    expect(wordsOf(said)).toMatch(/<@U0OFFICEM012>、<@U0OFFICEM013>/)
    expect(said.ephemeral).toBe(true)
  })

  it('two activities, with people and with a quantity', async () => {
    await member.type('/activity 志愿服务 交通文明劝导 28人 上周六', '机关活动')
    expect(wordsOf(await member.hears(/已记录 A-44/, '机关活动'))).toMatch(/11月12日（星期六）[\s\S]*28人/)
    await member.type('/activity 新闻宣传 十一月推送 发布新闻动态=24条', '机关活动')
    expect(wordsOf(await member.hears(/已记录 A-45/, '机关活动'))).toMatch(
      /十一月推送[\s\S]*发布新闻动态 24条/,
    )
  })

  it('by the form, whose mistake is said at the field, and a good one is stored', async () => {
    await member.type('/study', '理论学习')
    await member.form()
    const refused = await member.submits({
      kind: { selected_option: 'party-lecture' },
      title: { value: '第九课' },
      duration: { value: '90x' },
    })
    expect(refused.errors?.['duration']).toMatch(/90x/)
    const taken = await member.submits({
      kind: { selected_option: 'party-lecture' },
      title: { value: '第九课' },
      duration: { value: '90分钟' },
    })
    expect(taken).toMatchObject({ ok: true })
    expect(wordsOf(await member.hears(/已记录 S-102/, '理论学习'))).toMatch(/第九课[\s\S]*1小时30分钟/)
  })

  it('by the global shortcut, where every fault is said at its field, and is told in the DM', async () => {
    await shortcut(house, member, { callback_id: 'record.log.activity' })
    await until(async () => (await member.form()).view.title.text === '记录活动')
    const refused = await member.submits({
      kind: { selected_option: 'volunteering' },
      date: { selected_date: '2022-11-19' },
      title: { value: '清雪' },
      headCount: { value: '0人' },
      quantities: { value: '没有的指标=3' },
    })
    expect(Object.keys(refused.errors ?? {}).sort()).toEqual(['headCount', 'quantities'])
    const future = await member.submits({
      kind: { selected_option: 'volunteering' },
      date: { selected_date: '2022-11-19' },
      title: { value: '清雪' },
      headCount: { value: '' },
      quantities: { value: '' },
    })
    expect(future.errors?.['date']).toMatch(/2022-11-19 还没有到（今天是 2022-11-18）/)
    expect(await member.submits({ date: { selected_date: '2022-11-18' } })).toMatchObject({ ok: true })
    expect(wordsOf(await member.hears(/清雪/))).toMatch(/已记录 A-46/)
  })

  it('and takes it back with Undo, once', async () => {
    await member.type('/study 党课 要撤销的课 今天', '理论学习')
    const said = await member.hears(/要撤销的课/, '理论学习')
    await member.clicks(said, 'record.undo')
    await member.hears(/已撤销 S-103/, '理论学习')
    await member.type('/study show S-103', '理论学习')
    await member.hears(/S-103.*已删除|已删除/, '理论学习')
  })

  it('and corrects it with Edit', async () => {
    await member.type('/study 党课 要修改的课 今天', '理论学习')
    await member.clicks(await member.hears(/已记录 S-104/, '理论学习'), 'record.edit')
    await member.form()
    expect(await member.submits({ title: { value: '改好的课' } })).toMatchObject({ ok: true })
    expect(wordsOf(await member.hears(/已修改 S-104/, '理论学习'))).toMatch(/改好的课/)
  })

  it('what is ambiguous is asked in the form, pre-filled, and not stored', async () => {
    await member.type('/study 二十大报告 昨天 25人 两小时', '理论学习')
    const form = await member.form()
    const field = (id: string) =>
      form.view.blocks.find((block) => block.block_id === id) as { element?: Record<string, unknown> }
    expect(field('headCount').element?.['initial_value']).toBe('25人')
    expect(field('date').element?.['initial_date']).toBe('2022-11-17')
    await member.type('/study list 2022-11', '理论学习')
    expect(wordsOf(await member.hears(/2022年11月 · 学习[\s\S]*条记录/, '理论学习'))).not.toMatch(/两小时/)
  })

  it('an unknown kind is answered with the nearest ones, first in the list to choose from', async () => {
    await member.type('/study 集中学系 宪法 昨天', '理论学习')
    await until(async () => topWords(await member.form()).includes('集中学系'))
    const form = await member.form()
    expect(topWords(form)).toMatch(/不认识类别“集中学系”[\s\S]*相近的有：集中学习/)
    const { element } = elementOf(form, 'kind')
    const [near] = element['option_groups'] as { label: { text: string }; options: { value: string }[] }[]
    expect([near?.label.text, near?.options[0]?.value]).toEqual(['相近的类别', 'group-study'])
    expect(element['initial_option']).toBeUndefined()
  })

  it('what could not be placed is said, and what may be meant is named', async () => {
    await member.type('/study 党课 写了时刻的课 11月3日 下午3点', '理论学习')
    expect(wordsOf(await member.hears(/写了时刻的课/, '理论学习'))).toMatch(
      /没有哪一项可以放，未保存：“下午3点”/,
    )
    await member.type('/study group study last Tuesday rust 2h', '理论学习')
    await until(async () => topWords(await member.form()).includes('last tuesday'))
    const form = await member.form()
    expect(topWords(form)).toMatch(/可以指不同的日子，请选一个。可选：2022-11-15、2022-11-08/)
  })

  it('text that looks like markup pings nobody and stays text', async () => {
    await member.type('/study 党课 <!channel> *粗体* <https://example.org|点我> 今天', '理论学习')
    const said = await member.hears(/已记录 S-106/, '理论学习')
    expect(wordsOf(said)).toMatch(/@channel 粗体/)
    expect(wordsOf(said)).not.toContain('<!channel>')
  })

  it('in English when their Slack is English', async () => {
    await fetch(`${house.url}/people/profile`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: house.person('M014').id, locale: 'en-US' }),
    })
    const english = house.person('M014')
    // Slack tells of the change by an event of its own, which the command may overtake.
    await until(async () => {
      await english.type('/wenshu help', '机关活动')
      return (await english.reads('机关活动')).some((message) => /hands in an essay/.test(wordsOf(message)))
    })
    await english.type('/activity volunteering traffic duty 28 people last Saturday', '机关活动')
    expect(wordsOf(await english.hears(/Logged A-47/, '机关活动'))).toMatch(/Sat 12 Nov/)
  })

  it('and is named with one press, as one of those who were counted', async () => {
    await member.type('/study 党课 数过人的课 今天 1小时 12人', '理论学习')
    const card = await member.hears(/已记录 S-\d+[\s\S]*数过人的课[\s\S]*人数：12人/, '理论学习')
    await member.clicks(card, 'record.join')
    const named = await member.hears(/数过人的课[\s\S]*人员：<@U0OFFICEM011>[\s\S]*人数：11人/, '理论学习')
    expect(named.ts).toBe(card.ts)
    expect(JSON.stringify(named.blocks)).not.toContain('record.join')
  })

  it('and finds the card as it is now after Edit, Undo and Restore', async () => {
    await member.type('/study 党课 卡片上的课 今天 1小时', '理论学习')
    const card = await member.hears(/已记录 S-\d+[\s\S]*卡片上的课/, '理论学习')
    const [number = ''] = /S-\d+/.exec(wordsOf(card)) ?? []
    const now = async () => wordsOf((await member.reads('理论学习')).find(({ ts }) => ts === card.ts)!)
    await member.clicks(card, 'record.edit')
    // An earlier form may still be open beneath it.
    await until(async () => (await member.form()).view.title.text === `修改 ${number}`)
    expect(await member.submits({ title: { value: '卡片改过的课' } })).toMatchObject({ ok: true })
    const edited = await member.hears(/卡片改过的课/, '理论学习')
    expect(await now()).toMatch(/卡片改过的课/)
    expect(await now()).not.toMatch(/卡片上的课/)
    await member.clicks(edited, 'record.undo')
    const undone = await member.hears(new RegExp(`已撤销 ${number}`), '理论学习')
    await member.clicks(undone, 'record.restore')
    await member.hears(new RegExp(`已恢复 ${number}`), '理论学习')
    expect(await now()).toMatch(/已恢复[\s\S]*卡片改过的课/)
    await member.type(`/study delete ${number} 试一试`, '理论学习')
    await member.hears(new RegExp(`已删除 ${number}`), '理论学习')
    await member.type(`/study restore ${number}`, '理论学习')
    await until(
      async () => (await member.reads('理论学习')).filter((one) => /已恢复/.test(one.text)).length === 2,
    )
    await member.type(`/study 恢复 ${number}`, '理论学习')
    await member.hears(new RegExp(`${number} 没有删除，不用恢复`), '理论学习')
    await member.type(`/study show ${number}`, '理论学习')
    await member.hears(/撤销[\s\S]*恢复[\s\S]*删除[\s\S]*恢复/, '理论学习')
  })

  it('and everything is still there after a restart', async () => {
    house = await house.restart()
    member = house.person('M011')
    await member.hears(/已记录 S-101/, '理论学习')
    await member.type('/study show S-101', '理论学习')
    await member.hears(/《习近平谈治国理政》第四卷[\s\S]*1\. 记录/, '理论学习')
  })
})
