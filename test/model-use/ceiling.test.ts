import { describe, expect, it } from 'vitest'
import { CeilingReached, checkCeiling, grantedTokens } from '../../src/model-use/ceiling.ts'
import { costOf, modelSettings } from '../../src/model-use/model-settings.ts'

const NOTHING = { questions: 0, promptTokens: 0, completionTokens: 0, cost: null }
const settings = modelSettings({ model: { tokensPerMonth: 10_000 } })
const priced = modelSettings({
  model: { costPerMonth: 1, price: { prompt: 10, completion: 40 }, currency: 'USD' },
})

describe('the ceiling of a month', () => {
  it('grants what is asked for as long as there is room', () => {
    expect(grantedTokens(settings, NOTHING, { promptTokens: 3000, maxTokens: 4000 })).toBe(4000)
  })

  it('grants what is left when there is less', () => {
    const used = { ...NOTHING, promptTokens: 3000, completionTokens: 1000 }
    expect(grantedTokens(settings, used, { promptTokens: 3000, maxTokens: 4000 })).toBe(3000)
  })

  it('refuses a question whose answer would have no useful room, and says the figures', () => {
    const used = { ...NOTHING, promptTokens: 6000, completionTokens: 800 }
    const ask = () => grantedTokens(settings, used, { promptTokens: 3000, maxTokens: 4000 })
    expect(ask).toThrow(CeilingReached)
    expect(ask).toThrow(/6800 of 10000 tokens.*\/wenshu model/)
  })

  it('of money counts prompt and answer by their prices', () => {
    // 20,000 prompt tokens cost 0.20; 0.80 buys 20,000 tokens of answer.
    expect(grantedTokens(priced, NOTHING, { promptTokens: 20_000, maxTokens: 50_000 })).toBe(20_000)
    expect(costOf(priced, { promptTokens: 20_000, completionTokens: 20_000 })).toBe(1)
  })

  it('stops an answer that passes it, tokens or money', () => {
    const sofar = { promptTokens: 3000, completionTokens: 7000 }
    expect(() => {
      checkCeiling(settings, NOTHING, sofar)
    }).not.toThrow()
    expect(() => {
      checkCeiling(settings, NOTHING, { ...sofar, completionTokens: 7001 })
    }).toThrow(CeilingReached)
    expect(() => {
      checkCeiling(priced, { ...NOTHING, cost: 0.9 }, { promptTokens: 0, completionTokens: 2501 })
    }).toThrow(/USD/)
  })

  it('that nobody set holds nothing back', () => {
    const open = modelSettings({})
    expect(
      grantedTokens(open, { ...NOTHING, promptTokens: 1e9 }, { promptTokens: 1e6, maxTokens: 4000 }),
    ).toBe(4000)
  })

  it('settings that were damaged stop the model rather than let names out', () => {
    expect(() => modelSettings({ model: { pseudonyms: 'yes' } })).toThrow(/model settings/)
  })
})
