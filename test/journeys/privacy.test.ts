import { expect, it } from 'vitest'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf } from '../helpers/person.ts'
import { inTransaction } from '../../src/context.ts'
import { findMemberByAnyName, updateMember } from '../../src/members/members-store.ts'
import { elementOf, topWords } from './forms.ts'
import { shared } from '../helpers/shared.ts'

onBothDatabases('personal data', (kind) => {
  const house = shared(() => startHouse(kind))
  const admin = shared(() => house.person('M001'))
  const member = shared(() => house.person('M011'))

  it('a person gets everything held about them as a file in their DM', async () => {
    await member.type('/study 党课 第九课 今天 1h', '理论学习')
    await member.hears(/已记录 S-101/, '理论学习')
    await member.type('/wenshu export me', '理论学习')
    await member.hears(/与您有关的 \d+ 条内容已发到/, '理论学习')
    const said = await member.hears(/与您有关的全部内容（JSON）/)
    const [file] = said.files
    expect(file?.name).toMatch(/^wenshu-my-data-2022-11-18\.json$/)
    const held = (await (await fetch(`${house.url}${file?.url ?? ''}`)).json()) as Record<
      string,
      { id: string; title?: string; name?: string }[]
    >
    expect(held['members']?.map(({ name }) => name)).toEqual(['成员11'])
    expect(held['records']?.find(({ id }) => id === 'S-101')?.title).toBe('第九课')
  })

  it('an admin erases who has left, after typing their number; the list shows it, and nobody else may', async () => {
    await admin.type('/wenshu erase M040', '机关活动')
    await admin.hears(/成员40还是成员，不能删除个人信息/, '机关活动')
    const { context } = house.app
    await inTransaction(context, async ({ db }) => {
      const leaver = await findMemberByAnyName(db, 'M040')
      if (leaver === null) throw new Error('M040')
      await updateMember(db, leaver.id, { leftOn: '2022-10-31' })
      await db.updateTable('records').set({ note: '由成员40主讲' }).where('id', '=', 'S-42').execute()
    })
    await member.type('/wenshu erase M040', '理论学习')
    await member.hears(/您的角色是成员，不能管理设置/, '理论学习')

    await admin.type('/wenshu erase M040', '机关活动')
    expect(topWords(await admin.form())).toMatch(/成员40[^]*不能撤销[^]*备份：/)
    expect((await admin.submits({ confirm: { value: '好' } })).errors?.['confirm']).toMatch(/“好”不是“M040”/)
    expect(await admin.submits({ confirm: { value: 'M040' } })).toMatchObject({ ok: true })
    const told = await admin.hears(/今后显示为“已删除成员 #1”/, '机关活动')
    expect(wordsOf(told)).toMatch(/1 处文字里还有这个人[^]*S-42[^]*由成员40主讲/)
    await admin.clicks(told, 'privacy.names')
    const { element } = elementOf(await admin.form(), 'chosen.0')
    const [text] = element['options'] as { value: string }[]
    expect(JSON.stringify(text)).toMatch(/S-42 · 记录[^]*由成员40主讲/)
    expect(await admin.submits({ 'chosen.0': { selected_options: [text?.value ?? ''] } })).toMatchObject({
      ok: true,
    })
    await admin.hears(/已在 1 处改成“已删除成员 #1”/, '机关活动')
    const record = await inTransaction(context, async ({ db }) =>
      db.selectFrom('records').select('note').where('id', '=', 'S-42').executeTakeFirst(),
    )
    expect(record).toEqual({ note: '由已删除成员 #1主讲' })
    await admin.type('/wenshu members', '机关活动')
    const list = wordsOf(await admin.hears(/成员 \d+ 人/, '机关活动'))
    expect(list).toContain('已删除成员 #1')
    expect(list).not.toMatch(/M040|成员40/)
    await admin.type('/wenshu erase M040', '机关活动')
    await admin.hears(/没有“M040”这个成员/, '机关活动')
  })

  it('what is kept, and how long, is shown to all and set by admins', async () => {
    await member.type('/wenshu retention', '理论学习')
    await member.hears(/30 天，审计记录 3 年/, '理论学习')
    await member.type('/wenshu retention handled 1d', '理论学习')
    await member.hears(/不能管理设置/, '理论学习')
    await admin.type('/wenshu retention handled 7d', '机关活动')
    await admin.hears(/编号 7 天，审计记录 3 年/, '机关活动')
    await admin.type('/wenshu retention audit 99y', '机关活动')
    await admin.hears(/“audit 99y”看不懂/, '机关活动')
  })
})
