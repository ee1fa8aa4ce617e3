import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainOf, safeHref, type Inline } from '../../../../src/playground/page/text/inline.ts'
import { parseMrkdwn, parseMrkdwnInline } from '../../../../src/playground/page/text/mrkdwn.ts'

const text = (words: string): Inline => ({ kind: 'text', text: words })

describe('mrkdwn', () => {
  it.each<[string, Inline[]]>([
    ['*粗* 字', [{ kind: 'bold', children: [text('粗')] }, text(' 字')]],
    [
      '_斜_，~删~',
      [{ kind: 'italic', children: [text('斜')] }, text('，'), { kind: 'strike', children: [text('删')] }],
    ],
    ['`a*b*`', [{ kind: 'code', text: 'a*b*' }]],
    ['<@U0A1> 好', [{ kind: 'user', id: 'U0A1' }, text(' 好')]],
    ['<#C1|学习>', [{ kind: 'channel', id: 'C1', label: '学习' }]],
    ['<!here>', [{ kind: 'notice', text: '@here' }]],
    [
      '<https://a.example/?x=1&amp;y=2|看>',
      [{ kind: 'link', href: 'https://a.example/?x=1&y=2', children: [text('看')] }],
    ],
    ['*_两重_*', [{ kind: 'bold', children: [{ kind: 'italic', children: [text('两重')] }] }]],
    [':bell: 提醒', [{ kind: 'emoji', name: 'bell' }, text(' 提醒')]],
  ])('draws %s', (source, drawn) => {
    expect(parseMrkdwnInline(source)).toEqual(drawn)
  })

  it.each([
    '中*文*字',
    '2022-11：*18:00*',
    '*18:00*截止',
    '*全室*：应交',
    '2 * 3 * 4',
    '*没有关上',
    '**',
    'a_b_c',
    '12:30:45',
    '<b>不是标记</b>',
    '*跨\n行*',
  ])('leaves %s as typed', (source) => {
    expect(parseMrkdwnInline(source)).toEqual([text(source)])
  })

  it('shows escaped markup as the characters themselves', () => {
    expect(plainOf(parseMrkdwnInline('&lt;@U1&gt; &amp;lt;'))).toBe('<@U1> &lt;')
  })

  it('keeps quotes and preformatted runs apart from running text', () => {
    expect(parseMrkdwn('前\n&gt; 引\n```\n*原样*\n```\n后').map((part) => part.kind)).toEqual([
      'lines',
      'quote',
      'pre',
      'lines',
    ])
  })

  it('never throws, and loses no letter of text without marks', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('*', '_', '~', '`', '<', '>', '@', 'U', '|', '\n', '中', ' ') }),
        (source) => {
          expect(() => parseMrkdwn(source)).not.toThrow()
        },
      ),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^[中文a-z0-9 ，。]*$/), (source) => {
        expect(plainOf(parseMrkdwnInline(source))).toBe(source)
      }),
    )
  })

  it('survives marks nested without end', () => {
    expect(() => parseMrkdwn(' *_'.repeat(2000) + '_* '.repeat(2000))).not.toThrow()
  })
})

describe('addresses', () => {
  it.each(['https://a.example/x', 'http://a.example', 'mailto:a@b.example', '/files/F1/a.docx'])(
    'follows %s',
    (href) => {
      expect(safeHref(href)).toBe(href)
    },
  )

  it.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    ' javascript:x',
    'data:text/html,x',
    '//evil.example',
    '/\\evil.example',
    'file:///etc/passwd',
    'https://a b',
  ])('does not follow %s', (href) => {
    expect(safeHref(href)).toBeNull()
  })
})
