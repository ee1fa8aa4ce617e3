import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import type { Done, SubmitAnswer } from '../../src/playground/protocol/protocol.ts'
import { elementsOf } from '../../src/playground/shapes/elements-of.ts'
import type { TestHouse } from '../helpers/house.ts'
import { personOf, wordsOf } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'
import {
  FOREIGN,
  foreignButton,
  left,
  shown,
  tsAt,
  type Button,
  type Placed,
  type Form,
} from './left-in-slack.ts'
import { leftOffice, type LeftOffice } from './office.ts'

/** Said by the playground: the bot knows no such id, does not answer in time, or the form is not filled in. */
const NOT_TAKEN = 'not taken:'
const APOLOGY = /出错了|Something went wrong|the answer went wrong/
/** A form that the model’s answer would replace carries nothing and has nothing to send. */
const NOTHING_TO_SEND = new Set(['record.reading'])
/** They stop what runs, and the draft's own message then says so; with nothing running there is nothing to say. */
const SILENT = new Set(['report.cancel', 'report.paragraph.cancel'])

describe.each([
  { title: 'as the version before the rooms left it', foreign: false },
  { title: 'with what another version carried', foreign: true },
])('every button and form $title', ({ foreign }) => {
  const buttons = left.buttons
    .map((button, place): Placed<Button> => ({ ...button, key: `VBUTTON${place}` }))
    .map((button) => (foreign ? foreignButton(button) : button))
  const forms = left.forms.map((form, place): Placed<Form> => {
    const view = foreign ? { ...form.view, private_metadata: FOREIGN } : form.view
    return { ...form, view, key: `VFORM${place}` }
  })
  let office: LeftOffice
  let house: TestHouse
  beforeAll(async () => {
    office = await leftOffice('pglite', shown(buttons, forms))
    await withoutJobs(office)
    house = await office.open()
  }, 120_000)
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })

  /** Everything on this person's screen, by its place. */
  const screen = async (user: string): Promise<Map<string, string>> => {
    const messages = (house.app.playground?.allMessages() ?? []).filter(({ ephemeralFor }) =>
      [null, user].includes(ephemeralFor),
    )
    const { modals, home } = await personOf(house.url, user).state()
    return new Map([
      ...messages.map((message): [string, string] => [`${message.channel} ${message.ts}`, wordsOf(message)]),
      ...modals.map(({ id, view }): [string, string] => [id, JSON.stringify(view)]),
      ['home', JSON.stringify(home?.view)],
    ])
  }
  /** What came onto the screen by this act; waits for it as long as a busy machine takes. */
  const answerTo = async (user: string, act: () => Promise<string>, within = 15_000): Promise<string> => {
    const before = await screen(user)
    const said = await act()
    if (said !== '') return said
    let news: string[] = []
    const isAnswered = async () => {
      news = [...(await screen(user))].flatMap(([place, words]) =>
        before.get(place) === words ? [] : [words],
      )
      return news.length > 0
    }
    await until(isAnswered, within).catch(() => {})
    return news.join('\n')
  }
  const post = async <T>(path: string, body: object): Promise<T> => {
    const answer = await fetch(`${house.url}/people/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as T
  }
  /** A busy machine may miss Slack's three seconds or lose its connection; what nobody knows fails the second time too. */
  const onceMore = async <T extends Done>(act: () => Promise<T>): Promise<T> => {
    for (let left = 4; ; left--) {
      const answer = await act()
      if (left === 0 || !['operation_timeout', 'dispatch_failed'].includes(answer.error ?? '')) return answer
      await house.app.playground?.untilConnected()
    }
  }
  /** null: it was answered. */
  const faultIn = (answer: string): string | null => {
    if (APOLOGY.test(answer)) return `an apology: ${office.errors.at(-1) ?? ''}`
    if (answer.startsWith(NOT_TAKEN)) return answer
    return answer === '' ? 'silence' : null
  }

  it('is sent, and is stored or refused in words', { timeout: 180_000 }, async () => {
    const faults: string[] = []
    for (const { key, user, view } of forms.filter(
      (form) => !NOTHING_TO_SEND.has(form.view.callback_id ?? ''),
    )) {
      const answer = await answerTo(user, async () => {
        const send = async () => await post<SubmitAnswer>('submit', { as: user, view_id: key })
        const { ok, error, errors, ...rest } = await onceMore(send)
        if (errors !== undefined) return Object.values(errors).join(' ')
        if (rest.response_action === 'update')
          return JSON.stringify((await personOf(house.url, user).form()).view)
        return ok ? '' : `${NOT_TAKEN} ${error ?? ''}`
      })
      const fault = faultIn(answer)
      if (fault !== null) faults.push(`${view.callback_id}: ${fault}`)
    }
    expect(faults).toEqual([])
    expect(office.errors).toEqual([])
  })

  it('is pressed, and is carried out or refused in words', { timeout: 300_000 }, async () => {
    const faults: string[] = []
    for (const [place, button] of [...buttons.entries()].toSorted(([, a], [, b]) => order(a) - order(b))) {
      const { user, actionId, where, key } = button
      const blocks = where === 'message' ? button.blocks : button.view.blocks
      const block = elementsOf(blocks).find((placed) => placed.actionId === actionId)?.blockId
      const container =
        where === 'message' ? { channel: `D${user.slice(1)}`, message_ts: tsAt(place) } : { view_id: key }
      const answer = await answerTo(
        user,
        async () => {
          const chosen = actionId.startsWith('report.edit.') ? { selected_option: '0' } : {}
          const press = async () =>
            await post<Done>('click', {
              as: user,
              container,
              action_id: actionId,
              block_id: block,
              ...chosen,
            })
          const { ok, error, detail } = await onceMore(press)
          return ok ? '' : `${NOT_TAKEN} ${error ?? ''} ${detail ?? ''}`
        },
        SILENT.has(actionId) ? 500 : 15_000,
      )
      const fault = answer === '' && SILENT.has(actionId) ? null : faultIn(answer)
      if (fault !== null) faults.push(`${where} ${actionId}: ${fault}`)
    }
    expect(faults).toEqual([])
    expect(office.errors).toEqual([])
  })
})

/** Those of open forms first: a form that is opened by another button takes the place of all that are open. */
function order({ where }: Button): number {
  return where === 'modal' ? 0 : 1
}

/** What waits in the queue is another test's matter; here it would answer in place of a button. */
async function withoutJobs({ address }: LeftOffice): Promise<void> {
  await using database = await openDatabase(address)
  await sql`delete from pgboss.job where state = 'created'`.execute(database.base)
}
