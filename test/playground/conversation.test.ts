import type { ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import { BOT, errorOf, GENERAL, MIKA, startRuntime, REN, until } from './house.ts'

const FORM: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: { type: 'plain_text', text: 'Log' },
  submit: { type: 'plain_text', text: 'Save' },
  blocks: [
    {
      type: 'input',
      block_id: 'minutes',
      label: { type: 'plain_text', text: 'Minutes' },
      element: { type: 'plain_text_input', action_id: 'text', initial_value: '90' },
    },
    {
      type: 'input',
      block_id: 'kind',
      label: { type: 'plain_text', text: 'Kind' },
      element: {
        type: 'static_select',
        action_id: 'pick',
        options: ['lecture', 'self'].map((value) => ({ text: { type: 'plain_text', text: value }, value })),
      },
    },
  ],
}

describe('a bot on Socket Mode', () => {
  it('is asked a command with mentions in Slack’s form, and answers to the person alone', async () => {
    const seen: Record<string, string>[] = []
    await using house = await startRuntime((bot) => {
      bot.command('/study', async ({ command, ack, respond }) => {
        await ack()
        seen.push({ text: command.text, channel: command.channel_name, user: command.user_id })
        await respond('stored')
        await respond({ text: 'for all', response_type: 'in_channel' })
      })
    })
    const mika = house.slack.people.person(MIKA)
    const answer = await mika.type('/study 90m @成员12 和 @Ren Ito，#general <b> & co', GENERAL)
    await until(() => mika.sees(GENERAL).length === 2)
    expect(answer).toEqual({ ok: true })
    expect(seen).toEqual([
      {
        text: '90m <@U0MIKA|mika> 和 <@U0REN|ren>，<#C0GENERAL|general> &lt;b&gt; &amp; co',
        channel: 'general',
        user: MIKA,
      },
    ])
    expect(mika.sees(GENERAL).map(({ text, ephemeral }) => [text, ephemeral])).toEqual([
      ['stored', true],
      ['for all', false],
    ])
    expect(
      house.slack.people
        .person(REN)
        .sees(GENERAL)
        .map(({ text }) => text),
    ).toEqual(['for all'])
  })

  it('that does not acknowledge in three seconds is said to have failed', async () => {
    await using house = await startRuntime((bot) => {
      bot.command('/slow', async () => {})
    })
    const mika = house.slack.people.person(MIKA)
    const started = performance.now()
    expect(await mika.type('/slow')).toEqual({ ok: false, error: 'operation_timeout' })
    expect(performance.now() - started).toBeGreaterThan(2900)
    expect(mika.sees()[0]).toMatchObject({ ephemeral: true, user: 'USLACKBOT' })
    expect(mika.sees()[0]?.text).toContain('/slow failed')
    expect(await mika.type('/nothing')).toEqual({ ok: false, error: 'invalid_command' })
  }, 8000)

  it('opens a form, says a fault at its field, and takes it when it is mended', async () => {
    const stored: unknown[] = []
    await using house = await startRuntime((bot) => {
      bot.command('/study', async ({ ack, command, client }) => {
        await ack()
        await client.views.open({ trigger_id: command.trigger_id, view: FORM })
      })
      bot.view('form', async ({ ack, view }) => {
        const minutes = view.state.values['minutes']?.['text']?.value ?? ''
        if (!/^\d+$/.test(minutes))
          return await ack({ response_action: 'errors', errors: { minutes: 'a number' } })
        stored.push([minutes, view.state.values['kind']?.['pick']?.selected_option?.value])
        await ack()
      })
    })
    const mika = house.slack.people.person(MIKA)
    await mika.type('/study')
    await until(() => mika.modal() !== null)
    expect(await mika.submit()).toEqual({
      ok: false,
      error: 'invalid_input',
      errors: { kind: 'Please complete this required field.' },
    })
    const wrong = { minutes: { text: { value: 'many' } }, kind: { pick: { selected_option: 'self' } } }
    expect(await mika.submit(wrong)).toMatchObject({ ok: true, response_action: 'errors' })
    expect(mika.modal()?.errors).toEqual({ minutes: 'a number' })
    expect(await mika.submit({ minutes: { text: { value: '45' } } })).toEqual({ ok: true })
    expect(mika.modal()).toBeNull()
    expect(stored).toEqual([['45', 'self']])
    expect(house.slack.people.person(REN).modal()).toBeNull()
  })

  it('cannot open two forms with one trigger, nor one with a made-up or stale trigger', async () => {
    const outcomes: string[] = []
    let trigger = ''
    await using house = await startRuntime((bot) => {
      bot.command('/study', async ({ ack, command, client }) => {
        await ack()
        trigger = command.trigger_id
        outcomes.push(await errorOf(client.views.open({ trigger_id: trigger, view: FORM })))
        outcomes.push(await errorOf(client.views.open({ trigger_id: trigger, view: FORM })))
        outcomes.push(await errorOf(client.views.open({ trigger_id: '1.2.3', view: FORM })))
      })
    })
    await house.slack.people.person(MIKA).type('/study')
    await until(() => outcomes.length === 3)
    expect(outcomes).toEqual(['accepted', 'exchanged_trigger_id', 'expired_trigger_id'])
  })

  it('changes a message when its button is clicked, and gets what stands in its menus', async () => {
    const seen: unknown[] = []
    await using house = await startRuntime((bot) => {
      bot.action('undo', async ({ ack, body, respond }) => {
        await ack()
        if (body.type === 'block_actions') seen.push(body.actions, body.state?.values)
        await respond({ text: 'undone', replace_original: true })
      })
    })
    const { ts } = await house.client.chat.postMessage({
      channel: MIKA,
      text: 'stored',
      blocks: [
        {
          type: 'actions',
          block_id: 'do',
          elements: [
            { type: 'button', action_id: 'undo', value: 'S-1', text: { type: 'plain_text', text: 'Undo' } },
            { type: 'datepicker', action_id: 'day' },
          ],
        },
      ],
    })
    const mika = house.slack.people.person(MIKA)
    const message = mika.sees()[0]!
    expect(
      await mika.click(message, 'undo', { values: { do: { day: { selected_date: '2022-11-18' } } } }),
    ).toEqual({
      ok: true,
    })
    await until(() => mika.sees()[0]?.text === 'undone')
    expect(mika.sees()).toMatchObject([{ ts, edited: true, blocks: [] }])
    expect(seen).toMatchObject([
      [{ type: 'button', action_id: 'undo', block_id: 'do', value: 'S-1' }],
      { do: { day: { type: 'datepicker', selected_date: '2022-11-18' } } },
    ])
    expect(await mika.click(message, 'gone')).toMatchObject({ ok: false, error: 'action_not_found' })
  })

  it('hears of messages, message shortcuts, Home and changed profiles', async () => {
    const heard: unknown[] = []
    await using house = await startRuntime((bot) => {
      bot.message(async ({ message }) => {
        heard.push(['message', message.channel_type, 'text' in message ? message.text : ''])
      })
      bot.shortcut('log', async ({ ack, shortcut }) => {
        await ack()
        if (shortcut.type === 'message_action') heard.push(['shortcut', shortcut.message.text])
      })
      bot.event('app_home_opened', async ({ event, client }) => {
        const hello = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Hello' } }
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [hello] } })
      })
      bot.event('user_change', async ({ event }) => {
        heard.push(['user', event.user.id, event.user.deleted])
      })
    })
    const { people } = house.slack
    const mika = people.person(MIKA)
    const { ts = '' } = await mika.type('昨天 <学习> @Wenshu')
    await people.shortcut({ as: MIKA, callback_id: 'log', channel: mika.dm, message_ts: ts })
    await people.home({ as: MIKA })
    await people.profile({ user: REN, deleted: true })
    await until(() => heard.length === 3 && mika.home() !== null)
    expect(heard).toEqual([
      ['message', 'im', `昨天 &lt;学习&gt; <@${BOT}>`],
      ['shortcut', `昨天 &lt;学习&gt; <@${BOT}>`],
      ['user', REN, true],
    ])
    expect(mika.home()?.view.blocks).toHaveLength(1)
    expect(await people.command({ as: REN, channel: GENERAL, text: 'hi' })).toMatchObject({
      ok: false,
      error: 'account_inactive',
    })
  })

  it('offers options for what is typed into an external menu, and gets the chosen one', async () => {
    const chosen: unknown[] = []
    await using house = await startRuntime((bot) => {
      bot.options('who', async ({ ack, options }) => {
        await ack({
          options: [{ text: { type: 'plain_text', text: `${options.value}!` }, value: options.value }],
        })
      })
      bot.action('who', async ({ ack, action }) => {
        await ack()
        if (action.type === 'external_select') chosen.push(action.selected_option?.text.text)
      })
    })
    await house.client.chat.postMessage({
      channel: GENERAL,
      text: 'who?',
      blocks: [{ type: 'actions', block_id: 'b', elements: [{ type: 'external_select', action_id: 'who' }] }],
    })
    const mika = house.slack.people.person(MIKA)
    const message = mika.sees(GENERAL)[0]!
    const container = { channel: GENERAL, message_ts: message.ts }
    const answer = await house.slack.people.options({ as: MIKA, container, action_id: 'who', value: 'ren' })
    expect(answer.options?.map(({ value }) => value)).toEqual(['ren'])
    await mika.click(message, 'who', { selected_option: 'ren' })
    await until(() => chosen.length === 1)
    expect(chosen).toEqual(['ren!'])
    expect(await mika.click(message, 'who', { selected_option: 'nobody' })).toMatchObject({ ok: false })
  })
})
