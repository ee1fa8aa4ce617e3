import { describe, expect, it } from 'vitest'
import { inconsistentFigures } from '../../../src/reports/basis/one-figure.ts'
import type { Ledger } from '../../../src/claims/facts/fact.ts'
import { verifyText } from '../../../src/claims/bind/verify-text.ts'

const ledger: Ledger = {
  period: { label: '2022', startsOn: '2022-01-01', endsOn: '2022-12-31' },
  facts: [
    {
      id: 'f1',
      key: 'study.count:传达学习',
      label: '传达学习次数',
      aggregation: 'count',
      value: 63,
      unit: '次',
      period: '2022',
      formula: '计数',
      recordIds: ['S-1'],
      names: ['传达学习'],
      unitAliases: ['场'],
    },
  ],
  records: [],
  members: [],
  lexicon: [],
}
const noted = (text: string) =>
  inconsistentFigures(text, verifyText(text, ledger).spans, 'zh').map((note) => note.text)

describe('one fact, one figure', () => {
  it.each([
    ['组织传达学习63次。全年传达学习60余次。', ['60余次']],
    ['群众满意度95%。年底群众满意度93%。', ['93%']],
  ])('%s is told twice in two ways', (text, expected) => {
    expect(noted(text)).toEqual(expected)
  })

  it.each([
    '组织传达学习63次。全年传达学习63次。',
    '群众满意度95%。年底群众满意度95%。',
    '群众满意度95%。办结率93%。',
    '组织传达学习63次，传达学习99次。',
  ])('%s is not', (text) => {
    expect(noted(text)).toEqual([])
  })
})
