import type { KnownBlock } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/playground/shapes/limits.ts'
import { actions, button, section, type Message } from '../../../src/slack/blocks.ts'
import { createClients } from '../../../src/slack/connection/clients.ts'
import { fitBytes, fitMessage, unitsWithin } from '../../../src/slack/limits/fit-message.ts'
import { createLog } from '../../../src/log.ts'
import { startPlayground } from '../../../src/playground/server/playground.ts'
import { GENERAL, office } from '../../playground/house.ts'

const piece = fc.constantFrom(
  '文',
  '书',
  'a',
  '𠮷',
  '&amp;',
  '&lt;',
  '<@U0MIKA|mika>',
  '"',
  '\n',
  ' ',
  '*粗*',
)
const words = (max: number) =>
  fc.array(piece, { minLength: 1, maxLength: max }).map((parts) => `x${parts.join('')}`)

describe('a message fitted to Slack', () => {
  it('is taken by Slack, whatever it says, and keeps its buttons', () => {
    const block = fc.oneof(
      words(900).map((text): KnownBlock => section(text)),
      fc.constant<KnownBlock>(actions(button('确认', 'go', '1'), button('取消', 'no', '2'))),
    )
    const message = fc.record({ text: words(3000), blocks: fc.array(block, { minLength: 1, maxLength: 50 }) })
    fc.assert(
      fc.property(message, fc.constantFrom<'post' | 'update'>('post', 'update'), (message, how) => {
        const fitted = fitMessage<Message>(message, how)
        expect(checkMessage(fitted, { update: how === 'update' })).toBeNull()
        const buttons = (blocks: readonly KnownBlock[]): number =>
          blocks.filter(({ type }) => type === 'actions').length
        expect(buttons(fitted.blocks ?? [])).toBe(buttons(message.blocks))
      }),
      { numRuns: 60 },
    )
  })

  it('is the same when it fits', () => {
    const message: Message = { text: '文'.repeat(1333), blocks: [section('短')] }
    expect(fitMessage(message, 'update')).toEqual(message)
    expect(fitMessage({ text: '文'.repeat(1334) }, 'update').text).toBe(`${'文'.repeat(1332)}…`)
    expect(fitMessage({ text: '文'.repeat(1334) }, 'post').text).toHaveLength(1334)
  })

  it('loses its last blocks when there are too many short ones', () => {
    const blocks = Array.from({ length: 49 }, (_, index) => ({
      ...section(`行 ${index}`),
      accessory: button('改', `edit.${'x'.repeat(200)}.${index}`, '1'),
    }))
    const fitted = fitMessage<Message>({ text: 't', blocks }, 'post').blocks ?? []
    expect(checkMessage({ blocks: fitted })).toBeNull()
    expect(fitted.slice(0, 30)).toEqual(blocks.slice(0, 30))
    expect(fitted.at(-1)).toEqual({ type: 'context', elements: [{ type: 'mrkdwn', text: '…' }] })
  })

  it('is cut by bytes, never inside a character, a mention or an entity', () => {
    fc.assert(
      fc.property(words(200), fc.integer({ min: 10, max: 600 }), (text, bytes) => {
        const cut = fitBytes(text, bytes)
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes)
        expect(cut.isWellFormed()).toBe(true)
        expect(cut).not.toMatch(/<[^>]*…$|&(?:a|am|amp|l|lt)?…$/)
        expect(unitsWithin(text, bytes)).toBeLessThanOrEqual(text.length)
      }),
    )
  })

  it('leaves by the client, whoever sends it', async () => {
    await using slack = await startPlayground(office())
    const { interactive, bulk } = createClients(slack.botToken, slack.apiUrl, createLog('silent'))
    const blocks = Array.from({ length: 10 }, () => section('长'.repeat(2900)))
    const { ts = '' } = await interactive.chat.postMessage({ channel: GENERAL, text: 'x', blocks })
    await bulk.chat.update({ channel: GENERAL, ts, text: '文'.repeat(4000), blocks })
    const [message] = slack.messagesIn(GENERAL)
    expect(message?.blocks).toHaveLength(10)
    expect(Buffer.byteLength(message?.text ?? '')).toBeGreaterThan(3990)
  })
})
