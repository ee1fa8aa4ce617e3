import { describe, expect, it } from 'vitest'
import { answerTo } from '../../src/ask/messages.ts'

describe('what is typed in the DM', () => {
  it.each([
    'help',
    'Help!',
    '帮助',
    '?',
    '？？',
    'hi',
    '你好',
    '您好！',
    'hello',
    '/help',
    '',
    '在吗？',
    '   ',
  ])('%j is answered with what the bot does, in the person’s language', (typed) => {
    expect(answerTo(typed, 'zh').text).toContain('我是文书')
    expect(answerTo(typed, 'en').text).toContain('I am Wenshu')
  })

  it('a line comes back as the commands that log it', () => {
    const { text } = answerTo('集中学习 昨天 2h', 'zh')
    expect(text).toContain('`/study 集中学习 昨天 2h`')
    expect(answerTo('traffic duty 28 people', 'en').text).toContain('`/activity traffic duty 28 people`')
  })

  it('pings nobody and breaks out of no code', () => {
    const { text } = answerTo('`<!channel>` <@U1|mika> &lt;b&gt;\n再说', 'zh')
    expect(text).not.toMatch(/<!|<@/)
    expect(text.match(/`/g)).toHaveLength(4)
    expect(text).toContain('&lt;b&gt;')
  })

  it('is cut when it is long', () => {
    expect(answerTo('字'.repeat(5000), 'zh').text.length).toBeLessThan(1000)
  })
})
