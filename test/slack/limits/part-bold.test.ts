import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseMrkdwnInline } from '../../../src/playground/page/text/mrkdwn.ts'
import { partBold } from '../../../src/slack/limits/part-bold.ts'

/** What is drawn in plain print: an asterisk in it is one that a reader sees. */
function plainOf(mrkdwn: string): string {
  return mrkdwn
    .split('\n')
    .flatMap((line) => parseMrkdwnInline(line))
    .map((inline) => (inline.kind === 'text' ? inline.text : ''))
    .join('')
}

describe('bold', () => {
  it.each([
    ['2022-11：*11月30日（星期三）18:00*截止', '2022-11：\u2009*11月30日（星期三）18:00*\u2009截止'],
    ['学习总次数*106 → 105*次', '学习总次数\u2009*106 → 105*\u2009次'],
    ['*成员11*：应交 2 篇', '*成员11*\u2009：应交 2 篇'],
    ['第*三*期，第*四*期', '第\u2009*三*\u2009期，第\u2009*四*\u2009期'],
  ])('is parted from what Slack would not draw it beside: %s', (typed, drawn) => {
    expect(partBold(typed)).toBe(drawn)
    expect(plainOf(partBold(typed))).not.toContain('*')
    expect(partBold(drawn)).toBe(drawn)
  })

  it.each([
    '• *E-12* 学习体会 · 2022-11',
    '*文书* 记下',
    '尺寸3*4*5厘米',
    '每周*次',
    'due *Wed 30 Nov*; reminders 11-21',
    '用 `*字*` 写，字`a*b*`字',
    '字<https://a.example/*b*|字>字',
    '* 一项\n* 二项',
  ])('stays as it is where it is drawn already, or is none: %s', (text) => {
    expect(partBold(text)).toBe(text)
  })
})

/** The literals of a source, without comments; what is computed in them is a Chinese letter, the worst neighbour. */
function literalsOf(source: string): string[] {
  const pieces =
    source.match(
      /sql`(?:[^`\\]|\\[\s\S])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g,
    ) ?? []
  return pieces
    .filter((piece) => !/^(?:sql`|\/)/.test(piece))
    .map((piece) =>
      piece
        .slice(1, -1)
        .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '字')
        .replaceAll('\\n', '\n'),
    )
}

describe('no sentence of the program shows an asterisk', () => {
  // What reads a model's answer holds patterns of what it writes, and says nothing.
  const sources = globSync('src/**/*.ts').filter(
    (path) => !/^src\/(?:(?:playground|claims|text)\/|reports\/compose\/clean-answer\.ts)/.test(path),
  )
  const sentences = sources.flatMap((path) =>
    literalsOf(readFileSync(path, 'utf8'))
      .filter((text) => /\*[^*\n]+\*/.test(text) && /[\u4e00-\u9fff]/.test(text.replaceAll('字', '')))
      .map((text) => [path, text] as const),
  )

  it('of which there are many', () => {
    expect(sentences.length).toBeGreaterThan(60)
  })

  it('as it leaves for Slack', () => {
    const bare = sentences.filter(([, text]) => plainOf(partBold(text)).includes('*'))
    expect(bare).toEqual([])
  })

  it('and many would, were their bold not parted', () => {
    expect(sentences.filter(([, text]) => plainOf(text).includes('*')).length).toBeGreaterThan(10)
  })

  it('for only sections, contexts and texts leave, which part it', () => {
    const elsewhere = sources.filter(
      (path) =>
        path !== 'src/slack/blocks.ts' && /type: 'mrkdwn'(?!, text: '…')/.test(readFileSync(path, 'utf8')),
    )
    expect(elsewhere).toEqual([])
  })
})
