import { describe, expect, it } from 'vitest'
import { typedInDm } from '../../src/slack/direct-message.ts'
import { RecentIds } from '../../src/slack/recent-ids.ts'

const typed = { type: 'message', channel_type: 'im', user: 'U1', text: 'help' }

describe('a message in the DM', () => {
  it('is heard when a person typed it, also with a file', () => {
    expect(typedInDm(typed, 'UBOT')).toEqual({ userId: 'U1', text: 'help' })
    expect(typedInDm({ ...typed, subtype: 'file_share', text: '' }, 'UBOT')).toEqual({
      userId: 'U1',
      text: '',
    })
  })

  it.each([
    ['the bot itself', { ...typed, user: 'UBOT' }],
    ['a bot', { ...typed, bot_id: 'B1' }],
    ['Slackbot', { ...typed, user: 'USLACKBOT' }],
    ['an edit', { ...typed, subtype: 'message_changed' }],
    ['a deletion', { ...typed, subtype: 'message_deleted' }],
    ['a bot’s message', { ...typed, subtype: 'bot_message', user: undefined }],
    ['a channel', { ...typed, channel_type: 'channel' }],
    ['nobody', { type: 'message', channel_type: 'im' }],
  ])('is not heard from %s', (_, event) => {
    expect(typedInDm(event, 'UBOT')).toBeNull()
  })

  it('is heard once, however often Slack sends it', () => {
    const seen = new RecentIds()
    expect([seen.isNew('E1'), seen.isNew('E1'), seen.isNew('E2')]).toEqual([true, false, true])
    for (let id = 0; id < 3000; id += 1) expect(seen.isNew(`F${id}`)).toBe(true)
    expect(seen.isNew('F2999')).toBe(false)
  })
})
