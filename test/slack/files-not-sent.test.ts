import { expect, it } from 'vitest'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf } from '../helpers/person.ts'
import { shared } from '../helpers/shared.ts'
import { breakSlack, speaksEnglish } from './faults.ts'

const CHANNEL = '年度总结'
/** Until a job is given up: its attempts, with the pauses between them. */
const GIVEN_UP = 90_000

onBothDatabases('a file that Slack never takes', (kind) => {
  const house = shared(() => startHouse(kind))

  it('is told to who asked for it, with a button that sends it', { timeout: 150_000 }, async () => {
    const [editor, reviewer] = [house.person('M026'), house.person('M002')]
    await speaksEnglish(house, reviewer.id)
    await editor.type('/report draft learning 2022', CHANNEL)
    await editor.hears(/D-1 第 1 版/, CHANNEL, 15_000)
    await breakSlack(house, { fail: [{ method: 'files.getUploadURLExternal', error: 'unknown_method' }] })
    await editor.type('/report export 2022 md', CHANNEL)
    await reviewer.type('/essay anthology 4')
    const report = await editor.hears(/2022 的报告没能导出：Slack 没有收下文件/, undefined, GIVEN_UP)
    const anthology = await reviewer.hears(
      /The file of issue 4 could not be sent to you/,
      undefined,
      GIVEN_UP,
    )
    expect(wordsOf(report)).toContain('再试一次')
    expect(wordsOf(anthology)).toContain('Try again')

    await breakSlack(house)
    await editor.clicks(report, 'report.export')
    // The same format again, and into the DM, where the button stood.
    const sent = await editor.hears(/二、理论学习：D-1 第 1 版/, undefined, 15_000)
    expect(sent.files.map(({ name }) => name)).toEqual(['机关2022年度工作报告.md'])
    await reviewer.clicks(anthology, 'essay.anthology')
    const issue = await reviewer.hears(/第 4 期，\d+ 篇|issue 4, \d+ essays/, undefined, 15_000)
    expect(issue.files).toHaveLength(1)
  })
})
