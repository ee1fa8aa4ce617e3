import { globSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../../src/context.ts'
import type { ElementInput } from '../../src/playground/protocol/protocol.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse, type TestHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'
import { breakSlack, speaksEnglish } from './faults.ts'

const PLACE = '理论学习'
/** Longer than Slack waits for a form's answer. */
const SLOW = [
  { at: 'response_url', how: 'slow', ms: 3500 },
  { at: 'chat.postMessage', how: 'slow', ms: 3500 },
] as const

onBothDatabases('a form', (kind) => {
  let house: TestHouse
  let member: Person
  let admin: Person
  beforeAll(async () => {
    house = await startHouse(kind)
    ;[member, admin] = [house.person('M011'), house.person('M001')]
    await speaksEnglish(house, house.person('M012').id)
  })
  afterEach(async () => {
    await breakSlack(house)
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })

  const submitsFast = async (person: Person, fields: Readonly<Record<string, ElementInput>>) => {
    await person.form()
    await breakSlack(house, { breaks: [...SLOW] })
    const began = performance.now()
    const answer = await person.submits(fields)
    const took = performance.now() - began
    await breakSlack(house)
    expect(answer).toMatchObject({ ok: true })
    expect(took).toBeLessThan(2500)
  }

  it('is answered before anything is posted, whichever it is', { timeout: 60_000 }, async () => {
    await member.type('/study', PLACE)
    await submitsFast(member, {
      kind: { selected_option: 'party-lecture' },
      title: { value: '先答后发' },
      duration: { value: '90分钟' },
    })
    await member
      .hears(/已记录 S-101/, undefined, 9000)
      .catch(async () => await member.hears(/已记录 S-101/, PLACE))
    await member.type('/essay submit', PLACE)
    await submitsFast(member, {
      kind: { selected_option: '理论文章' },
      title: { value: '先答后发' },
      body: { value: '正文' },
    })
    await admin.type('/wenshu settings', PLACE)
    await admin.form()
    expect(await admin.submits({ hour: { value: '10:00' } })).toMatchObject({ ok: true })
    await submitsFast(admin, {})
    await admin.type('/report draft', PLACE)
    await submitsFast(admin, {
      section: { selected_option: 'learning' },
      period: { value: '2022' },
    })
  })

  it('has no way to post before its answer, in any slice', () => {
    const files = globSync('src/**/*.ts').filter((path) =>
      /listeners\.form\(/.test(readFileSync(path, 'utf8')),
    )
    const forms = files.flatMap((path) => readFileSync(path, 'utf8').match(/listeners\.form\(/g) ?? [])
    expect(forms.length).toBeGreaterThanOrEqual(22)
    const posting = files.filter((path) =>
      /\breplyTo\(|slack\??\.(?:interactive|bulk)|chat\.post|\.filesUploadV2/.test(
        readFileSync(path, 'utf8'),
      ),
    )
    expect(posting).toEqual([])
  })

  for (const [number, before, edit] of [
    ['M011', /第一次提交时已经保存为 (S-\d+)/, /修改 S-/],
    ['M012', /already stored as (S-\d+)/, /Edit S-/],
  ] as const) {
    it(`sent again with other words is told where it stands, and stored once: ${number}`, async () => {
      const person = house.person(number)
      await person.type('/study', PLACE)
      await person.form()
      const title = `再交一次 ${number}`
      const fields = {
        kind: { selected_option: 'party-lecture' },
        title: { value: title },
        duration: { value: '90m' },
      }
      // The form is still open while its first answer is on its way, and is sent again, changed.
      const again = await resubmit(person, fields, { ...fields, title: { value: `${title}，改` } })
      expect(again).toMatchObject({ ok: true })
      const said = await person.hears(before)
      expect(wordsOf(said)).toMatch(edit)
      expect((await countTitled(title)) + (await countTitled(`${title}，改`))).toBe(1)
      await person.clicks(said, 'record.edit')
      expect(JSON.stringify((await person.form()).view)).toContain(title)
    })

    it(`that opens too late gives the typed line back, and the button opens it: ${number}`, async () => {
      const person = house.person(number)
      for (const open of (await person.state()).modals) await closeForm(person, open.id)
      await breakSlack(house, { fail: [{ method: 'views.open', error: 'expired_trigger_id', times: 1 }] })
      await person.type('/study 谈心 <b> 昨天', PLACE)
      const said = await person.hears(number === 'M011' ? /表单没能打开/ : /could not be opened/, PLACE)
      expect(wordsOf(said)).toContain('/study 谈心 &lt;b&gt; 昨天')
      await person.clicks(said, 'command.again')
      expect(JSON.stringify((await person.form()).view)).toContain('谈心')
      for (const open of (await person.state()).modals) await closeForm(person, open.id)
    })
  }

  it('of a file that Slack does not take says so, and the button sends it', { timeout: 60_000 }, async () => {
    await breakSlack(house, { breaks: [{ at: 'files.completeUploadExternal', how: 'unshared', times: 1 }] })
    await member.type('/wenshu export me', PLACE)
    const said = await member.hears(/文件没能发出去/, PLACE, 12_000)
    await member.clicks(said, 'command.again')
    await member.hears(/导出|JSON/, undefined, 9000)
    await breakSlack(house, {
      fail: [{ method: 'files.getUploadURLExternal', error: 'unknown_method', times: 1 }],
    })
    await member.type('/study list 2022', PLACE)
    const list = await member.hears(/条记录/, PLACE)
    await member.clicks(list, 'record.list.csv')
    await until(async () => {
      const said = await member.reads(PLACE)
      return said.filter((message) => /文件没能发出去/.test(wordsOf(message))).length === 2
    })
    await member.clicks(await member.hears(/文件没能发出去/, PLACE), 'record.list.csv')
    await member.hears(/wenshu-study-2022/, PLACE, 9000)
  })

  async function countTitled(title: string): Promise<number> {
    const rows = await inTransaction(house.app.context, async ({ db }) =>
      db.selectFrom('records').select('id').where('title', '=', title).execute(),
    )
    return rows.length
  }

  async function resubmit(
    person: Person,
    first: Readonly<Record<string, ElementInput>>,
    second: Readonly<Record<string, ElementInput>>,
  ) {
    const [one, other] = await Promise.all([person.submits(first), person.submits(second)])
    await until(async () => (await person.state()).modals.length === 0)
    return [one, other].find(({ ok }) => ok)
  }

  async function closeForm({ id }: Person, viewId: string): Promise<void> {
    await fetch(`${house.url}/people/close`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: id, view_id: viewId }),
    })
  }
})
