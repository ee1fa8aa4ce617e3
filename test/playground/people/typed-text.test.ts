import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeChannel, completeUser } from '../../../src/playground/server/options.ts'
import { namesOf, slackText } from '../../../src/playground/people/typed-text.ts'

const people = ['成员1', '成员12', 'Ren', 'Ren Ito'].map((realName, index) =>
  completeUser({ id: `U${index}`, name: `u${index}`, realName }, 'Asia/Tokyo'),
)
const groups = [{ id: 'S1', handle: 'writers', name: 'Writers', users: [] }]
const names = namesOf(people, groups, [completeChannel({ id: 'C1', name: 'general' }, [])])

describe('typed text', () => {
  it.each([
    ['@成员12', '<@U1|u1>'],
    ['@成员1和@成员12，', '<@U0|u0>和<@U1|u1>，'],
    ['@成员123', '@成员123'],
    ['@ren ito!', '<@U3|u3>!'],
    ['@Rene', '@Rene'],
    ['a@ren.example', 'a@ren.example'],
    ['请@ren', '请<@U2|u2>'],
    ['@U2 @u2', '<@U2|u2> <@U2|u2>'],
    ['@writers @here', '<!subteam^S1|@writers> <!here>'],
    ['#general #nowhere', '<#C1|general> #nowhere'],
    ['<!channel> & <@U1>', '&lt;!channel&gt; &amp; &lt;@U1&gt;'],
    ['见https://a.example/?x=1&y=2，好', '见<https://a.example/?x=1&amp;y=2>，好'],
  ])('%s becomes %s', (typed, sent) => {
    expect(slackText(typed, names)).toBe(sent)
  })

  it('never lets markup of the person’s own through, and loses nothing but case of names', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '&',
      '@',
      '#',
      '!',
      '成员1',
      '2',
      'ren',
      ' ',
      'general',
      'http://x',
      '|',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const typed = pieces.join('')
        const sent = slackText(typed, names)
        const marks = sent.match(/<[^>]*>/g) ?? []
        for (const mark of marks) expect(mark).toMatch(/^<(@U\d\|u\d|#C1\|general|https?:\/\/[^<>]*)>$/)
        const plain = sent
          .replace(/<@U(\d)\|u\d>/g, (_, index: string) => `@${people[Number(index)]!.realName}`)
          .replace(/<#C1\|(\w+)>/g, '#$1')
          .replace(/<(https?:[^>]*)>/g, '$1')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&')
        expect(plain.toLowerCase()).toBe(typed.toLowerCase())
      }),
      { numRuns: 2000 },
    )
  })
})
