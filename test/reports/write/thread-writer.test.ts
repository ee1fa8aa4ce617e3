import { describe, expect, it } from 'vitest'
import { createLog } from '../../../src/log.ts'
import { startPlayground } from '../../../src/playground/server/playground.ts'
import { openThreadWriter } from '../../../src/reports/write/thread-writer.ts'
import { createClients } from '../../../src/slack/connection/clients.ts'
import { GENERAL, MIKA, office } from '../../playground/house.ts'

describe('a draft in Chinese, where streaming is refused', () => {
  it('stands whole, in messages of which each can still be changed', async () => {
    await using slack = await startPlayground(office())
    await slack.people.faults({ fail: [{ method: 'chat.startStream', error: 'not_allowed' }] })
    const log = createLog('silent')
    const { interactive } = createClients(slack.botToken, slack.apiUrl, log)
    const { ts: threadTs = '' } = await interactive.chat.postMessage({ channel: GENERAL, text: '草稿' })
    const address = { channel: GENERAL, threadTs, teamId: 'T0OFFICE', recipient: MIKA, ts: null }
    const writer = openThreadWriter(interactive, address, async () => {}, log)
    const text = '全年共组织集中学习四十二次。'.repeat(300)
    // The first piece asks for a stream and is refused.
    for (const piece of [text.slice(0, 1000), text.slice(1000)]) await writer.append(piece)
    await writer.finish(text)
    const pieces = slack.messagesIn(GENERAL).filter((message) => message.threadTs === threadTs)
    expect(pieces.map((message) => message.text).join('')).toBe(text)
    expect(pieces.length).toBeGreaterThan(2)
    for (const { ts, text } of pieces) await interactive.chat.update({ channel: GENERAL, ts, text })
    const after = slack.messagesIn(GENERAL).filter((message) => message.threadTs === threadTs)
    expect(after.map((message) => message.text)).toEqual(pieces.map((message) => message.text))
  })
})
