import { describe, expect, it } from 'vitest'
import { startHouse } from '../helpers/house.ts'
import { wordsOf } from '../helpers/person.ts'
import { shared } from '../helpers/shared.ts'

describe('outlines in Slack', { timeout: 60_000 }, () => {
  const house = shared(() => startHouse())
  const admin = shared(() => house.person('M001'))
  const editor = shared(() => house.person('M026'))
  const nowShown = async () => await admin.hears(/zh-annual/, '年度总结')

  it('an admin adds a section in its place, and the numbers follow', async () => {
    await admin.type('/report outline', '年度总结')
    const shown = await admin.hears(/出厂提纲/, '年度总结')
    await admin.clicks(shown, 'report.outline.add')
    expect(await admin.form()).toBeTruthy()
    const refused = await admin.submits({
      title: { value: '廉政教育' },
      brief: { value: '写警示教育。' },
      to: { value: '10' },
    })
    expect(Object.keys(refused.errors ?? {}).sort()).toEqual(['sources', 'to'])
    await admin.submits({
      title: { value: '廉政教育' },
      place: { selected_option: '2' },
      brief: { value: '写警示教育。' },
      kinds: { selected_options: ['警示教育'] },
      to: { value: '600' },
    })
    const words = wordsOf(await admin.hears(/改过 1 次/, '年度总结'))
    expect(words).toMatch(/三、廉政教育/)
    expect(words).toMatch(/六、不足与下步打算/)
  })

  it('the section is drafted from what feeds it', async () => {
    await editor.type('/report draft 廉政教育 2022', '年度总结')
    const verdict = await editor.hears(/第 1 版/, '年度总结', 15_000)
    expect(wordsOf(verdict)).toMatch(/处有记录为据/)
    const text = (await editor.reads('年度总结'))
      .flatMap(({ replies }) => replies)
      .map(wordsOf)
      .join('\n')
    expect(text).toMatch(/警示教育片7次/)
  })

  it('an editor sees the outline and its history, and cannot change it', async () => {
    await editor.type('/report outline', '年度总结')
    const shown = await editor.hears(/廉政教育.*取材/s, '年度总结')
    expect(JSON.stringify(shown.blocks)).not.toContain('report.outline.change')
    await editor.clicks(shown, 'report.outline.history')
    await editor.hears(/新增“三、廉政教育”/, '年度总结')
  })

  it('a change is undone from the history, and the undoing is in it', async () => {
    await admin.clicks(await nowShown(), 'report.outline.history')
    const history = await admin.hears(/#1 .*新增/s, '年度总结')
    await admin.clicks(history, 'report.outline.restore')
    await admin.hears(/改过 2 次/, '年度总结')
    await admin.clicks(await nowShown(), 'report.outline.history')
    await admin.hears(/#2 .*（恢复）\n删去“三、廉政教育”/s, '年度总结')
  })

  it('an editor in a Chinese workspace drafts by the English outline', async () => {
    await editor.type('/report draft en learning 2022', '年度总结')
    const verdict = await editor.hears(/version 1/, '年度总结', 15_000)
    expect(wordsOf(verdict)).toMatch(/traced to the records/)
    await editor.type('/report status en 2022', '年度总结')
    await editor.hears(/2\. Learning.*D-\d/s, '年度总结')
    await editor.type('/report draft', '年度总结')
    await editor.form()
    await editor.submits({
      section: { selected_option: 'en-annual:communication' },
      period: { value: '2022-03..2022-10' },
    })
    await editor.hears(/3\. Communication.*1 Mar 2022 to 31 Oct 2022/, '年度总结', 15_000)
  })

  it('an outline nobody has is named with those there are', async () => {
    await editor.type('/report outline 法文', '年度总结')
    await editor.hears(/没有“法文”这个提纲.*zh-annual/, '年度总结')
  })
})
