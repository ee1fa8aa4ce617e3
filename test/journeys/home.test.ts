import type { KnownBlock } from '@slack/types'
import { expect, it } from 'vitest'
import type { FaultsRequest, HomeSeen } from '../../src/playground/protocol/protocol.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'
import { shared } from '../helpers/shared.ts'

onBothDatabases('App Home', (kind) => {
  const house = shared(() => startHouse(kind))

  const post = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(`${house.url}/people/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const { ok, error } = (await answer.json()) as { ok: boolean; error?: string }
    if (!ok) throw new Error(`${path}: ${error}`)
  }
  const opens = async (person: Person): Promise<void> => {
    await post('home', { as: person.id })
  }
  const homeOf = async (
    person: Person,
    isIt: (home: HomeSeen) => boolean,
    within = 4000,
  ): Promise<HomeSeen> => {
    let seen: HomeSeen | null = null
    await until(async () => {
      seen = (await person.state()).home
      return seen !== null && isIt(seen)
    }, within).catch(() => {
      throw new Error(`not so in the Home of ${person.id}:\n${seen === null ? 'none' : words(seen)}`)
    })
    if (seen === null) throw new Error('unreachable')
    return seen
  }
  const words = ({ view }: HomeSeen) =>
    wordsOf({ text: '', blocks: view.blocks as KnownBlock[], markdown: null })
  const pictureFiles = ({ view }: HomeSeen) =>
    view.blocks.flatMap((block) =>
      block.type === 'image' && 'slack_file' in block && block.slack_file && 'id' in block.slack_file
        ? [block.slack_file.id ?? '']
        : [],
    )
  const hasPictures = (home: HomeSeen) => pictureFiles(home).length === 2
  const faults = async (faults: FaultsRequest): Promise<void> => {
    await post('faults', { reset: true, ...faults })
  }
  const presses = async (person: Person, home: HomeSeen, action: string): Promise<void> => {
    await post('click', { as: person.id, container: { view_id: home.id }, action_id: action })
  }

  it('shows a member their own month, and nothing of the office', async () => {
    const member = house.person('M011')
    await opens(member)
    const said = words(await homeOf(member, () => true))
    expect(said).toMatch(/我的2022年11月/)
    expect(said).toMatch(/本月应交 2 篇，已交 0 篇/)
    expect(said).toMatch(/还欠：.*2022年11月 2 篇/)
    expect(said).toMatch(/11月30日（星期三）18:00，还有 8 个工作日/)
    expect(said).not.toMatch(/全室|起草报告/)
  })

  it('counts what the member logs, and its buttons open the forms', async () => {
    const member = house.person('M011')
    await opens(member)
    const before = await homeOf(member, () => true)
    expect(words(before)).toMatch(/本月我记了 0 条/)
    await presses(member, before, 'record.log.study')
    await member.form()
    const taken = await member.submits({
      kind: { selected_option: 'party-lecture' },
      title: { value: '主页记的课' },
    })
    expect(taken).toMatchObject({ ok: true })
    await member.hears(/已记录 S-101[\s\S]*主页记的课/)
    await opens(member)
    await homeOf(member, (home) => /本月我记了 1 条[\s\S]*\*S-101\* 主页记的课 · 党课/.test(words(home)))
    await presses(member, before, 'essay.submit')
    expect((await member.form()).view.callback_id).toMatch(/^essay\./)
  })

  it('shows who leads the office too, with pictures that are in Slack', { timeout: 20_000 }, async () => {
    const reviewer = house.person('M002')
    await opens(reviewer)
    const home = await homeOf(reviewer, hasPictures, 8000)
    expect(words(home)).toMatch(/全室 2022年11月[\s\S]*学习 101 条，活动 43 条/)
    expect(words(home)).toMatch(/成员11 +2\/2/)
    expect(words(home)).not.toMatch(/正在画图/)
    for (const id of pictureFiles(home)) {
      const answer = await fetch(`${house.url}/files/${id}/picture.png`)
      expect(Buffer.from(await answer.arrayBuffer()).toString('latin1', 1, 4)).toBe('PNG')
    }
  })

  it('draws and uploads a picture once: whoever opens it next has it at once', async () => {
    const reviewer = house.person('M002')
    const before = pictureFiles(await homeOf(reviewer, hasPictures))
    // Nothing more can be uploaded, so what is shown was there.
    await faults({ fail: [{ method: 'files.getUploadURLExternal', error: 'fatal_error' }] })
    const admin = house.person('M026')
    await opens(admin)
    const home = await homeOf(admin, hasPictures)
    expect(pictureFiles(home)).toEqual(before)
    await presses(admin, home, 'report.draft')
    expect((await admin.form()).view.callback_id).toBe('report.draft')
  })

  it('has another picture after something new is logged; one that cannot be had is said, and the numbers stay', async () => {
    const reviewer = house.person('M002')
    const [weekly, squares] = pictureFiles(await homeOf(reviewer, hasPictures))
    await house.person('M011').type('/study 党课 新的一课 今天', '理论学习')
    await house.person('M011').hears(/新的一课/, '理论学习')
    await opens(reviewer)
    const broken = await homeOf(reviewer, (home) => /图暂时画不出来/.test(words(home)))
    expect(pictureFiles(broken)).toEqual([squares])
    expect(words(broken)).toMatch(/学习 102 条/)
    await faults({})
    await opens(reviewer)
    const mended = pictureFiles(await homeOf(reviewer, hasPictures, 8000))
    expect(mended[0]).not.toBe(weekly)
    expect(mended[1]).toBe(squares)
  })

  it('draws again what Slack no longer has', async () => {
    const reviewer = house.person('M002')
    const before = pictureFiles(await homeOf(reviewer, hasPictures))
    await faults({ fail: [{ method: 'views.publish', error: 'invalid_blocks', times: 1 }] })
    await opens(reviewer)
    const after = await homeOf(
      reviewer,
      (home) => hasPictures(home) && pictureFiles(home)[0] !== before[0],
      8000,
    )
    expect(pictureFiles(after)).not.toContain(before[1])
  })

  it('waits for Slack to have looked at a new picture', async () => {
    const reviewer = house.person('M002')
    await house.person('M011').type('/study 党课 再一课 今天', '理论学习')
    await house.person('M011').hears(/再一课/, '理论学习')
    await faults({ delayMs: 50 })
    await opens(reviewer)
    await homeOf(reviewer, (home) => /学习 103 条/.test(words(home)))
    await faults({ fail: [{ method: 'views.publish', error: 'invalid_arguments', times: 1 }] })
    await homeOf(reviewer, hasPictures, 8000)
    await faults({})
  })

  it('speaks English to who does', async () => {
    const reviewer = house.person('M003')
    await post('profile', { user: reviewer.id, locale: 'en-US' })
    const isEnglish = (home: HomeSeen) => /The office, Nov 2022/.test(words(home))
    // The change of language is on its way at the same time.
    await until(async () => {
      await opens(reviewer)
      const { home } = await reviewer.state()
      return home !== null && isEnglish(home)
    })
    const home = await homeOf(reviewer, (seen) => isEnglish(seen) && hasPictures(seen), 8000)
    expect(words(home)).toMatch(/103 study sessions, 43 activities/)
    expect(words(home)).toMatch(/Log study[\s\S]*Hand in an essay/)
  })

  it('leaves no picture behind in Slack that nobody looked at for a month', { timeout: 20_000 }, async () => {
    const reviewer = house.person('M002')
    const [weekly, squares] = pictureFiles(await homeOf(reviewer, hasPictures))
    const isThere = async (id = '') => (await fetch(`${house.url}/files/${id}/picture.png`)).ok
    expect(await isThere(weekly)).toBe(true)
    await house.moveClock('2022-12-25T10:00')
    await opens(reviewer)
    await homeOf(reviewer, (home) => hasPictures(home) && !pictureFiles(home).includes(weekly ?? ''), 8000)
    await until(async () => !(await isThere(weekly)) && !(await isThere(squares)))
  })
})
