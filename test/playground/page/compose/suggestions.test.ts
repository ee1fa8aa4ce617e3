import { describe, expect, it } from 'vitest'
import { suggest, type Known } from '../../../../src/playground/page/compose/suggestions.ts'

const known: Known = {
  commands: [
    { name: '/study', hint: '' },
    { name: '/activity', hint: '' },
  ],
  people: [
    { realName: '成员1', name: 'm1', note: '' },
    { realName: '成员12', name: 'm12', note: '' },
    { realName: 'Ada', name: 'ada', note: '' },
  ],
}

const offered = (text: string, caret = text.length) =>
  suggest(text, caret, known)?.options.map((one) => one.label) ?? null

describe('the message box', () => {
  it('offers every command after a slash', () => {
    expect(offered('/')).toEqual(['/study', '/activity'])
  })

  it('offers no command once the first word is over, nor in the middle of a message', () => {
    expect(offered('/study 集')).toBeNull()
    expect(offered('见 /st')).toBeNull()
  })

  it('offers people after @, the exact name first, also without a space before it', () => {
    expect(offered('/study 和@成员1')).toEqual(['成员1', '成员12'])
    expect(offered('@m12')).toEqual(['成员12'])
    expect(offered('@AD')).toEqual(['Ada'])
  })

  it('replaces only what was typed of the name, and looks at the text before the caret', () => {
    const text = '请 @成员1 看'
    expect(suggest(text, 6, known)).toMatchObject({ from: 2, to: 6 })
    expect(offered(text)).toBeNull()
  })

  it('offers nothing for a name nobody has', () => {
    expect(offered('@王五')).toBeNull()
  })
})
