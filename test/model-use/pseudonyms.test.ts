import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { promptData } from '../../src/llm/prompts.ts'
import { pseudonymsFor } from '../../src/model-use/pseudonyms.ts'

const ROSTER = ['成员1', '成员12', '欧阳询', 'Mika Tanaka', 'An', "O'Neil", 'Ann "A" Li', 'ＡＢＣ部长']

const revealed = (pieces: readonly string[]) => {
  const reveal = pseudonymsFor(ROSTER).reveal()
  return pieces.map((piece) => reveal.push(piece)).join('') + reveal.end()
}

describe('names on the way to a model', () => {
  const pseudonyms = pseudonymsFor(ROSTER)
  const hide = (text: string) => pseudonyms.hide(text)

  it.each([
    ['成员12作报告', '⟦P2⟧作报告'],
    ['由成员1、成员12参加', '由⟦P1⟧、⟦P2⟧参加'],
    ['MIKA  TANAKA spoke', '⟦P4⟧ spoke'],
    ['成员１２', '⟦P2⟧'],
    ['成\u200b员12', '⟦P2⟧'],
    ['An annual plan, Another', '⟦P5⟧ annual plan, Another'],
    ['<@U0123ABC> and mika@office.example', '⟦P0⟧ and ⟦P0⟧'],
    ['ABC部长', '⟦P8⟧'],
  ])('%s → %s', (text, hidden) => {
    expect(hide(text)).toBe(hidden)
  })

  it('are found in the JSON of a prompt too', () => {
    const data = promptData(['欧\u200b阳询', 'Ann "A" Li', "O'Neil"])
    const hidden = hide(data)
    expect(JSON.parse(hidden)).toEqual(['⟦P3⟧', '⟦P7⟧', '⟦P6⟧'])
  })

  it('never occur in what goes out, whatever stands around them', () => {
    const around = fc.array(fc.oneof(fc.constantFrom(...ROSTER), fc.string({ maxLength: 4 })), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(around, (parts) => {
        const hidden = hide(parts.join(' '))
        for (const name of ['成员1', '成员12', '欧阳询', 'Mika Tanaka', "O'Neil"])
          expect(hidden.toLowerCase()).not.toContain(name.toLowerCase())
      }),
    )
  })

  it('are put back as they were, wherever the answer was cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('⟦P2⟧', '⟦P3⟧', '⟦', '⟧', 'P', '文', '{{f1}}'), { maxLength: 9 }),
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
    expect(hide('⟦P2⟧')).toBe('[P2]')
  })

  it('of nobody stay visible as what the model made up', () => {
    expect(revealed(['⟦P99⟧同志'])).toBe('⟦P99⟧同志')
  })
})
