import type { App } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { errorOf, GENERAL, MIKA, startRuntime, REN, until } from '../house.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })

function form(title: string, change: Partial<ModalView> = {}): ModalView {
  return {
    type: 'modal',
    callback_id: 'form',
    title: plain(title),
    submit: plain('Next'),
    blocks: [
      {
        type: 'input',
        block_id: 'name',
        label: plain('Name'),
        element: { type: 'plain_text_input', action_id: 'text', initial_value: title },
      },
      {
        type: 'actions',
        block_id: 'do',
        elements: [{ type: 'button', action_id: 'deeper', text: plain('Deeper') }],
      },
    ],
    ...change,
  }
}

/** `/study` opens a form. */
function opening(bot: App): void {
  bot.command('/study', async ({ ack, command, client }) => {
    await ack()
    const view = form('one', { notify_on_close: true })
    await client.views.open({ trigger_id: command.trigger_id, view })
  })
}

/** Its button pushes another one on top; what came of it and of closing is kept. */
function deepening(outcomes: string[]): (bot: App) => void {
  return (bot) => {
    opening(bot)
    bot.action('deeper', async ({ ack, body, client }) => {
      await ack()
      if (body.type !== 'block_actions') return
      const push = client.views.push({ trigger_id: body.trigger_id, view: form('more') })
      outcomes.push(await errorOf(push))
    })
    bot.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
      await ack()
      outcomes.push('is_cleared' in body && body.is_cleared ? 'cleared' : 'closed')
    })
  }
}

describe('modals', () => {
  it('stand on each other three deep, and the bot is told of those that want it when all are closed', async () => {
    const outcomes: string[] = []
    await using house = await startRuntime(deepening(outcomes))
    const mika = house.slack.people.person(MIKA)
    await mika.type('/study')
    await until(() => mika.modal() !== null)
    for (let depth = 1; depth <= 3; depth += 1) {
      await mika.click(mika.modal()!, 'deeper')
      await until(() => outcomes.length === depth)
    }
    expect(outcomes).toEqual(['accepted', 'accepted', 'push_limit_reached'])
    expect(mika.modal()?.depth).toBe(2)
    expect(await mika.close()).toEqual({ ok: true })
    expect(mika.modal()?.depth).toBe(1)
    const view_id = mika.modal()!.id
    await house.slack.people.close({ as: MIKA, view_id, clear: true })
    await until(() => outcomes.length === 4)
    expect(outcomes.at(-1)).toBe('cleared')
    expect(mika.modal()).toBeNull()
    expect(await house.slack.people.submit({ as: MIKA, view_id })).toMatchObject({ error: 'view_not_found' })
  })

  it('change, go on or close altogether as the answer to a submission says', async () => {
    const answers = [
      { response_action: 'update' as const, view: form('two') },
      { response_action: 'push' as const, view: form('three') },
      { response_action: 'errors' as const, errors: { nowhere: 'x' } },
      { response_action: 'update' as const, view: form('much longer than twenty-four') },
      { response_action: 'clear' as const },
    ]
    await using house = await startRuntime((bot) => {
      opening(bot)
      bot.view('form', async ({ ack }) => {
        const answer = answers.shift()
        if (answer !== undefined) await ack(answer)
      })
    })
    const mika = house.slack.people.person(MIKA)
    await mika.type('/study')
    await until(() => mika.modal() !== null)
    const seen: unknown[] = []
    for (let n = 0; n < 5; n += 1) {
      const { response_action, error } = await mika.submit()
      const modal = mika.modal()
      seen.push([response_action ?? error, modal?.view.title.text, modal?.depth])
    }
    expect(seen).toEqual([
      ['update', 'two', 0],
      ['push', 'three', 1],
      ['invalid_errors', 'three', 1],
      ['invalid_arguments', 'three', 1],
      ['clear', undefined, undefined],
    ])
  })

  it('keep what was typed when the bot changes them, and refuse a change of an older state', async () => {
    const outcomes: string[] = []
    await using house = await startRuntime((bot) => {
      opening(bot)
      bot.action('deeper', async ({ ack, body, client }) => {
        await ack()
        if (body.type !== 'block_actions' || body.view === undefined) return
        const { id: view_id, hash } = body.view
        outcomes.push(await errorOf(client.views.update({ view_id, hash, view: form('changed') })))
        outcomes.push(await errorOf(client.views.update({ view_id, hash, view: form('again') })))
      })
    })
    const mika = house.slack.people.person(MIKA)
    await mika.type('/study')
    await until(() => mika.modal() !== null)
    await mika.click(mika.modal()!, 'deeper', { values: { name: { text: { value: 'typed' } } } })
    await until(() => outcomes.includes('hash_conflict'))
    expect(outcomes.slice(0, 2)).toEqual(['accepted', 'hash_conflict'])
    expect(mika.modal()).toMatchObject({ view: { title: { text: 'changed' } } })
    expect(mika.modal()?.state['name']?.['text']?.value).toBe('typed')
  })

  it('belong to one person: nobody else can fill or close them', async () => {
    await using house = await startRuntime(opening)
    const mika = house.slack.people.person(MIKA)
    await mika.type('/study')
    await until(() => mika.modal() !== null)
    const view_id = mika.modal()!.id
    expect(await house.slack.people.submit({ as: REN, view_id })).toMatchObject({ error: 'view_not_found' })
    expect(await house.slack.people.close({ as: REN, view_id })).toMatchObject({ error: 'view_not_found' })
    expect(await mika.submit({ name: { nothing: { value: 'x' } } })).toMatchObject({ error: 'invalid_input' })
  })
})

describe('an ephemeral message', () => {
  it('can be acted on by its person alone, replaced and deleted', async () => {
    await using house = await startRuntime((bot) => {
      const blocks = [
        {
          type: 'actions' as const,
          elements: ['change', 'drop'].map((action_id) => ({
            type: 'button' as const,
            action_id,
            text: plain(action_id),
          })),
        },
      ]
      bot.command('/study', async ({ ack }) => {
        await ack({ text: 'first', blocks })
      })
      bot.action('change', async ({ ack, respond }) => {
        await ack()
        await respond({ text: 'second', blocks, replace_original: true })
      })
      bot.action('drop', async ({ ack, respond }) => {
        await ack()
        await respond({ delete_original: true })
      })
    })
    const mika = house.slack.people.person(MIKA)
    await mika.type('/study', GENERAL)
    const message = mika.sees(GENERAL)[0]!
    const container = { channel: GENERAL, message_ts: message.ts }
    expect(await house.slack.people.click({ as: REN, container, action_id: 'drop' })).toMatchObject({
      error: 'message_not_found',
    })
    await mika.click(message, 'change')
    await until(() => mika.sees(GENERAL)[0]?.text === 'second')
    expect(mika.sees(GENERAL)).toHaveLength(1)
    await mika.click(message, 'drop')
    await until(() => mika.sees(GENERAL).length === 0)
    const { messages } = await house.client.conversations.history({ channel: GENERAL })
    expect(messages).toEqual([])
  })
})
