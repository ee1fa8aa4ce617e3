import { expect, it } from 'vitest'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'
import { elementOf, shortcut, topWords } from './forms.ts'
import { shared } from '../helpers/shared.ts'

onBothDatabases('afterwards', (kind) => {
  const house = shared(() => startHouse(kind))
  const member = shared(() => house.person('M011'))
  const editor = shared(() => house.person('M026'))

  it('a record like one of the last hour is asked about before it is stored', async () => {
    await member.type('/study 党课 第十次党课 今天', '理论学习')
    await member.hears(/已记录 S-101/, '理论学习')
    await editor.type('/study 党课 第十次党课！ 今天', '理论学习')
    expect(topWords(await editor.form())).toMatch(/看起来和 S-101“第十次党课”是同一件事（.*由成员11 登记）/)
    expect(await editor.submits({})).toMatchObject({ response_action: 'update' })
    await editor.type('/study list 第十次党课', '理论学习')
    await editor.hears(/含“第十次党课”[\s\S]*1 条记录/, '理论学习')
    expect(await editor.submits({ unusual: { selected_options: ['alike=S-101'] } })).toMatchObject({
      ok: true,
    })
    const said = await editor.hears(/已记录 S-102/, '理论学习')
    expect(wordsOf(said)).not.toMatch(/看起来/)
  })

  it('the second of two editors sees what the first changed, and both changes are kept', async () => {
    await member.type('/study 集中学习 学习条例 昨天 2h 在会议室', '理论学习')
    const own = await member.hears(/已记录 S-103/, '理论学习')
    await member.clicks(own, 'record.edit')
    await member.form()
    await editor.type('/study show S-103', '理论学习')
    await editor.clicks(await editor.hears(/\*S-103\*/, '理论学习'), 'record.edit')
    await editor.form()
    expect(await editor.submits({ place: { value: '礼堂' }, title: { value: '学习新条例' } })).toMatchObject({
      ok: true,
    })
    await editor.hears(/已修改 S-103/, '理论学习')

    const answer = await member.submits({ duration: { value: '90m' }, title: { value: '学习旧条例' } })
    expect(answer).toMatchObject({ ok: true, response_action: 'update' })
    const form = await member.form()
    const words = topWords(form)
    expect(words).toMatch(/<@U0OFFICEM026> 改了 S-103（现为第 2 版）/)
    expect(words).toMatch(/已填入表单 — 地点：会议室 → 礼堂/)
    expect(words).toMatch(/两人都改了.*标题：学习新条例 → 学习旧条例/)
    const valueOf = (block: string) => Object.values(form.state[block] ?? {})[0]?.value
    expect([valueOf('title'), valueOf('duration'), valueOf('place')]).toEqual(['学习旧条例', '90m', '礼堂'])
    await editor.type('/study show S-103', '理论学习')
    await editor.hears(/\*S-103\*\n\*学习新条例\*/, '理论学习')

    expect(await member.submits({ title: { value: '学习条例' } })).toMatchObject({ ok: true })
    const saved = wordsOf(await member.hears(/已修改 S-103（第 3 版）/, '理论学习'))
    expect(saved).toMatch(/学习条例[\s\S]*1小时30分钟[\s\S]*礼堂/)
  })

  it('the history tells what each revision changed, from what to what', async () => {
    await member.type('/study show S-103', '理论学习')
    const words = wordsOf(await member.hears(/3\. 修改/, '理论学习'))
    expect(words).toMatch(
      /2\. 修改 · <@U0OFFICEM026>[^\n]*\n +标题：学习条例 → 学习新条例\n +地点：会议室 → 礼堂/,
    )
    expect(words).toMatch(
      /3\. 修改 · <@U0OFFICEM011>[^\n]*\n +标题：学习新条例 → 学习条例\n +时长：2小时 → 1小时30分钟/,
    )
  })

  it('a value ten times the usual is asked about, and stored once it is confirmed', async () => {
    await member.type('/activity 新闻宣传 十一月推送 发布新闻动态=24000条', '机关活动')
    const form = await member.form()
    expect(topWords(form)).toMatch(/“发布新闻动态” 24000条 约为往常的 \d+ 倍/)
    expect(await member.submits({})).toMatchObject({ ok: true, response_action: 'update' })
    const again = await member.form()
    const { element } = elementOf(again, 'unusual')
    const [choice] = element['options'] as { value: string }[]
    const value = choice?.value ?? ''
    expect(await member.submits({ unusual: { selected_options: [value] } })).toMatchObject({ ok: true })
    expect(wordsOf(await member.hears(/已记录 A-44/, '机关活动'))).toMatch(/发布新闻动态 24000条/)
  })

  it('a tick for one value is none for another', async () => {
    await member.type('/activity 新闻宣传 十月推送 发布新闻动态=25000条', '机关活动')
    const { element } = elementOf(await member.form(), 'unusual')
    const [choice] = element['options'] as { value: string }[]
    const answer = await member.submits({
      unusual: { selected_options: [choice?.value ?? ''] },
      quantities: { value: '发布新闻动态=260000条' },
    })
    expect(answer).toMatchObject({ response_action: 'update' })
    const form = await member.form()
    expect(topWords(form)).toMatch(/260000条/)
    expect(Object.values(form.state['unusual'] ?? {})[0]?.selected_options).toEqual([])
    await member.submits({ quantities: { value: '发布新闻动态=26条' } })
    expect(wordsOf(await member.hears(/已记录 A-45/, '机关活动'))).toMatch(/发布新闻动态 26条/)
  })

  it('全体 is asked about, with everybody chosen, and a head count says more', async () => {
    await member.type('/study 集中学习 全体会后学习 全体 昨天', '理论学习')
    const form = await member.form()
    expect(elementOf(form, 'people').element['initial_users']).toHaveLength(60)
    expect(topWords(form)).toMatch(/“全体”先填了当天的 60 人/)
    const chosen = { people: { selected_users: [member.id, editor.id] } }
    expect(await member.submits(chosen)).toMatchObject({ ok: true })
    await member.hears(/已记录 S-104/, '理论学习')
  })

  it('a message is logged with its words, author, day, link and files', async () => {
    await editor.type('上周六组织志愿服务：交通文明劝导，28人参加', '机关活动')
    const message = await editor.hears(/交通文明劝导，28人/, '机关活动')
    await shortcut(house, member, {
      callback_id: 'record.log.message',
      channel: message.channel,
      message_ts: message.ts,
    })
    const form = await member.form()
    expect(form.view.title.text).toBe('记录这条消息')
    expect(elementOf(form, 'kind').element).toMatchObject({ initial_option: { value: 'volunteering' } })
    expect(elementOf(form, 'date').element['initial_date']).toBe('2022-11-12')
    expect(elementOf(form, 'headCount').element['initial_value']).toBe('28人')
    // Whoever wrote it may be one of the 28: a stated total never gets the author beside it.
    expect(elementOf(form, 'people').element['initial_users']).toBeUndefined()
    expect(elementOf(form, 'headCount').hint).toBe('取自“28人参加”')
    // The person can still say that it was something of the other family.
    expect(await member.submits({ kind: { selected_option: 'field-research' } })).toMatchObject({ ok: true })
    const said = wordsOf(await member.hears(/已记录 S-105/))
    expect(said).toMatch(/类别：调查研究[\s\S]*28人[\s\S]*佐证：<http[^|]*\/archives\/C0ACTIVITY\/p/)
  })

  it('a message keeps its place and its files where Slack gives no link to it', async () => {
    const post = async (path: string, body: object) =>
      await fetch(`${house.url}/people/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const content = Buffer.from('照片').toString('base64')
    const photo = {
      as: editor.id,
      channel: 'C0ACTIVITY',
      name: '现场.txt',
      content,
      text: '党课 廉政课 昨天 1h',
    }
    await post('upload', photo)
    const message = await editor.hears(/廉政课/, '机关活动')
    await post('faults', { fail: [{ method: 'chat.getPermalink', error: 'channel_not_found', times: 1 }] })
    const place = { channel: message.channel, message_ts: message.ts }
    await shortcut(house, member, { callback_id: 'record.log.message', ...place })
    expect(elementOf(await member.form(), 'people').element['initial_users']).toEqual([editor.id])
    expect(await member.submits({})).toMatchObject({ ok: true })
    const said = wordsOf(await member.hears(/已记录 S-106/))
    expect(said).toContain(`(C0ACTIVITY ${message.ts})`)
    expect(said).toMatch(/<http[^|]*\|现场\.txt>/)
  })

  it('a request that Slack sends twice opens one form and says nothing of the second', async () => {
    const faults = async (body: object) =>
      await fetch(`${house.url}/people/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const before = (await member.reads('理论学习')).length
    await faults({ redeliver: 1 })
    await member.type('/study', '理论学习')
    await member.form()
    await member.type('/study 党课 只记一次 今天', '理论学习')
    await member.hears(/已记录 S-107: 只记一次/, '理论学习')
    await faults({ reset: true })
    await member.submits({ kind: { selected_option: 'party-lecture' }, title: { value: '表单里的课' } })
    await member.hears(/已记录 S-108: 表单里的课/, '理论学习')
    expect((await member.reads('理论学习')).slice(before).map(({ text }) => text)).toEqual([
      '已记录 S-107: 只记一次',
      '已记录 S-108: 表单里的课',
    ])
  })

  it('after Undo’s 15 minutes a record is deleted with a reason', async () => {
    await member.type('/study 党课 要删除的课 今天', '理论学习')
    const said = await member.hears(/要删除的课/, '理论学习')
    await house.moveClock('2022-11-18T10:00')
    await member.clicks(said, 'record.undo')
    const form = await member.form()
    expect(topWords(form)).toMatch(/要删除的课[\s\S]*15 分钟/)
    expect(await member.submits({ reason: { value: '  ' } })).toMatchObject({ response_action: 'errors' })
    expect(await member.submits({ reason: { value: '重复 <!channel>' } })).toMatchObject({ ok: true })
    const gone = wordsOf(await member.hears(/已删除 S-109/, '理论学习'))
    expect(gone).toContain('原因：重复 &lt;!channel&gt;')
    await member.type('/study list 2022-11', '理论学习')
    expect(wordsOf(await member.hears(/2022年11月 · 学习[\s\S]*条记录/, '理论学习'))).not.toMatch(
      /要删除的课/,
    )
    await member.type('/study S-109', '理论学习')
    const shown = wordsOf(await member.hears(/\*S-109\*（已删除）/, '理论学习'))
    expect(shown).toMatch(/2\. 删除 · <@U0OFFICEM011> · 2022-11-18 10:0\d · 重复 &lt;!channel&gt;/)
  })

  it('a number alone is looked up, and edit with a number opens the form, for who may', async () => {
    await member.type('/study ｓ－103', '理论学习')
    await member.hears(/\*S-103\*\n\*学习条例\*/, '理论学习')
    await member.type('/study edit 103', '理论学习')
    expect((await member.form()).view.title.text).toBe('修改 S-103')
    await member.type('/study show S-2', '理论学习')
    expect(JSON.stringify((await member.hears(/\*S-2\*/, '理论学习')).blocks)).not.toMatch(
      /record\.(edit|delete)/,
    )
    await member.type('/study edit S-2', '理论学习')
    await member.hears(/您是成员|不能修改别人的记录|编辑/, '理论学习')
    await member.type('/study edit S-99999', '理论学习')
    await member.hears(/没有编号为“S-99999”的记录/, '理论学习')
  })

  it('a record like an older one is kept beside it, or the other is opened', async () => {
    await house.moveClock('2022-11-18T12:00')
    await editor.type('/study 党课 第十次的党课 今天', '理论学习')
    const said = await editor.hears(/已记录 S-\d+[\s\S]*第十次的党课/, '理论学习')
    expect(wordsOf(said)).toMatch(/看起来和 S-101（<@U0OFFICEM011>）/)
    await editor.clicks(said, 'record.open')
    await editor.hears(/\*S-101\*[\s\S]*第十次党课[\s\S]*1\. 记录/, '理论学习')
    await editor.clicks(said, 'record.keep')
    await until(async () => {
      const now = (await editor.reads('理论学习')).find(({ ts }) => ts === said.ts)
      return now !== undefined && !/看起来/.test(wordsOf(now)) && /已记录 S-\d+/.test(wordsOf(now))
    })
  })
})
