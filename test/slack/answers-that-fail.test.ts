import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../../src/context.ts'
import { onBothDatabases } from '../helpers/databases.ts'
import { startHouse, type TestHouse } from '../helpers/house.ts'
import { wordsOf, type Person } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'
import { breakSlack, speaksEnglish } from './faults.ts'

const always = { at: 'response_url', how: 'status', status: 500 } as const

onBothDatabases('an answer that fails', (kind) => {
  let house: TestHouse
  let member: Person
  beforeAll(async () => {
    house = await startHouse(kind)
    member = house.person('M011')
    await speaksEnglish(house, house.person('M012').id)
  })
  afterEach(async () => {
    await breakSlack(house)
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })

  const about = async (title: string) =>
    await inTransaction(house.app.context, async ({ db }) =>
      db
        .selectFrom('records')
        .select('id')
        .where(sql`${title}`, '=', sql`any(materials)`)
        .execute(),
    )
  const said = async (person: Person) =>
    (await Promise.all([person.reads('理论学习'), person.reads()])).flat().map(wordsOf).join('\n')

  it('once is tried again where it was asked', async () => {
    await breakSlack(house, { breaks: [{ ...always, times: 1 }] })
    await member.type('/study 集中学习 《一次》 昨天 2h', '理论学习')
    await member.hears(/已记录 S-101/, '理论学习')
    expect(await about('《一次》')).toHaveLength(1)
  })

  it('always is given in the DM, and says nothing of the work', async () => {
    await breakSlack(house, { breaks: [always] })
    await member.type('/study 集中学习 《二次》 昨天 2h', '理论学习')
    await member.hears(/已记录 S-102/)
    expect(await about('《二次》')).toHaveLength(1)
    expect(await said(member)).not.toMatch(/没有保存|出错/)
  })

  it('is given twice where Slack took it and did not say so, and stored once', async () => {
    await breakSlack(house, { breaks: [{ at: 'response_url', how: 'reset', carriedOut: true, times: 1 }] })
    await member.type('/study 集中学习 《三次》 昨天 2h', '理论学习')
    await member.hears(/《三次》/, '理论学习')
    await until(async () => (await said(member)).split('《三次》').length > 2)
    expect(await about('《三次》')).toHaveLength(1)
  })

  for (const [number, typed, words, head] of [
    ['M013', '/study 集中学习 《家门》 昨天 2h', /《家门》/, '没有送到的答复'],
    ['M012', '/study 集中学习 《home》 2022-11-17 2h', /《home》/, 'Answers that did not reach you'],
  ] as const) {
    it(`everywhere stands on App Home until it was seen: ${number}`, async () => {
      const person = house.person(number)
      await breakSlack(house, {
        breaks: [always],
        failHttp: [{ method: 'chat.postMessage', status: 500 }],
      })
      await person.type(typed, '理论学习')
      await until(async () => (await kept(person)) === 1)
      await breakSlack(house)
      await opensHome(person)
      await until(async () => (await wordsOfHome(person)).includes(head))
      expect(await wordsOfHome(person)).toMatch(words)
      const home = (await person.state()).home
      await post('click', { as: person.id, container: { view_id: home?.id }, action_id: 'home.seen' })
      await until(async () => !(await wordsOfHome(person)).includes(head))
      expect(await kept(person)).toBe(0)
    })
  }

  async function kept({ id }: Person): Promise<number> {
    const rows = await inTransaction(house.app.context, async ({ db }) =>
      db
        .selectFrom('undelivered_answers')
        .innerJoin('members', 'members.id', 'member_id')
        .where('slack_user_id', '=', id)
        .select('text')
        .execute(),
    )
    return rows.length
  }

  async function opensHome({ id }: Person): Promise<void> {
    await post('home', { as: id })
  }
  async function wordsOfHome(person: Person): Promise<string> {
    return JSON.stringify((await person.state()).home?.view ?? null)
  }
  async function post(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' }
    await fetch(`${house.url}/people/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  }
})
