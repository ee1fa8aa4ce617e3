import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { promptData } from '../../src/llm/prompts.ts'
import { pseudonymsFor } from '../../src/model-use/pseudonyms.ts'
import { UnknownStandIn } from '../../src/model-use/stand-ins.ts'

const ROSTER = [
  '成员1',
  '成员12',
  '欧阳询',
  'Mika Tanaka',
  'An',
  "O'Neil",
  'Ann "A" Li',
  'ＡＢＣ部长',
  '和平',
  'May',
]
const VOCABULARY = ['和平路', '张伟工作室', 'reading']

const hidden = (text: string, field = 'words', said = text) =>
  pseudonymsFor(ROSTER, VOCABULARY, said).hide(text, field)

/** An answer in pieces, to a prompt that named everybody. */
const revealed = (pieces: readonly string[]) => {
  const pseudonyms = pseudonymsFor(ROSTER, [], 'room P3')
  pseudonyms.hide(JSON.stringify(ROSTER), 'people')
  const reveal = pseudonyms.reveal()
  return pieces.map((piece) => reveal.push(piece)).join('') + reveal.end()
}

describe('names on the way to a model', () => {
  it.each([
    ['成员12作报告', '⟦P2⟧作报告'],
    ['由成员1、成员12参加', '由⟦P1⟧、⟦P2⟧参加'],
    ['Mika  Tanaka spoke', '⟦P4⟧ spoke'],
    ['成员１２', '⟦P2⟧'],
    ['成\u200b员12', '⟦P2⟧'],
    ['ABC部长', '⟦P8⟧'],
    ["O'Neil", '⟦P6⟧'],
    ['An, Another, Ans', '⟦P5⟧, Another, Ans'],
  ])('are replaced whole: %s → %s', (text, expected) => {
    expect(hidden(text)).toBe(expected)
  })

  it.each([
    ['MIKA TANAKA', 'a Latin name in another case'],
    ['mika tanaka', 'a Latin name in small letters'],
    ['成员13', 'a name that goes on in digits'],
    ['Annual, Dan', 'a Latin name within a word'],
  ])('%s stays: %s', (text) => {
    expect(hidden(text)).toBe(text)
  })

  it.each([
    ['构建和平社会', '和平 is a word'],
    ['在和平路清扫', '和平路 is a place'],
    ['May 2022, in May', 'May is a month'],
  ])('that are words too stay in texts: %s, as %s', (text) => {
    expect(hidden(text)).toBe(text)
  })

  it('that the texts write small too are words there, whatever their capital says', () => {
    expect(hidden('An annual plan, and an old one')).toBe('An annual plan, and an old one')
  })

  it('that are words too are replaced in fields of people and after @', () => {
    expect(hidden('@和平 和 @May 讲和平')).toBe('@⟦P9⟧ 和 @⟦P10⟧ 讲和平')
    expect(JSON.parse(hidden(promptData([{ slot: 'p1', name: '和平' }]), 'people'))).toEqual([
      { slot: 'p1', name: '⟦P9⟧' },
    ])
    const record = promptData([{ title: '讲和平', people: ['和平', 'May'] }])
    expect(JSON.parse(hidden(record, 'records'))).toEqual([{ title: '讲和平', people: ['⟦P9⟧', '⟦P10⟧'] }])
  })

  it('that are a place, a partner or a kind too are told as words', () => {
    expect(pseudonymsFor(['张伟', '李娜'], ['张伟', '李娜书店']).words).toEqual(['张伟'])
    expect(pseudonymsFor(['张伟', '李娜'], ['李娜书店']).hide('李娜在李娜书店', 'words')).toBe(
      '⟦P2⟧在李娜书店',
    )
  })

  it('are no keys of data', () => {
    const data = promptData([{ name: 'name', title: 'name' }])
    expect(JSON.parse(pseudonymsFor(['name', 'title']).hide(data, 'records'))).toEqual([
      { name: '⟦P1⟧', title: '⟦P1⟧' },
    ])
  })

  it('are found in the JSON of a prompt, escapes or not', () => {
    const data = promptData(['欧\u200b阳询', 'Ann "A" Li', "O'Neil"])
    expect(JSON.parse(hidden(data))).toEqual(['⟦P3⟧', '⟦P7⟧', '⟦P6⟧'])
  })

  it('never occur in what goes out, whatever stands around them', () => {
    const sure = ['成员1', '成员12', '欧阳询', 'Mika Tanaka', "O'Neil"]
    const around = fc.array(fc.oneof(fc.constantFrom(...sure), fc.string({ maxLength: 4 })), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(around, (parts) => {
        const out = hidden(parts.join(' '))
        for (const name of sure) expect(out.split(' ')).not.toContain(name)
      }),
    )
  })

  it('mentions and addresses come back as they were', () => {
    const pseudonyms = pseudonymsFor(ROSTER)
    const out = pseudonyms.hide('<@U0123ABC> and mika@office.example', 'words')
    expect(out).toBe('⟦P11⟧ and ⟦P12⟧')
    const reveal = pseudonyms.reveal()
    expect(reveal.push(out) + reveal.end()).toBe('<@U0123ABC> and mika@office.example')
  })

  it('are put back as they were, wherever the answer was cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('⟦P2⟧', '⟦P3⟧', '文', '{{f1}}', 'room P3'), { maxLength: 9 }),
        fc.nat(40),
        (signs, at) => {
          const text = signs.join('')
          expect(revealed([text.slice(0, at), text.slice(at)])).toBe(
            text.replaceAll('⟦P2⟧', '成员12').replaceAll('⟦P3⟧', '欧阳询'),
          )
        },
      ),
    )
  })

  it('cannot be summoned by a stand-in that somebody typed into a record', () => {
    expect(hidden('⟦P2⟧')).toBe('[P2]')
  })

  it.each([
    ['⟦P99⟧同志', 'of nobody'],
    ['⟦P2同志', 'that is not closed'],
    ['P2⟧同志', 'that was not opened'],
    ['⟦ P2 ⟧同志', 'with blanks'],
    ['（P2）同志', 'without brackets'],
    ['⟦', 'that is none'],
  ])('a stand-in that does not come back is a fault: %s, one %s', (answer) => {
    expect(() => revealed([answer])).toThrow(UnknownStandIn)
    expect(() => revealed([...answer])).toThrow(UnknownStandIn)
  })

  it('a stand-in of somebody whom the prompt did not name is a fault', () => {
    const pseudonyms = pseudonymsFor(ROSTER)
    pseudonyms.hide('成员1', 'words')
    expect(() => pseudonyms.reveal().push('⟦P2⟧')).toThrow(UnknownStandIn)
  })
})
