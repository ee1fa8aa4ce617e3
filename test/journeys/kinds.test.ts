import { expect, it } from 'vitest'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf } from '../helpers/person.ts'
import { elementOf } from './forms.ts'
import { shared } from '../helpers/shared.ts'

onBothDatabases('kinds and measures are data', (kind) => {
  const house = shared(() => startHouse(kind))
  const admin = shared(() => house.person('M001'))
  const member = shared(() => house.person('M011'))

  it('an admin adds a kind, and the next line of anybody uses it', async () => {
    await admin.type('/wenshu kind add study 专题研讨 / thematic seminar', '机关活动')
    await admin.hears(/已新增类别：专题研讨 \/ thematic seminar/, '机关活动')
    await member.type('/study 专题研讨 乡村振兴 昨天 1h', '理论学习')
    expect(wordsOf(await member.hears(/已记录 S-101/, '理论学习'))).toMatch(/类别：专题研讨/)
  })

  it('a renamed kind is shown by its new name in old records', async () => {
    await admin.type('/wenshu kind rename 专题研讨 → 研讨班', '机关活动')
    await admin.hears(/类别现在是：研讨班.*也叫：专题研讨/, '机关活动')
    await member.type('/study show S-101', '理论学习')
    expect(wordsOf(await member.hears(/\*S-101\*/, '理论学习'))).toMatch(/类别：研讨班/)
  })

  it('a retired kind is not offered in the form, and an old record keeps it through an edit', async () => {
    await admin.type('/wenshu kind retire 研讨班', '机关活动')
    await admin.hears(/类别“研讨班”已停用/, '机关活动')
    await member.type('/study', '理论学习')
    const empty = elementOf(await member.form(), 'kind').element['options'] as { text: { text: string } }[]
    expect(empty.map(({ text }) => text.text)).not.toContain('研讨班')
    await member.submits({ kind: { selected_option: 'party-lecture' }, title: { value: '另一课' } })
    await member.hears(/已记录 S-102/, '理论学习')

    await member.type('/study show S-101', '理论学习')
    const shown = await member.hears(/\*S-101\*/, '理论学习')
    expect(wordsOf(shown)).toMatch(/类别：研讨班/)
    await member.clicks(shown, 'record.edit')
    expect(elementOf(await member.form(), 'kind').element['initial_option']).toMatchObject({
      text: { text: '研讨班' },
    })
    expect(await member.submits({ title: { value: '乡村全面振兴' } })).toMatchObject({ ok: true })
    expect(wordsOf(await member.hears(/已修改 S-101/, '理论学习'))).toMatch(/乡村全面振兴[\s\S]*类别：研讨班/)
  })

  it('the history of a kind tells who changed what', async () => {
    await admin.type('/wenshu kind show 研讨班', '机关活动')
    const words = wordsOf(await admin.hears(/3\. 停用/, '机关活动'))
    expect(words).toMatch(/1\. 新增 · <@U0OFFICEM001>/)
    expect(words).toMatch(/2\. 改名[^\n]*\n +专题研讨 \/ thematic seminar → 研讨班/)
  })

  it('anybody may look, and only an admin may change', async () => {
    await member.type('/wenshu kinds', '理论学习')
    const words = wordsOf(await member.hears(/类别 \d+ 个/, '理论学习'))
    expect(words).toMatch(/• 党课 \/ party lecture[^\n]*\d+ 条记录/)
    expect(words).toMatch(/\*不再使用\*\n• 研讨班 · 已停用/)
    await member.type('/wenshu measures', '理论学习')
    expect(wordsOf(await member.hears(/指标 \d+ 个/, '理论学习'))).toMatch(/• 发布新闻动态（条，累加）/)
    await member.type('/wenshu kind retire 党课', '理论学习')
    await member.hears(/您的角色是成员，不能管理设置/, '理论学习')
  })

  it('a slip is answered with the nearest names, and half a command with how to write it', async () => {
    await admin.type('/wenshu kind retire 挡课', '机关活动')
    await admin.hears(/没有叫“挡课”的类别。相近的有：[^。]*党课/, '机关活动')
    await admin.type('/wenshu kind merge 党课', '机关活动')
    await admin.hears(/“merge 党课”看不懂。请这样写：\/wenshu kind merge/, '机关活动')
    await admin.type('/wenshu kinky', '机关活动')
    await admin.hears(/“kinky”不是 \/wenshu 的用法。可用：help、members.*kinds/, '机关活动')
  })

  it('a new measure is counted in the very next line', async () => {
    await admin.type('/wenshu measure add 发布短视频 条 sum', '机关活动')
    await admin.hears(/已新增指标：发布短视频（条，累加）/, '机关活动')
    await member.type('/activity 新闻宣传 十一月短视频 发布短视频=3条', '理论学习')
    expect(wordsOf(await member.hears(/已记录 A-44/, '理论学习'))).toMatch(/发布短视频 3条/)
  })
})
